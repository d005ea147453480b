"""What charters and time make of meetings: who comes first, circles, what is near, and how it was."""

from datetime import timedelta
from uuid import UUID

from playwright.async_api import expect

from server.domain.relationships.beginning import ByCode, Join
from server.sync.push import act_all
from server.sync.registry import new_id, system
from tests.domain.world import charter, scheme_as
from tests.journeys import arranged, settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_meetings import in_days, on_this_phone, pair_of, truth, types_a_time, words_of
from tests.journeys.test_pairs import comes_back, name_of, opens, says


async def test_how_it_was_is_said_and_corrected(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker17", "mentor9")
    at = in_days(-1)
    async with elsewhere(place) as now:
        earlier = now - timedelta(days=3)
        meeting = await arranged.suggests(place, "asker17", pair, (at,), earlier)
        await arranged.agrees(place, "mentor9", meeting, at, earlier)
    doctor = await new_phone("asker17")
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
    await opens(doctor, await name_of(place, "mentor9"))
    await says(doctor, "Meetings so far: 1 of 6.")
    await look(doctor, "meeting-54-one-of-six")


async def test_who_suggests_the_first_meeting_follows_the_charter(place: Place, new_phone: NewPhone) -> None:
    """In this scheme the doctor does. The mentor reads so, and answers with other times."""
    pair = await pair_of(place, "asker18", "mentor36")
    async with elsewhere(place) as now:
        meeting = await arranged.suggests(place, "asker18", pair, (in_days(8), in_days(9)), now)
    mentor = await new_phone("mentor36")
    asker = await name_of(place, "asker18")
    await opens(mentor, asker)
    await says(mentor, f"In this scheme {asker} suggests the first meeting. You can answer with other times.")
    await expect(mentor.get_by_role("button", name="Suggest times")).to_have_count(0)
    await look(mentor, "meeting-61-theirs-first")
    await mentor.get_by_role("link", name="and 1 more").click()
    await tap(mentor, "Suggest other times")
    await types_a_time(mentor, in_days(10), "6pm")
    await tap(mentor, "Suggest this time")
    await says(mentor, "is saved.")
    await up_to_date(mentor)
    assert await truth(place, pair) == [("closed", None), ("proposed", None)]
    await tap(mentor, "Open this meeting")
    await says(mentor, "You have suggested:")
    await says(mentor, words_of(in_days(10), "6pm"))
    await look(mentor, "meeting-62-answered")
    await mentor.goto(f"{place.address}/meetings/{meeting}")
    await says(mentor, "This suggestion has closed. You can suggest another time.")


async def test_two_of_a_circle_meet_as_equals(place: Place, new_phone: NewPhone) -> None:
    async with elsewhere(place) as now:
        for who in ("asker24", "asker25"):
            await settled.takes_part(place, who, "circle", "co_mentor", now)
        pair = new_id(now)
        form = ByCode(relationship=pair, scheme=place.schemes["circle"], code="9KM2Q9XD")
        await settled.does(place, "asker24", "circle.form", form, now)
        await settled.does(place, "asker25", "relationship.join", Join(code="9KM2Q9XD"), now)
        for who in ("asker24", "asker25"):
            await settled.says_yes(place, who, pair, now)
    first, second = await new_phone("asker24"), await new_phone("asker25")
    await first.goto(f"{place.address}/people/{pair}/times")
    await types_a_time(first, in_days(7), "7pm")
    # What stands in the boxes is meant, too.
    for label, typed in (("Day", in_days(6).day), ("Month", in_days(6).month), ("Year", in_days(6).year)):
        await first.get_by_label(label, exact=True).fill(str(typed))
    await first.get_by_label("Time", exact=True).fill("25:00")
    await first.get_by_label("In person").check()
    await tap(first, "Suggest this time")
    await expect(first.get_by_role("alert")).to_contain_text("Enter a time, like 5:30pm or 17:30")
    await look(first, "meeting-63-a-time-that-is-none")
    await first.get_by_label("Time", exact=True).fill("7pm")
    await first.get_by_label("Where, if you like").fill("Room 4, Postgraduate centre")
    await tap(first, "Suggest this time")
    await says(first, "is saved.")
    await up_to_date(first)
    await comes_back(second)
    await second.goto(place.address)
    await says(second, "60 minutes, in person, Room 4, Postgraduate centre")
    await tap(second, f"Agree to {words_of(in_days(7), '7pm')}")
    await says(second, "You have said yes to")
    await up_to_date(second)
    assert [state for state, _ in await truth(place, pair)] == ["confirmed"]


async def test_a_reminder_is_a_quiet_line_on_today(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("paired")
    # Five days from when the region was made, which may have been before midnight.
    at = min(at for _, at in await truth(place, place.pairs["agreed"]) if at is not None and at > in_days(3))
    await says(phone, f"on {words_of(at, '5:30pm')}.")
    await look(phone, "meeting-71-reminded")


async def test_three_of_a_circle_meet_once_all_have_said_yes(place: Place, new_phone: NewPhone) -> None:
    """Each yes is seen, and none of them makes it agreed but the last."""
    people = ("asker19", "asker20", "mentor39")
    pair = await _a_circle_of_three(place, people)
    async with elsewhere(place) as now:
        meeting = await arranged.suggests(place, people[0], pair, (in_days(6), in_days(7)), now)
    second, third = await new_phone(people[1]), await new_phone(people[2])
    names = [await name_of(place, who) for who in people]
    await kept(second)
    await second.context.set_offline(True)
    await tap(second, f"Agree to {words_of(in_days(7), '5:30pm')}")
    await on_this_phone(second)
    await second.goto(f"{place.address}/meetings/{meeting}")
    await says(second, "You have said yes.")
    await says(second, "It is agreed once each of you has said yes.")
    await look(second, "meeting-81-one-of-three")
    await second.context.set_offline(False)
    await up_to_date(second)
    assert await truth(place, pair) == [("proposed", None)]
    await says(second, "It is agreed once each of you has said yes.")
    await third.goto(f"{place.address}/meetings/{meeting}")
    for name in names[:2]:
        await expect(third.get_by_role("heading", level=1)).to_contain_text(name)
    await third.get_by_label(words_of(in_days(6), "5:30pm"), exact=True).check()
    await third.get_by_label(words_of(in_days(7), "5:30pm"), exact=True).check()
    await tap(third, "Agree")
    await expect(third.get_by_text("Agreed", exact=True)).to_be_visible()
    assert await truth(place, pair) == [("confirmed", in_days(7))]
    await look(third, "meeting-82-three")


async def _a_circle_of_three(place: Place, people: tuple[str, str, str]) -> UUID:
    async with elsewhere(place) as now:
        scheme, pair = new_id(now), new_id(now)
        place.schemes["threes"] = scheme
        threes = charter(model="triad", matching=("formed_on_course",), listing="none", listing_fields=())
        said = scheme_as(scheme, name="Learning in threes", state="open", charter=threes)
        await act_all(system(now), [("scheme.publish", said)])
        for who in people:
            await settled.takes_part(place, who, "threes", "co_mentor", now)
        form = ByCode(relationship=pair, scheme=scheme, code="5KM2Q9XD")
        await settled.does(place, people[0], "circle.form", form, now)
        for who in people[1:]:
            await settled.does(place, who, "relationship.join", Join(code="5KM2Q9XD"), now)
        for who in people:
            await settled.says_yes(place, who, pair, now)
    return pair
