"""Somebody leaves while their group is being told: they keep nothing, and nothing rings."""

from uuid import UUID

import pytest

from server.database.engine import pool
from server.domain.events.places import SetRsvp
from server.domain.leaving import OptOut
from server.domain.notices.telling import SpreadNotice
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, Strict, mutations, system
from tests.domain.notices.ringing import rings_for
from tests.domain.notices.telling import office
from tests.domain.notices.test_coming import an_event
from tests.domain.world import World
from tests.waiting import begun


@pytest.mark.parametrize("audience", ["mentors", "coming"])
async def test_a_telling_waits_for_who_is_leaving_and_leaves_them_out(world: World, audience: str) -> None:
    told = await office(world)
    event = await an_event(told, 8) if audience == "coming" else None
    oak = told.mentors[0]
    for who in told.mentors[:2]:
        await rings_for(who, world)
    notice = told.send(audience, event=event)
    await world.confirm(told.ash)
    await told.ash.phone.sync()
    name = "participation.opt_out"
    args: Strict = OptOut(scheme=told.scheme, role="mentor", current="end")
    if event is not None:
        name, args = "rsvp.set", SetRsvp(event=UUID(event), going=False)
    async with publishing(world.now) as touched:
        touched += await mutations[name].handler(Actor(oak.account, None, world.now), args)
        telling = await begun(act(system(world.now), "notice.spread", SpreadNotice(notice=UUID(notice))))
    await telling
    rows = await pool().fetch("SELECT account FROM told")
    assert {row["account"] for row in rows} == {who.account for who in told.mentors[1:]}
    rung = await pool().fetchval("SELECT accounts FROM webpush_happening WHERE kind = 'notice'")
    assert set(rung) == {who.account for who in told.mentors[1:]}
