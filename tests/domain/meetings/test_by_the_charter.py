"""What a charter says of meetings: flip one value, and another thing comes of the same act."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.database.engine import pool
from server.domain.meetings.proposing import OPEN_AT_ONCE
from tests.domain.meetings.arranging import Two, at, candidates, codes, two
from tests.domain.world import Person, World, charter


@pytest.mark.parametrize("by", ["mentee", "mentor", "either"])
async def test_who_suggests_the_first_meeting(world: World, by: str) -> None:
    pair = await two(world, first_meeting_arranged_by=by)
    for person, role in ((pair.hazel, "mentee"), (pair.rowan, "mentor")):
        meeting = pair.propose(person, at(3))
        await pair.sync()
        may = by in {role, "either"}
        assert codes(person) == ([] if may else ["first-meeting-theirs"])
        assert (meeting in person.phone.of("meeting")) == may
        person.phone.attention.clear()


async def test_the_other_answers_the_first_with_other_times_and_suggests_the_second(world: World) -> None:
    pair = await two(world, first_meeting_arranged_by="mentee")
    first, instead = pair.propose(pair.hazel, at(3)), str(uuid4())
    await pair.sync()
    pair.rowan.phone.act("meeting.counter", meeting=first, instead=instead, candidates=candidates(at(4)))
    await pair.sync()
    pair.accept(pair.hazel, instead, at(4))
    await pair.sync()
    second = pair.propose(pair.rowan, at(10))
    await pair.sync()
    assert codes(pair.rowan) == codes(pair.hazel) == []
    assert pair.of(second)["state"] == "proposed"


async def held(pair: Two, day: int) -> str:
    meeting = await pair.agreed(at(day))
    pair.world.clock.now = at(day, 19)
    pair.hazel.phone.act("meeting.confirm_held", meeting=meeting)
    await pair.sync()
    assert codes(pair.hazel) == codes(pair.rowan) == []
    return meeting


@pytest.mark.parametrize("cap", [2, None])
async def test_a_cap_counts_what_was_held(world: World, cap: int | None) -> None:
    pair = await two(world, session_cap=cap)
    first, second = await held(pair, 1), await held(pair, 2)
    third = pair.propose(pair.hazel, at(8))
    await pair.sync()
    assert codes(pair.hazel) == ([] if cap is None else ["cap-reached"])
    states = [body["state"] for body in pair.rowan.phone.of("meeting").values()]
    assert states.count("held") == 2
    if cap is None:
        return
    assert third not in pair.hazel.phone.of("meeting")
    # One that did not go ahead after all leaves room again, and cannot be claimed back once it is filled.
    pair.rowan.phone.act("meeting.correct", meeting=first, state="missed")
    await pair.sync()
    await held(_forgetful(pair), 8)
    pair.rowan.phone.act("meeting.correct", meeting=first, state="held")
    await pair.sync()
    assert codes(pair.rowan) == ["cap-reached"]
    assert pair.of(first)["state"] == "missed"
    assert pair.of(second)["state"] == "held"


def _forgetful(pair: Two) -> Two:
    for person in (pair.hazel, pair.rowan):
        person.phone.attention.clear()
    return pair


async def test_the_database_itself_keeps_the_cap(world: World) -> None:
    pair = await two(world, session_cap=1)
    await held(pair, 1)
    with pytest.raises(asyncpg.CheckViolationError, match="more held meetings"):
        await pool().execute(
            "INSERT INTO meeting (id, relationship, state, minutes, mode, sequence, starts, ends, wall, zone,"
            " agreed_at, correctable_until, changed_at)"
            " SELECT gen_random_uuid(), relationship, state, minutes, mode, sequence, starts, ends, wall,"
            " zone, agreed_at, correctable_until, changed_at FROM meeting"
        )


async def test_two_that_are_arranged_are_as_many_as_two_that_were_held(world: World) -> None:
    pair = await two(world, session_cap=2)
    await pair.agreed(at(3))
    waiting = [pair.propose(pair.hazel, at(day)) for day in (4, 5)]
    await pair.sync()
    for meeting, day in zip(waiting, (4, 5), strict=True):
        pair.accept(pair.rowan, meeting, at(day))
    await pair.sync()
    assert codes(pair.rowan) == ["cap-reached"]
    assert [pair.of(meeting)["state"] for meeting in waiting] == ["confirmed", "proposed"]


async def test_a_pair_that_tries_has_one_meeting_until_both_agree_to_go_on(world: World) -> None:
    pair = await two(world, trial_meeting=True)
    assert pair.hazel.phone.of("relationship")[pair.pair]["state"] == "trying"
    await held(pair, 3)
    pair.propose(pair.hazel, at(10))
    await pair.sync()
    assert codes(pair.hazel) == ["agree-first"]
    for person in (pair.hazel, pair.rowan):
        person.phone.act("relationship.agree", relationship=pair.pair, charter_version=1)
    await pair.sync()
    second = pair.propose(pair.hazel, at(10))
    await pair.sync()
    assert pair.of(second)["state"] == "proposed"


async def test_a_pair_that_rests_may_meet_and_one_that_has_not_begun_may_not(world: World) -> None:
    pair = await two(world)
    pair.hazel.phone.act("relationship.rest", relationship=pair.pair, until="2027-02-01")
    await pair.sync()
    await pair.agreed(at(3))
    ida = await world.mentee("Ida Marsh", pair.scheme)
    asked = await world.ask(ida, pair.rowan, pair.scheme)
    waits = Two(world, pair.scheme, asked, pair.rowan, ida)
    waits.propose(ida, at(4))
    await ida.phone.sync()
    assert codes(ida) == ["not-all-there"]


async def test_what_cannot_be_meant_is_refused(world: World) -> None:
    pair = await two(world)
    now = world.now
    wrong_wall = [{**candidates(at(3))[0], "wall": "2026-12-03T09:00"}]
    for times, code in (
        (candidates(now - timedelta(hours=1)), "date-passed"),
        (candidates(at(3), at(3)), "value-not-allowed"),
        (candidates(now + timedelta(days=800)), "date-too-far"),
        (wrong_wall, "value-not-allowed"),
        ([{**candidates(at(3))[0], "zone": "Europe/Nowhere"}], "value-not-allowed"),
        ([{**candidates(at(3))[0], "wall": "2026-13-41T09:00"}], "value-not-allowed"),
        ([{**candidates(at(3))[0], "at": "2026-12-03T17:30:30Z"}], "malformed"),
        ([], "malformed"),
        (candidates(*(at(day) for day in range(3, 9))), "malformed"),
    ):
        pair.propose(pair.hazel, candidates=times)
        await pair.hazel.phone.sync()
        assert codes(pair.hazel) == [code], times
        pair.hazel.phone.attention.clear()
    # Some have passed on the way: the others stand.
    meeting = pair.propose(pair.hazel, now - timedelta(minutes=30), at(3))
    await pair.sync()
    assert pair.of(meeting)["candidates"] == candidates(at(3))


async def test_proposals_do_not_pile_up(world: World) -> None:
    pair = await two(world)
    for _ in range(OPEN_AT_ONCE + 1):
        pair.propose(pair.hazel, at(3))
    await pair.sync()
    assert codes(pair.hazel) == ["already-asked"]


async def circle(world: World, *names: str) -> tuple[str, list[Person]]:
    model = "triad" if len(names) == 3 else "dyad"
    settings = charter(model=model, matching=("formed_on_course",), listing="none", listing_fields=())
    scheme, pair, people = await world.scheme(charter=settings), str(uuid4()), list[Person]()
    for name in names:
        person = await world.doctor(name, scheme)
        person.phone.act("participation.opt_in", scheme=scheme, role="co_mentor")
        if people:
            person.phone.act("relationship.join", code="ABCDEFGH")
        else:
            person.phone.act("circle.form", relationship=pair, scheme=scheme, code="ABCDEFGH")
        await person.phone.sync()
        people.append(person)
    for person in people:
        person.phone.act("relationship.accept", relationship=pair)
        await person.phone.sync()
    await world.everybody_syncs(*people)
    return pair, people


@pytest.mark.parametrize("names", [("Ash", "Elder"), ("Ash", "Elder", "Rowan")], ids=["two", "three"])
async def test_a_circle_meets_when_everybody_has_said_yes(world: World, names: tuple[str, ...]) -> None:
    pair, people = await circle(world, *names)
    first, *others = people
    told = Two(world, uuid4(), pair, others[-1], first)
    meeting = told.propose(first, at(3), at(4), at(5))
    await world.everybody_syncs(*people)
    # The second likes the fourth best, the last cannot on the third.
    rankings = [(at(4), at(5), at(3)), (at(5), at(4))][-len(others) :]
    for place, (person, ranking) in enumerate(zip(others, rankings, strict=True), start=1):
        assert told.of(meeting)["state"] == "proposed"
        assert len(told.of(meeting)["accepted"]) == place - 1
        told.accept(person, meeting, *ranking)
        await world.everybody_syncs(*people, person)
        await world.everybody_syncs(*people)
    assert told.of(meeting)["state"] == "confirmed"
    claimed = await pool().fetch(
        "SELECT account, starts FROM meeting_claim WHERE meeting = $1 AND active", UUID(meeting)
    )
    assert {row["account"] for row in claimed} == {person.account for person in people}
    assert {row["starts"] for row in claimed} == {at(4) if len(names) == 3 else at(5)}
