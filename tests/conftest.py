"""What every test may ask for: a fresh database in a moment."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from server.database.embedded import embedded
from server.database.engine import close_database, open_database
from server.database.migrating import migrate

NewDatabase = Callable[[], AbstractAsyncContextManager[str]]

_numbers = count(1)


def _named(dsn: str, database: str) -> str:
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL for this run only, with durability off; its DSN."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-tests-"))
    folder.chmod(0o755)
    try:
        with embedded(folder / "postgresql", durable=False) as dsn:
            yield dsn
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def template(cluster: str) -> str:
    """The name of a migrated database that nobody is connected to."""
    await _administer(cluster, "CREATE DATABASE template_migrated")
    await migrate(_named(cluster, "template_migrated"))
    return "template_migrated"


@pytest.fixture(scope="session")
def new_database(cluster: str, template: str) -> NewDatabase:
    """Makes fresh, migrated databases: `async with new_database() as dsn`. Nothing is opened on it."""

    @asynccontextmanager
    async def new() -> AsyncIterator[str]:
        name = f"test_{next(_numbers)}"
        await _administer(cluster, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield _named(cluster, name)
        finally:
            await _administer(cluster, f"DROP DATABASE {name} WITH (FORCE)")

    return new


@pytest.fixture
async def database(new_database: NewDatabase) -> AsyncIterator[str]:
    """A fresh database for this test alone, open for `transaction()` and `pool()`; its DSN."""
    async with new_database() as dsn:
        await open_database(dsn)
        try:
            yield dsn
        finally:
            await close_database()


async def _administer(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
