"""Our own side: the real server in a process of its own, on the real PostgreSQL, and the shipped client."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from benchmarks import chromium, peers, rivals, stand_in
from benchmarks.peers import ending
from benchmarks.rivals import Mentors, Rival
from server.database.engine import close_database, connection, open_database, pool
from server.database.migrating import migrate
from server.domain.accounts.sessions import PLAIN_COOKIE, hashed
from server.sync import snapshots
from server.sync.publish import publishing
from server.sync.registry import Touched

BATCH = 500


@dataclass(frozen=True, slots=True)
class Person:
    """An account that is logged in."""

    account: UUID
    token: str

    @property
    def cookie(self) -> str:
        return f"{PLAIN_COOKIE}={self.token}"


@asynccontextmanager
async def filled(
    cluster: str, name: str, mentors: Mentors, scheme: UUID, people: int
) -> AsyncIterator[tuple[str, list[Person]]]:
    """A database of this cluster with these mentors published and these people logged in; its DSN."""
    stand_in.declare()
    dsn = await rivals.new_database(cluster, name)
    await migrate(dsn)
    await open_database(dsn)
    try:
        await pool().execute(stand_in.TABLES)
        someone = await _people(people)
        await publish(mentors, scheme)
        await snapshots.make(f"directory:{scheme}", datetime.now(UTC))
        await pool().execute("VACUUM ANALYZE")
    finally:
        await close_database()
    yield dsn, someone


async def _people(count: int) -> list[Person]:
    people = [Person(uuid4(), uuid4().hex) for _ in range(count)]
    for start in range(0, count, BATCH):
        some = people[start : start + BATCH]
        async with publishing(datetime.now(UTC)) as touched:
            await connection().execute(
                "INSERT INTO stand_in_session SELECT * FROM unnest($1::bytea[], $2::uuid[])",
                [hashed(person.token) for person in some],
                [person.account for person in some],
            )
            await connection().execute(
                "INSERT INTO stand_in_account SELECT id, 'Dr Example' FROM unnest($1::uuid[]) AS new (id)",
                [person.account for person in some],
            )
            touched += [Touched("account", person.account) for person in some]
    return people


async def publish(mentors: Mentors, scheme: UUID) -> None:
    """In batches, as imports do."""
    for start in range(0, len(mentors), BATCH):
        some = mentors[start : start + BATCH]
        async with publishing(datetime.now(UTC)) as touched:
            await connection().execute(
                "INSERT INTO stand_in_mentor"
                " SELECT id, $3, body FROM unnest($1::uuid[], $2::text[]) AS new (id, body)",
                [id_ for id_, _ in some],
                [json.dumps(body) for _, body in some],
                scheme,
            )
            touched += [Touched("mentor", UUID(id_)) for id_, _ in some]


@asynccontextmanager
async def server(dsn: str, origin: str) -> AsyncIterator[tuple[int, int]]:
    """The server: its process id and its port."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.stand_in", dsn, origin, stdout=PIPE
    )
    async with ending(process):
        assert process.stdout is not None
        yield process.pid, json.loads(await process.stdout.readline())["port"]


@asynccontextmanager
async def alongside(cluster: str, dsn: str, *, doors: int = 1) -> AsyncIterator[Rival]:
    script = chromium.pages(await peers.bundle("alongside"))
    async with server(dsn, "http://localhost") as (pid, port), rivals.several(port, script, doors) as wires:
        yield Rival("Alongside", wires, [pid], await rivals.postmaster(cluster))


def log_in(people: Sequence[Person]) -> list[dict[str, str]]:
    """What the page's functions are told: who is logged in."""
    return [{"account": str(person.account), "cookie": person.cookie} for person in people]
