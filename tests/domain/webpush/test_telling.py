"""A phone is told that something is there: sealed, alike for everything, and only where somebody asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from py_vapid import Vapid02

from server.database.engine import transaction
from server.domain.asking import NotNow
from server.domain.leaving import close_account
from server.domain.webpush.deliveries import forget_due, look_due
from server.domain.webpush.happening import take_back
from server.sync.publish import publishing
from server.sync.registry import Actor
from server.webpush.sealing import LENGTH
from tests.domain.webpush.conftest import Phones, kept, waiting_jobs
from tests.domain.world import World
from tests.people import Refusal
from tests.push.carrier import Answer


async def test_whoever_asked_is_told_and_nobody_else(world: World, phones: Phones) -> None:
    asked, other = await world.doctor("Ada Fell"), await world.doctor("Ben Holm")
    name = await phones.subscribe(asked)
    await phones.subscribe(other)
    await phones.happens(asked.account)
    (message,) = await phones.work()
    assert message.name == name
    assert phones.opened(message) == {}
    assert message.headers["Content-Encoding"] == "aes128gcm"
    week = 7 * 24 * 3600
    assert week - 60 < int(message.headers["TTL"]) <= week
    assert message.headers["Topic"] == "alongside"
    assert Vapid02.verify(message.headers["Authorization"])
    assert await kept("webpush_delivery") == 0


async def test_every_message_says_the_same_and_is_as_long(world: World, phones: Phones) -> None:
    quiet, loud = await world.doctor("Ada Fell"), await world.doctor("Ben Holm")
    await phones.subscribe(quiet)
    shown = await phones.subscribe(loud, detail=True)
    lengths, texts = set(), set()
    for kind, what, text in (
        ("notice", "notice", "An evening on listening. " * 4),
        ("event", "event-place", "Taster"),
        ("event", "event-cancelled", "\u2764" * 120),
        ("meeting", "meeting-agreed", None),
        ("meeting", "meeting-near", None),
    ):
        await phones.happens(quiet.account, loud.account, kind=kind, what=what, text=text)  # type: ignore[arg-type]  # literal words
        for message in await phones.work():
            lengths.add(len(message.body))
            plain = phones.browsers[message.name].opened(message.body)
            assert len(plain) == LENGTH
            if message.name == shown:
                assert phones.opened(message)["what"] == what
                assert phones.opened(message)["until"] == "2026-11-30T09:00:00Z"
            else:
                texts.add(plain)
    assert len(lengths) == 1
    assert texts == {b"{}".ljust(LENGTH)}


async def test_what_is_taken_back_is_not_told(world: World, phones: Phones) -> None:
    ada = await world.doctor("Ada Fell")
    await phones.subscribe(ada)
    about = await phones.happens(ada.account)
    async with transaction():
        await take_back([about])
    assert await phones.work() == []


async def test_quiet_hours_are_waited_for_and_many_things_are_one_message(
    world: World, phones: Phones
) -> None:
    ada = await world.doctor("Ada Fell")
    name = await phones.subscribe(ada, detail=True)
    world.clock.forward(hours=12)  # nine in the evening
    await phones.happens(ada.account, what="meeting-moved")
    world.clock.forward(minutes=10)
    await phones.happens(ada.account, what="meeting-agreed")
    await phones.happens(ada.account, until=world.now + timedelta(hours=3))
    assert await phones.work() == []
    world.clock.forward(hours=10, minutes=49)
    await look_due(world.now)
    assert await waiting_jobs() == []
    world.clock.forward(minutes=1)
    await look_due(world.now)
    assert await waiting_jobs() == [{}]
    (message,) = await phones.later()
    assert message.name == name
    assert phones.opened(message)["what"] == "meeting-agreed"
    assert await phones.later() == []
    await forget_due(world.now)
    assert await kept("webpush_happening") == 0


async def test_what_is_tried_again_keeps_to_quiet_hours_too(world: World, phones: Phones) -> None:
    ada = await world.doctor("Ada Fell")
    await phones.subscribe(ada)
    world.clock.forward(hours=10, minutes=59)  # a minute to eight
    phones.service.behave = lambda _: Answer(500)
    await phones.happens(ada.account)
    assert len(await phones.work()) == 1
    world.clock.forward(minutes=2)
    phones.service.behave = lambda _: Answer()
    assert await phones.later() == []
    world.clock.forward(hours=12)
    assert len(await phones.later()) == 1


async def test_kinds_schemes_and_phones_that_came_later(world: World, phones: Phones) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    ada, ben, cleo = [await world.doctor(name) for name in ("Ada Fell", "Ben Holm", "Cleo Rand")]
    follows = await phones.subscribe(ada, kinds=["notice"], schemes=[str(scheme), str(uuid4())])
    await phones.subscribe(ben, kinds=["notice"], schemes=[str(other)])
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    world.clock.forward(minutes=1)
    await phones.subscribe(cleo, kinds=["notice"], schemes=[str(scheme)])
    await phones.happens(ada.account, kind="meeting")
    assert [message.name for message in await phones.work()] == [follows]


async def test_whoever_said_not_now_is_not_rung_by_what_all_are_told(world: World, phones: Phones) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    here, anywhere, elsewhere = [await world.doctor(name) for name in ("Ada Fell", "Ben Holm", "Cleo Rand")]
    for each in (here, anywhere, elsewhere):
        await phones.subscribe(each, kinds=["notice", "meeting"], schemes=[str(scheme)])
    until = (world.now + timedelta(days=30)).date()
    for each, which in ((here, scheme), (anywhere, None), (elsewhere, other)):
        await world.does(each, "participation.not_now", NotNow(scheme=which, until=until))
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    assert [message.name[:9] for message in await phones.work()] == ["Cleo-Rand"]
    await phones.happens(here.account)
    assert len(await phones.work()) == 1, "a meeting of their own is told all the same"


async def test_logging_out_removing_and_closing_end_it(world: World, phones: Phones) -> None:
    ada, ben, cleo = [await world.doctor(name) for name in ("Ada Fell", "Ben Holm", "Cleo Rand")]
    for each in (ada, ben, cleo):
        await phones.subscribe(each)
    await phones.happens(ada.account, ben.account, cleo.account)
    await ada.phone.client.post("/api/accounts/log-out", json={})
    ben.phone.act("device.revoke", device=str(ben.phone.id))
    with pytest.raises(Refusal):
        await ben.phone.sync()
    assert await kept("webpush_subscription") == 1
    async with publishing(world.now) as touched:
        touched += await close_account(Actor(cleo.account, None, world.now))
    assert await kept("webpush_subscription") == 0
    assert await phones.work() == []


async def test_an_endpoint_moves_to_whoever_is_logged_in_there_now(world: World, phones: Phones) -> None:
    ada, ben = await world.doctor("Ada Fell"), await world.doctor("Ben Holm")
    name = await phones.subscribe(ada)
    await phones.subscribe(ben, name=name)
    await phones.happens(ada.account, ben.account)
    (message,) = await phones.work()
    assert phones.opened(message) == {}
    answer = (await ada.phone.client.get("/api/webpush")).json()
    assert answer["choice"] is None
    answer = (await ben.phone.client.get("/api/webpush")).json()
    assert answer["endpoint"] == phones.service.endpoint(name)
    assert len(answer["key"]) == 87
    assert (await ben.phone.client.delete("/api/webpush")).status_code == 204
    assert await kept("webpush_subscription") == 0
