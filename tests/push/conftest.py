"""A browser that can show a notification."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Playwright

from tests.browser import arguments, closed, executable


@pytest.fixture(scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    path = executable(whole=True)
    running = await playwright.chromium.launch(executable_path=path, args=arguments())
    yield running
    await closed(running, 30)
