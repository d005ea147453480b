"""From touched rows to what phones may see (step 9 of a change's life).

The order is the whole point. Touched entities are locked, so that two transactions which change different
rows of one document cannot each miss the other; the views run as a fresh statement after that; and only
then, last before commit, the bucket rows are locked in name order and positions are dealt. So commit order
and position order are one thing, and no reader can step over a change that commits later.
"""

import json
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from server.database.engine import Connection, connection, transaction
from server.sync import pokes
from server.sync.positions import Change, Held, Key, deal
from server.sync.registry import Strict, Touched, buckets, documents, kind_of, views

_FIRST_BATCH = date(2020, 1, 1)
_STRIPES = 4096


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one bucket should hold of one thing."""

    body: str
    entity: str
    row: UUID


def canonical(body: Strict) -> str:
    """The one text of a body: comparing and answering are byte work."""
    return json.dumps(body.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@asynccontextmanager
async def publishing(now: datetime) -> AsyncIterator[list[Touched]]:
    """One transaction; whatever is put into the list is published last, and poked after the commit."""
    touched: list[Touched] = []
    async with transaction():
        yield touched
        moved = await publish(touched, now)
    pokes.moved(moved)


async def publish(touched: Iterable[Touched], now: datetime) -> dict[str, int]:
    """Bring the buckets up to date with these rows; gives the buckets that moved and where to.

    Must be the last thing in its transaction.
    """
    asked = by_entity(touched)
    if not asked:
        return {}
    here = connection()
    asked = await lock_with_followers(here, asked)
    wanted = await ask_views(asked)
    held = await held_of(here, asked, wanted)
    changes = difference(wanted, held)
    await _put_off(here, [change for change in changes if kind_of(change.key.bucket).daily])
    return await deal(
        here, [change for change in changes if not kind_of(change.key.bucket).daily], now.date(), None
    )


async def open_buckets(names: Sequence[str]) -> None:
    """Brings buckets into being before anything is in them, in the caller's transaction."""
    await connection().execute(
        "INSERT INTO bucket (name, epoch) SELECT name, (SELECT epoch FROM epoch)"
        " FROM unnest($1::text[]) AS opened (name) ORDER BY name ON CONFLICT DO NOTHING",
        list(names),
    )


async def is_shown(bucket: str, kind: str, thing: UUID) -> bool:
    """Whether this stands in the bucket as it was last published. An act on a list that moves once a day is
    judged by the list: judged by what happened since, its answer would tell of that before the day."""
    found: bool = await connection().fetchval(
        "SELECT EXISTS (SELECT FROM bucket_document"
        " WHERE bucket = $1 AND kind = $2 AND id = $3 AND body IS NOT NULL)",
        bucket,
        kind,
        thing,
    )
    return found


async def release(now: datetime) -> dict[str, int]:
    """Publish what waits in daily buckets, all at once, at most once a day.

    Every daily bucket moves to the number of this batch, changed or not: positions there tell nothing.
    """
    batch = (now.date() - _FIRST_BATCH).days
    daily = [f"{kind}:%" for kind, declared in buckets.items() if declared.daily]
    async with transaction() as here:
        await here.execute("LOCK TABLE bucket_pending IN SHARE UPDATE EXCLUSIVE MODE")
        latest = await here.fetchval(
            "SELECT max(position) FROM bucket WHERE name LIKE ANY($1::text[])", daily
        )
        if not daily or (latest is not None and latest >= batch):
            return {}
        pending = await here.fetch("SELECT entity, entity_id FROM bucket_pending")
        asked = by_entity(Touched(row["entity"], row["entity_id"]) for row in pending)
        await lock_entities(here, asked)
        wanted = {key: want for key, want in (await ask_views(asked)).items() if kind_of(key.bucket).daily}
        held = await held_of(here, asked, wanted)
        changes = [change for change in difference(wanted, held) if kind_of(change.key.bucket).daily]
        await here.execute(
            "DELETE FROM bucket_pending WHERE (entity, entity_id) IN"
            " (SELECT * FROM unnest($1::text[], $2::uuid[]))",
            [row["entity"] for row in pending],
            [row["entity_id"] for row in pending],
        )
        await deal(here, changes, now.date(), batch)
        moved = await here.fetch(
            "UPDATE bucket SET position = $2 WHERE name IN"
            " (SELECT name FROM bucket WHERE name LIKE ANY($1::text[]) ORDER BY name FOR NO KEY UPDATE)"
            " RETURNING name",
            daily,
            batch,
        )
    positions = {row["name"]: batch for row in moved}
    pokes.moved(positions)
    return positions


def by_entity(touched: Iterable[Touched]) -> dict[str, list[UUID]]:
    """Each row once, sorted: the order of locking is the same for everybody."""
    asked: dict[str, list[UUID]] = {}
    for entity, row in sorted({(touch.entity, touch.id) for touch in touched}):
        if entity not in views:
            raise TypeError(f"{entity} was touched and has no view")
        asked.setdefault(entity, []).append(row)
    return asked


async def lock_with_followers(here: Connection, asked: dict[str, list[UUID]]) -> dict[str, list[UUID]]:
    """Lock these rows, and those of other entities that show something of them; gives both.

    Whoever touches a row that shows something of another entity holds that entity's gate in common;
    whoever touches the other entity holds it alone. So a row that is just being made is not missed.
    """
    followed = {other for view in views.values() for other in view.follows}
    alone = followed & asked.keys()
    common = {other for entity in asked for other in views[entity].follows} - alone
    if alone or common:
        gates = sorted((zlib.crc32(entity.encode()) - 2**31, entity in common) for entity in alone | common)
        await here.execute(
            "SELECT CASE WHEN common THEN pg_advisory_xact_lock_shared(entity, -1)"
            " ELSE pg_advisory_xact_lock(entity, -1) END"
            " FROM unnest($1::int[], $2::boolean[]) AS gates (entity, common)",
            [gate for gate, _ in gates],
            [shared for _, shared in gates],
        )
    if alone:
        every = [Touched(entity, row) for entity, rows in asked.items() for row in rows]
        for view in views.values():
            for other in view.follows.keys() & alone:
                rows = await here.fetch(view.follows[other], asked[other])
                every += [Touched(view.entity, row[0]) for row in rows]
        asked = by_entity(every)
    await lock_entities(here, asked)
    return asked


async def lock_entities(here: Connection, asked: Mapping[str, Sequence[UUID]]) -> None:
    """Transaction advisory locks, in stripes so that a bulk publish cannot fill the lock table."""
    stripes = sorted(
        {
            (zlib.crc32(entity.encode()) - 2**31, zlib.crc32(row.bytes) % _STRIPES)
            for entity, rows in asked.items()
            for row in rows
        }
    )
    await here.execute(
        "SELECT pg_advisory_xact_lock(entity, stripe)"
        " FROM unnest($1::int[], $2::int[]) AS locks (entity, stripe)",
        [entity for entity, _ in stripes],
        [stripe for _, stripe in stripes],
    )


async def ask_views(asked: Mapping[str, Sequence[UUID]]) -> dict[Key, Wanted]:
    """What phones should hold of these rows now."""
    wanted: dict[Key, Wanted] = {}
    for entity, rows in asked.items():
        known = set(rows)
        for document in await views[entity].function(rows):
            key = Key(document.bucket, document.kind, document.id)
            if document.row not in known:
                raise TypeError(
                    f"the view of {entity} gave a {document.kind} of no row it was asked for: say `of`"
                )
            if documents[document.kind][1] != kind_of(document.bucket).kind:
                raise TypeError(f"{document.kind} does not live in {document.bucket}")
            if key in wanted:
                raise TypeError(f"the view of {entity} gave one {document.kind} twice")
            wanted[key] = Wanted(canonical(document.body), entity, document.row)
    return wanted


async def held_of(
    here: Connection,
    asked: Mapping[str, Sequence[UUID]],
    wanted: Mapping[Key, Wanted],
    *,
    making: bool = True,
) -> dict[Key, Held]:
    """What buckets hold of these rows, and under the keys that are wanted. New buckets are made here:
    before any bucket is locked, in name order."""
    born = sorted({key.bucket for key in wanted}) if making else []
    rows = await here.fetch(
        _HELD.format(born=_BORN if making else ""),
        [entity for entity, ids in asked.items() for _ in ids],
        [row for ids in asked.values() for row in ids],
        [key.bucket for key in wanted],
        [key.kind for key in wanted],
        [key.id for key in wanted],
        *([born] if making else []),
    )
    return {
        Key(row["bucket"], row["kind"], row["id"]): Held(
            row["position"], row["body"], row["entity"], row["entity_id"]
        )
        for row in rows
    }


_BORN = """
    born AS (INSERT INTO bucket (name, epoch) SELECT name, (SELECT epoch FROM epoch)
        FROM unnest($6::text[]) AS born (name) ON CONFLICT DO NOTHING),
"""
_HELD = """
    WITH {born} asked AS (SELECT * FROM unnest($1::text[], $2::uuid[]) AS asked (entity, entity_id))
    SELECT bucket, kind, id, position, body, entity, entity_id FROM bucket_document
        JOIN asked USING (entity, entity_id)
    UNION ALL SELECT bucket, kind, id, position, body, entity, entity_id FROM bucket_document
        JOIN unnest($3::text[], $4::text[], $5::uuid[]) AS wanted (bucket, kind, id) USING (bucket, kind, id)
        WHERE (entity, entity_id) NOT IN (SELECT * FROM asked)
"""


def difference(wanted: Mapping[Key, Wanted], held: Mapping[Key, Held]) -> list[Change]:
    """New and changed become puts, missing become deletes; what is the same says nothing."""
    changes = []
    for key, want in wanted.items():
        has = held.get(key)
        if has is None or (has.body, has.entity, has.row) != (want.body, want.entity, want.row):
            changes.append(Change(key, want.body, want.entity, want.row, has))
    for key, has in held.items():
        if has.body is not None and key not in wanted:
            changes.append(Change(key, None, has.entity, has.row, has))
    return sorted(changes, key=lambda change: change.key)


async def _put_off(here: Connection, changes: Sequence[Change]) -> None:
    """Daily buckets wait for the release."""
    if changes:
        await here.execute(
            "INSERT INTO bucket_pending (entity, entity_id)"
            " SELECT DISTINCT * FROM unnest($1::text[], $2::uuid[])"
            " ORDER BY 1, 2 ON CONFLICT DO NOTHING",
            [change.entity for change in changes],
            [change.row for change in changes],
        )
