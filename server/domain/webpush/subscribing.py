"""Asking to be told, on one phone. It ends with the log-in that it was asked in, and with the phone.

What is chosen: which kinds of news, whose notices to all who follow, whether the lock screen may say what it
is, and the hours in which nothing is to be said.
"""

import base64
import binascii
from collections.abc import Container
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

import asyncpg
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from server.database.engine import connection, pool
from server.domain.accounts.devices import also_at_revoking
from server.domain.accounts.sessions import Session
from server.domain.webpush.happening import Kind
from server.refusals import Refused
from server.webpush.endpoints import LONGEST, origin_of
from server.webpush.sealing import are_keys

_ZONES = frozenset(available_timezones())
MOST_SCHEMES = 50
_Minute = Annotated[int, Field(ge=0, le=1439, description="Minute of the day, by the clock of the zone")]


def _zone(name: str) -> str:
    if name not in _ZONES:
        raise ValueError("not a zone")
    return name


def _each_once(kinds: list[Kind]) -> list[Kind]:
    if len(set(kinds)) < len(kinds):
        raise ValueError("each kind once")
    return kinds


class Choice(BaseModel):
    """What one phone is told of."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    kinds: Annotated[list[Kind], Field(min_length=1, max_length=3), AfterValidator(_each_once)]
    schemes: Annotated[list[UUID], Field(max_length=MOST_SCHEMES)] = Field(
        description="Whose notices to all who follow"
    )
    detail: bool = Field(description="Whether the lock screen may say what it is")
    quiet_from: _Minute
    quiet_to: _Minute
    zone: Annotated[str, Field(max_length=64), AfterValidator(_zone)]


class Subscription(Choice):
    """A choice, and how the browser is reached."""

    endpoint: Annotated[str, Field(max_length=LONGEST)]
    p256dh: Annotated[str, Field(max_length=100, description="The browser's public key, base64url")]
    auth: Annotated[str, Field(max_length=30, description="The browser's secret, base64url")]


async def choice_of(session: Session) -> tuple[Choice, str] | None:
    """What this phone is told of, and the endpoint; None when it is told nothing."""
    row = await pool().fetchrow(
        "SELECT kinds, schemes, detail, quiet_from, quiet_to, zone, endpoint FROM webpush_subscription"
        " WHERE device = $1 AND account = $2",
        session.actor.device,
        session.account,
    )
    if row is None:
        return None
    said = dict(row)
    endpoint = said.pop("endpoint")
    return Choice(**said), endpoint


async def subscribe(session: Session, said: Subscription, more: Container[str]) -> None:
    """From now on, or otherwise than before. `more`: push services that the operator named."""
    origin = origin_of(said.endpoint, more)
    p256dh, auth = _bytes(said.p256dh), _bytes(said.auth)
    if origin is None or not are_keys(p256dh, auth) or not await _is_known_zone(said.zone, session):
        raise Refused("push-unknown")
    here = connection()
    # A browser has one endpoint: whoever was logged in here before is told nothing here any more.
    await here.execute(
        "DELETE FROM webpush_subscription WHERE endpoint = $1 AND device IS DISTINCT FROM $2",
        said.endpoint,
        session.actor.device,
    )
    done = await here.fetchval(
        "INSERT INTO webpush_subscription (device, account, session, endpoint, origin, p256dh, auth, kinds,"
        " schemes, detail, quiet_from, quiet_to, zone, made_at)"
        " SELECT id, account, $3, $4, $5, $6, $7, $8,"
        "   (SELECT coalesce(array_agg(id), '{}') FROM scheme WHERE id = ANY($9::uuid[])),"
        "   $10, $11, $12, $13, $14"
        " FROM device WHERE id = $1 AND account = $2 AND revoked_at IS NULL"
        " ON CONFLICT (device) DO UPDATE SET session = excluded.session, endpoint = excluded.endpoint,"
        "   origin = excluded.origin, p256dh = excluded.p256dh, auth = excluded.auth,"
        "   kinds = excluded.kinds, schemes = excluded.schemes, detail = excluded.detail,"
        "   quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, zone = excluded.zone"
        " RETURNING true",
        session.actor.device,
        session.account,
        session.token,
        said.endpoint,
        origin,
        p256dh,
        auth,
        list(said.kinds),
        list(said.schemes),
        said.detail,
        said.quiet_from,
        said.quiet_to,
        said.zone,
        session.actor.now,
    )
    if not done:
        raise Refused("phone-unknown")


async def unsubscribe(session: Session) -> None:
    await connection().execute(
        "DELETE FROM webpush_subscription WHERE device = $1 AND account = $2",
        session.actor.device,
        session.account,
    )


@also_at_revoking
async def _removed(device: UUID) -> None:
    """Its sessions stay, so that it can be told that it was removed: this does not."""
    await connection().execute("DELETE FROM webpush_subscription WHERE device = $1", device)


def _bytes(text: str) -> bytes:
    """Base64url, with or without padding; nothing where it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


async def _is_known_zone(zone: str, session: Session) -> bool:
    """The database has its own list, and reckons quiet hours by it."""
    try:
        await pool().fetchval("SELECT $1::timestamptz AT TIME ZONE $2::text", session.actor.now, zone)
    except asyncpg.DataError:
        return False
    return True
