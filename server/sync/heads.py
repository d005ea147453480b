"""Who is asking, and where every bucket they may see stands now: one statement, so one moment (step 12).

Permission is worked out here and nowhere else: the union of all audiences. What a phone asks to follow
can only narrow it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from server.database.engine import Asks
from server.sync.registry import buckets


@dataclass(frozen=True, slots=True)
class Head:
    """A bucket as it is now. `exists` is false for one that never held anything."""

    name: str
    epoch: str
    position: int
    floor: int
    count: int
    checksum: int
    exists: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a sync with nothing to do needs to know."""

    account: UUID | None
    confirmed: bool
    owner: UUID | None
    """Whose device it is; nobody's when it is new."""
    revoked: bool
    last_number: int
    seen_on: date | None
    app: str
    has_outcomes: bool
    has_words: bool
    """Refused words that the phone has acknowledged since: they can go."""
    heads: dict[str, Head]


async def standing(
    asks: Asks,
    session: str,
    token: bytes,
    now: datetime,
    *,
    device: UUID | None = None,
    acknowledged: int = 0,
    follow: Sequence[UUID] = (),
) -> Standing:
    """One statement. `session` is SQL with $1 the token's hash and $2 now, giving account and confirmed."""
    row = await asks.fetchrow(
        _statement(session, tuple((kind, declared.sees) for kind, declared in buckets.items())),
        token,
        now,
        device,
        list(follow),
        acknowledged,
    )
    columns = (
        row[name] or () for name in ("names", "epochs", "positions", "floors", "counts", "checksums", "real")
    )
    heads = {values[0]: Head(*values) for values in zip(*columns, strict=True)}
    return Standing(
        account=row["account"],
        confirmed=bool(row["confirmed"]),
        owner=row["owner"],
        revoked=row["revoked_at"] is not None,
        last_number=row["last_number"] or 0,
        seen_on=row["seen_on"],
        app=row["app"] or "",
        has_outcomes=row["has_outcomes"],
        has_words=row["has_words"],
        heads=heads,
    )


@cache
def _statement(session: str, audiences: tuple[tuple[str, str], ...]) -> str:
    visible = " UNION ALL ".join(f"({_asked_by_session(sees)})" for _, sees in audiences)
    return f"""
        WITH session AS MATERIALIZED ({session}),
        visible (name) AS ({visible or "SELECT NULL::text WHERE false"})
        SELECT session.account, session.confirmed, device.account AS owner, device.revoked_at,
            device.last_number, device.seen_on, device.app, heads.*,
            EXISTS (SELECT FROM outcome WHERE device = $3 AND number > $5) AS has_outcomes,
            EXISTS (SELECT FROM outcome WHERE device = $3 AND number <= $5 AND problem IS NOT NULL)
                AS has_words
        FROM (SELECT) AS one
        LEFT JOIN session ON true
        LEFT JOIN device ON device.id = $3
        LEFT JOIN LATERAL (
            SELECT array_agg(visible.name) AS names, array_agg(coalesce(bucket.epoch, epoch.epoch)) AS epochs,
                array_agg(coalesce(position, 0)) AS positions, array_agg(coalesce(floor, 0)) AS floors,
                array_agg(coalesce(documents, 0)) AS counts, array_agg(coalesce(checksum, 0)) AS checksums,
                array_agg(bucket.name IS NOT NULL) AS real
            FROM visible LEFT JOIN bucket ON bucket.name = visible.name CROSS JOIN epoch
        ) AS heads ON true
    """  # noqa: S608 - the parts are our own audiences, written in code


def _asked_by_session(sees: str) -> str:
    """An audience's own $1 (account) and $2 (followed) in this statement's words."""
    named = {"$1": "(SELECT account FROM session)", "$2": "$4::uuid[]"}
    return re.sub(r"\$[12]\b", lambda found: named[found.group()], sees)
