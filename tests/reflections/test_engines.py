"""The room in the other two engines: written, locked and opened again, and with the server stopped.

Fields and buttons are worked by a script in the frame: in a frame of another origin, Firefox's driver misses
real clicks without a word.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest

from tests.engines import Engine, Tab, firefox, missing, webkit
from tests.journeys.place import Place
from tests.reflections.room import PASSPHRASE, SAVED

TEXT = "# Night\nI listened."
PRESS = """(name) => {
  const found = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  found?.click();
  return found !== undefined;
}"""
FILL = """(name, text) => {
  const label = [...document.querySelectorAll("label")].find((one) => one.textContent.trim() === name);
  const box = label && document.getElementById(label.htmlFor);
  if (!box) return false;
  box.focus();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}"""
SAYS = "(text) => document.body.innerText.includes(text)"


@pytest.fixture(params=["Firefox", "WebKit"])
async def tab(request: pytest.FixtureRequest) -> AsyncIterator[Tab]:
    name: str = request.param
    if name in missing():
        pytest.skip(f"{name} is not on this machine: apt-get install {missing()[name]}")
    opened: AbstractAsyncContextManager[Engine] = firefox({}, {}) if name == "Firefox" else webkit()
    async with opened as engine:
        yield await engine.tab()


async def _until(tab: Tab, function: str, *given: str, framed: bool = True) -> None:
    """Again and again, until it answers true."""
    for _ in range(300):
        try:
            if await tab.run(function, *given, framed=framed):
                return
        except LookupError:
            pass  # the page is on its way
        await asyncio.sleep(0.1)
    raise AssertionError(f"{function} {given}: {await tab.text('body')}")


async def _unlock(tab: Tab) -> None:
    await _until(tab, FILL, "Passphrase", PASSPHRASE)
    await _until(tab, PRESS, "Open")
    await _until(tab, SAYS, "Night")


async def test_written_locked_and_opened_again_with_the_server_stopped(place: Place, tab: Tab) -> None:
    await tab.go(f"{place.address}/together")
    await _until(tab, SAYS, "Equal turns", framed=False)
    await _until(tab, "async () => (await navigator.serviceWorker.ready).active !== null", framed=False)
    await tab.go(f"{place.address}/reflections/")
    await _until(tab, PRESS, "Continue")
    await _until(tab, FILL, "Passphrase", PASSPHRASE)
    await _until(tab, PRESS, "Continue")
    await _until(tab, SAYS, "Your recovery key")
    key = await tab.run("() => document.querySelector('.key').innerText", framed=True)
    await _until(tab, FILL, "Type the last group of the key", str(key).strip().split("-")[-1])
    await _until(tab, PRESS, "Continue")
    await _until(tab, PRESS, "New reflection")
    await _until(tab, FILL, "What you want to write", TEXT)
    await _until(tab, SAYS, SAVED)
    shut = "() => ['RTCPeerConnection', 'WebTransport'].every((name) => !(name in globalThis))"
    assert await tab.run(shut, framed=True)
    await place.stop()
    try:
        await tab.go("about:blank")
        await tab.go(f"{place.address}/reflections/")
        await _unlock(tab)
        await _until(tab, PRESS, "Lock now")
        await _until(tab, SAYS, "Open your reflections")
        await _unlock(tab)
    finally:
        await place.start()
