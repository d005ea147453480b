"""Leaving: it always succeeds, however late, and beats what happened meanwhile."""

from uuid import uuid4

import pytest

from server.database.engine import pool
from server.domain import leaving
from server.domain.participation import OptIn
from server.domain.schemes import LookAfter
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, system
from tests.domain.world import World, charter, scheme_as
from tests.people import Refusal


async def test_join_and_leave_are_one_act_each(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await rowan.phone.sync()
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    await rowan.phone.sync()
    assert rowan.phone.of("mentor") == {}
    (own,) = rowan.phone.of("participation").values()
    assert (own["state"], own["until"]) == ("out", None)


async def test_leaving_while_offline_beats_everything_that_happened_meanwhile(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan, scheme)
    ash = await world.coordinator("Ash Kite", scheme)
    await rowan.phone.sync()
    rowan.phone.online = False
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")

    tablet.act("participation.set_places", scheme=scheme, places=3)
    tablet.act("participation.pause", scheme=scheme, until="2026-11-25")
    tablet.act("profile.patch", field="about", value="I like long walks.")
    tablet.act("profile.publish", field="about", publish=True)
    await tablet.sync()
    ash.phone.act(
        "scheme.publish", **scheme_as(scheme, charter=charter(listing="members")).model_dump(mode="json")
    )
    await ash.phone.sync()
    for _ in range(3):
        await world.next_day()
    tablet.act("participation.opt_in", scheme=scheme, role="mentor")
    await tablet.sync()
    await world.confirm(ash)
    ash.phone.act("scheme.publish", **scheme_as(scheme, state="closed").model_dump(mode="json"))
    await ash.phone.sync()
    assert ash.phone.attention == []

    rowan.phone.online = True
    await rowan.phone.sync()
    await tablet.sync()
    await world.next_day()
    await ash.phone.sync()
    assert rowan.phone.attention == []
    for phone in (rowan.phone, tablet):
        assert [own["state"] for own in phone.of("participation").values()] == ["out"]
    assert ash.phone.of("member") == {}
    assert not await pool().fetchval(
        "SELECT true FROM bucket_document WHERE kind IN ('mentor', 'member') AND body IS NOT NULL"
    )


async def test_acts_of_a_part_that_was_left_come_too_late(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan, scheme)
    tablet.act("participation.pause", scheme=scheme, until="2027-01-01")
    tablet.act("participation.set_places", scheme=scheme, places=3)
    tablet.act("participation.resume", scheme=scheme)
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="keep")
    await rowan.phone.sync()
    await tablet.sync()
    assert [told["code"] for told in tablet.attention] == ["not-taking-part"] * 3
    assert [own["state"] for own in tablet.of("participation").values()] == ["out"]


async def test_whoever_was_never_in_may_leave_and_so_may_everyone_after_it_closed(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    rowan.phone.act("participation.opt_out", scheme=uuid4(), role="mentee", current="end")
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    await rowan.phone.sync()
    await act(system(world.now), "scheme.publish", scheme_as(scheme, state="closed"))
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentee", current="end")
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentee", current="end")
    await rowan.phone.sync()
    assert rowan.phone.attention == []
    assert [own["state"] for own in rowan.phone.of("participation").values()] == ["out"]


async def test_leaving_one_role_leaves_the_other(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentee", current="end")
    await rowan.phone.sync()
    assert {own["role"]: own["state"] for own in rowan.phone.of("participation").values()} == {
        "mentor": "in",
        "mentee": "out",
    }
    assert len(rowan.phone.of("mentor")) == 1


async def test_who_comes_back_is_not_tied_to_who_left(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    await rowan.phone.sync()
    (before,) = rowan.phone.of("mentor")
    member = await pool().fetchval("SELECT member FROM participation")
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await rowan.phone.sync()
    assert set(rowan.phone.of("mentor")) == {before}
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await rowan.phone.sync()
    (after,) = rowan.phone.of("mentor")
    assert after != before
    assert await pool().fetchval("SELECT member FROM participation") != member


async def test_closing_an_account_leaves_everywhere_at_once(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme, other)
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.follow |= {scheme, other}
    await world.coordinator("Elm Reed", other)
    await act(system(world.now), "coordinator.add", LookAfter(scheme=other, account=rowan.account))
    await rowan.phone.sync()
    await world.next_day()
    await ash.phone.sync()
    assert len(ash.phone.of("mentor")) == 2
    assert len(ash.phone.of("member")) == 1
    async with publishing(world.now) as touched:
        touched += await leaving.close_account(Actor(rowan.account, None, world.now))
    await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("mentor") == {}
    assert ash.phone.of("member") == {}
    for table in ("participation", "profile_field", "session", "account_email", "coordinator"):
        assert not await pool().fetchval(f"SELECT true FROM {table} WHERE account = $1", rowan.account), table
    assert not await pool().fetchval(
        "SELECT true FROM bucket_document WHERE bucket = 'doctor:' || $1::uuid AND body IS NOT NULL",
        rowan.account,
    )
    with pytest.raises(Refusal, match="device-revoked"):
        await rowan.phone.sync()
    assert rowan.phone.wiped


async def test_the_operator_can_take_an_office_back(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await ash.phone.sync()
    assert list(ash.phone.of("office")) == [str(scheme)]
    assert f"members:{scheme}" not in ash.phone.buckets  # there was no night yet
    await world.does(
        await world.doctor("Rowan Wren"), "participation.opt_in", OptIn(scheme=scheme, role="mentee")
    )
    await world.next_day()
    await ash.phone.sync()
    assert len(ash.phone.of("member")) == 1
    await act(system(world.now), "coordinator.remove", LookAfter(scheme=scheme, account=ash.account))
    await ash.phone.sync()
    assert ash.phone.of("office") == {}
    assert ash.phone.of("member") == {}
    assert ash.phone.dropped == {f"members:{scheme}": "no-longer-yours"}
