"""A mentor's open times: what a pair sees of them, and what they mean for a meeting.

The mentor of these stories is free on Thursdays and Fridays from 5pm to 8pm. The 3rd and 4th of December
2026 are such days.
"""

import pytest

from server.domain import leaving
from server.sync.publish import publishing
from server.sync.registry import Actor
from tests.domain.meetings.arranging import Two, another, at, candidates, codes, two, wire
from tests.domain.meetings.test_two_phones import BOTH, Order, arrive
from tests.domain.world import Person, World

EVENING = [[1020, 1200]]


def says_free(mentor: Person, *weekdays: int, ranges: list[list[int]] = EVENING) -> None:
    for weekday in weekdays:
        mentor.phone.act("availability.patch", weekday=weekday, ranges=ranges)


def sets(mentor: Person, **settings: object) -> None:
    for setting, value in settings.items():
        mentor.phone.act("availability.patch", setting=setting, value=value)


async def offering(world: World) -> Two:
    pair = await two(world)
    says_free(pair.rowan, 4, 5)
    sets(pair.rowan, places=["Room 4, library"])
    await pair.sync()
    assert codes(pair.rowan) == []
    return pair


def free_time(person: Person) -> list[object]:
    return list(person.phone.of("free_time").values())


async def test_both_see_the_mentor_s_time_and_nobody_s_words(world: World) -> None:
    pair = await offering(world)
    (shown,) = pair.hazel.phone.of("free_time").items()
    assert shown[0] == pair.pair
    assert shown[1]["availability"]["weekdays"][3] == EVENING
    assert shown[1]["availability"]["places"] == []
    assert shown[1]["busy"] == []
    assert free_time(pair.rowan) == free_time(pair.hazel), "one audience, the same bytes"


async def test_a_taken_time_is_busy_to_every_mentee_and_says_nothing_more(world: World) -> None:
    one = await offering(world)
    other = await another(one, "Ida Marsh")
    meeting = await one.agreed(at(3), place="Room 4", mode="in_person")
    await other.sync()
    busy = [{"starts": "2026-12-03T17:30:00Z", "ends": "2026-12-03T18:15:00Z"}]
    assert [each["busy"] for each in other.hazel.phone.of("free_time").values()] == [busy]
    assert meeting not in str(other.hazel.phone.buckets)
    assert str(one.hazel.account) not in str(other.hazel.phone.buckets)
    one.hazel.phone.act("meeting.cancel", meeting=meeting)
    await one.sync()
    await other.sync()
    assert [each["busy"] for each in other.hazel.phone.of("free_time").values()] == [[]]


async def test_nothing_is_shown_before_both_have_said_yes_and_after_the_pair_has_closed(world: World) -> None:
    pair = await offering(world)
    ida = await world.mentee("Ida Marsh", pair.scheme)
    await world.ask(ida, pair.rowan, pair.scheme)
    await world.everybody_syncs(ida)
    assert free_time(ida) == []
    pair.rowan.phone.act("relationship.end", relationship=pair.pair)
    await pair.sync()
    assert len(free_time(pair.hazel)) == 1, "until the common hour nothing tells of it"
    await world.next_day()
    await pair.sync()
    assert free_time(pair.hazel) == []


async def test_a_mentor_has_one_of_each_pair_and_one_that_goes_leaves_the_other(world: World) -> None:
    """A phone keeps what it holds by kind and id, whichever bucket it came in."""
    one = await offering(world)
    other = await another(one, "Ida Marsh")
    await one.sync()
    assert set(one.rowan.phone.of("free_time")) == {one.pair, other.pair}
    one.rowan.phone.act("relationship.end", relationship=one.pair)
    await one.sync()
    await world.next_day()
    await one.sync()
    assert set(one.rowan.phone.of("free_time")) == {other.pair}


async def test_a_mentor_whose_account_has_gone_looks_like_one_who_offers_no_times(world: World) -> None:
    pair = await offering(world)
    async with publishing(world.now) as touched:
        touched += await leaving.close_account(Actor(pair.rowan.account, None, world.now))
    await pair.hazel.phone.sync()
    assert free_time(pair.hazel) == [{"availability": None, "busy": []}]


@BOTH
async def test_who_comes_later_reads_the_open_times_as_they_are_now(world: World, order: Order) -> None:
    one = await offering(world)
    pairs = [one, await another(one, "Ida Marsh")]
    meetings = [pair.propose(pair.rowan, at(3)) for pair in pairs]
    for pair, meeting in zip(pairs, meetings, strict=True):
        await pair.sync()
        pair.accept(pair.hazel, meeting, at(3))
    await arrive(order, pairs[0].hazel, pairs[1].hazel)
    (told,) = pairs[order[1]].hazel.phone.attention
    assert told["code"] == "no-candidate-free"
    # The one that was taken is 17:30 to 18:15 on the first Thursday.
    assert told["problem"]["open_times"][:7] == [
        *(wire(at(26, 17, minute, month=11)) for minute in (0, 15, 30)),
        *(wire(at(27, 17, minute, month=11)) for minute in (0, 15, 30)),
        wire(at(3, 18, 15)),
    ]
    assert len(told["problem"]["open_times"]) == 12


@BOTH
@pytest.mark.parametrize("days", [6, 8])
async def test_a_time_that_is_offered_no_more(world: World, order: Order, days: int) -> None:
    """The mentor offered it, took it out of their open times, and the answer took days to arrive."""
    pair = await offering(world)
    meeting = pair.propose(pair.rowan, at(10))
    await pair.sync()
    says_free(pair.rowan, 4, ranges=[])
    pair.accept(pair.hazel, meeting, at(10))
    if order == (0, 1):
        await pair.rowan.phone.sync()
        world.clock.forward(days=days)
        await pair.hazel.phone.sync()
    else:
        await pair.hazel.phone.sync()
        world.clock.forward(days=days)
        await pair.rowan.phone.sync()
    await pair.sync()
    stands = order == (1, 0) or days < 7
    assert codes(pair.hazel) == ([] if stands else ["no-candidate-free"])
    assert pair.of(meeting)["state"] == ("confirmed" if stands else "proposed")
    if stands:
        pair.rowan.phone.act("meeting.cancel", meeting=meeting)
        await pair.sync()
        assert pair.of(meeting)["state"] == "cancelled"


async def test_a_time_outside_the_open_times_is_an_exception_and_stands(world: World) -> None:
    pair = await offering(world)
    meeting = pair.propose(pair.rowan, at(9, 12))
    await pair.sync()
    says_free(pair.rowan, 4, 5, ranges=[])
    await pair.sync()
    world.clock.forward(days=8)
    pair.accept(pair.hazel, meeting, at(9, 12))
    await pair.sync()
    assert pair.of(meeting)["state"] == "confirmed"


async def test_the_mentor_s_own_yes_stands_whatever_their_open_times_say(world: World) -> None:
    pair = await offering(world)
    meeting = pair.propose(pair.hazel, at(10))
    await pair.sync()
    says_free(pair.rowan, 4, 5, ranges=[])
    world.clock.forward(days=8)
    pair.accept(pair.rowan, meeting, at(10))
    await pair.sync()
    assert pair.of(meeting)["state"] == "confirmed"


async def test_notice_that_runs_out_while_the_answer_is_awaited_takes_nothing_back(world: World) -> None:
    pair = await offering(world)
    sets(pair.rowan, notice_hours=336)
    await pair.sync()
    meeting = pair.propose(pair.rowan, at(10))
    await pair.sync()
    world.clock.forward(days=12)
    pair.accept(pair.hazel, meeting, at(10))
    await pair.sync()
    assert pair.of(meeting)["state"] == "confirmed"


async def test_what_a_mentor_keeps_around_meetings_is_kept_and_a_move_may_use_its_own(world: World) -> None:
    one = await offering(world)
    sets(one.rowan, before=10, after=15)
    other = await another(one, "Ida Marsh")
    meeting = await one.agreed(at(3, 17, 30))
    for start, free in (((18, 25), False), ((18, 30), True), ((16, 35), False), ((16, 30), True)):
        asked = other.propose(other.hazel, at(3, *start))
        await other.sync()
        other.accept(other.rowan, asked, at(3, *start))
        await other.sync()
        assert other.of(asked)["state"] == ("confirmed" if free else "proposed"), start
        other.hazel.phone.act("meeting.cancel", meeting=asked)
        await other.sync()
    one.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(3, 17, 45)))
    await one.sync()
    one.accept(one.rowan, meeting, at(3, 17, 45))
    await one.sync()
    assert one.of(meeting)["starts"] == wire(at(3, 17, 45))
