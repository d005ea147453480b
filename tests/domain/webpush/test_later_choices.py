"""What waits for the morning goes only to whoever still wants it in the morning."""

from datetime import timedelta
from typing import Any

import pytest

from server.domain.asking import NotNow
from tests.domain.events.arranging import at, change, keeps, published
from tests.domain.notices.telling import office
from tests.domain.webpush.conftest import Phones, kept
from tests.domain.world import World


@pytest.mark.parametrize("otherwise", [{"kinds": ["meeting"]}, {"schemes": []}])
async def test_a_kind_or_a_scheme_no_longer_chosen(
    world: World, phones: Phones, otherwise: dict[str, Any]
) -> None:
    scheme = await world.scheme()
    ada = await world.doctor("Ada Fell")
    asked = {"kinds": ["notice", "meeting"], "schemes": [str(scheme)]}
    name = await phones.subscribe(ada, **asked)
    world.clock.forward(hours=12)  # nine in the evening
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    assert await phones.work() == []
    assert await kept("webpush_delivery") == 1
    await phones.subscribe(ada, name=name, **asked | otherwise)
    world.clock.forward(hours=11)
    assert await phones.later() == []
    assert await kept("webpush_delivery") == 0


async def test_not_now(world: World, phones: Phones) -> None:
    scheme = await world.scheme()
    ada = await world.doctor("Ada Fell")
    await phones.subscribe(ada, kinds=["notice"], schemes=[str(scheme)])
    world.clock.forward(hours=12)
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    assert await phones.work() == []
    until = (world.now + timedelta(days=30)).date()
    await world.does(ada, "participation.not_now", NotNow(scheme=scheme, until=until))
    world.clock.forward(hours=11)
    assert await phones.later() == []


@pytest.mark.parametrize("act", ["leaves", "puts it away"])
async def test_a_groups_notice(world: World, phones: Phones, act: str) -> None:
    told = await office(world)
    gone, stays = told.mentors[:2]
    await phones.subscribe(gone)
    name = await phones.subscribe(stays)
    world.clock.forward(hours=12)
    notice = await told.sent("mentors")
    assert await phones.work() == []
    assert await kept("webpush_delivery") == 2
    if act == "leaves":
        gone.phone.act("participation.opt_out", scheme=told.scheme, role="mentor", current="end")
    else:
        gone.phone.act("notice.dismiss", notice=notice)
    await gone.phone.sync()
    world.clock.forward(hours=11)
    assert [message.name for message in await phones.later()] == [name]


async def test_an_event_whose_place_was_given_back(world: World, phones: Phones) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Finch", scheme)
    event = await published(ash, scheme)
    for person in (hazel, reed):
        await keeps(person, event)
    await phones.subscribe(hazel)
    name = await phones.subscribe(reed)
    world.clock.forward(hours=12)
    await world.confirm(ash)
    await change(ash, event, at(9))
    assert await phones.work() == []
    await keeps(hazel, event, going=False)
    world.clock.forward(hours=11)
    assert [message.name for message in await phones.later()] == [name]
