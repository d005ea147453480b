"""A whole bucket at one position, in compressed parts that everyone who may see the bucket shares.

Parts are split by id, made once, and named by the SHA-256 of their text. A part is lines, one for each page
that a phone keeps: the JSON array of the puts on it. Phones store a line as it is (decision 0006), so the
server says how many pages there are and lays them out. Only parts that changed are made again, when the
bucket has moved by a twentieth; and at once when a document has left the bucket since, so that nobody is
handed what somebody has taken back.
"""

import asyncio
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import brotli
import structlog

from server.database.engine import Asks, Connection, pool, transaction
from server.sync.heads import Head
from server.sync.registry import buckets

PART = 5500
"""Documents in a part at most: 10,000 come in two, so that a first sync takes few requests (8-promises)."""
PAGES = 16
"""Pages in a part: about 170 to 340 documents on each where there is more than one part."""
QUALITY = 6
MOVED = 500
KEPT = timedelta(days=1)
NOTHING = '{"position":0,"pages":1,"parts":[]}'

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a snapshot stands, and the addresses of its parts with their documents and bytes."""

    bucket: str
    position: int
    pages: int
    """Pages of the whole bucket, a power of two: the low bits of the CRC-32 of an id say which is its own."""
    parts: tuple[tuple[str, int, int], ...]

    def json(self) -> str:
        listed = ",".join(
            f'["/api/snapshots/{self.bucket}/{name}",{documents},{size}]'
            for name, documents, size in self.parts
        )
        return f'{{"position":{self.position},"pages":{self.pages},"parts":[{listed}]}}'


async def large(asks: Asks, names: Sequence[str], documents: int, size: int) -> set[str]:
    """Those of the buckets that are too large to come whole in one answer."""
    rows = await asks.fetch(
        "SELECT name FROM bucket WHERE name = ANY($1::text[]) AND (documents > $2 OR"
        " (SELECT sum(octet_length(body)) FROM bucket_document WHERE bucket = name) > $3)",
        list(names),
        documents,
        size,
    )
    return {row["name"] for row in rows}


async def parts(asks: Asks, head: Head) -> Parts | None:
    """The snapshot to begin from; None when it must be made first."""
    snapshot = await asks.fetchrow(
        "SELECT position, parts FROM snapshot WHERE bucket = $1 AND epoch = $2"
        " AND position >= $3 AND position <= $4"
        " AND NOT EXISTS (SELECT FROM bucket_document AS gone WHERE gone.bucket = $1"
        "   AND gone.position > snapshot.position AND gone.body IS NULL)",
        head.name,
        head.epoch,
        head.floor,
        head.position,
    )
    if snapshot is None or head.position - snapshot["position"] > 2 * _step(head.documents):
        return None
    rows = await asks.fetch(
        "SELECT sha256, documents, octet_length(body) AS size FROM snapshot_part"
        " WHERE bucket = $1 AND retired_at IS NULL ORDER BY part",
        head.name,
    )
    listed = tuple((row["sha256"], row["documents"], row["size"]) for row in rows)
    return Parts(head.name, snapshot["position"], snapshot["parts"] * PAGES, listed)


def _step(documents: int) -> int:
    return max(MOVED, documents // 20)


async def make(name: str, now: datetime) -> None:
    """Bring one bucket's snapshot to its head. One maker at a time; the others wait and find it made."""
    async with transaction() as here:
        await here.execute("SELECT pg_advisory_xact_lock(hashtextextended('snapshot ' || $1, 0))", name)
        await _make(here, name, now)


async def _make(here: Connection, name: str, now: datetime) -> None:
    # One statement is one moment: bucket, old snapshot and documents belong together.
    rows = await here.fetch(
        "SELECT bucket.epoch, bucket.position AS head, documents, parts, snapshot.position AS before,"
        " snapshot.epoch = bucket.epoch AND snapshot.position >= floor AS usable,"
        " held.kind, held.id, held.position, held.body"
        " FROM bucket LEFT JOIN snapshot ON snapshot.bucket = bucket.name"
        " LEFT JOIN bucket_document AS held ON held.bucket = bucket.name"
        " WHERE bucket.name = $1 ORDER BY held.kind, held.id",
        name,
    )
    if not rows or (rows[0]["usable"] and rows[0]["before"] == rows[0]["head"]):
        return
    head = rows[0]
    before = head["before"] if head["usable"] else 0
    count = _count(head["documents"], head["parts"] if head["usable"] else None)
    again = not head["usable"] or count != head["parts"]
    pages: list[list[str]] = [[] for _ in range(count * PAGES)]
    moved: set[int] = set(range(count)) if again else set()
    withdrawn = False
    for row in rows:
        if row["id"] is None:
            continue
        page = zlib.crc32(str(row["id"]).encode()) % len(pages)
        if row["position"] > before:
            moved.add(page % count)
            withdrawn = withdrawn or row["body"] is None
        if row["body"] is not None:
            pages[page].append(f'["{row["kind"]}","{row["id"]}",{row["position"]},{row["body"]}]')
    made: list[tuple[int, int, str, bytes]] = []
    for part in sorted(moved):
        lines = [puts for puts in pages[part::count] if puts]
        if lines:
            made.append((part, sum(map(len, lines)), *await asyncio.to_thread(_compressed, lines)))
    await here.execute(
        "INSERT INTO snapshot (bucket, epoch, position, parts) VALUES ($1, $2, $3, $4) ON CONFLICT (bucket)"
        " DO UPDATE SET epoch = excluded.epoch, position = excluded.position, parts = excluded.parts",
        name,
        head["epoch"],
        head["head"],
        count,
    )
    await here.execute(
        "UPDATE snapshot_part SET retired_at = $3 WHERE bucket = $1 AND retired_at IS NULL"
        " AND (part = ANY($2::int[]) OR $4)",
        name,
        sorted(moved),
        now,
        again,
    )
    # Parts that hold what was taken back are handed to nobody, not even to a phone half way through.
    await here.execute(
        "DELETE FROM snapshot_part WHERE bucket = $1 AND retired_at IS NOT NULL AND ($2 OR retired_at < $3)",
        name,
        withdrawn,
        now - KEPT,
    )
    await here.execute(
        "INSERT INTO snapshot_part (bucket, sha256, part, documents, body)"
        " SELECT $1, * FROM unnest($2::text[], $3::int[], $4::int[], $5::bytea[])"
        " ON CONFLICT (bucket, sha256) DO UPDATE SET part = excluded.part, retired_at = NULL",
        name,
        [sha256 for _, _, sha256, _ in made],
        [part for part, _, _, _ in made],
        [documents for _, documents, _, _ in made],
        [body for _, _, _, body in made],
    )


def _count(documents: int, before: int | None) -> int:
    """How many parts: a power of two, like a phone's pages, so that each page comes from one part alone.

    A number that still fits is kept, so that the parts themselves can be.
    """
    count = 1 << max(0, (-(-documents // PART) - 1).bit_length())
    return before if before is not None and count <= before <= 2 * count else count


def _compressed(lines: Sequence[Sequence[str]]) -> tuple[str, bytes]:
    text = "\n".join(f"[{','.join(puts)}]" for puts in lines).encode()
    return hashlib.sha256(text).hexdigest(), brotli.compress(text, quality=QUALITY)


async def refresh(now: datetime) -> list[str]:
    """Make again what has moved far enough, before anybody asks. What nobody has asked for is not made."""
    kinds = [f"{kind}:%" for kind in buckets]
    rows = await pool().fetch(
        "SELECT name FROM bucket JOIN snapshot ON snapshot.bucket = name WHERE name LIKE ANY($1::text[])"
        " AND (bucket.epoch <> snapshot.epoch"
        " OR bucket.position - snapshot.position > greatest($2, documents / 20))",
        kinds,
        MOVED,
    )
    for row in rows:
        await make(row["name"], now)
    return [row["name"] for row in rows]


async def body(asks: Asks, name: str, sha256: str) -> bytes | None:
    """One part, compressed."""
    found = await asks.fetchval(
        "SELECT body FROM snapshot_part WHERE bucket = $1 AND sha256 = $2", name, sha256
    )
    return None if found is None else bytes(found)
