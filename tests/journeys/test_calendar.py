"""A calendar address is asked for with no signal, used, and taken back; a letter asks for the time."""

import json
import re
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Page, expect

from server.domain.meetings.agreeing import AcceptMeeting
from server.domain.meetings.candidates import CandidateTime
from server.domain.meetings.proposing import ProposeMeeting
from server.sync.registry import new_id
from tests.domain.calendar.reading import events
from tests.journeys import settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_pairs import comes_back, name_of, says
from tests.journeys.test_screens import pictured

WHERE = "Room 4, the library"


async def _nothing_for_axe(page: Page) -> None:
    assert await pictured(page, "/calendar", "narrow-light") == []


async def _meeting(place: Place, doctor: str, mentor: str, starts: datetime) -> UUID:
    """Two have agreed to meet for an hour."""
    async with elsewhere(place) as now:
        pair = await settled.go_on(place, doctor, mentor, now)
        meeting = new_id(now)
        candidate = CandidateTime(at=starts, wall=starts.strftime("%Y-%m-%dT%H:%M"), zone="Europe/London")
        propose = ProposeMeeting(
            meeting=meeting,
            relationship=pair,
            candidates=(candidate,),
            minutes=60,
            mode="in_person",
            place=WHERE,
        )
        await settled.does(place, doctor, "meeting.propose", propose, now)
        accept = AcceptMeeting(meeting=meeting, ranking=(starts,))
        await settled.does(place, mentor, "meeting.accept", accept, now)
    return meeting


@pytest.fixture
def starts() -> datetime:
    """Next January, when the clock in London is the one that everybody reads."""
    return datetime(datetime.now(UTC).year + 1, 1, 13, 17, 30, tzinfo=UTC)


async def _fetched(page: Page) -> httpx.Response:
    """The address on the screen, as a calendar app asks for it: it knows nothing else."""
    address = await page.locator("pre.words").inner_text()
    assert re.fullmatch(r"http://localhost:\d+/calendar/[A-Za-z0-9_-]{43}\.ics", address)
    async with httpx.AsyncClient() as app:
        return await app.get(address)


async def test_an_address_is_made_used_and_taken_back(
    place: Place, new_phone: NewPhone, starts: datetime
) -> None:
    await _meeting(place, "asker13", "mentor45", starts)
    phone = await new_phone("asker13")
    await kept(phone)
    await phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await phone.context.set_offline(True)
    await tap(phone, "You")
    await tap(phone, "Calendar")
    await says(phone, "You have no calendar address.")
    await says(phone, "Calendar apps look for changes every few hours.")
    await look(phone, "calendar-01-none")
    await _nothing_for_axe(phone)
    await tap(phone, "Make a calendar address")
    await says(phone, "Your address is made when this phone next sends.")
    await expect(phone.get_by_text("On this phone", exact=True)).to_be_visible()
    await look(phone, "calendar-02-on-this-phone")

    await phone.context.set_offline(False)
    await expect(phone.locator("pre.words")).to_be_visible()
    await up_to_date(phone)
    await look(phone, "calendar-03-address")
    await _nothing_for_axe(phone)
    address = await phone.locator("pre.words").inner_text()
    follow = phone.get_by_role("link", name="Open in your calendar app")
    await expect(follow).to_have_attribute("href", address.replace("http:", "webcal:"))
    await tap(phone, "Copy the address")
    await says(phone, "Copied.")
    assert await phone.evaluate("navigator.clipboard.readText()") == address
    (event,) = events((await _fetched(phone)).content)
    assert (event["summary"], event["dtstart"]) == ("Hold: 60 minutes", starts)

    await phone.get_by_label("Mentoring: 45 minutes").check()
    await says(phone, "Saved.")
    await up_to_date(phone)
    (event,) = events((await _fetched(phone)).content)
    assert (event["summary"], event["location"]) == ("Mentoring: 60 minutes", WHERE)
    await look(phone, "calendar-04-detail")
    await tap(phone, "Undo")
    await expect(phone.get_by_label("Hold: 45 minutes")).to_be_checked()
    await up_to_date(phone)
    (event,) = events((await _fetched(phone)).content)
    assert event["summary"] == "Hold: 60 minutes"

    # Typed into a browser, with this app installed: the file, never a page of the app.
    page = await phone.context.new_page()
    async with page.expect_download() as coming:
        await page.evaluate(f"location.href = {json.dumps(address)}")
    assert (await coming.value).suggested_filename == "calendar.ics"

    await tap(phone, "Take the address back")
    await says(phone, "The address is taken back.")
    await up_to_date(phone)
    await expect(phone.locator("pre.words")).to_be_hidden()
    await look(phone, "calendar-05-taken-back")
    async with httpx.AsyncClient() as app:
        assert (await app.get(address)).status_code == 404


async def test_a_meeting_as_a_file_and_a_letter_on_one_page(
    place: Place, new_phone: NewPhone, starts: datetime
) -> None:
    meeting = await _meeting(place, "asker14", "mentor48", starts)
    asker, mentor = await name_of(place, "asker14"), await name_of(place, "mentor48")
    phone = await new_phone("asker14")
    await kept(phone)
    await phone.goto(f"{place.address}/meetings/{meeting}")
    await comes_back(phone)
    async with phone.expect_download() as coming:
        await tap(phone, "Add to a calendar")
    file = await coming.value
    assert file.suggested_filename == "meeting.ics"
    (event,) = events((await file.path()).read_bytes())
    assert (event["summary"], event["dtstart"]) == ("Hold: 60 minutes", starts)

    await phone.context.set_offline(True)
    await expect(phone.get_by_role("link", name="Add to a calendar")).to_be_hidden()
    await says(phone, "You need a connection for this.")
    await look(phone, "letter-01-beside-a-meeting")
    await tap(phone, "Letter to ask for protected time")
    await phone.get_by_label("To", exact=True).fill("The rota office, Ward 4 – Dr Ŵyn Ó’Néill")
    await look(phone, "letter-02-on-screen")
    await _nothing_for_axe(phone)
    assert await phone.title() == "Protected time for professional development"
    printed = await phone.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]", printed)  # A4, in points
    await phone.emulate_media(media="print")
    await phone.set_viewport_size({"width": 794, "height": 1123})
    await look(phone, "letter-03-on-paper")
    said = await phone.locator("body").inner_text()
    assert said.split("\n")[0] == "Protected time for professional development"
    day = f"{starts:%A} {starts.day} {starts:%B} {starts.year}"
    for words in (day, "5:30pm to 6:30pm", "60 minutes", "Professional development", asker, "Dr Ŵyn Ó’Néill"):
        assert words in said, words
    for words in ("entor", mentor, mentor.rpartition(" ")[2], "Alongside", "scheme", WHERE, "Back", "Print"):
        assert words not in said, words
