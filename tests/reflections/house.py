"""A real server with next to nobody in it: the page of reflections is the same for everybody."""

import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.domain import leaving
from server.domain.accounts import account, passwords
from server.sync.publish import publishing
from server.sync.registry import Actor
from tests.journeys.place import PASSWORD, Place, elsewhere

PEOPLE = {"doctor": "Dr Robin Ashdown", "leaver": "Dr Jo Pemberton"}


@asynccontextmanager
async def served(dsn: str) -> AsyncIterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="alongside-reflections-"))
    there = Place(dsn, folder)
    await _people(there)
    await there.start()
    try:
        yield there
    finally:
        await there.stop(signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


async def close_account(place: Place, who: str) -> None:
    """As the server does it: their phones are told when they next ask."""
    async with elsewhere(place) as now, publishing(now) as touched:
        touched += await leaving.close_account(Actor(place.accounts[who], None, now))


async def _people(place: Place) -> None:
    kept = await passwords.hashed(PASSWORD)
    async with elsewhere(place) as now, publishing(now):
        for who, name in PEOPLE.items():
            place.people[who] = f"{who}@larch.example"
            made = await account.create(name, place.people[who], kept, now)
            assert made is not None
            place.accounts[who] = made
