"""Real Chromium with a profile on disk: IndexedDB is a real one, not the memory of a private window."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page, async_playwright

from benchmarks.wire import Canned, Wire

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
_PATIENCE = 120.0
PAGE = "/benchmark/page.html"


def pages(script: bytes, **more: Canned) -> dict[str, Canned]:
    """The benchmark's page with this script, as the proxy serves it."""
    html = b"<!doctype html><meta charset=utf-8><title>benchmark</title><link rel=icon href=data:,>"
    html += b"<script src=/benchmark/page.js></script>"
    return {
        PAGE: Canned(html, "text/html; charset=utf-8"),
        "/benchmark/page.js": Canned(script, "text/javascript; charset=utf-8"),
        **{f"/benchmark/{name}": canned for name, canned in more.items()},
    }


@contextlib.asynccontextmanager
async def phone() -> AsyncIterator[BrowserContext]:
    """A browser with an empty profile: a phone that has never been here."""
    profile = tempfile.mkdtemp(prefix="alongside-phone-")
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    try:
        async with async_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                profile, executable_path=found, headless=True, args=_FLAGS
            )
            try:
                yield context
            finally:
                await context.close()
    finally:
        shutil.rmtree(profile, ignore_errors=True)


async def visit(context: BrowserContext, wire: Wire) -> Page:
    """Open the benchmark's page of this server, its script loaded and nothing started."""
    page = await context.new_page()
    page.on("pageerror", lambda fault: print(f"page: {fault}"))
    await page.goto(f"{wire.origin}{PAGE}")
    await page.wait_for_load_state("load")
    return page


async def call(page: Page, function: str, *arguments: Any) -> Any:
    """Call a function that the page's script has put on `window`, and wait for what it promises."""
    promised = page.evaluate(f"(all) => window.{function}(...all)", list(arguments))
    return await asyncio.wait_for(promised, _PATIENCE)


def browser_version(context: BrowserContext) -> str:
    browser = context.browser
    return browser.version if browser else "unknown"


def folder() -> Path:
    """A new folder that the benchmark removes itself."""
    return Path(tempfile.mkdtemp(prefix="alongside-benchmark-"))
