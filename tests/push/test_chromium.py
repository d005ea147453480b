"""Chromium, its app closed, shows what our own server sealed. Its maker's push service is not asked: what the
browser would open, it is handed through its debugging protocol.
"""

import asyncio
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from server.webpush.sealing import LENGTH, NOTHING, padded, sealed
from tests.conftest import NewDatabase
from tests.push.carrier import Browser, push_service
from tests.push.house import house

LINES = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const lines = await registration.getNotifications();
  return lines.map(({ title, body, silent, data }) => [title, body, silent, data]);
}"""
KEEP_QUIET = """([from, to]) => new Promise((resolve, reject) => {
  const asked = indexedDB.open("alongside-quiet", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("quiet");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const writing = asked.result.transaction("quiet", "readwrite");
    writing.objectStore("quiet").put([[from, to]], "spans");
    writing.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""


def opened(body: bytes) -> str:
    """Sealed by our code, and opened as a browser does."""
    browser = Browser()
    plain = browser.opened(sealed(body, browser.p256dh, browser.auth))
    assert len(plain) == LENGTH
    return plain.decode()


class Worker:
    """The service worker of the app, as the debugging protocol reaches it."""

    def __init__(self, page: Page, origin: str) -> None:
        self._page, self._origin = page, origin

    async def find(self) -> None:
        self._protocol = await self._page.context.new_cdp_session(self._page)
        found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def hear(told: dict[str, Any]) -> None:
            for each in told["registrations"]:
                if not found.done() and each["scopeURL"].startswith(self._origin):
                    found.set_result(each["registrationId"])

        self._protocol.on("ServiceWorker.workerRegistrationUpdated", hear)
        await self._protocol.send("ServiceWorker.enable")
        self._registration = await asyncio.wait_for(found, 20)

    async def deliver(self, body: bytes) -> None:
        data = {"origin": self._origin, "registrationId": self._registration, "data": opened(body)}
        await self._protocol.send("ServiceWorker.deliverPushMessage", data)


async def test_a_closed_app_shows_one_line(new_database: NewDatabase, browser: Chromium) -> None:
    async with push_service() as service, house(new_database, service) as place:
        context = await browser.new_context()
        await context.grant_permissions(["notifications"], origin=place.address)
        page = await context.new_page()
        await page.goto(place.address)
        await page.evaluate("navigator.serviceWorker.ready")
        worker = Worker(page, place.address)
        await worker.find()

        async def shows(body: bytes, line: list[object]) -> None:
            """This line and no other, after the message came with no window of the app open."""
            await page.goto("about:blank")
            await worker.deliver(body)
            await page.goto(place.address)
            async with asyncio.timeout(20):
                while await page.evaluate(LINES) != [line]:
                    await asyncio.sleep(0.05)

        await shows(NOTHING, ["Alongside", "1 new notice", False, "/notices"])
        # With detail on: what it is about, in place of the line before.
        about = str(uuid4())
        taster = padded({"what": "event-place", "text": "A taster", "about": about})
        await shows(taster, ["Alongside", "You have a place. A taster", False, f"/events/{about}"])
        # On nights, and in the rest after them, it makes no sound.
        await page.evaluate(KEEP_QUIET, [0, 4_000_000_000_000])
        await shows(NOTHING, ["Alongside", "1 new notice", True, "/notices"])
        await context.close()
