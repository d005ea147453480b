"""Buckets against the domain's tables they are made from: compared, repaired, kept short.

Every bucket can be made again at any time; what can be forgotten is forgotten after 180 days.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from server.database.engine import Connection, pool, transaction
from server.sync import pokes
from server.sync.positions import Key, term
from server.sync.publish import ask_views, difference, held_of, publishing
from server.sync.registry import Touched, kind_of, views

TOGETHER = 500
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a bucket should hold otherwise. Without a touched row, its count or checksum."""

    bucket: str
    what: str
    touched: Touched | None = None


async def rebuild(now: datetime, *, check: bool) -> list[Difference]:
    """Compares every view with what buckets hold. Unless it only checks, what differs is published, counts
    and checksums are put right, and those buckets begin a new epoch."""
    async with transaction("repeatable read", readonly=True) as here:
        found = [*await _documents(here), *await _sums(here)]
    if check or not found:
        return found
    touched = iter([different.touched for different in found if different.touched])
    while together := list(islice(touched, TOGETHER)):
        async with publishing(now) as publish:
            publish += together
    names = sorted({different.bucket for different in found})
    async with transaction() as here:
        await _lock(here, names)
        for name in names:
            count, checksum = await _sum(here, name)
            await here.execute(
                "UPDATE bucket SET documents = $2, checksum = $3 WHERE name = $1", name, count, checksum
            )
    await new_epoch(names)
    return found


async def _documents(here: Connection) -> list[Difference]:
    """Every row of every entity, and every row that some document still claims to show."""
    pending = {tuple(row) for row in await here.fetch("SELECT entity, entity_id FROM bucket_pending")}
    found = []
    for entity, view in views.items():
        rows = {row[0] for row in await here.fetch(view.every)}
        claimed = await here.fetch(
            "SELECT DISTINCT entity_id FROM bucket_document WHERE entity = $1 AND body IS NOT NULL", entity
        )
        every = sorted(rows | {row["entity_id"] for row in claimed})
        for start in range(0, len(every), TOGETHER):
            asked: dict[str, Sequence[UUID]] = {entity: every[start : start + TOGETHER]}
            wanted = await ask_views(asked)
            for change in difference(wanted, await held_of(here, asked, wanted, making=False)):
                waits = kind_of(change.key.bucket).daily and (change.entity, change.row) in pending
                if not waits:
                    missing = change.held is None or change.held.body is None
                    what = "extra" if change.body is None else "missing" if missing else "other"
                    found.append(
                        Difference(
                            change.key.bucket, f"{what} {change.key.kind}", Touched(change.entity, change.row)
                        )
                    )
    return found


async def _sums(here: Connection) -> list[Difference]:
    found = []
    for row in await here.fetch("SELECT name, documents, checksum FROM bucket ORDER BY name"):
        if await _sum(here, row["name"]) != (row["documents"], row["checksum"]):
            found.append(Difference(row["name"], "count or checksum"))
    return found


async def _sum(here: Connection, name: str) -> tuple[int, int]:
    rows = await here.fetch(
        "SELECT kind, id, position FROM bucket_document WHERE bucket = $1 AND body IS NOT NULL", name
    )
    return len(rows), sum(term(Key(name, row["kind"], row["id"]), row["position"]) for row in rows) % 2**32


async def new_epoch(names: Iterable[str] | None = None) -> str:
    """Every cursor of these buckets begins anew; of all buckets, and those to come, after a restore."""
    epoch = secrets.token_hex(4)
    async with transaction() as here:
        if names is None:
            await here.execute("UPDATE epoch SET epoch = $1", epoch)
            names = [row["name"] for row in await here.fetch("SELECT name FROM bucket")]
        names = sorted(names)
        await _lock(here, names)
        moved = await here.fetch(
            "UPDATE bucket SET epoch = $2 WHERE name = ANY($1::text[]) RETURNING name, position", names, epoch
        )
    pokes.moved({row["name"]: row["position"] for row in moved})
    return epoch


async def purge(now: datetime) -> int:
    """Forgets tombstones after 180 days, raising each bucket's floor, and outcomes with them."""
    before = (now - KEPT).date()
    old = await pool().fetch(
        "SELECT DISTINCT bucket FROM bucket_document WHERE body IS NULL AND changed_on < $1 ORDER BY 1",
        before,
    )
    purged = 0
    for row in old:
        async with transaction() as here:
            await _lock(here, [row["bucket"]])
            gone = await here.fetch(
                "DELETE FROM bucket_document WHERE bucket = $1 AND body IS NULL AND changed_on < $2"
                " RETURNING position",
                row["bucket"],
                before,
            )
            await here.execute(
                "UPDATE bucket SET floor = greatest(floor, $2) WHERE name = $1",
                row["bucket"],
                max((each["position"] for each in gone), default=0),
            )
        purged += len(gone)
    await pool().execute("DELETE FROM outcome WHERE made_on < $1", before)
    await pool().execute("DELETE FROM mutation_try WHERE first_at < $1", now - KEPT)
    return purged


async def _lock(here: Connection, names: Sequence[str]) -> None:
    await here.execute(
        "SELECT FROM bucket WHERE name = ANY($1::text[]) ORDER BY name FOR NO KEY UPDATE", list(names)
    )
