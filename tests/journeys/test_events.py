"""An event is published, places are kept with no signal, and who was there has a certificate."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from server.database.engine import pool
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_pairs import comes_back, says
from tests.journeys.test_screens import pictured

TITLE = "Coffee and questions"


async def _nothing_for_axe(page: Page) -> None:
    assert await pictured(page, "/events", "narrow-light") == []


async def _publishes(office: Page) -> None:
    """Three taps from Today, and the form."""
    await tap(office, "Today")
    await tap(office, "Scheme")
    await tap(office, "Events")
    await tap(office, "Publish an event")
    await tap(office, "Publish")
    await expect(office.get_by_role("alert")).to_contain_text("Choose a kind")
    await expect(office.get_by_role("alert")).to_contain_text("Add a date with its times")
    await look(office, "events-01-form-with-faults")
    await _nothing_for_axe(office)
    await office.get_by_label("Taster").check()
    await office.get_by_label("Title").fill(TITLE)
    await office.get_by_label("What it is, in plain words").fill("Meet a mentor over coffee. Ask anything.")
    day = datetime.now(UTC) + timedelta(days=20)
    for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        await office.get_by_label(label, exact=True).fill(str(typed))
    await office.get_by_label("From", exact=True).fill("5:30pm")
    await office.get_by_label("To", exact=True).fill("6:30pm")
    await office.get_by_label("Where", exact=True).fill("Larch House, the café")
    await office.get_by_label("Places").fill("1")
    await look(office, "events-02-form")
    await tap(office, "Publish")
    await expect(office.get_by_role("heading", level=1)).to_have_text(TITLE)


async def test_one_place_between_two_offline_phones(place: Place, new_phone: NewPhone) -> None:
    office, goer, hopeful = [await new_phone(who) for who in ("convenor", "goer", "hopeful")]
    await _publishes(office)
    await up_to_date(office)
    await says(office, "0 of 1 places are taken.")
    await look(office, "events-03-office")

    for phone in (goer, hopeful):
        await kept(phone)
        await phone.goto(f"{place.address}/schemes/{place.schemes['courses']}")
        await tap(phone, "Events")
        await expect(phone.get_by_role("link", name=TITLE)).to_be_visible()
        await up_to_date(phone)
        await phone.context.set_offline(True)
    await look(goer, "events-04-of-a-scheme")
    for phone in (goer, hopeful):
        # From Today two taps, with no signal.
        await phone.goto(place.address)
        await phone.get_by_role("link", name=TITLE).click()
        await tap(phone, "Keep a place")
        await says(phone, "Saved. It is yours once the server has found a place.")
        await expect(phone.locator("main").get_by_text("On this phone", exact=True)).to_be_visible()
        await expect(phone.get_by_text("You have a place")).to_have_count(0)
        await mark(phone, "1 change on this phone")
    await look(goer, "events-05-on-this-phone")
    await _nothing_for_axe(goer)

    await goer.context.set_offline(False)
    await says(goer, "You have a place")
    await look(goer, "events-06-agreed")
    await _nothing_for_axe(goer)
    await hopeful.context.set_offline(False)
    await says(hopeful, "You wait for a place")
    await look(hopeful, "events-07-waits")
    await says(office, "1 of 1 places are taken. 1 doctor waits.")

    await tap(goer, "Give back your place")
    await says(goer, "Your place is given back.")
    await says(hopeful, "You have a place")
    await expect(goer.get_by_role("button", name="Undo")).to_have_count(0)
    await tap(goer, "Today")
    await expect(goer.get_by_role("link", name=re.compile(TITLE))).to_be_visible()

    await tap(office, "Change this event")
    await office.get_by_label("Where", exact=True).fill("Larch House, the library")
    await tap(office, "Save the change")
    await says(hopeful, "Larch House, the library")
    await says(hopeful, "Changed at")
    await tap(office, "Cancel this event")
    await says(office, "The event is cancelled.")
    await says(hopeful, "This event was cancelled")
    await look(hopeful, "events-08-cancelled")
    await tap(hopeful, "Take it off this list")
    await up_to_date(hopeful)


async def test_a_certificate_is_made_with_no_signal_and_nothing_is_sent(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone("attender")
    await kept(phone)
    event = place.events["running"]
    async with elsewhere(place):
        code = await pool().fetchval("SELECT code FROM event WHERE id = $1", event)
    await comes_back(phone)
    await phone.context.set_offline(True)
    await phone.goto(place.address)
    await phone.get_by_role("link", name="Listening well").click()
    await tap(phone, "Certificate of attendance")
    await phone.get_by_label("Code").fill("ABCD EFGH")
    await tap(phone, "Check the code")
    await expect(phone.get_by_role("alert")).to_contain_text("Enter the code as it is shown at the event")
    await phone.get_by_label("Code").fill(f"{code[:4].lower()} {code[4:]}")
    await tap(phone, "Check the code")
    await says(phone, "The code is right.")
    await phone.get_by_label("Your name, as it is to be printed").fill("Valentine Kaur")
    await look(phone, "events-09-certificate")
    await _nothing_for_axe(phone)
    said = await phone.locator("article").inner_text()
    for words in ("Valentine Kaur", "Listening well", "Larch courses", "1.5", f"{code[:4]} {code[4:]}"):
        assert words in said, words
    printed = await phone.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    await phone.reload()
    await says(phone, "The code is right.")
    await phone.context.set_offline(False)
    await up_to_date(phone)
    async with elsewhere(place):
        assert await pool().fetchval("SELECT count(*) FROM account WHERE name LIKE 'Valentine%'") == 0
