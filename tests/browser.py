"""Where the browser is: an installed Chromium or Chrome, else Playwright's own."""

import asyncio
import os
import shutil
from contextlib import suppress
from typing import Any, Protocol

from playwright.async_api import Error

_WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PAGES_ONLY = ("chromium-headless-shell", "chrome-headless-shell")


def executable(*, whole: bool = False) -> str | None:
    """For Playwright's `executable_path`; None means its own.

    Whole: with what a browser does around its pages, such as notifications, tabs out of sight and bringing a
    session back. Otherwise one that does pages alone, if it is there: the same engine, a third less work.
    """
    names = _WHOLE if whole else (*_PAGES_ONLY, *_WHOLE)
    return next((path for name in names if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """What Chromium needs as root and without a network of its own."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*sandbox, "--disable-background-networking", "--disable-dev-shm-usage"]


class Closes(Protocol):
    async def close(self) -> Any: ...


async def closed(what: Closes, seconds: float = 10) -> None:
    """Not for ever: once in some runs a page that is on its way elsewhere never says that it closed."""
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(seconds):
            await what.close()
