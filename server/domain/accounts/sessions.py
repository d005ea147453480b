"""Sessions: what stands behind a request's cookie.

The table is keyed by the SHA-256 of the token, so that the database holds nothing that logs anybody in.
A log-in always makes a new token. A session lasts 180 days from the last day it was used.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from server.database.engine import Asks, connection, pool
from server.refusals import Refused
from server.sync.registry import Actor

SECURE_COOKIE = "__Host-alongside"
PLAIN_COOKIE = "alongside-session"
LASTS = timedelta(days=180)
FRESH = timedelta(minutes=15)
"""How long a passkey or a password just used stands for the person themselves."""

CameBy = Literal["password", "code", "invitation", "passkey"]

_CONFIRMED = (
    f"(coalesce(confirmed_at > $2::timestamptz - interval '{FRESH.total_seconds():.0f} s', false)"  # noqa: S608
    " OR (SELECT demo FROM deployment)) AS confirmed"
)
_LIVES = f"used_on > ($2::timestamptz)::date - {LASTS.days}"

SESSION_SQL = (
    f"SELECT account, {_CONFIRMED}, device IS NOT DISTINCT FROM $3::uuid"  # noqa: S608 - our own words only
    " AND used_on = ($2::timestamptz)::date AS carried"
    f" FROM session WHERE token = $1::bytea AND revoked_at IS NULL AND {_LIVES}"
)
"""Who is asking: $1 the token's hash, $2 now, $3 the device. Sync composes it into its own one statement.

`carried` false: `carry` has something to write down.
"""

_WHO = (
    f"SELECT account, device, came_by, proved_at, used_on, revoked_at, {_CONFIRMED}"  # noqa: S608 - as above
    f" FROM session WHERE token = $1::bytea AND {_LIVES}"
)


@dataclass(frozen=True, slots=True)
class Session:
    """A live session, as the routes of accounts need it."""

    token: bytes
    actor: Actor
    account: UUID
    came_by: CameBy
    proved_at: datetime

    @property
    def is_proved(self) -> bool:
        """The person proved a moment ago who they are, by whatever means."""
        return self.actor.confirmed or self.actor.now - self.proved_at < FRESH


def cookie_name(*, secure: bool) -> str:
    return SECURE_COOKIE if secure else PLAIN_COOKIE


def token_of(cookies: Mapping[str, str], *, secure: bool) -> str | None:
    """The token of a request. Behind https only the cookie that no other host can have set."""
    return cookies.get(cookie_name(secure=secure))


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def authenticate(token: str | None, now: datetime, *, here: Asks | None = None) -> Session:
    """Who stands behind this token now, or the refusal."""
    key = hashed(token) if token else b""
    row = await (here or pool()).fetchrow(_WHO, key, now)
    if row is None:
        raise Refused("signed-out")
    if row["revoked_at"] is not None:
        raise Refused("device-revoked")
    if row["used_on"] != now.date():
        await (here or pool()).execute("UPDATE session SET used_on = $2 WHERE token = $1", key, now.date())
    actor = Actor(row["account"], row["device"], now, bool(row["confirmed"]))
    return Session(key, actor, row["account"], row["came_by"], row["proved_at"])


async def carry(token: bytes, device: UUID, now: datetime) -> None:
    """This installation syncs with this session today: removing the one ends the other."""
    await pool().execute(
        "UPDATE session SET device = $2, used_on = $3 WHERE token = $1 AND revoked_at IS NULL",
        token,
        device,
        now.date(),
    )


# --- inside a transaction ---------------------------------------------------------------------------


async def begin(account: UUID, came_by: CameBy, now: datetime, *, instead_of: str | None = None) -> str:
    """A new session and its token. The one the browser came with, whoever chose it, ends."""
    token = secrets.token_urlsafe(32)
    await end(instead_of)
    await connection().execute(
        "INSERT INTO session (token, account, came_by, proved_at, confirmed_at, used_on)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        hashed(token),
        account,
        came_by,
        now,
        now if came_by == "passkey" else None,
        now.date(),
    )
    return token


async def confirm(session: Session) -> None:
    """A passkey stands behind this session, from now and for a quarter of an hour."""
    await connection().execute(
        "UPDATE session SET confirmed_at = $2, proved_at = $2 WHERE token = $1",
        session.token,
        session.actor.now,
    )


async def end(token: str | None) -> None:
    if token:
        await connection().execute("DELETE FROM session WHERE token = $1", hashed(token))


async def end_all(account: UUID) -> None:
    """A reset: whoever else was in is out, and no browser is known any more."""
    await connection().execute("DELETE FROM session WHERE account = $1", account)
    await connection().execute("DELETE FROM known_browser WHERE account = $1", account)


async def revoke(device: UUID, now: datetime) -> None:
    """The sessions of a device that was removed. They stay, so that they can be told so."""
    await connection().execute(
        "UPDATE session SET revoked_at = $2 WHERE device = $1 AND revoked_at IS NULL", device, now
    )


async def forget(now: datetime) -> None:
    """Sessions that nobody has used for 180 days."""
    await connection().execute("DELETE FROM session WHERE used_on <= $1", now.date() - LASTS)
