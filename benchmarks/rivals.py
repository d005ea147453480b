"""Who is measured side by side: each with its server, filled with the same documents, behind a proxy."""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import asyncpg
import brotli
import httpx

from benchmarks import chromium, peers
from benchmarks.filling import Mentors
from benchmarks.processes import cpu_seconds
from benchmarks.wire import Canned, Wire, wire
from server.database.embedded import embedded


@dataclass(slots=True)
class Rival:
    """One of those measured. `processes` are those whose work counts as the server's."""

    name: str
    wire: Wire
    processes: list[int] = field(default_factory=list)
    database: int | None = None
    """The process of PostgreSQL, counted on its own."""

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor time so far: of the server's processes, and of its PostgreSQL."""
        return (
            sum(cpu_seconds(pid) for pid in self.processes),
            cpu_seconds(self.database) if self.database else 0.0,
        )


@asynccontextmanager
async def floor(mentors: Mentors) -> AsyncIterator[Rival]:
    """One compressed file, fetched and parsed; no server, no permission, nothing stored."""
    text = json.dumps([[id_, body] for id_, body in mentors], separators=(",", ":")).encode()
    packed = await asyncio.to_thread(brotli.compress, text, quality=5)
    canned = chromium.pages(
        await peers.bundle("floor"), **{"mentors.json": Canned(packed, "application/json", "br")}
    )
    async with wire(None, canned) as passing:
        yield Rival("floor: one file", passing)


@asynccontextmanager
async def pouchdb(mentors: Mentors) -> AsyncIterator[Rival]:
    script = chromium.pages(await peers.bundle("pouch"))
    home = chromium.folder()
    try:
        async with peers.pouchdb_server(home, free_port()) as (pid, port):
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
                (await client.put("/mentors")).raise_for_status()
                docs = [{"_id": id_, **body} for id_, body in mentors]
                (await client.post("/mentors/_bulk_docs", json={"docs": docs})).raise_for_status()
            async with wire(port, script) as passing:
                yield Rival("PouchDB", passing, [pid])
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def replicache(mentors: Mentors, dsn: str) -> AsyncIterator[Rival]:
    script = chromium.pages(await peers.bundle("replicache"))
    own = await new_database(dsn, "replicache")
    parts = urlsplit(own)
    host, name = parse_qs(parts.query)["host"][0], parts.path.lstrip("/")
    async with peers.server("replicache", host, name, parts.username or "") as (pid, port):
        await load(port, mentors)
        async with wire(port, script) as passing:
            yield Rival("Replicache", passing, [pid], await postmaster(dsn))


@asynccontextmanager
async def yjs(mentors: Mentors) -> AsyncIterator[Rival]:
    script = chromium.pages(await peers.bundle("yjs"))
    async with peers.server("yjs") as (pid, port):
        await load(port, mentors)
        async with wire(port, script) as passing:
            yield Rival("Yjs", passing, [pid])


@asynccontextmanager
async def postgresql(*, durable: bool = True) -> AsyncIterator[str]:
    """A PostgreSQL of this run alone, as the server starts it; its DSN."""
    home = chromium.folder()
    home.chmod(0o755)
    try:
        with embedded(home / "postgresql", durable=durable) as dsn:
            yield dsn
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def new_database(dsn: str, name: str) -> str:
    """An empty database in this cluster; its DSN."""
    connection: Any = await asyncpg.connect(dsn)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{name}"))


async def postmaster(dsn: str) -> int:
    """The process that all others of this PostgreSQL descend from."""
    connection: Any = await asyncpg.connect(dsn)
    try:
        backend: int = await connection.fetchval("SELECT pg_backend_pid()")
        status = Path(f"/proc/{backend}/stat").read_text()  # noqa: ASYNC240 - a line of /proc
    finally:
        await connection.close()
    return int(status.rpartition(")")[2].split()[1])


async def load(port: int, mentors: Mentors) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        (await client.post("/load", json=[[id_, body] for id_, body in mentors])).raise_for_status()


def free_port() -> int:
    """A port that is free now, for servers that must be told theirs."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
