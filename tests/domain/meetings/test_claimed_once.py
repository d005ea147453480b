"""A time is booked once: the constraints themselves, without any act of ours."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.database.engine import pool
from tests.domain.meetings.arranging import Two, at, two
from tests.domain.world import World

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


async def a_meeting(pair: Two) -> UUID:
    """Somewhere to hang a claim on."""
    meeting = uuid4()
    await pool().execute(
        "INSERT INTO meeting (id, relationship, state, minutes, mode, proposed_by, changed_at)"
        " VALUES ($1, $2, 'proposed', 45, 'phone', $1, $3)",
        meeting,
        UUID(pair.pair),
        NOON,
    )
    return meeting


async def claim(account: UUID, meeting: UUID, start: int, end: int, before: int, after: int) -> bool:
    """In minutes from noon. Whether it could be had."""
    times = [NOON + timedelta(minutes=each) for each in (start - before, start, end, end + after)]
    try:
        await pool().execute(
            "INSERT INTO meeting_claim VALUES ($1, $2, $3, $4, $5, $6, true)", meeting, account, *times
        )
    except asyncpg.ExclusionViolationError:
        return False
    return True


Claim = tuple[int, int, int, int]
"""Start and end, and what its owner keeps before and after it; in minutes."""


def drawn(dice: random.Random) -> Claim:
    start = dice.randrange(60)
    return start, start + dice.randint(1, 40), dice.randrange(20), dice.randrange(20)


def apart(one: Claim, other: Claim) -> bool:
    """Between neighbours lies the larger of what is kept after the earlier and before the later."""
    (_, end, _, after), (start, _, before, _) = sorted((one, other))
    return start - end >= max(after, before)


async def test_between_neighbours_the_larger_buffer_is_kept_once(world: World) -> None:
    pair = await two(world)
    first, second = await a_meeting(pair), await a_meeting(pair)
    me = pair.rowan.account

    dice, kept = random.Random(11), []  # noqa: S311 - the same claims every time
    for _ in range(400):
        one, other = drawn(dice), drawn(dice)
        await pool().execute("DELETE FROM meeting_claim")
        assert await claim(me, first, *one)
        kept.append(await claim(me, second, *other))
        assert kept[-1] == apart(one, other), (one, other)
    assert 50 < kept.count(True) < 350


async def test_what_is_not_active_and_what_is_another_s_is_in_nobody_s_way(world: World) -> None:
    pair = await two(world)
    meetings = [await a_meeting(pair) for _ in range(3)]
    rowan, hazel = pair.rowan.account, pair.hazel.account
    assert await claim(rowan, meetings[0], 0, 45, 0, 0)
    assert await claim(hazel, meetings[1], 0, 45, 0, 0)
    assert not await claim(rowan, meetings[2], 44, 60, 0, 0)
    assert await claim(rowan, meetings[2], 45, 60, 0, 0), "half-open: one ends as the other begins"
    await pool().execute("UPDATE meeting_claim SET active = false WHERE meeting = $1", meetings[0])
    assert await claim(rowan, meetings[1], 0, 45, 0, 0)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await pool().execute("UPDATE meeting_claim SET active = true WHERE meeting = $1", meetings[0])


async def test_a_cancelled_time_is_free_again(world: World) -> None:
    pair = await two(world)
    meeting = await pair.agreed(at(3))
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    again = await pair.agreed(at(3))
    assert pair.of(again)["state"] == "confirmed"
