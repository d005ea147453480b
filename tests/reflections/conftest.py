"""A server to go to, and browsers whose profile stays on the disk."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Playwright, expect

from tests.conftest import NewDatabase
from tests.journeys.place import Place
from tests.reflections.house import served
from tests.reflections.machine import Machine

# What is waited for comes within a second, but not where many tests share two cores.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
async def place(new_database: NewDatabase) -> AsyncIterator[Place]:
    """One for all of these tests; they leave it as it was."""
    async with new_database() as dsn, served(dsn) as there:
        yield there


@pytest.fixture
async def machine(playwright: Playwright, request: pytest.FixtureRequest) -> AsyncIterator[Machine]:
    """A browser on an empty profile, which is taken away after the test."""
    with tempfile.TemporaryDirectory(prefix="alongside-profile-", ignore_cleanup_errors=True) as folder:
        whole = request.node.get_closest_marker("whole_browser") is not None
        made = Machine(playwright, Path(folder), whole=whole)
        try:
            yield made
        finally:
            await made.kill()
