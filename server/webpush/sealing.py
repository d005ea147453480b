"""A message sealed for one browser (RFC 8291). Every one has the same length, whatever it says."""

import base64
import json
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import WebPusher

LENGTH = 2048
"""Bytes before sealing: room for the longest of what a phone with detail on may be told."""
POINT, SECRET = 65, 16


def are_keys(p256dh: bytes, auth: bytes) -> bool:
    """Whether these are what a browser makes: a point on the curve, and a secret of 16 bytes."""
    if len(p256dh) != POINT or len(auth) != SECRET or p256dh[0] != 4:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError:
        return False
    return True


def padded(said: Mapping[str, object]) -> bytes:
    """JSON, filled up with spaces. What is too long says nothing at all, like most messages."""
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return (body if len(body) <= LENGTH else b"{}").ljust(LENGTH)


NOTHING = padded({})
"""That something is new: what every phone gets whose owner did not turn detail on."""


def sealed(body: bytes, p256dh: bytes, auth: bytes) -> bytes:
    """For this browser's eyes. Raises ValueError for keys that are none."""
    keys = {"p256dh": base64.urlsafe_b64encode(p256dh), "auth": base64.urlsafe_b64encode(auth)}
    # pywebpush seals; it does not send: it would follow redirects and wait for ever.
    made: bytes = WebPusher({"endpoint": "", "keys": keys}).encode(body)["body"]
    return made
