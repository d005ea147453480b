"""Our own side: the real server in a process of its own, on the real PostgreSQL, and the shipped client."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from benchmarks import chromium, peers, rivals
from benchmarks.filling import Mentors, Person, fill
from benchmarks.peers import ending
from benchmarks.rivals import Rival
from benchmarks.wire import wire


async def filled(
    cluster: str, name: str, mentors: Mentors, scheme: UUID, people: int
) -> tuple[str, list[Person]]:
    """A database of this cluster with these mentors, and people who are logged in; its DSN."""
    dsn = await rivals.new_database(cluster, name)
    return dsn, await fill(dsn, mentors, scheme, people)


@asynccontextmanager
async def server(dsn: str, origin: str) -> AsyncIterator[tuple[int, int]]:
    """The server: its process id and its port."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.served", dsn, origin, stdout=PIPE
    )
    async with ending(process):
        assert process.stdout is not None
        yield process.pid, json.loads(await process.stdout.readline())["port"]


@asynccontextmanager
async def alongside(cluster: str, dsn: str) -> AsyncIterator[Rival]:
    script = chromium.pages(await peers.bundle("alongside"))
    async with server(dsn, "http://localhost") as (pid, port), wire(port, script) as passing:
        yield Rival("Alongside", passing, [pid], await rivals.postmaster(cluster))


def log_in(people: Sequence[Person]) -> list[dict[str, str]]:
    """What the page's functions are told: who is logged in."""
    return [{"account": str(person.account), "cookie": person.cookie} for person in people]
