"""Reminders, and whatever else time does to meetings."""

from datetime import timedelta

from server.database.engine import pool
from server.sync.rebuild import rebuild
from tests.domain.meetings.arranging import at, candidates, codes, two, wire
from tests.domain.world import Person, World


def told(person: Person) -> list[str]:
    return [body["starts"] for body in person.phone.of("reminder").values()]


async def test_the_day_before_each_is_told_once_and_not_at_night(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3, 7, 30))
    for hours, minutes, expected in ((23, 0, []), (7, 45, []), (8, 0, [wire(at(3, 7, 30))])):
        day = 1 if hours == 23 else 2
        world.clock.now = at(day, hours, minutes)
        await world.quarter_hour()
        await pair.sync()
        assert told(pair.hazel) == told(pair.rowan) == expected, (hours, minutes)
    assert pair.hazel.phone.of("reminder") == {
        meeting: {"meeting": meeting, "relationship": pair.pair, "starts": wire(at(3, 7, 30))}
    }
    before = await pool().fetchval(
        "SELECT position FROM bucket WHERE name = $1", f"doctor:{pair.hazel.account}"
    )
    await world.quarter_hour()
    after = await pool().fetchval(
        "SELECT position FROM bucket WHERE name = $1", f"doctor:{pair.hazel.account}"
    )
    assert before == after, "said once"
    world.clock.now = at(3, 8, 30)
    await world.quarter_hour()
    await pair.sync()
    assert told(pair.hazel) == []
    assert await pool().fetchval("SELECT count(*) FROM reminder") == 0


async def test_none_after_a_cancel_or_a_move_however_late_the_job_comes(world: World) -> None:
    pair = await two(world)
    cancelled, moved, told_of = [await pair.agreed(at(3, hour)) for hour in (10, 12, 14)]
    world.clock.now = at(2, 9)
    pair.hazel.phone.act("meeting.cancel", meeting=cancelled)
    pair.hazel.phone.act("meeting.move", meeting=moved, candidates=candidates(at(8, 12)))
    await pair.sync()
    pair.accept(pair.rowan, moved, at(8, 12))
    await pair.sync()
    world.clock.now = at(2, 15)
    await world.quarter_hour()
    await pair.sync()
    assert told(pair.hazel) == told(pair.rowan) == [wire(at(3, 14))]
    pair.rowan.phone.act("meeting.move", meeting=told_of, candidates=candidates(at(9, 12)))
    await pair.sync()
    assert told(pair.hazel) == [wire(at(3, 14))], "the agreed time stands until the new one is agreed"
    pair.accept(pair.hazel, told_of, at(9, 12))
    await pair.sync()
    assert told(pair.hazel) == told(pair.rowan) == []
    world.clock.now = at(8, 9)
    await world.quarter_hour()
    await pair.sync()
    assert told(pair.hazel) == told(pair.rowan) == [wire(at(8, 12))], "the new day before; the other is later"
    pair.rowan.phone.act("meeting.cancel", meeting=moved)
    await pair.sync()
    assert told(pair.hazel) == told(pair.rowan) == []


async def test_who_agreed_within_the_day_is_not_told_what_they_know(world: World) -> None:
    pair = await two(world)
    world.clock.now = at(2, 18)
    await pair.agreed(at(3))
    world.clock.now = at(3, 9)
    await world.quarter_hour()
    await pair.sync()
    assert told(pair.hazel) == []


async def test_whoever_left_is_told_nothing(world: World) -> None:
    pair = await two(world)
    await pair.agreed(at(3))
    pair.hazel.phone.act("relationship.end", relationship=pair.pair)
    await pair.sync()
    world.clock.now = at(2, 18)
    await world.quarter_hour()
    await pair.sync()
    assert told(pair.hazel) == told(pair.rowan) == []


async def test_a_proposal_lapses_when_its_last_candidate_has_passed(world: World) -> None:
    pair = await two(world)
    meeting = pair.propose(pair.hazel, at(4), at(3))
    await pair.sync()
    world.clock.now = at(3, 18)
    await world.quarter_hour()
    await pair.sync()
    assert pair.of(meeting)["state"] == "proposed"
    world.clock.now = at(4, 18)
    await world.quarter_hour()
    pair.accept(pair.rowan, meeting, at(4))
    await pair.sync()
    assert codes(pair.rowan) == ["meeting-over"]
    lapsed = pair.of(meeting)
    assert (lapsed["state"], lapsed["candidates"], lapsed["proposed_by"]) == ("closed", [], None)


async def test_a_passed_candidate_is_not_to_be_had_before_the_job_has_come(world: World) -> None:
    pair = await two(world)
    meeting = pair.propose(pair.hazel, at(3), at(4))
    await pair.sync()
    world.clock.now = at(3, 18)
    pair.accept(pair.rowan, meeting, at(3))
    await pair.sync()
    assert codes(pair.rowan) == ["no-candidate-free"]


async def test_a_move_lapses_and_the_meeting_stays(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(8))
    pair.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(4)))
    await pair.sync()
    world.clock.now = at(4, 18)
    await world.quarter_hour()
    await pair.sync()
    kept = pair.of(meeting)
    assert (kept["state"], kept["starts"], kept["candidates"]) == ("confirmed", wire(at(8)), [])
    # A move that still waits when the meeting begins has nothing left to move.
    pair.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(20)))
    await pair.sync()
    world.clock.now = at(8, 17, 40)
    pair.accept(pair.rowan, meeting, at(20))
    await pair.sync()
    assert codes(pair.rowan) == ["meeting-over"]
    await world.quarter_hour()
    await pair.sync()
    assert pair.of(meeting)["proposed_by"] is None


async def test_what_is_over_is_claimed_no_more_and_what_closed_goes_after_thirty_days(world: World) -> None:
    pair = await two(world)
    meeting, cancelled = await pair.agreed(at(3)), await pair.agreed(at(4))
    closed = pair.propose(pair.hazel, at(5))
    for gone in (cancelled, closed):
        pair.hazel.phone.act("meeting.cancel", meeting=gone)
    await pair.sync()
    world.clock.now = at(3, 18, 0)
    await world.quarter_hour()
    assert await pool().fetchval("SELECT count(*) FROM meeting_claim WHERE active") == 2
    world.clock.now = at(3, 18, 15)
    await world.quarter_hour()
    await pair.sync()
    assert await pool().fetchval("SELECT count(*) FROM meeting_claim WHERE active") == 0
    assert next(iter(pair.hazel.phone.of("free_time").values()))["busy"] == []
    world.clock.forward(days=29)
    await world.quarter_hour()
    await pair.sync()
    assert set(pair.hazel.phone.of("meeting")) == {meeting}
    assert pair.of(meeting)["state"] == "confirmed", "nobody has to say how it was"


async def test_nothing_is_left_of_meetings_once_the_pair_is_forgotten(world: World) -> None:
    pair = await two(world)
    await pair.agreed(at(3))
    pair.propose(pair.hazel, at(5))
    await pair.sync()
    world.clock.now = at(2, 18)
    await world.quarter_hour()
    pair.hazel.phone.act("relationship.end", relationship=pair.pair)
    await pair.sync()
    for _ in range(31):
        await world.next_day()
        assert await rebuild(world.now, check=True) == []
    await pair.sync()
    for table in ("meeting", "meeting_candidate", "meeting_acceptance", "meeting_claim", "reminder"):
        assert await pool().fetchval(f"SELECT count(*) FROM {table}") == 0
    assert pair.hazel.phone.of("meeting") == pair.rowan.phone.of("meeting") == {}
    assert world.now - at(2, 18) == timedelta(days=31)
