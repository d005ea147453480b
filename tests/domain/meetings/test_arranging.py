"""The plain path, and each way off it: proposing, countering, agreeing, moving, cancelling, afterwards."""

from uuid import uuid4

from tests.domain.meetings.arranging import at, candidates, codes, two
from tests.domain.world import World


async def test_a_time_is_proposed_agreed_and_cancelled(world: World) -> None:
    pair = await two(world)
    meeting = pair.propose(pair.hazel, at(3), at(4), place="Room 4, library", mode="in_person")
    await pair.sync()
    asked = pair.of(meeting)
    assert asked == {
        "relationship": pair.pair,
        "state": "proposed",
        "minutes": 45,
        "mode": "in_person",
        "place": "Room 4, library",
        "sequence": 0,
        "candidates": candidates(at(3), at(4)),
        "proposed_by": str(pair.hazel.account),
        "accepted": [],
        **dict.fromkeys(("starts", "ends", "wall", "zone", "correctable_until")),
    }
    pair.accept(pair.rowan, meeting, at(4), at(3))
    await pair.sync()
    agreed = pair.of(meeting)
    assert agreed["state"] == "confirmed"
    assert (agreed["starts"], agreed["ends"]) == ("2026-12-04T17:30:00Z", "2026-12-04T18:15:00Z")
    assert (agreed["wall"], agreed["zone"]) == ("2026-12-04T17:30", "Europe/London")
    assert (agreed["candidates"], agreed["proposed_by"], agreed["sequence"]) == ([], None, 1)
    pair.rowan.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    assert (pair.of(meeting)["state"], pair.of(meeting)["sequence"]) == ("cancelled", 2)
    assert codes(pair.hazel) == codes(pair.rowan) == []


async def test_the_other_answers_with_other_times(world: World) -> None:
    pair = await two(world)
    first, instead = pair.propose(pair.hazel, at(3)), str(uuid4())
    await pair.sync()
    pair.rowan.phone.act("meeting.counter", meeting=first, instead=instead, candidates=candidates(at(5)))
    await pair.sync()
    assert pair.of(first)["state"] == "closed"
    assert pair.of(instead)["proposed_by"] == str(pair.rowan.account)
    assert pair.of(instead)["minutes"] == 45
    pair.accept(pair.hazel, instead, at(5))
    await pair.sync()
    assert pair.of(instead)["state"] == "confirmed"


async def test_a_move_keeps_the_meeting_and_its_time_until_the_new_one_is_agreed(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    pair.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(3, 17, 45)), sequence=1)
    await pair.sync()
    moving = pair.of(meeting)
    assert (moving["state"], moving["starts"]) == ("confirmed", "2026-12-03T17:30:00Z")
    assert (moving["candidates"], moving["proposed_by"]) == (
        candidates(at(3, 17, 45)),
        str(pair.hazel.account),
    )
    pair.accept(pair.rowan, meeting, at(3, 17, 45))
    await pair.sync()
    assert (pair.of(meeting)["starts"], pair.of(meeting)["sequence"]) == ("2026-12-03T17:45:00Z", 3)


async def test_a_move_can_be_left(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    for by in (pair.hazel, pair.rowan):
        pair.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(5)))
        await pair.sync()
        by.phone.act("meeting.keep", meeting=meeting)
        await pair.sync()
        assert (pair.of(meeting)["state"], pair.of(meeting)["candidates"]) == ("confirmed", [])
    assert codes(pair.hazel) == codes(pair.rowan) == []


async def test_afterwards_either_says_how_it_was_and_either_corrects_it(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    pair.hazel.phone.act("meeting.confirm_held", meeting=meeting)
    await pair.sync()
    assert codes(pair.hazel) == ["meeting-to-come"]
    world.clock.now = at(3, 18, 30)
    pair.hazel.phone.act("meeting.confirm_held", meeting=meeting)
    await pair.sync()
    assert (pair.of(meeting)["state"], pair.of(meeting)["correctable_until"]) == (
        "held",
        "2026-12-17T18:30:00Z",
    )
    pair.rowan.phone.act("meeting.record_missed", meeting=meeting)
    await pair.sync()
    assert codes(pair.rowan) == ["meeting-changed"]
    pair.rowan.phone.act("meeting.correct", meeting=meeting, state="missed")
    await pair.sync()
    assert pair.of(meeting)["state"] == "missed"
    world.clock.now = at(18)
    pair.rowan.phone.act("meeting.correct", meeting=meeting, state="held")
    await pair.sync()
    assert codes(pair.rowan) == ["meeting-changed", "no-longer-correctable"]
