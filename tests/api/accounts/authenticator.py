"""A passkey in software: ES256, discoverable, with the person verified, as a phone's own would be."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

UP, UV, AT = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    origin: str = "http://localhost:8000"
    hostname: str = "localhost"
    counter: int = 0
    flags: int = UP | UV
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """navigator.credentials.create(), as toJSON()."""
        assert options["rp"]["id"] == self.hostname
        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert {"type": "public-key", "alg": -7} in options["pubKeyCredParams"]
        self.handle = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        data = (
            self._data(self.flags | AT)
            + bytes(16)
            + len(self.credential).to_bytes(2, "big")
            + self.credential
            + encode_cbor(public)
        )
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._shown(
            clientDataJSON=self._client_data("webauthn.create", options), attestationObject=attested
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """navigator.credentials.get(), as toJSON()."""
        assert options["rpId"] == self.hostname
        self.counter += 1
        client_data, data = self._client_data("webauthn.get", options), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._shown(
            clientDataJSON=client_data, authenticatorData=data, signature=signature, userHandle=self.handle
        )

    def _data(self, flags: int) -> bytes:
        return (
            hashlib.sha256(self.hostname.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")
        )

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _shown(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": bytes_to_base64url(self.credential),
            "rawId": bytes_to_base64url(self.credential),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {name: bytes_to_base64url(value) for name, value in response.items()},
        }
