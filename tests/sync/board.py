"""A world without mentoring, for tests of how changes travel: notes that hang in the bucket their row names.

`own:{account}` is for one account; `team:{name}` for those in `test_sees`; `wall:{id}` for those who may
see it and follow it; `slow:{name}` is released once a day.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.refusals import Refused
from server.sync import registry
from server.sync.publish import publishing
from server.sync.registry import Actor, Document, Strict, Touched, seen

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

TABLES = """
    CREATE TABLE test_note (id uuid PRIMARY KEY, bucket varchar(80) NOT NULL, words varchar(20000));
    CREATE TABLE test_title (id uuid PRIMARY KEY, words varchar(80) NOT NULL);
    CREATE TABLE test_entitled (note uuid, title uuid);
    CREATE TABLE test_line (id uuid PRIMARY KEY, note uuid NOT NULL, words varchar(80) NOT NULL);
    CREATE TABLE test_sees (account uuid, bucket varchar(80), PRIMARY KEY (account, bucket));
    CREATE TABLE test_session (token bytea PRIMARY KEY, account uuid NOT NULL, ends_at timestamptz);
"""

SESSION_SQL = (
    "SELECT account, false AS confirmed, true AS carried FROM test_session"
    " WHERE token = $1::bytea AND (ends_at IS NULL OR ends_at > $2::timestamptz)"
)
"""In place of the domain's, whose accounts this world does not have."""


class Write(Strict):
    id: UUID = Field(json_schema_extra=seen("you"))
    bucket: str = Field(json_schema_extra=seen("you"))
    words: str = Field(json_schema_extra=seen("you"))


class Remove(Strict):
    id: UUID = Field(json_schema_extra=seen("you"))


class Refuse(Strict):
    at: datetime = Field(json_schema_extra=seen("you"))


class Break(Strict):
    how: str = Field(json_schema_extra=seen("you"))


class Note(Strict):
    words: str
    lines: list[str]


class OwnNote(Note):
    """In `own:{account}`."""


class TeamNote(Note):
    """In `team:{name}`."""


class WallNote(Note):
    """In `wall:{id}`."""


class SlowNote(Note):
    """In `slow:{name}`."""


class Counted:
    """Switches that a test may set."""

    broken = False
    handled = 0


async def write(actor: Actor, args: Write) -> list[Touched]:
    Counted.handled += 1
    await connection().execute(
        "INSERT INTO test_note VALUES ($1, $2, $3)"
        " ON CONFLICT (id) DO UPDATE SET bucket = excluded.bucket, words = excluded.words",
        args.id,
        args.bucket,
        args.words,
    )
    return [Touched("note", args.id)]


async def remove(actor: Actor, args: Remove) -> list[Touched]:
    await connection().execute("DELETE FROM test_note WHERE id = $1", args.id)
    return [Touched("note", args.id)]


async def refuse(actor: Actor, args: Refuse) -> list[Touched]:
    await connection().execute("INSERT INTO test_note VALUES (gen_random_uuid(), 'team:never', 'undone')")
    raise Refused("not-yours", at=args.at.isoformat())


async def crash(actor: Actor, args: Break) -> list[Touched]:
    if not Counted.broken:
        return []
    match args.how:
        case "deadlock":
            Counted.broken = False
            await connection().execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
        case "database":
            await connection().execute("SELECT 1 / 0")
        case "view":
            return [Touched("nobody knows", UUID(int=1))]
    raise RuntimeError("a fault of ours")


async def notes(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, bucket, words,"
        " ARRAY(SELECT words FROM test_line WHERE note = test_note.id ORDER BY id)"
        " || ARRAY(SELECT t.words FROM test_title t JOIN test_entitled e ON e.title = t.id"
        "   WHERE e.note = test_note.id ORDER BY t.words) AS lines"
        " FROM test_note WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    models = {"own": OwnNote, "team": TeamNote, "wall": WallNote, "slow": SlowNote}
    return [
        Document(
            row["bucket"],
            row["id"],
            models[row["bucket"].partition(":")[0]](words=row["words"], lines=row["lines"]),
        )
        for row in rows
    ]


async def titles(ids: Sequence[UUID]) -> list[Document]:
    """A title has no document of its own: the notes that bear it show it."""
    return []


def _declare() -> None:
    for model, kind in ((OwnNote, "own"), (TeamNote, "team"), (WallNote, "wall"), (SlowNote, "slow")):
        registry.document(f"{kind}_note", bucket=kind)(model)
    for name, handler in (
        ("note.write", write),
        ("note.remove", remove),
        ("note.refuse", refuse),
        ("note.break", crash),
    ):
        registry.mutation(name)(handler)
    registry.view(
        "note",
        every="SELECT id FROM test_note",
        follows={"title": "SELECT note FROM test_entitled WHERE title = ANY($1::uuid[])"},
    )(notes)
    registry.view("title", every="SELECT id FROM test_title")(titles)
    registry.bucket_kind("own", sees="SELECT 'own:' || $1::uuid", audience="yourself")
    for kind, options in (("team", {}), ("slow", {"daily": True})):
        registry.bucket_kind(
            kind,
            sees=f"SELECT bucket FROM test_sees WHERE account = $1 AND bucket LIKE '{kind}:%'",
            audience="its members",
            **options,
        )
    registry.bucket_kind(
        "wall",
        sees="SELECT bucket FROM test_sees WHERE account = $1"
        " AND bucket IN (SELECT 'wall:' || followed FROM unnest($2::uuid[]) AS followed)",
        audience="those who may and follow",
        shared=True,
        followed=True,
    )


@contextmanager
def board() -> Iterator[None]:
    """The registry holds this world alone, and afterwards what it held before."""
    shelves: list[dict[Any, Any]] = [
        registry.mutations,
        registry.views,
        registry.documents,
        registry.buckets,
        registry._kinds,
    ]
    before = [dict(shelf) for shelf in shelves]
    for shelf in shelves:
        shelf.clear()
    _declare()
    Counted.broken = False
    try:
        yield
    finally:
        for shelf, held in zip(shelves, before, strict=True):
            shelf.clear()
            shelf.update(held)


@asynccontextmanager
async def laid_out() -> AsyncIterator[None]:
    """The board's tables, in the open database."""
    with board():
        await pool().execute(TABLES)
        yield


async def pin(bucket: str, *ids: UUID, words: str = "hello", now: datetime = NOON) -> None:
    """Notes change outside any device, as a script would."""
    async with publishing(now) as touched:
        for note in ids:
            touched += await write(registry.system(now), Write(id=note, bucket=bucket, words=words))


async def unpin(*ids: UUID, now: datetime = NOON) -> None:
    async with publishing(now) as touched:
        for note in ids:
            touched += await remove(registry.system(now), Remove(id=note))


async def let_see(account: UUID, *names: str) -> None:
    for name in names:
        await pool().execute("INSERT INTO test_sees VALUES ($1, $2) ON CONFLICT DO NOTHING", account, name)


async def head(bucket: str) -> Any:
    return await pool().fetchrow("SELECT * FROM bucket WHERE name = $1", bucket)


async def held(bucket: str) -> dict[UUID, tuple[int, str | None]]:
    rows = await pool().fetch("SELECT id, position, body FROM bucket_document WHERE bucket = $1", bucket)
    return {row["id"]: (row["position"], row["body"]) for row in rows}
