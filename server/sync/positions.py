"""Dealing positions: the last thing before commit (step 9), and what a checksum is made of.

The lock on a bucket's row lives from here to the commit, one flush. Whoever holds it is the only one who
deals positions of that bucket, so positions have no gaps and commit in their order.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from server.database.engine import Connection


class Collision(Exception):
    """A document moved between comparing and locking: try again, like a serialisation failure."""


class Key(NamedTuple):
    bucket: str
    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """What one bucket holds of one thing; without a body it is a tombstone."""

    position: int
    body: str | None
    entity: str
    row: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """A put or, without a body, a delete."""

    key: Key
    body: str | None
    entity: str
    row: UUID
    held: Held | None


def term(key: Key, position: int) -> int:
    """What one live document adds to its bucket's checksum (3-sync "Checksum")."""
    return zlib.crc32(f"{key.bucket}/{key.kind}/{key.id}@{position}".encode())


async def deal(here: Connection, changes: Sequence[Change], today: date, batch: int | None) -> dict[str, int]:
    """Lock the buckets in name order, deal positions, write. Held for one commit flush."""
    if not changes:
        return {}
    rows = await here.fetch(
        "SELECT name, position, documents, checksum FROM bucket WHERE name = ANY($1::text[])"
        " ORDER BY name FOR NO KEY UPDATE",
        sorted({change.key.bucket for change in changes}),
    )
    position = {row["name"]: row["position"] for row in rows}
    count = {row["name"]: row["documents"] for row in rows}
    checksum = {row["name"]: row["checksum"] for row in rows}
    dealt = []
    for change in changes:
        name = change.key.bucket
        position[name] = position[name] + 1 if batch is None else batch
        dealt.append(position[name])
        if change.held is not None and change.held.body is not None:
            count[name] -= 1
            checksum[name] -= term(change.key, change.held.position)
        if change.body is not None:
            count[name] += 1
            checksum[name] += term(change.key, position[name])
    names = list(position)
    written = await here.fetchval(
        _WRITE,
        [change.key.bucket for change in changes],
        [change.key.kind for change in changes],
        [change.key.id for change in changes],
        dealt,
        [change.body for change in changes],
        [change.entity for change in changes],
        [change.row for change in changes],
        [change.held.position if change.held else None for change in changes],
        today,
        names,
        [position[name] for name in names],
        [count[name] for name in names],
        [checksum[name] % 2**32 for name in names],
    )
    if written != len(changes):
        raise Collision
    return position


_WRITE = """
    WITH change AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[],
            $7::uuid[], $8::bigint[]) AS change (bucket, kind, id, position, body, entity, entity_id, before)
    ), updated AS (
        UPDATE bucket_document AS held
        SET position = change.position, body = change.body, entity = change.entity,
            entity_id = change.entity_id, changed_on = $9
        FROM change
        WHERE held.bucket = change.bucket AND held.kind = change.kind AND held.id = change.id
            AND held.position = change.before
        RETURNING 1
    ), inserted AS (
        INSERT INTO bucket_document (bucket, kind, id, position, body, entity, entity_id, changed_on)
        SELECT bucket, kind, id, position, body, entity, entity_id, $9 FROM change WHERE before IS NULL
        ON CONFLICT DO NOTHING RETURNING 1
    ), moved AS (
        UPDATE bucket SET position = moved.position, documents = moved.documents, checksum = moved.checksum
        FROM unnest($10::text[], $11::bigint[], $12::bigint[], $13::bigint[])
            AS moved (name, position, documents, checksum)
        WHERE bucket.name = moved.name
    )
    SELECT (SELECT count(*) FROM updated) + (SELECT count(*) FROM inserted)
"""
