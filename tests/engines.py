"""Three engines from the distribution behind one small face: Chromium, Firefox and WebKitGTK (Safari's)."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import httpx
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright

from tests.browser import arguments, closed, executable

ENGINES = ("Chromium", "Firefox", "WebKit")
_FIREFOX = ("firefox-esr", "firefox")
_PATIENCE = 60
"""Seconds. What a page is asked has no end of its own."""
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Tab(Protocol):
    async def go(self, address: str) -> None:
        """Start going there; what is there may go on loading."""

    async def text(self, selector: str) -> str:
        """What stands in the first such element; "" while there is none."""

    async def press(self, selector: str) -> None: ...

    async def run(self, function: str, *given: str, framed: bool = False) -> Any:
        """What this function of JavaScript answers in the page, or in its only frame. LookupError: none."""

    async def address(self) -> str: ...

    async def close(self) -> None: ...


class Engine(Protocol):
    name: str

    async def tab(self) -> Tab: ...


def webkit_parts() -> tuple[str, str, str] | None:
    """The driver, the browser and the display that WebKitGTK needs here."""
    browsers = sorted(Path("/usr").glob("lib/*/webkit2gtk-4.*/MiniBrowser")) + sorted(
        Path("/usr").glob("libexec/webkit2gtk-4.*/MiniBrowser")
    )
    driver, display = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    return (driver, str(browsers[-1]), display) if driver and browsers and display else None


def missing() -> dict[str, str]:
    """Which engines are not on this machine, and what would bring them."""
    gone = {}
    if not any(shutil.which(name) for name in _FIREFOX):
        gone["Firefox"] = "firefox-esr"
    if webkit_parts() is None:
        gone["WebKit"] = "webkit2gtk-driver xvfb"
    return gone


class _PlaywrightTab:
    def __init__(self, page: Page) -> None:
        self.page = page

    async def go(self, address: str) -> None:
        with suppress(Error):  # a page that leaves at once interrupts its own arrival
            await self.page.goto(address, wait_until="commit")

    async def text(self, selector: str) -> str:
        with suppress(Error):
            return await self.page.locator(selector).first.inner_text(timeout=1_000)
        return ""

    async def press(self, selector: str) -> None:
        await self.page.click(selector)

    async def run(self, function: str, *given: str, framed: bool = False) -> Any:
        within = next((one for one in self.page.frames if one.parent_frame), None) if framed else self.page
        if within is None:
            raise LookupError("there is no frame")
        try:
            async with asyncio.timeout(_PATIENCE):
                return await within.evaluate(f"(given) => ({function})(...given)", given)
        except Error as error:
            raise LookupError(str(error)) from None

    async def address(self) -> str:
        return self.page.url

    async def close(self) -> None:
        await closed(self.page)


class PlaywrightEngine:
    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name, self.context = name, context

    async def tab(self) -> Tab:
        return _PlaywrightTab(await self.context.new_page())


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[PlaywrightEngine]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable(whole=True), args=[*arguments(), *more]
        )
        async with _context(browser) as context:
            yield PlaywrightEngine("Chromium", context)


@asynccontextmanager
async def firefox(
    preferences: Mapping[str, str | float | bool], environment: Mapping[str, str]
) -> AsyncIterator[PlaywrightEngine]:
    """Over WebDriver BiDi, which is how Playwright drives an unpatched Firefox."""
    path = next(found for name in _FIREFOX if (found := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.firefox.launch(
            channel="moz-firefox",
            executable_path=path,
            firefox_user_prefs=dict(preferences),
            env={**os.environ, **environment},
        )
        async with _context(browser) as context:
            yield PlaywrightEngine("Firefox", context)


@asynccontextmanager
async def _context(browser: Browser) -> AsyncIterator[BrowserContext]:
    try:
        yield await browser.new_context()
    finally:
        await closed(browser, 30)


class _WebKitTab:
    """One window. The driver knows one window at a time, so whoever speaks takes the turn."""

    def __init__(self, engine: "WebKit", handle: str) -> None:
        self.engine, self.handle = engine, handle

    async def go(self, address: str) -> None:
        await self._say("POST", "url", {"url": address})

    async def text(self, selector: str) -> str:
        with suppress(LookupError):
            found = await self._say(
                "POST",
                "execute/sync",
                {
                    "script": "return document.querySelector(arguments[0])?.innerText ?? ''",
                    "args": [selector],
                },
            )
            return str(found)
        return ""

    async def press(self, selector: str) -> None:
        found = await self._say("POST", "element", {"using": "css selector", "value": selector})
        await self._say("POST", f"element/{found[_ELEMENT]}/click", {})

    async def run(self, function: str, *given: str, framed: bool = False) -> Any:
        async with self.engine.turn:
            await self.engine.say("POST", "window", {"handle": self.handle})
            if framed:
                await self.engine.say("POST", "frame", {"id": 0})
            try:
                script = f"return ({function}).apply(null, arguments)"
                return await self.engine.say("POST", "execute/sync", {"script": script, "args": given})
            finally:
                if framed:
                    await self.engine.say("POST", "frame", {"id": None})

    async def address(self) -> str:
        return str(await self._say("GET", "url"))

    async def close(self) -> None:
        with suppress(LookupError):
            await self._say("DELETE", "window")

    async def _say(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        async with self.engine.turn:
            await self.engine.say("POST", "window", {"handle": self.handle})
            return await self.engine.say(method, path, body)


class WebKit:
    name = "WebKit"

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.session = self.first = ""
        self.turn = asyncio.Lock()

    async def begin(self, browser: str) -> None:
        wanted = {
            "browserName": "MiniBrowser",
            "pageLoadStrategy": "none",
            "webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]},
        }
        answer = await self.client.post("/session", json={"capabilities": {"alwaysMatch": wanted}})
        self.session = answer.json()["value"]["sessionId"]
        self.first = str(await self.say("GET", "window"))

    async def say(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One WebDriver command; LookupError with the driver's words when it fails."""
        answer = await self.client.request(method, f"/session/{self.session}/{path}", json=body)
        value = answer.json()["value"]
        if isinstance(value, dict) and "error" in value:
            raise LookupError(f"{value['error']}: {value.get('message', '')}")
        return value

    async def tab(self) -> Tab:
        async with self.turn:
            # A new one comes out of one that is there, and the last one spoken to may have been closed.
            await self.say("POST", "window", {"handle": self.first})
            made = await self.say("POST", "window/new", {"type": "tab"})
        return _WebKitTab(self, made["handle"])


@asynccontextmanager
async def webkit() -> AsyncIterator[WebKit]:
    parts = webkit_parts()
    assert parts is not None
    driver, browser, display = parts
    async with _display(display) as shown:
        with tempfile.TemporaryDirectory(prefix="alongside-webkit-") as home:
            environment = {
                **os.environ,
                "DISPLAY": shown,
                "HOME": home,
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
                "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
                "NO_AT_BRIDGE": "1",
                "GSETTINGS_BACKEND": "memory",
                # Looking for its parts anew takes it many seconds.
                "GST_REGISTRY": str(Path(tempfile.gettempdir()) / f"alongside-gstreamer-{os.geteuid()}"),
            }
            port = await _free_port()
            async with (
                _running(driver, f"--port={port}", env=environment),
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client,
            ):
                await _answers(client)
                engine = WebKit(client)
                await engine.begin(browser)
                try:
                    yield engine
                finally:
                    with suppress(httpx.HTTPError):
                        await client.delete(f"/session/{engine.session}")


@asynccontextmanager
async def _running(*command: str, **more: Any) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, **more
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@asynccontextmanager
async def _display(program: str) -> AsyncIterator[str]:
    """A screen that nobody looks at. Which number is free is found out by the server itself."""
    reading, writing = os.pipe()
    command = (
        program,
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1280x1024x24",
        "-nolisten",
        "tcp",
        "-noreset",
    )
    async with _running(*command, pass_fds=(writing,)):
        os.close(writing)
        # To its end: a server that cannot write its whole line gives up.
        with os.fdopen(reading) as line:
            number = (await asyncio.to_thread(line.readline)).strip()
        assert number, "Xvfb found no screen"
        yield f":{number}"


async def _answers(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        with suppress(httpx.TransportError):
            await client.get("/status")
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("WebKitWebDriver does not answer")


async def _free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port
