"""A PostgreSQL of the simulation's own, which can be stopped at once, and databases that can be restored.

Commits are written before they are answered, as in earnest; only the disk is not waited for, because the
machine itself is not what fails here.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from server.database.embedded import embedded

T = TypeVar("T")


class Cluster:
    """The running PostgreSQL, and a loop of our own to talk to it from ordinary functions."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="alongside-simulation-"))
        self.folder.chmod(0o755)
        self._running = contextlib.ExitStack()
        self._numbers = 0
        self._start()
        for setting in ("fsync = off", "full_page_writes = off", "autovacuum = off", "max_connections = 60"):
            self.administer(f"ALTER SYSTEM SET {setting}")
        self.administer("SELECT pg_reload_conf()")

    def _start(self) -> None:
        self.dsn = self._running.enter_context(embedded(self.folder / "pg", durable=True))

    def close(self) -> None:
        self._running.close()
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def administer(self, *statements: str) -> None:
        self.run(self._administer(statements))

    async def _administer(self, statements: tuple[str, ...]) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def named(self, database: str) -> str:
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{database}"))

    def new(self, template: str) -> str:
        """A fresh database; its name."""
        self._numbers += 1
        name = f"history_{os.getpid()}_{self._numbers}"
        self.copy(template, name)
        return name

    def copy(self, source: str, name: str) -> None:
        self.administer(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")

    def drop(self, *names: str) -> None:
        self.administer(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))

    def back_up(self, name: str) -> str:
        """Everybody is thrown out for a moment, and a copy is taken."""
        copy = f"{name}_backup"
        self.drop(copy)
        self._alone(name, f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY file_copy")
        return copy

    def restore(self, name: str) -> None:
        """The database as it was when it was backed up."""
        self.drop(name)
        self.copy(f"{name}_backup", name)

    def _alone(self, name: str, statement: str) -> None:
        self.administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            until = time.monotonic() + 10
            while True:
                self.administer(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                )
                try:
                    self.administer(statement)
                    return
                except asyncpg.ObjectInUseError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)
        finally:
            self.administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def stop_at_once(self) -> None:
        """As a power cut would, but for the disk: no goodbye to anybody; then it starts and recovers."""
        pid = int((self.folder / "pg" / "postmaster.pid").resolve().read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        self._running.close()
        self._running = contextlib.ExitStack()
        self._start()


class Eye:
    """One connection that looks at a database, and looks again when it was thrown out."""

    def __init__(self, cluster: Cluster, database: str) -> None:
        self._cluster = cluster
        self._database = database
        self._connection: Any = None

    def fetch(self, query: str, *args: Any) -> list[Any]:
        return self._cluster.run(self._fetch(query, args))

    def value(self, query: str, *args: Any) -> Any:
        return self.fetch(query, *args)[0][0]

    async def _fetch(self, query: str, args: tuple[Any, ...]) -> list[Any]:
        for again in (True, False):
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(self._cluster.named(self._database))
                rows: list[Any] = await self._connection.fetch(query, *args)
                return rows
            except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.OperatorInterventionError):
                self._connection = None
                if not again:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
