"""A page worked by scripts in it, for engines whose drivers cannot do all that a finger does.

In a frame of another origin, Firefox's driver misses real clicks without a word.
"""

import asyncio
from contextlib import suppress

from tests.engines import Tab

_PRESS = """(name) => {
  const all = [...document.querySelectorAll("button, a, label")];
  const found = all.find((one) => one.textContent.trim() === name);
  found?.click();
  return found !== undefined;
}"""
_FILL = """(name, text) => {
  const label = [...document.querySelectorAll("label")].find((one) => one.textContent.trim() === name);
  const box = label && document.getElementById(label.htmlFor);
  if (!box) return false;
  box.focus();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}"""
_SAYS = "(text) => document.body.innerText.includes(text)"


async def until(tab: Tab, function: str, *given: str, framed: bool = False) -> None:
    """Again and again, until it answers true."""
    for _ in range(300):
        try:
            if await tab.run(function, *given, framed=framed):
                return
        except LookupError:
            pass  # the page is on its way
        await asyncio.sleep(0.1)
    raise AssertionError(f"{function} {given}: {await tab.text('body')}")


async def go(tab: Tab, address: str) -> None:
    """There, and not only on the way: WebKit's driver sometimes loses a page that it was told to go to."""
    for _ in range(6):
        await tab.go(address)
        for _ in range(50):
            with suppress(LookupError):
                if await tab.run("() => location.href") == address:
                    return
            await asyncio.sleep(0.1)
    raise AssertionError(f"not at {address}: {await tab.text('body')}")


async def press(tab: Tab, name: str, *, framed: bool = False) -> None:
    """A button, a link or what has this label, by the words on it."""
    await until(tab, _PRESS, name, framed=framed)


async def fill(tab: Tab, label: str, text: str, *, framed: bool = False) -> None:
    await until(tab, _FILL, label, text, framed=framed)


async def says(tab: Tab, text: str, *, framed: bool = False) -> None:
    await until(tab, _SAYS, text, framed=framed)


async def kept(tab: Tab) -> None:
    """Until the app itself is on this phone."""
    await until(tab, "async () => (await navigator.serviceWorker.ready).active !== null")
