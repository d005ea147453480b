"""Two phones arrange to meet: suggesting, agreeing, moving, cancelling and saying how it was, with no signal.

Each phone says honestly how far its own change has come, and nothing is agreed before the server says so.
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
from playwright.async_api import Page, expect

from server.domain.availability.patching import PatchAvailability
from server.domain.meetings.agreeing import AcceptMeeting
from server.domain.meetings.candidates import CandidateTime
from server.domain.meetings.proposing import CounterMeeting, ProposeMeeting
from server.sync.registry import new_id
from tests.journeys import settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.place import Place
from tests.journeys.test_pairs import comes_back, elsewhere, name_of, opens, says

OFFERED = ((12 * 60, 14 * 60), (17 * 60, 20 * 60))
"""When a mentor of these journeys is free, every day: at lunch and after work."""


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
        for weekday in range(1, 8):
            said = PatchAvailability(weekday=weekday, ranges=OFFERED)
            await settled.does(place, mentor, "availability.patch", said, now)


async def suggested(
    place: Place, who: str, pair: UUID, *starts: datetime, now: datetime | None = None
) -> UUID:
    """A suggestion of theirs, made from a phone that the journey does not tell of."""
    async with elsewhere(place) as today:
        meeting = new_id(now or today)
        candidates = tuple(
            CandidateTime(at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone="Europe/London") for at in starts
        )
        args = ProposeMeeting(
            meeting=meeting, relationship=pair, candidates=candidates, minutes=45, mode="phone", place=None
        )
        await settled.does(place, who, "meeting.propose", args, now or today)
    return meeting


async def answered(place: Place, who: str, meeting: UUID, at: datetime) -> None:
    """With another time."""
    async with elsewhere(place) as now:
        candidate = CandidateTime(at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone="Europe/London")
        args = CounterMeeting(meeting=meeting, instead=new_id(now), candidates=(candidate,))
        await settled.does(place, who, "meeting.counter", args, now)


async def agrees(place: Place, who: str, meeting: UUID, at: datetime, now: datetime | None = None) -> None:
    async with elsewhere(place) as today:
        args = AcceptMeeting(meeting=meeting, ranking=(at,))
        await settled.does(place, who, "meeting.accept", args, now or today)


async def signal(page: Page, there: bool) -> None:
    await page.context.set_offline(not there)
    if there:
        await up_to_date(page)


async def on_this_phone(page: Page) -> None:
    await expect(page.locator("main").get_by_text("On this phone", exact=True).first).to_be_visible()


async def test_any_time_is_suggested_and_agreed_on_two_phones(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker5", "mentor4")
    doctor, mentor = await new_phone("asker5"), await new_phone("mentor4")
    asker, asked = await name_of(place, "asker5"), await name_of(place, "mentor4")
    day = in_days(20)
    time = words_of(day, "5:30pm")

    await opens(doctor, asked)
    await tap(doctor, "Suggest times")
    await says(doctor, f"{asked} has not offered times yet. You can suggest up to 5.")
    await look(doctor, "meeting-01-nothing-offered")
    await tap(doctor, "Suggest this time")
    await expect(doctor.get_by_role("alert")).to_contain_text("Choose at least one time")
    await look(doctor, "meeting-02-faults")
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
    pair = await pair_of(place, "asker6", "mentor7")
    await is_free(place, "mentor7")
    doctor, mentor = await new_phone("asker6"), await new_phone("mentor7")
    asker, asked = await name_of(place, "asker6"), await name_of(place, "mentor7")
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
    await signal(doctor, True)
    assert await truth(place, pair) == [("confirmed", before)]

    await comes_back(mentor)
    await tap(mentor, "Today")
    await says(mentor, f"{asker} suggests another time.")
    await look(mentor, "meeting-19-move-asked")
    await tap(mentor, f"Agree to {time}")
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


async def test_the_one_who_comes_second_reads_what_is_still_open(place: Place, new_phone: NewPhone) -> None:
    """Two doctors say yes to the same time with no signal. Neither is told of the other."""
    await is_free(place, "mentor10")
    pairs = [await pair_of(place, who, "mentor10") for who in ("asker7", "asker8")]
    at = in_days(12)
    time = words_of(at, "5:30pm")
    for who, pair in zip(("asker7", "asker8"), pairs, strict=True):
        wish = await suggested(place, who, pair, in_days(11))
        await answered(place, "mentor10", wish, at)
    first, second = await new_phone("asker7"), await new_phone("asker8")
    for phone in (first, second):
        await kept(phone)
        await comes_back(phone)
        await signal(phone, False)
        await tap(phone, f"Agree to {time}")
        await on_this_phone(phone)
    await signal(first, True)
    await second.context.set_offline(False)
    await mark(second, "1 needs your attention")
    assert await truth(place, pairs[0]) == [("closed", None), ("confirmed", at)]
    assert await truth(place, pairs[1]) == [("closed", None), ("proposed", None)]
    await look(second, "meeting-31-loser-today")
    await tap(second, "1 change needs your attention")
    await says(second, f"{time} went to someone else while you were offline. You have not been booked.")
    await expect(second.get_by_text(await name_of(place, "asker7"))).to_have_count(0)
    await expect(second.get_by_role("button", name="Ask for all three")).to_be_visible()
    await expect(second.get_by_role("button", name="Not now")).to_be_visible()
    await look(second, "meeting-32-loser")
    await second.get_by_role("button", name=re.compile("20[0-9]{2}, ")).first.click()
    await says(second, "You have suggested:")
    await up_to_date(second)
    await look(second, "meeting-33-loser-asked")
    assert [state for state, _ in await truth(place, pairs[1])] == ["closed", "closed", "proposed"]
    await second.goto(f"{place.address}/attention")
    await says(second, "Nothing needs your attention.")


async def test_two_moves_cross_and_the_later_one_is_told(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker9", "mentor13")
    at = in_days(15)
    meeting = await suggested(place, "asker9", pair, at)
    await agrees(place, "mentor13", meeting, at)
    doctor, mentor = await new_phone("asker9"), await new_phone("mentor13")
    asked = await name_of(place, "mentor13")
    for page, day in ((doctor, 16), (mentor, 17)):
        await kept(page)
        await comes_back(page)
        await signal(page, False)
        await page.goto(f"{place.address}/meetings/{meeting}")
        await tap(page, "Suggest another time")
        await types_a_time(page, in_days(day), "9pm")
        await says(page, words_of(in_days(day), "9pm"))
        await tap(page, "Suggest this time")
        await on_this_phone(page)
    await signal(mentor, True)
    await doctor.context.set_offline(False)
    await mark(doctor, "1 needs your attention")
    await says(doctor, f"{asked} suggested another time while you were offline.")
    await says(doctor, "Your suggestion was not sent.")
    await look(doctor, "meeting-41-crossed")
    await doctor.goto(f"{place.address}/attention")
    await says(doctor, f"Until you agree it stays {words_of(at, '5:30pm')}.")
    await look(doctor, "meeting-42-crossed-attention")
    await tap(doctor, "Keep this time")
    await says(doctor, "Nothing needs your attention.")
    await up_to_date(doctor)
    assert await truth(place, pair) == [("confirmed", at)]
    await comes_back(mentor)
    await mentor.goto(f"{place.address}/meetings/{meeting}")
    await expect(mentor.get_by_text("You have suggested another time.")).to_have_count(0)


async def test_how_it_was_is_said_and_corrected(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker10", "mentor16")
    at = in_days(-1)
    earlier = datetime.now(UTC) - timedelta(days=3)
    meeting = await suggested(place, "asker10", pair, at, now=earlier)
    await agrees(place, "mentor16", meeting, at, now=earlier)
    doctor = await new_phone("asker10")
    time = words_of(at, "5:30pm")
    await says(doctor, "You can say how it was")
    await look(doctor, "meeting-51-today")
    await doctor.get_by_role("link", name=time).click()
    await says(doctor, "Did this meeting go ahead?")
    await look(doctor, "meeting-52-how-it-was")
    await tap(doctor, "It did not go ahead")
    await says(doctor, "Saved. This meeting did not go ahead.")
    await up_to_date(doctor)
    assert await truth(place, pair) == [("missed", at)]
    await look(doctor, "meeting-53-did-not-go-ahead")
    await tap(doctor, "Correct: it took place")
    await says(doctor, "This meeting took place.")
    await up_to_date(doctor)
    assert await truth(place, pair) == [("held", at)]
    await opens(doctor, await name_of(place, "mentor16"))
    await says(doctor, "Meetings so far: 1 of 6.")
    await look(doctor, "meeting-54-one-of-six")
