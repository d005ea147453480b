"""What a mentor says of when they are free: one thing at a time, from any phone, and only to themselves."""

from datetime import date, timedelta
from typing import Any

import pytest

from server.database.engine import pool, transaction
from server.domain.availability import kept
from server.domain.availability.documents import Availability, of
from server.domain.availability.kept import offered_within_a_week
from server.domain.leaving import close_account
from server.sync.publish import publishing
from server.sync.registry import Actor
from tests.domain.availability.vectors import at
from tests.domain.world import Person, World

MORNINGS = [[540, 720]]


def whole(person: Person, place: int = 0) -> dict[str, Any]:
    (held,) = person.phones[place].of("availability").items()
    assert held[0] == str(person.account)
    body: dict[str, Any] = held[1]
    return body


async def test_weekdays_dates_and_settings_are_kept_one_by_one(world: World) -> None:
    rowan = await world.mentor("Rowan Wren", await world.scheme())
    rowan.phone.act("availability.patch", weekday=4, ranges=[[1020, 1140], [1320, 1500]])
    rowan.phone.act("availability.patch", date="2026-12-24", ranges=[])
    rowan.phone.act("availability.patch", date="2026-12-25", ranges=[[600, 660]])
    rowan.phone.act("availability.patch", date="2026-12-25", ranges=None)
    for setting, value in SETTINGS.items():
        rowan.phone.act("availability.patch", setting=setting, value=value)
    await rowan.phone.sync()
    assert rowan.phone.attention == []
    assert whole(rowan) == {
        "weekdays": [[], [], [], [[1020, 1140], [1320, 1500]], [], [], []],
        "dates": {"2026-12-24": []},
        **SETTINGS,
    }


SETTINGS: dict[str, Any] = {
    "zone": "America/New_York",
    "lengths": [20, 60],
    "grid": 20,
    "before": 10,
    "after": 5,
    "notice_hours": 48,
    "horizon_weeks": 12,
    "modes": ["in_person", "video"],
    "places": ["Room 4, Larch Infirmary"],
    "valid_from": "2026-12-01",
    "valid_to": "2027-03-01",
    "paused_until": "2027-01-04",
}


async def test_two_phones_without_signal_are_both_heard(world: World) -> None:
    rowan = await world.mentor("Rowan Wren", await world.scheme())
    tablet = await world.another_phone(rowan)
    rowan.phone.act("availability.patch", weekday=1, ranges=MORNINGS)
    rowan.phone.act("availability.patch", weekday=2, ranges=MORNINGS)
    tablet.act("availability.patch", weekday=2, ranges=[])
    tablet.act("availability.patch", date="2026-12-01", ranges=[])
    tablet.act("availability.patch", setting="grid", value=30)
    await rowan.phone.sync()
    await tablet.sync()
    await rowan.phone.sync()
    assert whole(rowan) == whole(rowan, 1)
    assert whole(rowan)["weekdays"][:2] == [MORNINGS, []]
    assert (whole(rowan)["dates"], whole(rowan)["grid"]) == ({"2026-12-01": []}, 30)


async def test_nobody_else_hears(world: World) -> None:
    scheme = await world.scheme()
    rowan, ivy = await world.mentor("Rowan Wren", scheme), await world.mentee("Ivy Swift", scheme)
    await world.pair(ivy, rowan, scheme)
    rowan.phone.act("availability.patch", weekday=1, ranges=MORNINGS)
    await world.everybody_syncs(rowan, ivy)
    assert whole(rowan)["weekdays"][0] == MORNINGS
    assert ivy.phone.of("availability") == {}


@pytest.mark.parametrize(
    "args",
    [
        {"weekday": 1, "ranges": [[600, 600]]},
        {"weekday": 1, "ranges": [[600, 700], [700, 800]]},
        {"weekday": 1, "ranges": [[600, 700], [500, 550]]},
        {"weekday": 1, "ranges": [[1440, 1500]]},
        {"weekday": 1, "ranges": [[60, 1501]]},
        {"date": "2026-12-01", "ranges": [[5, 4]]},
        {"setting": "zone", "value": "Europe/Nowhere"},
        {"setting": "zone", "value": "../../etc/passwd"},
        {"setting": "zone", "value": "Europe"},
        {"setting": "zone", "value": "localtime"},
        {"setting": "zone", "value": None},
        {"setting": "lengths", "value": []},
        {"setting": "lengths", "value": [10]},
        {"setting": "lengths", "value": [121]},
        {"setting": "lengths", "value": 45},
        {"setting": "grid", "value": 7},
        {"setting": "before", "value": 121},
        {"setting": "after", "value": "5"},
        {"setting": "notice_hours", "value": 337},
        {"setting": "horizon_weeks", "value": 0},
        {"setting": "horizon_weeks", "value": 27},
        {"setting": "modes", "value": ["pigeon"]},
        {"setting": "places", "value": ["two\nlines"]},
        {"setting": "places", "value": [""]},
        {"setting": "paused_until", "value": "soon"},
        {"setting": "paused_until", "value": "2026-02-30"},
    ],
)
async def test_what_cannot_be_used_comes_back_with_its_field(world: World, args: dict[str, Any]) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("availability.patch", **args)
    await rowan.phone.sync()
    (told,) = rowan.phone.attention
    assert (told["code"], told["problem"]["field"]) == (
        "value-not-allowed",
        args.get("setting") or next(iter(args)),
    )
    assert rowan.phone.of("availability") == {}


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"weekday": 1},
        {"weekday": 8, "ranges": []},
        {"weekday": 1, "ranges": MORNINGS, "date": "2026-12-01"},
        {"weekday": 1, "ranges": MORNINGS, "value": 3},
        {"setting": "grid", "value": 15, "ranges": []},
        {"setting": "colour", "value": "red"},
        {"weekday": 1, "ranges": [[600]]},
        {"weekday": 1, "ranges": [[600, 2881]]},
        {"weekday": 1, "ranges": [[at, at + 60] for at in range(0, 900, 100)]},
        {"date": "yesterday", "ranges": []},
        {"weekday": True, "ranges": []},
    ],
)
async def test_what_says_no_one_thing_cannot_be_read(world: World, args: dict[str, Any]) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("availability.patch", **args)
    await rowan.phone.sync()
    assert [told["code"] for told in rowan.phone.attention] == ["malformed"]


async def test_dates_that_passed_go_and_dates_too_far_come_back(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    today = date(2026, 11, 23)
    for days in (-30, -14, -1, 0):
        rowan.phone.act("availability.patch", date=str(today + timedelta(days=days)), ranges=[])
    rowan.phone.act("availability.patch", date=str(today + timedelta(days=732)), ranges=[])
    await rowan.phone.sync()
    assert [told["code"] for told in rowan.phone.attention] == ["date-too-far"]
    assert list(whole(rowan)["dates"]) == ["2026-11-09", "2026-11-22", "2026-11-23"]
    world.clock.forward(days=14)
    rowan.phone.act("availability.patch", date="2026-12-24", ranges=[])
    await rowan.phone.sync()
    assert list(whole(rowan)["dates"]) == ["2026-11-23", "2026-12-24"]


async def offered(world: World, person: Person, start: str) -> bool:
    async with transaction():
        now = int(world.now.timestamp())
        return await offered_within_a_week(person.account, at(start), 45, now)


async def test_a_time_of_the_last_seven_days_still_stands(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    assert not await offered(world, rowan, "2026-12-07T09:00Z")
    rowan.phone.act("availability.patch", weekday=1, ranges=[[540, 720]])
    await rowan.phone.sync()
    world.clock.forward(days=2)
    # On the way from one to the other nothing held but the first and the last.
    rowan.phone.act("availability.patch", weekday=1, ranges=[[780, 900]])
    rowan.phone.act("availability.patch", weekday=1, ranges=[[840, 900]])
    await rowan.phone.sync()
    assert await offered(world, rowan, "2026-12-07T09:00Z")
    assert await offered(world, rowan, "2026-12-07T14:00Z")
    assert not await offered(world, rowan, "2026-12-07T13:00Z")
    assert not await offered(world, rowan, "2026-12-08T09:00Z")
    world.clock.forward(days=7, seconds=-1)
    await kept.forget_due(world.now)
    assert await offered(world, rowan, "2026-12-07T09:00Z")
    world.clock.forward(seconds=2)
    assert not await offered(world, rowan, "2026-12-07T09:00Z")
    await kept.forget_due(world.now)
    assert await pool().fetchval("SELECT count(*) FROM availability_before") == 0
    assert await offered(world, rowan, "2026-12-07T14:00Z")


async def test_a_time_is_offered_only_while_its_notice_lasts(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("availability.patch", weekday=2, ranges=[[540, 720]])
    await rowan.phone.sync()
    # On Monday at nine, Tuesday at nine is a day away: offered until then, and accepted until a week later.
    assert await offered(world, rowan, "2026-11-24T09:00Z")
    world.clock.forward(hours=20)
    assert await offered(world, rowan, "2026-11-24T09:00Z")
    assert not await offered(world, rowan, "2026-11-24T08:45Z")


async def test_theirs_by_one_question(world: World) -> None:
    rowan, hazel = await world.doctor("Rowan Wren"), await world.doctor("Hazel Finch")
    rowan.phone.act("availability.patch", weekday=1, ranges=MORNINGS)
    await rowan.phone.sync()
    held = await of([rowan.account, hazel.account], pool())
    assert held == {
        rowan.account: Availability(weekdays=(((540, 720),), (), (), (), (), (), ())),
    }


async def test_it_goes_with_the_account(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("availability.patch", weekday=1, ranges=MORNINGS)
    await rowan.phone.sync()
    world.clock.forward(seconds=1)
    rowan.phone.act("availability.patch", weekday=1, ranges=[])
    await rowan.phone.sync()
    async with publishing(world.now) as touched:
        touched += await close_account(Actor(rowan.account, None, world.now))
    for table in ("availability", "availability_before"):
        assert await pool().fetchval(f"SELECT count(*) FROM {table}") == 0
    kinds = await pool().fetch("SELECT DISTINCT kind FROM bucket_document WHERE body IS NOT NULL")
    assert "availability" not in {row["kind"] for row in kinds}
