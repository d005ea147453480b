"""However a meeting ended, what the others hold of it is the same; an office holds nothing of meetings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from server.domain.meetings.meeting import OneMeeting
from tests.conftest import Clock
from tests.domain.meetings.arranging import at, candidates, codes, two, wire
from tests.domain.relationships.test_closings_look_alike import (
    LEAVES,
    Copied,
    Story,
    closes_the_account,
    copied,
    does,
    lived,
)
from tests.domain.test_two_worlds import opened
from tests.domain.world import World

__all__ = ["copied"]
AGREED, HERS, THEIRS = (UUID(f"01930000-0000-7000-8000-0000000000b{number}") for number in range(3))
"""One that both agreed to, and a proposal of each."""


async def test_a_proposal_that_closed_does_not_say_how(world: World) -> None:
    pair = await two(world)
    withdrawn, unwanted, countered, lapsed = [
        pair.propose(pair.hazel, at(3), at(4), place="Room 4") for _ in range(4)
    ]
    await pair.sync()
    pair.hazel.phone.act("meeting.cancel", meeting=withdrawn)
    pair.rowan.phone.act("meeting.cancel", meeting=unwanted)
    other = {"instead": uuid4(), "candidates": candidates(at(10))}
    pair.rowan.phone.act("meeting.counter", meeting=countered, **other)
    await pair.sync()
    world.clock.now = at(4, 18)
    await world.quarter_hour()
    await pair.sync()
    bodies = [pair.of(meeting) for meeting in (withdrawn, unwanted, countered, lapsed)]
    assert [body["state"] for body in bodies] == ["closed"] * 4
    assert all(body == bodies[0] for body in bodies)
    assert codes(pair.hazel) == codes(pair.rowan) == []


async def test_a_cancelled_meeting_does_not_say_who(world: World) -> None:
    pair = await two(world)
    meetings = [await pair.agreed(at(3), place="Room 4")]
    pair.hazel.phone.act("meeting.cancel", meeting=meetings[0])
    await pair.sync()
    meetings.append(await pair.agreed(at(3), place="Room 4"))
    pair.rowan.phone.act("meeting.cancel", meeting=meetings[1])
    await pair.sync()
    meetings.append(await pair.agreed(at(3), place="Room 4"))
    pair.rowan.phone.act("relationship.end", relationship=pair.pair)
    await pair.sync()
    bodies = [pair.of(meeting) for meeting in meetings]
    assert bodies[0]["state"] == "cancelled"
    assert all(body == bodies[0] for body in bodies)


@pytest.fixture
async def met(copied: Copied, tmp_path: Path) -> Copied:
    """Elder is free on Thursdays. The two have agreed to one, and each has suggested another time."""
    clock = Clock()
    clock.now = copied.began
    async with opened(copied.dsn, clock, tmp_path) as world:
        hazel, elder = replace(copied.hazel, phones=[]), replace(copied.elder, phones=[])
        for person in (hazel, elder):
            await world.another_phone(person)
        elder.phone.act("availability.patch", weekday=4, ranges=[[1020, 1200]])
        for meeting, start in ((AGREED, at(10)), (HERS, at(17))):
            hazel.phone.act("meeting.propose", **proposal(copied, meeting, start))
        await hazel.phone.sync()
        elder.phone.act("meeting.accept", meeting=AGREED, ranking=[wire(at(10))])
        elder.phone.act("meeting.propose", **proposal(copied, THEIRS, at(17, 18, 30)))
        await world.everybody_syncs(elder, hazel)
        assert codes(elder) == codes(hazel) == []
    return copied


def proposal(of: Copied, meeting: UUID, start: datetime) -> dict[str, object]:
    how = {"minutes": 45, "mode": "phone", "place": None}
    return {"meeting": meeting, "relationship": of.agreed, "candidates": candidates(start), **how}


def cancels(*meetings: UUID) -> Story:
    """By hand, each with its own act; and the next day the pair's agreed end has come."""

    async def story(world: World, of: Copied) -> None:
        elder = replace(of.elder, phones=[])
        await world.another_phone(elder)
        for meeting in meetings:
            elder.phone.act("meeting.cancel", **OneMeeting(meeting=meeting).model_dump(mode="json"))
        await elder.phone.sync()
        assert codes(elder) == []

    return story


ENDINGS: Sequence[tuple[str, Story]] = (
    ("cancelled by hand", cancels(AGREED, HERS, THEIRS)),
    ("the pair ended", does("elder", "relationship.end", relationship="agreed")),
    ("the mentor left", does("elder", **LEAVES)),
    ("the mentor closed the account", closes_the_account("elder")),
    (
        "onto the private list",
        does(
            "elder",
            "relationship.declare_conflict",
            never="01930000-0000-7000-8000-0000000000aa",
            email=None,
            listing=None,
            relationship="agreed",
        ),
    ),
)


async def test_whatever_ends_the_pair_its_meetings_end_as_by_anybody_s_own_act(
    met: Copied, tmp_path: Path
) -> None:
    (first, plain), *rest = ENDINGS
    hazel, _ = await lived(met, plain, tmp_path)
    told = b"".join(body for _, body in hazel)
    assert told.count(b'"state":"cancelled"') == 1
    assert told.count(b'"proposed_by":null') == 3
    assert b"free_time" not in told
    for how, story in rest:
        also, _ = await lived(met, story, tmp_path)
        assert also == hazel, f"{how} differs from {first}"


async def test_an_office_holds_nothing_of_meetings(met: Copied, tmp_path: Path) -> None:
    async def nothing(world: World, of: Copied) -> None:
        return

    told = b"".join(body for _, body in (await lived(met, nothing, tmp_path))[1])
    for trace in (str(AGREED), str(HERS), '"meeting"', "free_time", "2026-12-10T17:30"):
        assert trace.encode() not in told
