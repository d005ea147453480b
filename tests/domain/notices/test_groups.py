"""Whom a notice reaches: a group, large enough to the office, and nobody who asked to be left alone."""

from uuid import UUID

import pytest

from server.database.engine import pool
from server.domain.leaving import close_account
from server.domain.notices import telling as spreading
from server.domain.notices.audience import FEWEST
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.rebuild import rebuild
from server.sync.registry import Actor, system
from tests.domain.notices.ringing import rings_for
from tests.domain.notices.telling import WORDS, office, wire
from tests.domain.world import World


async def test_mentors_are_told_and_nobody_else_and_the_office_reads_no_number(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors")
    assert told.have(notice) == [mentor.name for mentor in told.mentors]
    body = told.mentors[0].phone.of("told")[notice]
    assert (body["text"], body["audience"], body["sent"]) == (WORDS, "mentors", wire(world.now))
    assert told.ash.phone.of("sent_notice")[notice].keys() == {
        "scheme", "audience", "event", "page", "text", "sends", "expires", "state",
    }  # fmt: skip
    assert told.state(notice) == "sent"
    both = await told.sent("members")
    assert told.have(both) == [each.name for each in told.everybody]
    assert await rebuild(world.now, check=True) == []


async def test_of_seven_none_is_told(world: World) -> None:
    told = await office(world, mentors=FEWEST - 1, mentees=2)
    notice = await told.sent("mentors")
    assert told.answers() == ["group-too-small"]
    assert told.have(notice) == []
    assert told.have(await told.sent("members")) == [each.name for each in told.everybody]


async def test_somebody_in_two_roles_is_one_person(world: World) -> None:
    told = await office(world, mentors=FEWEST - 1, mentees=0)
    for role in ("mentee",):
        told.mentors[0].phone.act("participation.opt_in", scheme=told.scheme, role=role, outside=False)
    await told.mentors[0].phone.sync()
    await world.next_day()
    await told.sent("members")
    assert told.answers() == ["group-too-small"]


async def test_the_size_is_the_lists_and_not_todays(world: World) -> None:
    """Who left this morning still counts, and is not told; who came this morning is told."""
    told = await office(world)
    gone, came = told.mentors[0], await world.mentor("Birch Newcome", told.scheme)
    gone.phone.act("participation.opt_out", scheme=told.scheme, role="mentor", current="end")
    await gone.phone.sync()
    told.mentees.append(came)
    notice = await told.sent("mentors")
    assert told.answers() == []
    assert told.have(notice) == [*(mentor.name for mentor in told.mentors[1:]), came.name]


async def test_not_now_is_left_alone_and_so_is_a_pause(world: World) -> None:
    told = await office(world, mentors=11)
    here, everywhere, paused = told.mentors[:3]
    await told.not_now(here, told.scheme)
    await told.not_now(everywhere, None)
    elsewhere = told.mentors[3]
    await told.not_now(elsewhere, await world.scheme())
    paused.phone.act("participation.pause", scheme=told.scheme, until="2027-06-01")
    await paused.phone.sync()
    for mentor in told.mentors[:4]:
        await rings_for(mentor, world)
    notice = await told.sent("mentors")
    assert told.have(notice) == [mentor.name for mentor in told.mentors[3:]]
    (rung,) = await pool().fetch("SELECT accounts FROM webpush_happening")
    assert set(rung["accounts"]) == {mentor.account for mentor in told.mentors[3:]}


async def test_whoever_leaves_a_role_keeps_nothing_that_was_for_it(world: World) -> None:
    told = await office(world)
    gone = told.mentors[0]
    gone.phone.act("participation.opt_in", scheme=told.scheme, role="mentee", outside=False)
    await gone.phone.sync()
    mentors, members = await told.sent("mentors"), await told.sent("members")
    for role, left in (("mentor", {members}), ("mentee", set())):
        gone.phone.act("participation.opt_out", scheme=told.scheme, role=role, current="end")
        await gone.phone.sync()
        assert gone.phone.of("told").keys() == left
    assert len(told.have(mentors)) == 7
    assert await rebuild(world.now, check=True) == []


async def test_putting_away_is_for_oneself_and_does_not_come_back(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors")
    one = told.mentors[0]
    second = await world.another_phone(one)
    await second.sync()
    one.phone.act("notice.dismiss", notice=notice)
    one.phone.act("notice.dismiss", notice=notice)
    told.mentees[0].phone.act("notice.dismiss", notice=notice)  # it was never on this phone
    await world.everybody_syncs(one, told.mentees[0])
    await world.quarter_hour()
    await told.arrives()
    assert one.phone.attention == told.mentees[0].phone.attention == []
    assert told.have(notice) == [mentor.name for mentor in told.mentors[1:]]
    assert second.of("told") == {}
    assert told.state(notice) == "sent"


async def test_a_telling_that_was_cut_off_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "TOGETHER", 3)
    told = await office(world)
    notice = told.send("mentors")
    await world.confirm(told.ash)
    await told.ash.phone.sync()
    await act(system(world.now), "notice.spread", spreading.SpreadNotice(notice=UUID(notice)))
    await world.everybody_syncs(*told.mentors)
    first = told.have(notice)
    assert len(first) == 3
    away = next(mentor for mentor in told.mentors if mentor.name == first[0])
    away.phone.act("notice.dismiss", notice=notice)
    await away.phone.sync()
    await world.quarter_hour()  # the job itself never came back
    await told.arrives()
    assert told.have(notice) == [mentor.name for mentor in told.mentors if mentor is not away]
    assert await pool().fetchval("SELECT told_all FROM notice")


async def test_an_account_that_closes_takes_its_notices_with_it(world: World) -> None:
    told = await office(world)
    await told.sent("mentors")
    async with publishing(world.now) as touched:
        touched += await close_account(Actor(told.mentors[0].account, None, world.now))
    assert await pool().fetchval("SELECT count(*) FROM told") == 7
    assert await rebuild(world.now, check=True) == []
