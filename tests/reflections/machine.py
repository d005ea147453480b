"""A real Chromium on a profile of its own, which can be killed at any moment and started again."""

import asyncio
import contextlib
import os
import signal
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, Playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.browser import arguments, executable

_PATIENCE = 60.0
_TRIES = 3


class Machine:
    """One person's browser. Its profile stays where it is, whatever becomes of the process."""

    def __init__(self, playwright: Playwright, profile: Path, *, whole: bool = False) -> None:
        self.profile = profile
        self._whole = whole
        self._playwright = playwright
        self._process: asyncio.subprocess.Process | None = None
        self._browser: Browser | None = None
        self._reading: asyncio.Task[None] | None = None
        self.version = ""
        """Of the browser, once it has been started."""

    async def start(self, *more: str) -> BrowserContext:
        """Once in a hundred times a browser never lets itself be held while it starts: then once more."""
        for _ in range(_TRIES - 1):
            try:
                return await self._started(*more)
            except PlaywrightTimeout:
                await self.kill()
        return await self._started(*more)

    async def _started(self, *more: str) -> BrowserContext:
        """By ourselves: Playwright's own start turns off what a person's browser does on its own."""
        told = self.profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            executable(whole=self._whole) or self._playwright.chromium.executable_path,
            "--headless",
            *arguments(),
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-breakpad",
            "--disable-component-extensions-with-background-pages",
            "--password-store=basic",
            f"--user-data-dir={self.profile}",
            "--remote-debugging-port=0",
            "--window-size=360,640",
            *more,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        port = await asyncio.wait_for(self._port(), _PATIENCE)
        self._browser = await self._playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{port}", no_defaults=True, is_local=True, timeout=_PATIENCE / 2 * 1000
        )
        self.version = self._browser.version
        return self._browser.contexts[0]

    async def _port(self) -> int:
        """From the line that the browser writes when it listens; what else it writes is read and let go."""
        assert self._process is not None
        lines = self._process.stderr
        assert lines is not None
        async for line in lines:
            if b"DevTools listening on ws://127.0.0.1:" in line:
                self._reading = asyncio.create_task(_read_on(lines))
                return int(line.split(b"ws://127.0.0.1:")[1].split(b"/")[0])
        raise RuntimeError("the browser ended before it listened")

    async def kill(self) -> None:
        """As when the battery comes out: every process of it, at once."""
        if self._process is None:
            return
        process, self._process = self._process, None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        await self._gone()

    async def close(self) -> None:
        """As when a person closes the window: it writes down what it wants to."""
        process, browser = self._process, self._browser
        if process is None or browser is None:
            return
        session = await browser.new_browser_cdp_session()
        await session.send("Browser.close")
        await asyncio.wait_for(process.wait(), _PATIENCE)
        await self.kill()

    async def _gone(self) -> None:
        if self._browser is not None:
            await self._browser.close()
            self._browser = None
        if self._reading is not None:
            await self._reading
            self._reading = None


async def _read_on(lines: asyncio.StreamReader) -> None:
    async for _ in lines:
        pass


async def first_page(context: BrowserContext) -> Page:
    return context.pages[0] if context.pages else await context.new_page()


async def page_at(context: BrowserContext, address: str) -> Page:
    """The tab that the browser itself brings back to this address, as soon as it does."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            for page in context.pages:
                if page.url == address:
                    return page
            await asyncio.sleep(0.05)
