"""A mentor says when they are free: in a few taps, with no signal, on two devices that both count."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
from playwright.async_api import Page, expect

from server.domain.availability.documents import Availability, read
from server.domain.availability.patching import PatchAvailability
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.settled import does

TITLE = "Times you are free"


async def truth(place: Place, who: str) -> Availability:
    database = await asyncpg.connect(place.dsn)
    try:
        found = await database.fetchval(
            "SELECT body FROM availability WHERE account = $1", place.accounts[who]
        )
        return read(found)
    finally:
        await database.close()


async def opens(page: Page) -> None:
    """Two taps from Today."""
    await tap(page, "Today")
    await tap(page, "You")
    await tap(page, TITLE)
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def row(page: Page, title: str) -> Any:
    return page.locator("ul.rows a", has=page.locator("strong", has_text=title))


async def says(page: Page, start: str, end: str, place: int = 0) -> None:
    await page.locator(f"#start-{place}").select_option(start)
    await page.locator(f"#end-{place}").select_option(end)


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


async def test_times_set_on_two_devices_without_signal_are_both_kept(
    place: Place, new_phone: NewPhone
) -> None:
    phone, tablet = await new_phone("mentor4"), await new_phone("mentor4")
    for page in (phone, tablet):
        await kept(page)
        await opens(page)
        await expect(page.get_by_text("You have not said when you are free.")).to_be_visible()
        await page.context.set_offline(True)
    await look(phone, "free-01-empty")
    await _on_the_phone(phone)
    closed = await _on_the_tablet(tablet)
    for page in (phone, tablet, phone):
        await page.context.set_offline(False)
        await up_to_date(page)
        await page.reload()
        await page.locator("main h1").wait_for()
        await up_to_date(page)
    held = await truth(place, "mentor4")
    assert held.weekdays[3] == ((1020, 1140), (1320, 1500))
    assert held.weekdays[0] == ((540, 720),)
    assert held.dates == {closed: ()}
    assert held.lengths == (45, 60)
    for page in (phone, tablet):
        await opens(page)
        await expect(row(page, "Thursday").first).to_contain_text("5pm to 7pm, 10pm to 1am the next day")
        await expect(row(page, "Monday").first).to_contain_text("9am to midday")
        await expect(row(page, in_words(closed))).to_contain_text("Not free")
        await expect(row(page, "How long meetings last")).to_contain_text("45 minutes, 60 minutes")
        await expect(page.locator("main .state")).to_have_count(0)
    await look(phone, "free-05-both")


async def _on_the_phone(phone: Page) -> None:
    """A weekday with two windows, one past midnight. What is wrong is said after saving."""
    await row(phone, "Thursday").first.click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Every Thursday")
    await tap(phone, "Save")
    await expect(phone.get_by_role("alert")).to_contain_text("Choose when it starts and ends")
    await says(phone, "5pm", "7pm")
    await tap(phone, "Add another time")
    await says(phone, "6pm", "8pm", 1)
    await tap(phone, "Save")
    await expect(phone.get_by_role("alert")).to_contain_text("Two of these times overlap.")
    await look(phone, "free-02-overlap")
    await says(phone, "10pm", "1am the next day", 1)
    await tap(phone, "Save")
    await expect(phone.get_by_role("status").first).to_contain_text(
        "Saved: 5pm to 7pm, 10pm to 1am the next day."
    )
    await expect(phone.get_by_role("status").get_by_text("On this phone")).to_be_visible()
    await look(phone, "free-03-saved")
    await tap(phone, f"Back to {TITLE}")
    await row(phone, "How long meetings last").click()
    await phone.get_by_label("30 minutes").uncheck()
    await tap(phone, "Save")
    await expect(phone.get_by_role("status").first).to_contain_text("Saved.")
    await mark(phone, "2 changes on this phone")


async def _on_the_tablet(tablet: Page) -> date:
    """Another weekday; and a date closed in two taps, opened and closed again."""
    await row(tablet, "Monday").first.click()
    await says(tablet, "9am", "midday")
    await tap(tablet, "Save")
    await tap(tablet, f"Back to {TITLE}")
    today = datetime.now(UTC).date()
    monday = today + timedelta(days=7 - today.weekday())
    await row(tablet, in_words(monday)).click()
    await tap(tablet, "Not free on this day")
    await expect(tablet.get_by_text("Now: Not free.")).to_be_visible()
    await look(tablet, "free-04-closed")
    await tap(tablet, "Undo")
    await expect(tablet.get_by_text("Now: 9am to midday.")).to_be_visible()
    await tap(tablet, "Not free on this day")
    await tap(tablet, f"Back to {TITLE}")
    await expect(row(tablet, in_words(monday))).to_contain_text("Differs from your week")
    await expect(row(tablet, in_words(monday)).locator(".state")).to_have_text("On this phone")
    return monday


async def test_last_week_is_copied_in_three_taps_and_a_pause_ends(place: Place, new_phone: NewPhone) -> None:
    today = datetime.now(UTC).date()
    last = today - timedelta(days=today.weekday() + 7)
    for said in (
        PatchAvailability(weekday=2, ranges=((540, 600),)),
        PatchAvailability(date=last + timedelta(days=1), ranges=()),
        PatchAvailability(date=last + timedelta(days=2), ranges=((840, 900),)),
    ):
        async with elsewhere(place) as now:
            await does(place, "mentor7", "availability.patch", said, now)
    phone = await new_phone("mentor7")
    await kept(phone)
    await phone.context.set_offline(True)
    await opens(phone)
    await tap(phone, "Copy last week to next week")
    await expect(phone.get_by_text("Next week is now as last week was.")).to_be_visible()
    await mark(phone, "2 changes on this phone")
    wednesday = last + timedelta(days=16)
    await expect(row(phone, in_words(wednesday))).to_contain_text("2pm to 3pm")
    await tap(phone, "Copy last week to next week")
    await expect(phone.get_by_text("Next week is as last week was already.")).to_be_visible()
    await phone.context.set_offline(False)
    await up_to_date(phone)
    dates = (await truth(place, "mentor7")).dates
    assert dates[last + timedelta(days=15)] == ()
    assert dates[wednesday] == ((840, 900),)

    await tap(phone, "Pause until a date")
    await phone.get_by_label("In 2 weeks").check()
    await tap(phone, "Save")
    await tap(phone, f"Back to {TITLE}")
    await expect(phone.get_by_text("Paused until")).to_be_visible()
    await look(phone, "free-06-paused")
    await tap(phone, "End the pause")
    await expect(phone.get_by_text("Your times are open again.")).to_be_visible()
    await up_to_date(phone)
    assert (await truth(place, "mentor7")).paused_until is None
