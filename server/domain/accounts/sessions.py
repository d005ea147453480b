"""Sessions: what stands behind a request's cookie.

The table is keyed by the SHA-256 of the token, so that the database holds nothing that logs anybody in.
"""

import hashlib
from collections.abc import Mapping

SECURE_COOKIE = "__Host-alongside"
PLAIN_COOKIE = "alongside-session"

SESSION_SQL = (
    "SELECT account, coalesce(confirmed_until > $2, false) AS confirmed FROM session"
    " WHERE token = $1::bytea AND expires_at > $2::timestamptz"
)
"""Who is asking: $1 the token's hash, $2 now. Sync composes it into its own one statement."""


def token_of(cookies: Mapping[str, str]) -> str | None:
    """The token of a request, from whichever of the two cookies this origin uses."""
    return cookies.get(SECURE_COOKIE) or cookies.get(PLAIN_COOKIE)


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
