"""Totals point at nobody: made once, suppressed by one rule, and nothing suppressed can be worked out."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.domain import figures
from server.domain.participation import OptIn
from server.sync.rebuild import rebuild
from tests.domain.meetings.arranging import two
from tests.domain.world import World

NAMES = ("mentors", "mentees", "trained", "held")


async def fill(world: World, scheme: UUID, mentees: int) -> None:
    for _ in range(mentees):
        await world.mentee(f"Wren {uuid4().hex[:8]}", scheme)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2027-01-01", "2026-10-01"),
        ("2027-03-31", "2026-10-01"),
        ("2027-04-01", "2027-01-01"),
        ("2026-12-31", "2026-07-01"),
    ],
)
def test_a_quarter_is_the_last_that_is_over(day: str, quarter: str) -> None:
    assert figures.quarter_before(date.fromisoformat(day)) == date.fromisoformat(quarter)


def test_one_rule_for_all() -> None:
    shown = figures.suppressed(range(19), members=20)
    assert shown == ["0", *["*"] * 7, *["10"] * 5, *["15"] * 5, "20"]
    assert figures.suppressed([0, 50], members=19) == [None, None]


def test_meetings_of_few_pairs_say_nothing_of_them() -> None:
    """Neither that one pair meets often, nor that nothing came of it."""
    for pairs, shown in ((0, "0"), (1, "10"), (7, "30")):
        assert figures.held_by(pairs, shown) == "*"
    assert figures.held_by(8, "10") == "10"
    assert figures.held_by(0, None) is None


async def test_totals_come_once_a_quarter_to_the_office_alone(world: World) -> None:
    pair = await two(world)
    ash = await world.coordinator("Ash Kite", pair.scheme)
    await fill(world, pair.scheme, 20)
    await world.train(pair.rowan, pair.scheme)
    meeting = await pair.agreed(world.now + timedelta(days=3))
    world.clock.forward(days=4)
    await pair.sync()
    pair.hazel.phone.act("meeting.confirm_held", meeting=meeting)
    await pair.sync()
    world.clock.now = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    await figures.make_due(world.now)
    await ash.phone.sync()
    assert ash.phone.of("figure") == {}, "no scheme was there in the quarter before"
    world.clock.now = datetime(2027, 1, 1, 4, tzinfo=UTC)
    await figures.make_due(world.now)
    await ash.phone.sync()
    (first,) = ash.phone.of("figure").values()
    said = {"mentors": "*", "mentees": "20", "trained": "*", "held": "*"}
    assert first == {"scheme": str(pair.scheme), "quarter": "2026-10-01", **said}
    kept = dict(await pool().fetchrow("SELECT * FROM figure"))
    assert {name: kept[name] for name in NAMES} == said, "no exact number is kept"

    await fill(await _later(world), pair.scheme, 10)
    await figures.make_due(world.now)
    await ash.phone.sync()
    assert list(ash.phone.of("figure").values()) == [first]
    await pair.hazel.phone.sync()
    assert pair.hazel.phone.of("figure") == {}
    assert await rebuild(world.now, check=True) == []


async def _later(world: World) -> World:
    world.clock.forward(days=40)
    return world


async def test_nothing_of_a_small_scheme_is_shown_then_or_later(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await fill(world, scheme, 19)
    both = await world.doctor("Ivy Swift", scheme)
    world.clock.now = datetime(2027, 1, 1, 4, tzinfo=UTC)
    await figures.make_due(world.now)
    await world.does(both, "participation.opt_in", OptIn(scheme=scheme, role="mentor"))
    await figures.make_due(world.now)
    await ash.phone.sync()
    assert ash.phone.of("figure") == {}
    assert await pool().fetchval("SELECT count(*) FROM figure WHERE mentors IS NULL") == 1


def test_an_attacker_who_knows_the_rules_recovers_no_suppressed_number() -> None:
    """Who knows that trained are mentors, and that a scheme with totals has 20 members or more, is left with
    several values of each suppressed number, over every scheme that could be."""
    most = 40
    could_be: dict[tuple[str | None, ...], list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for mentors, mentees in product(range(most), repeat=2):
        if mentors + mentees < figures.FEWEST_MEMBERS:
            continue
        for trained in range(mentors + 1):
            shown = figures.suppressed([mentors, mentees, trained], mentors + mentees)
            for known, value in zip(could_be[tuple(shown)], (mentors, mentees, trained), strict=True):
                known.add(value)
    dice, attacked = Random(16), 0  # noqa: S311  # schemes to draw, no secret
    for _ in range(5_000):
        mentors, mentees = dice.randrange(30), dice.randrange(30)
        trained, held = dice.randint(0, mentors), dice.randrange(30)
        shown = figures.suppressed([mentors, mentees, trained], mentors + mentees)
        if shown[0] is not None:
            for total, known in zip(shown, could_be[tuple(shown)], strict=True):
                if total == "*":
                    attacked += 1
                    assert len(known) > 1, shown
        (alone,) = figures.suppressed([held], 20)
        assert alone != "*" or 1 <= held <= 7
    assert attacked > 500
