"""Two phones with no signal, row by row as 4-domain 4.4 has them, whichever arrives first.

Fields of a profile and places at events are told where they belong; a changed availability in
test_open_times.py.
"""

from uuid import UUID

import pytest

from server.domain.relationships.going_on import Agree
from server.sync.push import act
from server.sync.registry import system
from tests.domain.meetings.arranging import Two, another, at, candidates, codes, two, wire
from tests.domain.world import Person, World, charter, scheme_as

BOTH = pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["one first", "the other first"])
Order = tuple[int, int]


async def arrive(order: Order, *people: Person) -> None:
    """They have signal again, one after the other; then everybody hears of it."""
    for place in order:
        await people[place].phone.sync()
    for person in people:
        await person.phone.sync()


async def same_time(world: World, *second: object) -> tuple[list[Two], list[str]]:
    """A mentor offers two mentees the same time."""
    one = await two(world)
    pairs = [one, await another(one, "Ida Marsh")]
    meetings = [pair.propose(pair.rowan, at(3), at(4)) for pair in pairs]
    for pair in pairs:
        await pair.sync()
    return pairs, meetings


@BOTH
async def test_two_take_the_same_time_and_the_later_gets_their_next_choice(
    world: World, order: Order
) -> None:
    pairs, meetings = await same_time(world)
    for pair, meeting in zip(pairs, meetings, strict=True):
        pair.accept(pair.hazel, meeting, at(3), at(4))
    await arrive(order, pairs[0].hazel, pairs[1].hazel)
    found = [pairs[place].hazel.phone.of("meeting")[meetings[place]] for place in order]
    assert [each["state"] for each in found] == ["confirmed", "confirmed"]
    assert [each["starts"] for each in found] == [wire(at(3)), wire(at(4))]
    assert codes(pairs[0].hazel) == codes(pairs[1].hazel) == []


@BOTH
async def test_two_take_the_same_time_and_the_later_is_told_and_loses_nothing(
    world: World, order: Order
) -> None:
    pairs, meetings = await same_time(world)
    for pair, meeting in zip(pairs, meetings, strict=True):
        pair.accept(pair.hazel, meeting, at(3))
    await arrive(order, pairs[0].hazel, pairs[1].hazel)
    first, later = (pairs[place].hazel for place in order)
    assert codes(first) == []
    assert codes(later) == ["no-candidate-free"]
    problem = later.phone.attention[0]["problem"]
    assert problem["open_times"] == []
    assert first.name not in str(problem)
    assert str(first.account) not in str(problem)
    lost = pairs[order[1]]
    still = lost.hazel.phone.of("meeting")[meetings[order[1]]]
    assert (still["state"], still["candidates"]) == ("proposed", candidates(at(3), at(4)))
    lost.accept(lost.hazel, meetings[order[1]], at(4))
    await lost.sync()
    assert lost.of(meetings[order[1]])["starts"] == wire(at(4))


@BOTH
async def test_one_cancels_and_the_other_moves(world: World, order: Order) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    pair.rowan.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(5)), sequence=1)
    await arrive(order, pair.hazel, pair.rowan)
    assert pair.of(meeting)["state"] == "cancelled"
    assert pair.of(meeting)["candidates"] == []
    assert codes(pair.hazel) == []
    assert codes(pair.rowan) == (["meeting-over"] if order == (0, 1) else [])
    anew = pair.propose(pair.rowan, at(5))
    await pair.sync()
    assert pair.of(anew)["state"] == "proposed"


@BOTH
async def test_both_move(world: World, order: Order) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    people = (pair.hazel, pair.rowan)
    for person, day in zip(people, (5, 6), strict=True):
        person.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(day)), sequence=1)
    await arrive(order, *people)
    first, later = (people[place] for place in order)
    assert pair.of(meeting)["proposed_by"] == str(first.account)
    assert (codes(first), codes(later)) == ([], ["meeting-changed"])


@BOTH
async def test_one_opts_out_and_the_other_proposes(world: World, order: Order) -> None:
    pair = await two(world)
    agreed, waiting = await pair.agreed(at(3)), pair.propose(pair.rowan, at(5))
    await pair.sync()
    pair.rowan.phone.act("participation.opt_out", scheme=pair.scheme, role="mentor", current="end")
    late = pair.propose(pair.hazel, at(4))
    await arrive(order, pair.rowan, pair.hazel)
    assert codes(pair.hazel) == codes(pair.rowan) == []
    assert pair.hazel.phone.of("meeting")[agreed]["state"] == "cancelled"
    assert pair.hazel.phone.of("meeting")[waiting]["state"] == "closed"
    await world.next_day()
    await pair.sync()
    assert pair.of(late)["state"] == "closed"
    assert pair.of(late)["proposed_by"] is None
    assert pair.hazel.phone.of("relationship")[pair.pair]["state"] == "closed"
    again = pair.propose(pair.hazel, at(5))
    await pair.sync()
    assert again not in pair.hazel.phone.of("meeting")
    assert codes(pair.hazel) == ["relationship-closed"]


async def test_a_mentor_who_keeps_their_pairs_keeps_what_is_arranged(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    pair.rowan.phone.act("participation.opt_out", scheme=pair.scheme, role="mentor", current="keep")
    await pair.sync()
    await world.next_day()
    await pair.sync()
    assert pair.of(meeting)["state"] == "confirmed"


@BOTH
async def test_a_charter_that_is_newer_than_the_pair_s_changes_nothing(world: World, order: Order) -> None:
    pair = await two(world)
    await pair.agreed(at(3))
    capped = charter(first_meeting_arranged_by="mentor", session_cap=1)
    second = pair.propose(pair.hazel, at(4))
    if order == (0, 1):
        await pair.sync()
    await act(system(world.now), "scheme.publish", scheme_as(pair.scheme, charter=capped))
    await pair.sync()
    assert codes(pair.hazel) == []
    assert pair.of(second)["state"] == "proposed"
    for person in (pair.hazel, pair.rowan):
        said = Agree(relationship=UUID(pair.pair), charter_version=2)
        await world.does(person, "relationship.agree", said)
    third = pair.propose(pair.hazel, at(5))
    pair.accept(pair.rowan, second, at(4))
    await pair.sync()
    assert third not in pair.hazel.phone.of("meeting")
    assert (codes(pair.hazel), codes(pair.rowan)) == (["cap-reached"], ["cap-reached"])


@BOTH
async def test_one_withdraws_and_the_other_agrees(world: World, order: Order) -> None:
    pair = await two(world)
    meeting = pair.propose(pair.hazel, at(3))
    await pair.sync()
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    pair.accept(pair.rowan, meeting, at(3))
    await arrive(order, pair.hazel, pair.rowan)
    # Cancelling wins either way: what was agreed meanwhile is cancelled.
    assert pair.of(meeting)["state"] == ("closed" if order == (0, 1) else "cancelled")
    assert codes(pair.rowan) == (["meeting-over"] if order == (0, 1) else [])


@BOTH
async def test_the_pair_ends_and_the_other_agrees(world: World, order: Order) -> None:
    pair = await two(world)
    meeting = pair.propose(pair.hazel, at(3))
    await pair.sync()
    pair.hazel.phone.act("relationship.end", relationship=pair.pair)
    pair.accept(pair.rowan, meeting, at(3))
    await arrive(order, pair.hazel, pair.rowan)
    assert pair.of(meeting)["state"] == ("closed" if order == (0, 1) else "cancelled")
