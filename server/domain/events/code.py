"""The code shown at an event. Whoever was there types it on their own phone, which checks it with no signal
and makes the certificate; nothing is sent.

Phones hold only its digest, slow to make and salted with the event's id, so that the code cannot be guessed
from it.
"""

import asyncio
import hashlib
import secrets
from uuid import UUID

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are read as 1, 1, 0 and nothing."""
LENGTH = 8
ROUNDS = 200_000


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


async def digest_of(code: str, event: UUID) -> bytes:
    """PBKDF2 with HMAC-SHA-256, the event's 16 bytes as salt: 32 bytes. Off the loop: it takes a while."""
    return await asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", code.encode(), event.bytes, ROUNDS)
