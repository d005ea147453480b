"""What time does, done twice: the second time finds nothing to do (a killed worker's job runs again)."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from server import jobs
from server.database.engine import pool
from server.domain.participation import OptIn
from server.domain.relationships.matching import AskForMatch, Wishes
from server.sync.registry import new_id
from tests.domain.meetings.arranging import another, two
from tests.domain.world import World, charter

ACTS = {
    f"{schedule} {number} {act.__module__.removeprefix('server.')}.{act.__name__}": act
    for schedule, acts in (
        ("night", jobs.EVERY_NIGHT),
        ("quarter of an hour", jobs.EVERY_QUARTER_HOUR),
        ("minute", jobs.EVERY_MINUTE),
    )
    for number, act in enumerate(acts)
}


async def lived_in(world: World) -> None:
    """Pairs, wishes, meetings behind and ahead, people who wait, pause, left and were asked."""
    pair = await two(world)
    ash = await world.coordinator("Ash Kite", pair.scheme)
    day = world.now.replace(hour=17, minute=30, second=0, microsecond=0)
    await pair.agreed(day + timedelta(days=3))
    other = await another(pair, "Marten Teal")
    await other.agreed(day + timedelta(days=4))
    other.propose(other.hazel, day + timedelta(days=6))
    gone = await another(pair, "Linnet Finch")
    gone.hazel.phone.act("relationship.end", relationship=gone.pair)
    pair.hazel.phone.act(
        "participation.not_now", scheme=None, until=str((world.now + timedelta(days=20)).date())
    )
    lost = await world.mentee("Robin Heron", pair.scheme)
    await world.ask(lost, pair.rowan, pair.scheme)
    ash.phone.act(
        "invitation.send",
        invitation=str(new_id(world.now)),
        scheme=str(pair.scheme),
        role="mentor",
        email="somebody@example.org",
        name="Some Body",
        fields={},
    )
    await world.everybody_syncs(other.hazel, gone.hazel, pair.hazel, ash)
    queue = await world.scheme(charter=charter(matching=("next_on_list",)))
    wren = await world.mentor("Merlin Wren", queue)
    await world.train(wren, queue)
    await world.does(lost, "participation.opt_in", OptIn(scheme=queue, role="mentee"))
    wish = Wishes(specialty="either", site="either", mode="any")
    await world.does(
        lost,
        "match.ask",
        AskForMatch(request=new_id(world.now), scheme=queue, how="next_on_list", wishes=wish),
    )


async def everything() -> dict[str, str]:
    """A digest of every table; what is to happen later as well, and not when it was last looked at."""
    tables = await pool().fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    found = {}
    for (table,) in tables:
        row = "entrypoint || encode(payload, 'hex')" if table == "pgqueuer" else "each::text"
        found[table] = await pool().fetchval(
            f"SELECT md5(string_agg({row}, '|' ORDER BY {row})) FROM {table} AS each"
        )
    return found


@pytest.fixture(params=[2, 5, 15, 45])
async def later(request: pytest.FixtureRequest, world: World) -> World:
    """That many days after what happened, at four in the morning."""
    await lived_in(world)
    world.clock.forward(days=request.param)
    world.clock.now = world.now.replace(hour=4, minute=0)
    return world


async def test_each_act_of_time_done_twice_is_done_once(later: World) -> None:
    did: set[str] = set()
    for name, act in ACTS.items():
        before = await everything()
        await _does(act, later.now)
        once = await everything()
        await _does(act, later.now)
        twice = await everything()
        assert twice == once, name
        did |= {table for table in once if once[table] != before[table]}
    assert did, "there was something to do"


async def _does(act: Callable[[datetime], Awaitable[object]], now: datetime) -> None:
    await act(now)
