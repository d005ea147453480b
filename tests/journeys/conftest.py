"""A real server on real PostgreSQL, and browsers that are somebody's phone."""

import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import closed
from tests.conftest import NewDatabase
from tests.journeys import written
from tests.journeys.hands import log_in
from tests.journeys.place import Place, settle

# What is waited for comes within a second, but not where many tests share two cores.
expect.set_options(timeout=20_000)

NewPhone = Callable[..., Awaitable[Page]]
NARROW: ViewportSize = {"width": 360, "height": 640}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--canary", action="store_true", help="every phone has written reflections: no word of them gets out"
    )


@pytest.fixture(scope="session")
async def place(new_database: NewDatabase) -> AsyncIterator[Place]:
    """One region for all journeys: each uses people of its own, or leaves things as they were."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-journeys-"))
    async with new_database() as dsn:
        there = Place(dsn, folder)
        await settle(there)
        await there.start()
        try:
            yield there
        finally:
            await there.stop(signal.SIGKILL)
            # After every journey: no word of a reflection in a table, a log or a letter.
            assert await written.in_database(dsn) == set()
            assert written.in_files(folder.rglob("*")) == set()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def new_phone(
    browser: Browser, place: Place, request: pytest.FixtureRequest
) -> AsyncIterator[NewPhone]:
    """`await new_phone("doctor")`: a browser of its own, logged in as them; without a name, a stranger's.

    A script that breaks on any screen fails the journey that saw it.
    """
    broken: list[str] = []
    watches: list[written.Watch] = []
    counts = request.node.get_closest_marker("counts_what_is_held") is not None
    writes = request.config.getoption("--canary", default=False) and not counts
    async with AsyncExitStack() as closing:

        async def new(
            who: str | None = None,
            *,
            size: ViewportSize = NARROW,
            colours: Literal["light", "dark"] = "light",
        ) -> Page:
            context = await browser.new_context(viewport=size, color_scheme=colours, locale="en-GB")
            closing.push_async_callback(closed, context)
            page = await context.new_page()
            page.on("pageerror", lambda error: broken.append(str(error)))
            if writes:
                watches.append(written.Watch(context))
                await written.plant(context, place.address)
            await page.goto(place.address)
            if who is not None:
                await page.goto(f"{place.address}/log-in")
                await log_in(page, place, who)
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
