"""A real server on real PostgreSQL, and browsers that are somebody's phone."""

import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, StorageState, ViewportSize, expect

from tests.browser import closed
from tests.conftest import NewDatabase
from tests.journeys import written
from tests.journeys.hands import log_in
from tests.journeys.place import Place, settle
from tests.push.carrier import PushService, push_service

# What is waited for comes within a second, but not where many tests share two cores.
expect.set_options(timeout=20_000)

NewPhone = Callable[..., Awaitable[Page]]
NARROW: ViewportSize = {"width": 360, "height": 640}


@pytest.fixture(scope="session")
async def carrier() -> AsyncIterator[PushService]:
    """Takes what phones are told while the app is closed."""
    async with push_service() as service:
        yield service


@pytest.fixture(scope="session")
async def place(new_database: NewDatabase, carrier: PushService) -> AsyncIterator[Place]:
    """One region for all journeys: each uses people of its own, or leaves things as they were."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-journeys-"))
    async with new_database() as dsn:
        there = Place(dsn, folder, carrier.origin)
        await settle(there)
        await there.start()
        try:
            yield there
        finally:
            await there.stop(signal.SIGKILL)
            # After every journey: no word of a reflection in a table, a log, a letter or a push.
            assert await written.in_database(dsn) == set()
            assert written.in_files(folder.rglob("*")) == set()
            assert written.found(b"\n".join(written.read(carrier.received))) == set()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def reflections(browser: Browser, place: Place) -> StorageState:
    """What a phone keeps where somebody has written."""
    context = await browser.new_context(locale="en-GB")
    await written.plant(context, place)
    state = await context.storage_state(indexed_db=True)
    await closed(context)
    return state


@pytest.fixture
async def new_phone(browser: Browser, place: Place, reflections: StorageState) -> AsyncIterator[NewPhone]:
    """`await new_phone("doctor")`: a browser of its own, logged in as them; without a name, a stranger's.

    Each has reflections, which stand open all the while: no word of them leaves it or stands beside them.
    A script that breaks on any screen fails the journey that saw it.
    """
    broken: list[str] = []
    watches: list[written.Watch] = []
    async with AsyncExitStack() as closing:

        async def new(
            who: str | None = None,
            *,
            size: ViewportSize = NARROW,
            colours: Literal["light", "dark"] = "light",
        ) -> Page:
            context = await browser.new_context(
                viewport=size,
                color_scheme=colours,
                locale="en-GB",
                storage_state=reflections,
            )
            closing.push_async_callback(closed, context)
            page = await context.new_page()
            page.on("pageerror", lambda error: broken.append(str(error)))
            watches.append(written.Watch(context))
            await written.reopen(context, place)
            await page.goto(place.address)
            if who is not None:
                await page.goto(f"{place.address}/log-in")
                await log_in(page, place, who)
                await written.is_told(page, place)
            return page

        yield new
        for watch in watches:
            await watch.kept()
            assert watch.found == set()
    assert not broken


@pytest.fixture
async def phone(new_phone: NewPhone) -> Page:
    """The doctor's phone, 360 x 640, logged in and up to date."""
    return await new_phone("doctor")
