"""What a person does with a phone in the hand: log in, keep the app, lose the signal, look at the screen."""

import asyncio
import json
import os
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

from playwright.async_api import Locator, Page, expect

from tests.journeys.place import Place

PICTURES = Path(__file__).parent / "pictures"
PICTURED = "ALONGSIDE_PICTURES" in os.environ
"""Pictures are for people to look at and nothing is judged by them: they are drawn when somebody asks."""


async def log_in(page: Page, place: Place, who: str, password: str | None = None) -> None:
    """By email and password, until everything is here."""
    await page.get_by_label("Email address").fill(place.people[who])
    await page.get_by_label("Password", exact=True).fill(password or place.password)
    await page.get_by_role("button", name="Log in", exact=True).click()
    await page.get_by_role("navigation").wait_for()
    await up_to_date(page)


async def up_to_date(page: Page) -> None:
    await mark(page, "Up to date")


# Whether the last whole answer of the server came after this moment.
SYNCED = """async (since) => {
  for (const { name } of await indexedDB.databases()) {
    const opened = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    try {
      if (!opened.objectStoreNames.contains("meta")) continue;
      const at = await new Promise((resolve, reject) => {
        const asked = opened.transaction("meta").objectStore("meta").get("asAt");
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      if (at > since) return true;
    } finally {
      opened.close();
    }
  }
  return false;
}"""


async def synced_since(page: Page, moment: float) -> None:
    """Until everything that the server had at this moment is here.

    The quiet mark cannot tell: a phone that was up to date says so until it hears otherwise.
    """
    await page.wait_for_function(SYNCED, arg=moment)


async def mark(page: Page, words: str) -> None:
    """The quiet mark at the top says this, in the end."""
    await expect(page.locator(".bar__mark")).to_have_text(words)


async def kept(page: Page) -> None:
    """Until the app itself is on this phone, and this page is it."""
    await page.evaluate("navigator.serviceWorker.ready")
    if not await page.evaluate("navigator.serviceWorker.controller !== null"):
        await page.reload()
        await page.locator("main h1").wait_for()
    assert await page.evaluate("navigator.serviceWorker.controller !== null")


async def tap(page: Page, words: str) -> None:
    """A link or a button, by the words a person reads on it."""
    link: Locator = page.get_by_role("link", name=words, exact=True)
    await link.or_(page.get_by_role("button", name=words, exact=True)).first.click()


async def update_now(page: Page) -> None:
    """Presses it, and stops the service worker of the old build should it hang.

    Chromium sometimes never goes on with a worker that it started anew under a test's eyes (Playwright holds
    each one at its start), and what has not started cannot make room for the next build.
    """
    session = await page.context.new_cdp_session(page)
    await session.send("ServiceWorker.enable")
    renewed = asyncio.ensure_future(page.wait_for_event("framenavigated"))
    await tap(page, "Update now")
    while not renewed.done():
        await asyncio.wait([renewed], timeout=2)
        if not renewed.done():
            await session.send("ServiceWorker.stopAllWorkers")
    await renewed


async def look(page: Page, station: str) -> None:
    """Two pictures of what a person sees now, light and dark, where pictures are asked for."""
    if not PICTURED:
        return
    PICTURES.mkdir(exist_ok=True)
    for colours in ("dark", "light"):
        await page.emulate_media(color_scheme=colours)
        await page.screenshot(path=PICTURES / f"{station}.{colours}.png")


def shared_link(*fields: tuple[str, str]) -> str:
    """The address that holds these fields behind its "#", stamped as the app stamps what it writes."""
    said = [("v", "1"), *fields]
    left = crc32(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())
    stamp = ""
    while left:
        left, digit = divmod(left, 36)
        stamp = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + stamp
    return "/together/link#" + urlencode([*said, ("c", stamp)])
