"""A server of its own and one person with an account, for browsers that are really told."""

import asyncio
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from playwright.async_api import Page, expect

from server.database.engine import transaction
from server.domain.accounts import account
from server.domain.webpush.happening import Said, tell
from server.sync.registry import new_id
from tests.conftest import NewDatabase
from tests.journeys.place import PASSWORD, Place, elsewhere
from tests.push.carrier import PushService

EMAIL = "ada.fell@example.org"
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
}"""
NEUTRAL = {"title": "Alongside", "body": "1 new notice", "tag": "alongside"}


@asynccontextmanager
async def house(new_database: NewDatabase, service: PushService) -> AsyncIterator[Place]:
    """Served by the very command that people start, with this push service among those it knows."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-push-"))
    async with new_database() as dsn:
        there = Place(dsn, folder, service.origin)
        async with elsewhere(there) as now:
            there.accounts["ada"] = await account.add("Dr Ada Fell", EMAIL, PASSWORD, now)
        await there.start()
        try:
            yield there
        finally:
            await there.stop(signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)


async def asks_to_be_told(page: Page, place: Place) -> None:
    """Logs in and asks for it, as a person does."""
    await page.goto(f"{place.address}/log-in")
    await page.get_by_label("Email address").fill(EMAIL)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Log in", exact=True).click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await expect(page.get_by_text("Up to date")).to_be_visible()
    await page.goto(f"{place.address}/you/telling")
    await expect(page.get_by_text("This phone says nothing while the app is closed.")).to_be_visible()
    await expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)
    await page.get_by_label("Meetings:").check()
    hours = page.get_by_label("From", exact=True)
    await page.get_by_label("Until", exact=True).select_option(await hours.input_value())  # no quiet hours
    await page.get_by_role("button", name="Tell me on this phone").click()
    await expect(page.get_by_text("This phone is told.")).to_be_visible()


async def something_happens(place: Place, said: Said, *, to: str = "ada") -> UUID:
    """Whatever a room above would say of a meeting."""
    async with elsewhere(place) as now, transaction():
        about = new_id(now)
        until = now + timedelta(hours=1)
        await tell(now, "meeting", about, said, until, accounts=[place.accounts[to]])
    return about


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.05)
