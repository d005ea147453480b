"""Two phones arrange to meet: suggesting, agreeing, moving, cancelling and saying how it was, with no signal.

Each phone says honestly how far its own change has come, and nothing is agreed before the server says so.
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
from playwright.async_api import Page, expect

from tests.journeys import arranged, settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_pairs import comes_back, name_of, opens, says
from tests.journeys.test_screens import pictured


def words_of(day: datetime, clock: str) -> str:
    """ "Tuesday 12 January 2027, 5:30pm"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}, {clock}"


def in_days(count: int, hour: int = 17, minute: int = 30) -> datetime:
    return (datetime.now(UTC) + timedelta(days=count)).replace(
        hour=hour, minute=minute, second=0, microsecond=0
    )


async def types_a_time(page: Page, day: datetime, clock: str) -> None:
    """Any time, in the boxes."""
    for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        await page.get_by_label(label, exact=True).fill(str(typed))
    await page.get_by_label("Time", exact=True).fill(clock)
    await tap(page, "Add this time")


async def truth(place: Place, pair: UUID | str) -> list[tuple[str, datetime | None]]:
    """Every meeting of a pair on the server, oldest first: its state and when it was agreed for."""
    database = await asyncpg.connect(place.dsn)
    try:
        rows = await database.fetch(
            "SELECT state, starts FROM meeting WHERE relationship = $1 ORDER BY id", pair
        )
        return [(row["state"], row["starts"]) for row in rows]
    finally:
        await database.close()


async def pair_of(place: Place, doctor: str, mentor: str) -> UUID:
    """Two who have agreed to go on."""
    async with elsewhere(place) as now:
        return await settled.go_on(place, doctor, mentor, now)


async def is_free(place: Place, mentor: str) -> None:
    async with elsewhere(place) as now:
        await arranged.offers_times(place, mentor, now)


async def signal(page: Page, there: bool) -> None:
    await page.context.set_offline(not there)
    if there:
        await up_to_date(page)


async def on_this_phone(page: Page) -> None:
    await expect(page.locator("main").get_by_text("On this phone", exact=True).first).to_be_visible()


async def test_any_time_is_suggested_and_agreed_on_two_phones(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker15", "mentor3")
    doctor, mentor = await new_phone("asker15"), await new_phone("mentor3")
    asker, asked = await name_of(place, "asker15"), await name_of(place, "mentor3")
    day = in_days(20)
    time = words_of(day, "5:30pm")

    await opens(doctor, asked)
    await tap(doctor, "Suggest times")
    await says(doctor, f"{asked} has not offered times yet. You can suggest up to 5.")
    await look(doctor, "meeting-01-nothing-offered")
    await tap(doctor, "Suggest this time")
    await expect(doctor.get_by_role("alert")).to_contain_text("Choose at least one time")
    await look(doctor, "meeting-02-faults")
    assert not await pictured(doctor, "/suggest-times-faults", "narrow-light")
    await types_a_time(doctor, day, "5:30pm")
    await doctor.get_by_label("By video").check()
    await look(doctor, "meeting-03-suggesting")
    await tap(doctor, "Suggest this time")
    await says(doctor, f"Your suggestion to {asked} is saved.")
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()
    await look(doctor, "meeting-04-suggested")
    assert await truth(place, pair) == [("proposed", None)]

    await comes_back(mentor)
    await tap(mentor, "Today")
    await says(mentor, f"{asker} suggests a meeting: 60 minutes, by video.")
    await look(mentor, "meeting-05-answering-on-today")
    await tap(mentor, f"Agree to {time}")
    await says(mentor, f"You have said yes to {time}.")
    await up_to_date(mentor)
    assert await truth(place, pair) == [("confirmed", day)]
    await mentor.get_by_role("link", name=time).first.click()
    await expect(mentor.get_by_text("Agreed", exact=True)).to_be_visible()
    await look(mentor, "meeting-06-agreed")

    await comes_back(doctor)
    await tap(doctor, "Today")
    await expect(doctor.get_by_role("heading", name="Next meetings")).to_be_visible()
    await expect(doctor.get_by_role("link", name=time).first).to_be_visible()
    await look(doctor, "meeting-07-today")


async def test_nights_no_signal_suggest_agree_move_and_cancel(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker16", "mentor6")
    await is_free(place, "mentor6")
    doctor, mentor = await new_phone("asker16"), await new_phone("mentor6")
    asker, asked = await name_of(place, "asker16"), await name_of(place, "mentor6")
    await kept(doctor)
    await kept(mentor)
    nights = in_days(2)
    await _taps_in_nights(doctor, place, nights)

    await signal(doctor, False)
    await opens(doctor, asked)
    await tap(doctor, "Suggest times")
    await says(doctor, f"Times that {asked} offers")
    await look(doctor, "meeting-11-offered")
    offered = await doctor.locator("#offered, [id^=offered-]").locator("xpath=../label").all_inner_texts()
    between = {f"{nights + timedelta(days=day):%A} {(nights + timedelta(days=day)).day} " for day in range(5)}
    assert len(offered) == 5
    assert not [time for time in offered if any(time.startswith(day) for day in between)]
    first, second = offered[1], offered[0]
    for time in (first, second):
        await doctor.get_by_label(time, exact=True).check()
    await says(doctor, "Your suggestion, best first")
    await doctor.get_by_label("By phone").check()
    await look(doctor, "meeting-12-picked")
    assert not await pictured(doctor, "/suggest-times-picked", "narrow-light")
    await tap(doctor, "Suggest these times")
    await says(doctor, f"Your suggestion to {asked} is saved.")
    await on_this_phone(doctor)
    await look(doctor, "meeting-13-on-this-phone")
    await doctor.locator(".bar__mark").click()
    await says(doctor, f"Suggest 2 times to {asked}")
    await look(doctor, "meeting-14-waiting-to-send")
    await signal(doctor, True)
    assert await truth(place, pair) == [("proposed", None)]

    await comes_back(mentor)
    await signal(mentor, False)
    await _ranks_and_agrees(mentor, second, first)
    assert await truth(place, pair) == [("proposed", None)]
    await signal(mentor, True)
    await expect(mentor.get_by_text("Agreed", exact=True)).to_be_visible()
    await expect(mentor.locator("dd").first).to_have_text(second)
    await _moves(place, doctor, mentor, asker, pair)
    await _cancels(place, doctor, mentor, asker, asked, pair)


async def _taps_in_nights(doctor: Page, place: Place, first: datetime) -> None:
    """Four of them. They stay on the phone; only what is picked leaves it."""
    await doctor.goto(f"{place.address}/you/rota/pattern")
    await doctor.get_by_label("Nights", exact=True).check()
    await doctor.get_by_label("How many days in a row").fill("4")
    for label, typed in (("Day", first.day), ("Month", first.month), ("Year", first.year)):
        await doctor.get_by_label(label, exact=True).fill(str(typed))
    await tap(doctor, "Add it")
    await says(doctor, "Added to this phone.")


async def _ranks_and_agrees(mentor: Page, best: str, other: str) -> None:
    await tap(mentor, "Today")
    await tap(mentor, "Choose several, other times or none")
    await mentor.get_by_label(best, exact=True).check()
    await mentor.get_by_label(other, exact=True).check()
    await says(mentor, "Choice 1")
    await look(mentor, "meeting-15-ranking")
    await tap(mentor, "Agree")
    await says(mentor, "You have said yes to 2 times.")
    await on_this_phone(mentor)
    await expect(mentor.get_by_text("Agreed", exact=True)).to_have_count(0)
    await look(mentor, "meeting-16-yes-on-this-phone")


async def _moves(place: Place, doctor: Page, mentor: Page, asker: str, pair: UUID) -> None:
    """Three taps from Today and the pick. The old time stays until the other agrees."""
    [(_, before)] = await truth(place, pair)
    assert before is not None
    await comes_back(doctor)
    await tap(doctor, "Today")
    await doctor.get_by_role("link", name=re.compile("Meeting with")).first.click()
    await signal(doctor, False)
    await tap(doctor, "Suggest another time")
    await says(doctor, "The time stays")
    picked = doctor.locator("#offered-hint, #offered, [id^=offered-]").locator("xpath=../label").nth(3)
    time = await picked.inner_text()
    await doctor.get_by_label(time, exact=True).check()
    await look(doctor, "meeting-17-moving")
    await tap(doctor, "Suggest this time")
    await on_this_phone(doctor)
    await tap(doctor, "Open this meeting")
    await says(doctor, "You have suggested another time. Until it is agreed, the time stays as it is.")
    await look(doctor, "meeting-18-move-waits")
    assert not await pictured(doctor, "/meeting-move-waits", "narrow-light")
    await signal(doctor, True)
    assert await truth(place, pair) == [("confirmed", before)]

    await comes_back(mentor)
    await tap(mentor, "Today")
    await says(mentor, f"{asker} suggests another time.")
    await look(mentor, "meeting-19-move-asked")
    await tap(mentor, f"Agree to {time}")
    await says(mentor, f"You have said yes to {time}.")
    await up_to_date(mentor)
    [(state, after)] = await truth(place, pair)
    assert state == "confirmed"
    assert after != before
    await expect(mentor.get_by_role("link", name=time).first).to_be_visible()


async def _cancels(place: Place, doctor: Page, mentor: Page, asker: str, asked: str, pair: UUID) -> None:
    """Two taps from Today, with no question asked."""
    await tap(mentor, "Today")
    await signal(mentor, False)
    await mentor.get_by_role("link", name=re.compile("Meeting with")).first.click()
    await tap(mentor, "Cancel this meeting")
    await says(mentor, "You have cancelled this meeting.")
    await on_this_phone(mentor)
    await look(mentor, "meeting-20-cancelled")
    await signal(mentor, True)
    assert [state for state, _ in await truth(place, pair)] == ["cancelled"]
    await comes_back(doctor)
    await tap(doctor, "Today")
    await expect(doctor.get_by_role("heading", name="Next meetings")).to_have_count(0)
    await opens(doctor, asked)
    await says(doctor, "You have nothing arranged.")
