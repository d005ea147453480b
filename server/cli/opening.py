"""The database that a command works on, brought up to date before it is touched."""

import argparse
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from server.database.embedded import embedded
from server.database.engine import close_database, open_database
from server.database.migrating import migrate
from server.settings import Settings
from server.sync.pokes import hub
from server.sync.rebuild import rebuild


class Wrong(Exception):
    """What was asked cannot be done, in words for the person who asked."""


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """The settings with an address of a PostgreSQL in them: the one that was set, or our own."""
    if settings.database_url is not None:
        yield settings
        return
    say(f"Starting PostgreSQL in {settings.data}")
    with embedded(settings.data / "postgresql") as dsn:
        yield replace(settings, database_url=dsn)


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[list[str]]:
    """The database, up to date; gives the migrations that had to run. What phones hold may look otherwise
    after one, so their buckets are then compared and put right."""
    assert settings.database_url is not None  # noqa: S101  # database saw to it
    await open_database(settings.database_url, connections=4)
    try:
        done = await migrate(settings.database_url)
        if done:
            await rebuild(now(), check=False)
        yield done
        await hub.flush()  # what was changed here reaches the phones through the servers that run
    finally:
        await close_database()


def kept_in(settings: Settings, asked: argparse.Namespace) -> Settings:
    return settings if asked.data is None else replace(settings, data=asked.data.resolve())


def now() -> datetime:
    return datetime.now(UTC)


def say(words: str) -> None:
    print(f"  {words} …", flush=True)
