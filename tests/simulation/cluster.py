"""A PostgreSQL of the simulation's own, which can be stopped at once, backed up and restored.

Commits are written before they are answered, as in earnest; only the disk is not waited for, because the
machine itself is not what fails here.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

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

    def keep(self, name: str) -> None:
        """A backup under this name: every table as it is now, in one moment."""
        self.run(self._keep(name))

    async def _keep(self, name: str) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            tables = await _tables(connection)
            async with connection.transaction(isolation="repeatable_read"):
                await connection.execute(
                    f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name};"
                    + "".join(f'CREATE TABLE {name}."{table}" AS TABLE public."{table}";' for table in tables)
                )
        finally:
            await connection.close()

    def bring_back(self, name: str) -> None:
        """Everybody is thrown out, and the tables are as they were when they were kept."""
        self.run(self._bring_back(name))

    async def _bring_back(self, name: str) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            tables = await _tables(connection)
            async with connection.transaction():
                # Nobody is asked about references or triggers while rows are on their way back.
                await connection.execute(
                    "SET LOCAL session_replication_role = replica;"
                    " SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name <> 'eye'"
                    " AND pid <> pg_backend_pid();"
                    + "".join(
                        f'DELETE FROM public."{table}";'
                        f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE {name}."{table}";'
                        for table in tables
                    )
                )
        finally:
            await connection.close()

    def stop_at_once(self) -> None:
        """As a power cut would, but for the disk: no goodbye to anybody; then it starts and recovers."""
        pid = int((self.folder / "pg" / "postmaster.pid").resolve().read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        self._running.close()
        self._running = contextlib.ExitStack()
        self._start()


async def _tables(connection: Any) -> list[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row["tablename"] for row in rows]


class Eye:
    """One connection that looks at the database, and looks again when it was thrown out."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._connection: Any = None

    def fetch(self, query: str, *args: Any) -> list[Any]:
        return self._cluster.run(self._fetch(query, args))

    def value(self, query: str, *args: Any) -> Any:
        return self.fetch(query, *args)[0][0]

    async def _fetch(self, query: str, args: tuple[Any, ...]) -> list[Any]:
        for again in (True, False):
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(
                        self._cluster.dsn, server_settings={"application_name": "eye"}
                    )
                rows: list[Any] = await self._connection.fetch(query, *args)
                return rows
            except (
                OSError,
                asyncpg.PostgresConnectionError,
                asyncpg.InterfaceError,
                asyncpg.OperatorInterventionError,
            ):
                await self._let_go()
                if not again:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        self._cluster.run(self._let_go())

    async def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
            await asyncio.sleep(0)  # its socket is closed in the loop's next turn
