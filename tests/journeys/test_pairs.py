"""Two phones: asking, being asked, yes and no, agreeing, resting and ending; and all of it with no signal.

Whoever comes first, the server's truth is one, and each phone says honestly how far its own change has come.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Page, expect

from server.domain.relationships import closing
from server.sync import publish
from tests.journeys import settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, synced_since, tap, up_to_date
from tests.journeys.place import Place, elsewhere


async def the_hour(place: Place) -> None:
    """The common hour, at which closings are shown."""
    async with elsewhere(place) as now:
        await closing.release_due(now)
        await publish.release(now)


async def truth(place: Place, pair: UUID | str) -> tuple[str, bool]:
    """Its state on the server, and whether somebody has ended it."""
    database = await asyncpg.connect(place.dsn)
    try:
        row = await database.fetchrow("SELECT state, closing FROM relationship WHERE id = $1", pair)
        return row["state"], row["closing"]
    finally:
        await database.close()


async def name_of(place: Place, who: str) -> str:
    database = await asyncpg.connect(place.dsn)
    try:
        return str(await database.fetchval("SELECT name FROM account WHERE id = $1", place.accounts[who]))
    finally:
        await database.close()


async def says(page: Page, words: str) -> None:
    await expect(page.locator("main").get_by_text(words).first).to_be_visible()


async def comes_back(page: Page) -> None:
    """Opens the app anew: what others began with them meanwhile is there."""
    before = await page.evaluate("Date.now()")
    await page.reload()
    await page.locator("main h1").wait_for()
    await synced_since(page, before)
    await up_to_date(page)


async def opens(page: Page, name: str) -> None:
    """From Today, one tap on a person's row."""
    await tap(page, "Today")
    await page.locator("main").get_by_role("link", name=name).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)


async def test_from_asking_to_ending_on_two_phones(place: Place, new_phone: NewPhone) -> None:
    doctor, mentor = await new_phone("asker0"), await new_phone("mentor1")
    asker, asked = await name_of(place, "asker0"), await name_of(place, "mentor1")
    await _finds_and_asks(doctor, asked)
    pair = await _is_asked(mentor, asker)
    await _both_go_on(doctor, mentor, asker, asked)
    await _rests(doctor, mentor, asker, asked)
    await _ends(place, doctor, mentor, asker, asked, pair)


async def _finds_and_asks(doctor: Page, asked: str) -> None:
    """Four taps from Today, with the name typed in between."""
    await doctor.get_by_role("link", name="Look at mentors").click()
    await doctor.get_by_label("Search mentors").fill(asked)
    await doctor.locator("ul.rows a").first.click()
    await tap(doctor, "Ask this mentor")
    await says(doctor, f"You have asked {asked}.")
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()
    await expect(doctor.get_by_role("link", name="Look at other mentors")).to_be_visible()
    await look(doctor, "pair-01-asked")


async def _is_asked(mentor: Page, asker: str) -> str:
    """Two taps from Today; both answers have one size and one look, and neither asks anything more."""
    await comes_back(mentor)
    await expect(mentor.get_by_text("Asks you to be their mentor")).to_be_visible()
    await look(mentor, "pair-02-today")
    await opens(mentor, asker)
    await says(mentor, f"{asker} asks you to be their mentor.")
    boxes, looks = [], []
    for words in ("Yes", "No"):
        button = mentor.get_by_role("button", name=words, exact=True)
        box = await button.bounding_box()
        assert box is not None
        boxes.append((box["width"], box["height"]))
        looks.append(await button.evaluate("one => one.className + getComputedStyle(one).backgroundColor"))
    assert boxes[0] == boxes[1]
    assert looks[0] == looks[1]
    await look(mentor, "pair-03-being-asked")
    await tap(mentor, "Yes")
    await says(mentor, "You have said yes.")
    await says(mentor, "Meet once, then both say whether to go on.")
    await look(mentor, "pair-04-yes")
    return mentor.url.rsplit("/", 1)[1]


async def _both_go_on(doctor: Page, mentor: Page, asker: str, asked: str) -> None:
    await comes_back(doctor)
    await opens(doctor, asked)
    await says(doctor, "What you say stays between you")
    for phone, rhythm in ((doctor, "About every six weeks"), (mentor, None)):
        await tap(phone, "Go on together")
        await tap(phone, "Agree")
        if rhythm is not None:
            await expect(phone.get_by_role("alert")).to_contain_text("Choose how often")
            await look(phone, "pair-05-agreeing")
            await phone.get_by_label(rhythm).check()
            await tap(phone, "Agree")
        await says(phone, "Agreed on your side.")
        await up_to_date(phone)
    await opens(doctor, asked)
    await says(doctor, f"{asked} is your mentor.")
    await says(doctor, "About every six weeks")
    await expect(doctor.get_by_text("Meet once, then both")).to_have_count(0)
    await look(doctor, "pair-06-agreed")
    await opens(mentor, asker)
    await says(mentor, f"You are a mentor for {asker}.")


async def _rests(doctor: Page, mentor: Page, asker: str, asked: str) -> None:
    """Two taps from Today, and either of them ends it."""
    await opens(mentor, asker)
    await tap(mentor, "Rest for a month")
    await says(mentor, "Resting until")
    await look(mentor, "pair-07-resting")
    await says(doctor, "Nothing is expected until then.")
    await tap(doctor, "Go on now")
    await expect(doctor.get_by_role("button", name="Rest for a month")).to_be_visible()
    await expect(mentor.get_by_role("button", name="Rest for a month")).to_be_visible()
    await tap(doctor, "Rest until another date")
    await doctor.get_by_label("In 3 months").check()
    await tap(doctor, "Save")
    await says(doctor, "Saved. Rest until")
    await expect(mentor.get_by_role("button", name="Go on now")).to_be_visible()


async def _ends(place: Place, doctor: Page, mentor: Page, asker: str, asked: str, pair: str) -> None:
    """Three taps from Today. It is over here at once, and there at the common hour."""
    await opens(doctor, asked)
    await tap(doctor, "End this mentoring")
    await look(doctor, "pair-08-ending")
    await tap(doctor, "End this mentoring")
    await says(doctor, "This mentoring has ended. You can both look at other choices.")
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()
    await expect(doctor.get_by_role("button", name="Undo")).to_have_count(0)
    await look(doctor, "pair-09-ended")
    assert await truth(place, pair) == ("resting", True)
    await up_to_date(mentor)
    await expect(mentor.get_by_text("Resting until").first).to_be_visible()
    await the_hour(place)
    await says(mentor, "This has closed. You can both look at other choices.")
    await look(mentor, "pair-10-closed")
    assert await truth(place, pair) == ("closed", False)
    await tap(doctor, "Your people")
    await expect(doctor.get_by_role("list", name="Closed")).to_contain_text(asked)


@dataclass
class Offline:
    """One act of each, made with no signal; what comes of it; and what each phone may not take."""

    begins: str
    doctor: str
    mentor: str
    truth: tuple[str, bool]
    refused: dict[str, str]
    """By who comes first: whose change comes back, if anybody's."""


RACES = {
    "yes and taking back": Offline("asked", "takes back", "says yes", ("", True), {"doctor": "mentor"}),
    "no and taking back": Offline("asked", "takes back", "says no", ("requested", True), {}),
    "yes and ending": Offline("agreed", "ends", "rests", ("", True), {}),
    "both rest": Offline("agreed", "rests", "rests", ("resting", False), {}),
    "both end": Offline("agreed", "ends", "ends", ("agreed", True), {}),
}


async def _takes_back(phone: Page) -> None:
    await tap(phone, "Take it back")
    await says(phone, "This request has closed. Other mentors you can ask are below.")


async def _says_yes(phone: Page) -> None:
    await tap(phone, "Yes")
    await says(phone, "You have said yes.")


async def _says_no(phone: Page) -> None:
    await tap(phone, "No")
    await says(phone, "This request has closed.")


async def _rests_now(phone: Page) -> None:
    await tap(phone, "Rest for a month")
    await says(phone, "Resting until")


async def _ends_now(phone: Page) -> None:
    await tap(phone, "End this mentoring")
    await tap(phone, "End this mentoring")
    await says(phone, "This mentoring has ended. You can both look at other choices.")


HANDS: dict[str, Callable[[Page], Awaitable[None]]] = {
    "takes back": _takes_back,
    "says yes": _says_yes,
    "says no": _says_no,
    "rests": _rests_now,
    "ends": _ends_now,
}


@pytest.mark.parametrize("first", ["doctor", "mentor"])
@pytest.mark.parametrize("race", RACES.values(), ids=RACES)
async def test_two_phones_with_no_signal_come_to_one_truth(
    place: Place, new_phone: NewPhone, race: Offline, first: str
) -> None:
    at = 1 + 2 * list(RACES.values()).index(race) + (first == "mentor")
    who = {"doctor": f"asker{at}", "mentor": f"mentor{1 + 3 * at}"}
    async with elsewhere(place) as now:
        begin = settled.asks if race.begins == "asked" else settled.go_on
        pair = await begin(place, who["doctor"], who["mentor"], now)
    phones = {part: await new_phone(name) for part, name in who.items()}
    for part, other in (("doctor", "mentor"), ("mentor", "doctor")):
        phone = phones[part]
        await kept(phone)
        await up_to_date(phone)
        await opens(phone, await name_of(place, who[other]))
    for part, does in (("doctor", race.doctor), ("mentor", race.mentor)):
        await phones[part].context.set_offline(True)
        await HANDS[does](phones[part])
        await expect(phones[part].get_by_text("On this phone", exact=True).first).to_be_visible()
        await mark(phones[part], "1 change on this phone")

    order = [first, "mentor" if first == "doctor" else "doctor"]
    for part in order:
        await phones[part].context.set_offline(False)
        back = race.refused.get(first) == part
        await mark(phones[part], "1 needs your attention" if back else "Up to date")
    for part in order:
        if race.refused.get(first) != part:
            await up_to_date(phones[part])
            await expect(phones[part].get_by_text("On this phone", exact=True)).to_have_count(0)
            await expect(phones[part].get_by_text("Sent", exact=True).first).to_be_visible()
        else:
            await says(phones[part], "This has closed already.")
            attention = phones[part].get_by_role("link", name="Needs your attention", exact=True)
            await expect(attention).to_be_visible()
    state, ended = await truth(place, pair)
    assert ended == race.truth[1]
    assert race.truth[0] in ("", state)
    await the_hour(place)
    if ended:
        for part in order:
            await tap(phones[part], "Today")
            await expect(phones[part].get_by_role("heading", name="Your people")).to_have_count(0)
        assert (await truth(place, pair))[0] == "closed"


async def test_no_is_one_tap_and_can_be_taken_back_while_it_waits(place: Place, new_phone: NewPhone) -> None:
    async with elsewhere(place) as now:
        pair = await settled.asks(place, "asker11", "mentor34", now)
    mentor = await new_phone("mentor34")
    await kept(mentor)
    await opens(mentor, await name_of(place, "asker11"))
    await mentor.context.set_offline(True)
    await tap(mentor, "No")
    await says(mentor, "This request has closed.")
    await look(mentor, "pair-11-no")
    await tap(mentor, "Undo")
    await expect(mentor.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    await mentor.context.set_offline(False)
    await up_to_date(mentor)
    assert await truth(place, pair) == ("requested", False)


async def test_the_private_list_hides_on_its_owners_phone_alone(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("asker11")
    hidden = await name_of(place, "mentor37")
    await tap(phone, "Mentors")
    rows, box = phone.locator("ul.rows li"), phone.get_by_label("Search mentors")
    await box.fill(hidden)
    await expect(rows.first).to_contain_text(hidden)
    await phone.locator("ul.rows a").first.click()
    address = phone.url
    await tap(phone, "Never match me with this person")
    await look(phone, "pair-12-keep-apart")
    await tap(phone, "Add to my private list")
    await says(phone, f"{hidden} is on your private list.")
    await expect(phone.get_by_text("Sent", exact=True)).to_be_visible()
    await up_to_date(phone)
    await tap(phone, "Mentors")
    await box.fill(hidden)
    await expect(phone.locator("main").get_by_text(hidden, exact=True)).to_have_count(0)
    await phone.goto(address)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("This mentor is no longer listed")
    await tap(phone, "You")
    await tap(phone, "Private list")
    await says(phone, "Nobody else ever sees this list.")
    await look(phone, "pair-13-private-list")
    await phone.get_by_label("Add somebody by their email address").fill("nobody at all")
    await tap(phone, "Add to my private list")
    await expect(phone.get_by_role("alert")).to_contain_text("Enter an email address")
    await phone.get_by_label("Add somebody by their email address").fill("boss@larch.example")
    await tap(phone, "Add to my private list")
    await expect(phone.get_by_role("list", name="On your list")).to_contain_text("boss@larch.example")
    await tap(phone, f"Remove {hidden} from your private list")
    await expect(phone.get_by_role("list", name="On your list")).not_to_contain_text(hidden)
    await up_to_date(phone)
    await phone.goto(address)
    await expect(phone.get_by_role("heading", level=1)).to_have_text(hidden)


async def test_a_full_mentor_can_be_heard_of_and_another_asked(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("asker11")
    await tap(phone, "Mentors")
    await phone.get_by_label("Search mentors").fill("Dr Ellis Fairweather")
    await phone.locator("ul.rows a").first.click()
    await says(phone, "Dr Ellis Fairweather shows no free places. You can ask to hear when there is one.")
    await look(phone, "pair-14-full")
    await tap(phone, "Hear when there is a place")
    await says(phone, "You will hear here when there is a place.")
    await up_to_date(phone)
    await tap(phone, "Stop hearing about this")
    await expect(phone.get_by_role("button", name="Hear when there is a place")).to_be_visible()


async def test_a_circle_comes_together_by_a_code(place: Place, new_phone: NewPhone) -> None:
    async with elsewhere(place) as now:
        for who in ("mentor20", "mentor23"):
            await settled.takes_part(place, who, "circle", "co_mentor", now)
    one, other = await new_phone("mentor20"), await new_phone("mentor23")
    await one.goto(f"{place.address}/schemes/{place.schemes['circle']}")
    await tap(one, "Come together by a code")
    await tap(one, "Make a code")
    code = await one.locator(".code").inner_text()
    await look(one, "pair-15-code")
    await up_to_date(one)
    await other.goto(f"{place.address}/join")
    await other.get_by_label("Code").fill("tell me")
    await tap(other, "Join")
    await expect(other.get_by_role("alert")).to_contain_text("Enter a code of eight letters and digits")
    await other.get_by_label("Code").fill(code.lower().replace("0", "o").replace("1", "l"))
    await tap(other, "Join")
    await tap(other, f"Open what you have with {await name_of(place, 'mentor20')}")
    await comes_back(one)
    for phone in (other, one):
        await tap(phone, "Yes")
        await up_to_date(phone)
    await comes_back(other)
    for phone in (one, other):
        await says(phone, "meet as equals.")
        await expect(phone.get_by_role("button", name="Go on together")).to_be_visible()


async def test_a_code_that_nobody_knows_comes_back_with_its_words(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("asker11")
    await phone.goto(f"{place.address}/join#22222222")
    await expect(phone.get_by_label("Code")).to_have_value("2222 2222")
    await tap(phone, "Join")
    await says(phone, "We do not know this code. Check it, or ask for a new one.")


async def test_whoever_is_outside_the_group_finds_a_way(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("asker11")
    await phone.goto(f"{place.address}/schemes/{place.schemes['harbour']}/taking-part")
    await expect(phone.get_by_text("Are you in this group?")).to_be_visible()
    assert await phone.locator("input[type=radio]:checked").count() == 0
    await phone.get_by_label("No").check()
    await tap(phone, "Continue")
    await says(phone, "You can still ask. This is who can help you find a way.")
    await says(phone, "office@larch.example")
    await tap(phone, "Ask whether there is a way")
    await says(phone, "You have asked whether there is a way for you.")
    await look(phone, "pair-16-outside")
    await up_to_date(phone)
    await phone.goto(f"{place.address}/schemes/{place.schemes['harbour']}")
    await says(phone, "You have asked whether there is a way for you.")


async def test_wishes_are_closed_and_can_be_taken_back(place: Place, new_phone: NewPhone) -> None:
    async with elsewhere(place) as now:
        await settled.takes_part(place, "asker10", "harbour", "mentee", now)
    phone = await new_phone("asker10")
    await phone.goto(f"{place.address}/schemes/{place.schemes['harbour']}")
    await tap(phone, "Ask to be matched")
    await tap(phone, "Ask")
    await expect(phone.get_by_role("alert")).to_contain_text("Choose one of these")
    await phone.get_by_label("Another specialty").check()
    await phone.get_by_label("The same site").check()
    await phone.get_by_label("By phone").check()
    await look(phone, "pair-17-wishes")
    await tap(phone, "Ask")
    await says(phone, "You have asked Harbour mentoring to find you a mentor.")
    await up_to_date(phone)
    await tap(phone, "Back to Harbour mentoring")
    await says(phone, "By phone")
    await tap(phone, "Take it back")
    await expect(phone.get_by_role("link", name="Ask to be matched")).to_be_visible()
