"""Taking part: each doctor's own yes, and its undoing."""

from datetime import date
from uuid import uuid4

import pytest

from server.database.engine import pool
from server.domain import participation
from server.domain.participation import OptIn
from server.refusals import Refused
from server.sync.push import act
from server.sync.registry import system
from tests.domain.world import World, charter, names


def codes(phone: object) -> list[str]:
    return [told["code"] for told in phone.attention]  # type: ignore[attr-defined]  # a Device


async def test_nothing_is_set_at_the_start(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    await rowan.phone.sync()
    assert rowan.phone.of("participation") == {}
    assert rowan.phone.of("invited") == {}
    assert rowan.phone.of("profile") == {}


async def test_a_doctor_takes_part_with_no_signal_and_it_reaches_their_other_phone(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan)
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await rowan.phone.sync()
    await tablet.sync()
    (own,) = tablet.of("participation").values()
    assert own == {"scheme": str(scheme), "role": "mentor", "state": "in", "until": None, "places": None}


async def test_a_listing_is_there_at_once_and_the_office_hears_tomorrow(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.follow.add(scheme)
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await rowan.phone.sync()
    await ash.phone.sync()
    assert names(ash.phone.of("mentor")) == ["Rowan Wren"]
    assert ash.phone.of("member") == {}
    await world.next_day()
    await ash.phone.sync()
    assert names(ash.phone.of("member")) == ["Rowan Wren"]
    (member,) = ash.phone.of("member").values()
    assert set(member) == {"scheme", "name", "role", "trained"}


async def test_a_pause_takes_the_listing_away_and_ends_by_itself(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2026-11-25")
    await rowan.phone.sync()
    assert rowan.phone.of("mentor") == {}
    (own,) = rowan.phone.of("participation").values()
    assert (own["state"], own["until"]) == ("paused", "2026-11-25")
    await world.next_day()
    await rowan.phone.sync()
    assert rowan.phone.of("mentor") == {}
    await world.next_day()
    await rowan.phone.sync()
    assert names(rowan.phone.of("mentor")) == ["Rowan Wren"]
    (own,) = rowan.phone.of("participation").values()
    assert (own["state"], own["until"]) == ("in", None)


async def test_a_pause_ends_at_midnight_where_the_scheme_is_and_not_in_utc(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2027-06-02")
    await rowan.phone.sync()
    world.clock.now = world.clock.now.replace(year=2027, month=6, day=1, hour=22, minute=59)
    assert await participation.wake_due(world.now) == 0
    assert await participation.wake_due(world.clock.forward(minutes=1)) == 1  # British Summer Time


async def test_resuming_before_the_date(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2026-12-25")
    rowan.phone.act("participation.resume", scheme=scheme)
    await rowan.phone.sync()
    assert names(rowan.phone.of("mentor")) == ["Rowan Wren"]
    assert rowan.phone.attention == []


async def test_resuming_everywhere_and_resuming_nothing(world: World) -> None:
    first, second = await world.scheme(), await world.scheme()
    rowan = await world.mentor("Rowan Wren", first, second)
    for scheme in (first, second):
        rowan.phone.act("participation.pause", scheme=scheme, until="2026-12-25")
    rowan.phone.act("participation.resume", scheme=None)
    rowan.phone.act("participation.resume", scheme=None)
    rowan.phone.act("participation.resume", scheme=uuid4())
    await rowan.phone.sync()
    assert len(rowan.phone.of("mentor")) == 2
    assert codes(rowan.phone) == ["not-taking-part"]


async def test_not_now_waits_until_its_date_and_says_nothing_to_anyone(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    rowan.phone.act("participation.not_now", scheme=scheme, until="2026-11-24")
    rowan.phone.act("participation.not_now", scheme=None, until="2026-11-25")
    rowan.phone.act("participation.not_now", scheme=None, until="2026-11-26")
    await rowan.phone.sync()
    assert sorted((body["scheme"] or "", body["until"]) for body in rowan.phone.of("not_now").values()) == [
        ("", "2026-11-26"),
        (str(scheme), "2026-11-24"),
    ]
    assert rowan.phone.of("participation") == {}
    await world.next_day()
    await rowan.phone.sync()
    (left,) = rowan.phone.of("not_now").values()
    assert left["scheme"] is None
    rowan.phone.act("participation.resume", scheme=None)
    await rowan.phone.sync()
    assert rowan.phone.of("not_now") == {}


async def test_a_yes_ends_the_not_now_of_that_scheme_only(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    rowan.phone.act("participation.not_now", scheme=scheme, until="2027-01-01")
    rowan.phone.act("participation.not_now", scheme=None, until="2027-01-01")
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    await rowan.phone.sync()
    (left,) = rowan.phone.of("not_now").values()
    assert left["scheme"] is None


async def test_dates_lie_ahead_and_within_two_years(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2026-11-23")
    rowan.phone.act("participation.pause", scheme=scheme, until="2029-01-01")
    rowan.phone.act("participation.not_now", scheme=None, until="2020-01-01")
    rowan.phone.act("participation.not_now", scheme=uuid4(), until="2027-01-01")
    await rowan.phone.sync()
    assert codes(rowan.phone) == ["date-passed", "date-too-far", "date-passed", "not-yours"]
    assert rowan.phone.of("not_now") == {}


async def test_places_show_as_room_or_none_and_never_as_a_number(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    for places, shown in ((2, "open"), (0, "full"), (None, None)):
        rowan.phone.act("participation.set_places", scheme=scheme, places=places)
        await rowan.phone.sync()
        (listing,) = rowan.phone.of("mentor").values()
        assert listing["places"] == shown
        (own,) = rowan.phone.of("participation").values()
        assert own["places"] == places


async def test_places_and_pauses_are_for_those_who_take_part(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    rowan.phone.act("participation.set_places", scheme=scheme, places=1)
    rowan.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    rowan.phone.act("participation.set_places", scheme=scheme, places=1)
    await rowan.phone.sync()
    assert codes(rowan.phone) == ["not-taking-part"] * 3


async def test_only_what_a_scheme_offers_can_be_taken(world: World) -> None:
    equal = await world.scheme(charter=charter(model="dyad"))
    events = await world.scheme(charter=charter(matching=()))
    later = await world.scheme(state="considering")
    over = await world.scheme(state="closed")
    rowan = await world.doctor("Rowan Wren")
    for scheme, role in (
        (equal, "mentor"),
        (events, "mentee"),
        (later, "mentee"),
        (over, "mentee"),
        (uuid4(), "mentee"),
    ):
        rowan.phone.act("participation.opt_in", scheme=scheme, role=role)
    rowan.phone.act("participation.opt_in", scheme=equal, role="co_mentor")
    await rowan.phone.sync()
    assert codes(rowan.phone) == [
        "role-not-offered",
        "role-not-offered",
        "scheme-closed",
        "scheme-closed",
        "not-yours",
    ]
    (own,) = rowan.phone.of("participation").values()
    assert own["role"] == "co_mentor"


async def test_saying_yes_twice_is_one_yes(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan, scheme)
    for phone in (rowan.phone, tablet):
        phone.act("participation.opt_in", scheme=scheme, role="mentor")
        await phone.sync()
    assert len(tablet.of("participation")) == 1
    assert len(tablet.of("mentor")) == 1
    assert tablet.attention == []


async def test_the_latest_commit_of_two_phones_wins(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan, scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    tablet.act("participation.pause", scheme=scheme, until="2027-02-01")
    await tablet.sync()
    await rowan.phone.sync()
    await tablet.sync()
    (own,) = tablet.of("participation").values()
    assert own["until"] == "2027-01-01"


async def test_nobody_can_say_yes_for_another_and_not_even_the_system(world: World) -> None:
    scheme = await world.scheme()
    with pytest.raises(Refused, match="not-yours"):
        await act(system(world.now), "participation.opt_in", OptIn(scheme=scheme, role="mentor"))


async def test_what_time_does_cannot_be_asked_for(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("participation.wake", accounts=[rowan.account])
    await rowan.phone.sync()
    assert codes(rowan.phone) == ["unknown-act"]
    offered = (await world.server.get("/api/protocol")).json()["mutations"]
    assert "participation.wake" not in offered
    assert "participation.opt_in" in offered


async def test_waking_many_takes_them_in_batches(world: World) -> None:
    scheme = await world.scheme()
    await pool().execute(
        "WITH people AS (INSERT INTO account (id, name, handle, created_on)"
        " SELECT gen_random_uuid(), 'Wren ' || n, sha256(n::text::bytea), '2026-11-01'"
        " FROM generate_series(1, 1100) AS n"
        " RETURNING id)"
        " INSERT INTO participation SELECT gen_random_uuid(), id, $1, 'mentee', 'paused', $2, NULL,"
        " gen_random_uuid(), gen_random_uuid() FROM people",
        scheme,
        date(2026, 11, 24),
    )
    assert await participation.wake_due(world.now) == 0
    assert await participation.wake_due(world.clock.forward(days=1)) == 1100
    assert await pool().fetchval("SELECT count(*) FROM participation WHERE state = 'in'") == 1100
