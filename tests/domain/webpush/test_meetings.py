"""Meetings on closed phones: the others are told, whoever acted is not, and nothing names anybody."""

from typing import Any

import pytest

from tests.domain.meetings.arranging import Two, at, candidates, two
from tests.domain.webpush.conftest import Phones
from tests.domain.world import World


class Pair:
    """Two who asked to be told on their phones, with detail on so that a test can read what of."""

    def __init__(self, pair: Two, phones: Phones) -> None:
        self.pair, self.phones = pair, phones

    async def told(self) -> list[tuple[str, str]]:
        """Syncs, does the jobs, and says who was told of what."""
        await self.pair.sync()
        found = []
        for message in await self.phones.work():
            body: dict[str, Any] = self.phones.opened(message)
            words = str(body).lower()
            assert not [word for word in ("rowan", "hazel", "mentor") if word in words], body
            found.append((message.name, body["what"]))
        return sorted(found)


@pytest.fixture
async def pair(world: World, phones: Phones) -> Pair:
    pair = await two(world)
    await phones.subscribe(pair.rowan, detail=True, name="rowan")
    await phones.subscribe(pair.hazel, detail=True, name="hazel")
    return Pair(pair, phones)


async def test_from_a_suggestion_to_a_cancel(pair: Pair) -> None:
    two = pair.pair
    meeting = two.propose(two.hazel, at(3), at(4))
    assert await pair.told() == [("rowan", "meeting-suggested")]
    two.accept(two.rowan, meeting, at(3))
    assert await pair.told() == [("hazel", "meeting-agreed")]
    two.hazel.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(8)))
    assert await pair.told() == [("rowan", "meeting-moved")]
    two.accept(two.rowan, meeting, at(8))
    assert await pair.told() == [("hazel", "meeting-agreed")]
    two.rowan.phone.act("meeting.cancel", meeting=meeting)
    assert await pair.told() == [("hazel", "meeting-cancelled")]


async def test_a_counter_and_a_reminder(pair: Pair) -> None:
    two, world = pair.pair, pair.pair.world
    first = two.propose(two.hazel, at(3))
    assert await pair.told() == [("rowan", "meeting-suggested")]
    instead = "018f3f2e-0000-7000-8000-00000000c0de"
    two.rowan.phone.act(
        "meeting.counter", meeting=first, instead=instead, candidates=candidates(at(4)), minutes=45
    )
    assert await pair.told() == [("hazel", "meeting-suggested")]
    two.accept(two.hazel, instead, at(4))
    assert await pair.told() == [("rowan", "meeting-agreed")]
    world.clock.now = at(3, 18)
    await world.quarter_hour()
    assert await pair.told() == [("hazel", "meeting-near"), ("rowan", "meeting-near")]
    await world.quarter_hour()
    assert await pair.told() == []


async def test_what_was_withdrawn_before_it_went_is_not_told(pair: Pair) -> None:
    two = pair.pair
    two.world.clock.now = at(1, 21)  # in everybody's quiet hours
    meeting = two.propose(two.hazel, at(3))
    assert await pair.told() == []
    two.hazel.phone.act("meeting.cancel", meeting=meeting)
    assert await pair.told() == []
    two.world.clock.now = at(2, 8)
    assert await pair.phones.later() == []


async def test_a_pair_that_ends_calls_its_meetings_off(pair: Pair) -> None:
    two = pair.pair
    meeting = two.propose(two.hazel, at(3))
    assert await pair.told() == [("rowan", "meeting-suggested")]
    two.accept(two.rowan, meeting, at(3))
    assert await pair.told() == [("hazel", "meeting-agreed")]
    two.rowan.phone.act("relationship.end", relationship=two.pair)
    assert ("hazel", "meeting-cancelled") in await pair.told()
