"""Two phones with no signal say yes to one time, or move one meeting.

Nothing is lost, and each reads what is so.
"""

import re

from playwright.async_api import expect

from tests.journeys import arranged
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_meetings import (
    in_days,
    is_free,
    on_this_phone,
    pair_of,
    signal,
    truth,
    types_a_time,
    words_of,
)
from tests.journeys.test_pairs import comes_back, name_of, says
from tests.journeys.test_screens import pictured


async def test_the_one_who_comes_second_reads_what_is_still_open(place: Place, new_phone: NewPhone) -> None:
    """Two doctors say yes to the same time with no signal. Neither is told of the other."""
    await is_free(place, "mentor58")
    pairs = [await pair_of(place, who, "mentor58") for who in ("asker21", "asker22")]
    at = in_days(12)
    time = words_of(at, "5:30pm")
    async with elsewhere(place) as now:
        for who, pair in zip(("asker21", "asker22"), pairs, strict=True):
            wish = await arranged.suggests(place, who, pair, (in_days(11),), now)
            await arranged.answers(place, "mentor58", wish, (at,), now)
    first, second = await new_phone("asker21"), await new_phone("asker22")
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
    await expect(second.get_by_text(await name_of(place, "asker21"))).to_have_count(0)
    await expect(second.get_by_role("button", name="Ask for all three")).to_be_visible()
    await expect(second.get_by_role("button", name="Not now")).to_be_visible()
    await look(second, "meeting-32-loser")
    assert not await pictured(second, "/attention-taken-times", "narrow-light")
    await second.get_by_role("button", name=re.compile("20[0-9]{2}, ")).first.click()
    await says(second, "You have suggested:")
    await mark(second, "Up to date")
    await look(second, "meeting-33-loser-asked")
    assert [state for state, _ in await truth(place, pairs[1])] == ["closed", "closed", "proposed"]
    await second.goto(f"{place.address}/attention")
    await says(second, "Nothing needs your attention.")


async def test_two_moves_cross_and_the_later_one_is_told(place: Place, new_phone: NewPhone) -> None:
    pair = await pair_of(place, "asker23", "mentor42")
    at = in_days(15)
    async with elsewhere(place) as now:
        meeting = await arranged.suggests(place, "asker23", pair, (at,), now)
        await arranged.agrees(place, "mentor42", meeting, at, now)
    doctor, mentor = await new_phone("asker23"), await new_phone("mentor42")
    asked = await name_of(place, "mentor42")
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
    assert not await pictured(doctor, "/attention-crossed", "narrow-light")
    await tap(doctor, "Keep this time")
    await says(doctor, "Nothing needs your attention.")
    await up_to_date(doctor)
    assert await truth(place, pair) == [("confirmed", at)]
    await comes_back(mentor)
    await mentor.goto(f"{place.address}/meetings/{meeting}")
    await expect(mentor.get_by_text("You have suggested another time.")).to_have_count(0)
