"""Who sends, said to push services (VAPID, RFC 8292): signed once for each service and twelve hours."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

LASTS = timedelta(hours=24)
"""The longest that services accept."""
USED_FOR = timedelta(hours=12)


def new_private() -> bytes:
    """The 32 bytes of a new key of P-256."""
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def _key(private: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())


def public_of(private: bytes) -> bytes:
    """What browsers are given when they subscribe: 65 bytes, an uncompressed point."""
    return _key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Signer:
    """One installation's key. `subject`: where a push service may turn to, `https:` or `mailto:`."""

    def __init__(self, private: bytes, subject: str) -> None:
        self._vapid = Vapid02(_key(private))
        # Ours is a known form; the library's own check refuses a server on somebody's own machine.
        self._vapid.conf["no-strict"] = True
        self._subject = subject
        self._headers: dict[str, tuple[datetime, str]] = {}

    def header(self, origin: str, now: datetime) -> str:
        """The Authorization header for a push service, made anew only after twelve hours."""
        made, header = self._headers.get(origin, (None, ""))
        if made is None or not timedelta() <= now - made < USED_FOR:
            expires = int((now + LASTS).timestamp()) - 60  # our clock may be a little ahead of theirs
            claims = {"aud": origin, "exp": expires, "sub": self._subject}
            header = str(self._vapid.sign(claims)["Authorization"])
            self._headers[origin] = now, header
        return header
