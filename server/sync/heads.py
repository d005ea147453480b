"""Who is asking, and where every bucket they may see stands now: one statement, so one moment (step 12).

Permission is worked out here and nowhere else: the union of all audiences. What a phone asks to follow
can only narrow it.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from server.database.engine import AsksOne
from server.sync.registry import buckets


class Head(NamedTuple):
    """A bucket as it is now. `exists` is false for one that never held anything."""

    name: str
    epoch: str
    position: int
    floor: int
    documents: int
    checksum: int
    exists: bool


class Standing(NamedTuple):
    """Everything that a sync with nothing to do needs to know."""

    account: UUID | None
    confirmed: bool
    carried: bool
    """The session knows already that this device came with it today."""
    owner: UUID | None
    """Whose device it is; nobody's when it is new."""
    revoked: bool
    last_number: int
    seen_on: date | None
    app: str
    has_words: bool
    """Refused words that the phone has acknowledged since: they can go."""
    heads: dict[str, Head]


async def standing(
    asks: AsksOne,
    session: str,
    token: bytes,
    now: datetime,
    *,
    device: UUID | None = None,
    acknowledged: int = 0,
    follow: Sequence[UUID] = (),
) -> Standing:
    """One statement. `session` is SQL with $1 the token's hash, $2 now and $3 the device, giving account,
    confirmed and carried."""
    row = await asks.fetchrow(
        _statement(session, *buckets),
        token,
        now,
        device,
        list(follow),
        acknowledged,
    )
    account, confirmed, carried, owner, revoked, number, seen_on, app, has_words, heads = row
    return Standing(
        account=account,
        confirmed=confirmed or False,
        carried=carried or False,
        owner=owner,
        revoked=revoked,
        last_number=number or 0,
        seen_on=seen_on,
        app=app or "",
        has_words=has_words,
        heads=dict(map(_head, heads or ())),
    )


def _head(told: str) -> tuple[str, Head]:
    """One text for each bucket: decoding six arrays would cost more than the rest of a quiet sync."""
    name, epoch, *numbers = told.split(" ")
    if not numbers:
        return name, Head(name, epoch, 0, 0, 0, 0, False)
    position, floor, count, checksum = map(int, numbers)
    return name, Head(name, epoch, position, floor, count, checksum, True)


@cache
def _statement(session: str, *kinds: str) -> str:
    """Remembered by the names of the kinds, which cost less to compare than their audiences.

    No part of it is set apart to be read several times: starting such parts cost PostgreSQL as much as all
    the rest of a sync with nothing to do. Heads are looked up one by one: joined, PostgreSQL may read every
    bucket there is to find ten.
    """
    visible = " UNION ALL ".join(f"({_asked_by_session(buckets[kind].sees)})" for kind in kinds)
    return f"""
        SELECT session.account, session.confirmed, session.carried,
            device.account, device.revoked_at IS NOT NULL, device.last_number, device.seen_on, device.app,
            EXISTS (SELECT FROM outcome WHERE device = $3 AND number <= $5 AND problem IS NOT NULL),
            (SELECT array_agg(visible.name || ' ' || coalesce(
                (SELECT bucket.epoch || ' ' || position || ' ' || floor || ' ' || documents || ' ' || checksum
                    FROM bucket WHERE bucket.name = visible.name),
                (SELECT epoch FROM epoch)))
            FROM ({visible or "SELECT NULL::text WHERE false"}) AS visible (name)
            WHERE visible.name IS NOT NULL)
        FROM (SELECT) AS one
        LEFT JOIN ({session}) AS session ON true
        LEFT JOIN device ON device.id = $3
    """  # noqa: S608 - the parts are our own audiences, written in code


def _asked_by_session(sees: str) -> str:
    """An audience's own $1 (account) and $2 (followed) in this statement's words."""
    named = {"$1": "session.account", "$2": "$4::uuid[]"}
    return re.sub(r"\$[12]\b", lambda found: named[found.group()], sees)
