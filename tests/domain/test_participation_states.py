"""The states of taking part, against a model of four lines: whatever is done, in whatever order."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from server.database.engine import pool
from server.domain import participation
from server.domain.leaving import OptOut
from server.domain.participation import OptIn, Pause, Resume, SetPlaces
from server.refusals import Refused
from server.sync.rebuild import rebuild
from server.sync.registry import Strict
from tests.domain.world import Person, World

ACT = st.one_of(
    st.tuples(st.sampled_from(["in", "out", "resume", "places", "night"]), st.just(0)),
    st.tuples(st.just("pause"), st.integers(1, 3)),
)


@dataclass
class Model:
    """What 4-domain says: none -> in <-> paused, in or paused -> out -> in."""

    state: str = "none"
    until: date | None = None

    def expects(self, what: str, day: date, nights: int) -> bool:
        """Moves on; false when a refusal is expected."""
        if what == "in":
            self.state, self.until = "in", None
        elif what == "out":
            self.state, self.until = ("none" if self.state == "none" else "out"), None
        elif what == "night":
            if self.until is not None and self.until <= day:
                self.state, self.until = "in", None
        elif self.state in {"none", "out"}:
            return False
        elif what == "pause":
            self.state, self.until = "paused", day + timedelta(days=nights)
        elif what == "resume":
            self.state, self.until = "in", None
        return True


async def does(world: World, person: Person, scheme: UUID, what: str, nights: int) -> bool:
    day = world.now.date()
    acts: dict[str, tuple[str, Strict]] = {
        "in": ("participation.opt_in", OptIn(scheme=scheme, role="mentor")),
        "out": ("participation.opt_out", OptOut(scheme=scheme, role="mentor", current="end")),
        "pause": ("participation.pause", Pause(scheme=scheme, until=day + timedelta(days=nights))),
        "resume": ("participation.resume", Resume(scheme=scheme)),
        "places": ("participation.set_places", SetPlaces(scheme=scheme, places=nights)),
    }
    try:
        await world.does(person, *acts[what])
    except Refused as refusal:
        return refusal.code != "not-taking-part"
    return True


async def shown(person: Person, scheme: UUID) -> tuple[str, date | None, int]:
    row = await pool().fetchrow(
        "SELECT state, until FROM participation WHERE account = $1 AND scheme = $2", person.account, scheme
    )
    listed = await pool().fetchval(
        "SELECT count(*) FROM bucket_document WHERE bucket = 'directory:' || $1::uuid"
        " AND body IS NOT NULL AND entity_id = $2",
        scheme,
        person.account,
    )
    return (row["state"], row["until"], listed) if row else ("none", None, listed)


async def test_whatever_is_done_in_whatever_order(world: World) -> None:
    scheme = await world.scheme()
    numbers = iter(range(10_000))
    loop = asyncio.get_running_loop()

    async def lived(acts: list[tuple[str, int]]) -> None:
        rowan, model = await world.doctor(f"Rowan Wren {next(numbers)}"), Model()
        for what, nights in acts:
            if what == "night":
                await world.next_day()
            expected = model.expects(what, world.now.date(), nights)
            if what != "night":
                assert await does(world, rowan, scheme, what, nights) == expected
            assert await shown(rowan, scheme) == (model.state, model.until, int(model.state == "in"))

    @settings(max_examples=25, deadline=None)
    @given(st.lists(ACT, max_size=12))
    def any_story(acts: Any) -> None:
        asyncio.run_coroutine_threadsafe(lived(acts), loop).result(60)

    await asyncio.to_thread(any_story)
    await world.next_day()
    assert await rebuild(world.now, check=True) == []
    assert await participation.wake_due(world.now) == 0
