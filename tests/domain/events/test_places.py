"""Places: kept, waited for in order, given back, and never more than there are."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from server.database.engine import pool, transaction
from server.domain import leaving
from server.domain.events.passing import ForgetEvents
from server.domain.leaving import OptOut
from server.domain.participation import OptIn
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, system
from tests.domain.events.arranging import at, change, codes, keeps, published
from tests.domain.world import Person, World, charter
from tests.waiting import begun


def standing(person: Person) -> list[str]:
    return [body["standing"] for body in person.phone.of("rsvp").values()]


async def test_anybody_keeps_a_place_and_joins_nothing_by_it(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = await published(ash, scheme, places=2)
    await keeps(hazel, event)
    await ash.phone.sync()
    (own,) = hazel.phone.of("rsvp").values()
    assert (own["event"], own["standing"], own["title"]) == (event, "going", "An hour of listening")
    assert hazel.phone.of("participation") == {}
    office = ash.phone.of("event_office")[event]
    assert (office["places"], office["taken"], office["waiting"]) == (2, 1, 0)
    assert "Hazel" not in str(ash.phone.buckets)
    assert ash.phone.of("guest") == {}
    assert len(office["code"]) == 8


async def test_the_last_place_by_two_offline_phones_is_the_first_ones_and_the_other_waits_first(
    world: World,
) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed, otter = [await world.doctor(name, scheme) for name in ("Hazel Moss", "Reed Lark", "Ott Fen")]
    event = await published(ash, scheme, places=1)
    for phone in (hazel.phone, reed.phone):
        phone.online = False
        phone.act("rsvp.set", event=event, going=True)
    reed.phone.online = hazel.phone.online = True
    await reed.phone.sync()
    await hazel.phone.sync()
    await keeps(otter, event)
    assert (standing(reed), standing(hazel), standing(otter)) == (["going"], ["waiting"], ["waiting"])
    assert otter.phone.of("event")[event]["full"] is True
    await keeps(reed, event, going=False)
    await world.everybody_syncs(hazel, otter)
    assert (standing(reed), standing(hazel), standing(otter)) == ([], ["going"], ["waiting"])
    assert otter.phone.of("event")[event]["full"] is True


async def test_giving_back_and_asking_again_is_at_the_end(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed, otter = [await world.doctor(name, scheme) for name in ("Hazel Moss", "Reed Lark", "Ott Fen")]
    event = await published(ash, scheme, places=1)
    for person in (hazel, reed, otter):
        await keeps(person, event)
    reed.phone.act("rsvp.set", event=event, going=False)
    await keeps(reed, event)
    await keeps(hazel, event, going=False)
    await world.everybody_syncs(reed, otter)
    assert (standing(otter), standing(reed)) == (["going"], ["waiting"])


async def test_said_twice_it_is_one_place(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    tablet = await world.another_phone(hazel, scheme)
    event = await published(ash, scheme, places=1)
    await keeps(hazel, event)
    tablet.act("rsvp.set", event=event, going=True)
    await tablet.sync()
    assert (tablet.attention, len(tablet.of("rsvp"))) == ([], 1)
    assert await pool().fetchval("SELECT count(*) FROM rsvp") == 1


async def test_two_hundred_phones_at_once_for_ten_places(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    event = await published(ash, scheme, places=10)
    people = [await world.doctor(f"Doctor {number}", scheme) for number in range(200)]
    for first in range(0, 200, 25):
        await asyncio.gather(*(keeps(person, event) for person in people[first : first + 25]))
    await ash.phone.sync()
    office = ash.phone.of("event_office")[event]
    assert (office["taken"], office["waiting"]) == (10, 190)
    there = [person for person in people if standing(person) == ["going"]]
    assert len(there) == 10
    order = await pool().fetch("SELECT account FROM rsvp WHERE state = 'waiting' ORDER BY asked LIMIT 10")
    await asyncio.gather(*(keeps(person, event, going=False) for person in there))
    now = await pool().fetch("SELECT account FROM rsvp WHERE state = 'going' ORDER BY asked")
    assert now == order


async def test_more_places_and_nobody_is_put_out_by_fewer(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    event = await published(ash, scheme, places=1)
    await keeps(hazel, event)
    await keeps(reed, event)
    await change(ash, event, places=2)
    await reed.phone.sync()
    assert standing(reed) == ["going"]
    assert reed.phone.of("rsvp").popitem()[1]["changed_at"] is None
    await change(ash, event, places=1)
    assert codes(ash) == ["places-taken"]
    await change(ash, event, places=None)
    await reed.phone.sync()
    assert (standing(reed), reed.phone.of("event")[event]["full"]) == (["going"], False)


async def test_who_comes_hears_of_changes_and_of_the_end_whatever_they_look_at(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = await published(ash, scheme)
    await keeps(hazel, event)
    hazel.phone.follow.clear()
    await change(ash, event, at(9), place="Larch House, room 5")
    await hazel.phone.sync()
    (own,) = hazel.phone.of("rsvp").values()
    assert hazel.phone.of("event") == {}
    assert (own["place"], own["sequence"]) == ("Larch House, room 5", 1)
    assert own["sessions"][0]["starts"] == "2026-12-09T17:30:00Z"
    assert own["changed_at"] is not None
    ash.phone.act("event.cancel", event=event)
    await ash.phone.sync()
    await hazel.phone.sync()
    (own,) = hazel.phone.of("rsvp").values()
    assert (own["state"], own["sequence"]) == ("cancelled", 2)
    await keeps(hazel, event, going=False)
    assert (hazel.phone.attention, hazel.phone.of("rsvp")) == ([], {})


async def test_nobody_keeps_a_place_at_what_is_over(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    gone, cancelled = await published(ash, scheme, at(1)), await published(ash, scheme)
    await keeps(hazel, gone)
    ash.phone.act("event.cancel", event=cancelled)
    await ash.phone.sync()
    world.clock.now = at(1, 18, 30)
    await keeps(reed, gone)
    await keeps(reed, cancelled)
    assert codes(reed) == ["event-over", "event-over"]
    await keeps(hazel, gone, going=False)
    await world.confirm(ash)
    await change(ash, gone, at(8))
    await change(ash, cancelled, at(8))
    ash.phone.act("event.cancel", event=gone)
    await ash.phone.sync()
    assert (codes(hazel), codes(ash)) == ([], ["event-over"] * 3)


@pytest.mark.parametrize(
    ("open_to", "roles", "may"),
    [
        ("everyone", (), True),
        ("members", (), False),
        ("members", ("mentee",), True),
        ("members", ("mentor",), True),
        ("mentors", ("mentee",), False),
        ("mentors", ("mentor",), True),
    ],
)
async def test_whom_it_is_open_to(world: World, open_to: str, roles: tuple[str, ...], may: bool) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    for role in roles:
        await world.does(
            hazel, "participation.opt_in", OptIn.model_validate({"scheme": scheme, "role": role})
        )
    event = await published(ash, scheme, kind="workshop", open_to=open_to)
    await keeps(hazel, event)
    assert (standing(hazel), codes(hazel)) == ((["going"], []) if may else ([], ["not-taking-part"]))


async def test_leaving_a_role_gives_back_what_was_open_to_it_alone(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan = await world.mentor("Rowan Wren", scheme)
    reed = await world.mentor("Reed Lark", scheme)
    await world.does(rowan, "participation.opt_in", OptIn(scheme=scheme, role="mentee"))
    events = {
        open_to: await published(ash, scheme, kind="workshop", open_to=open_to, places=1)
        for open_to in ("everyone", "members", "mentors")
    }
    for event in events.values():
        await keeps(rowan, event)
        await keeps(reed, event)
    kept = [("mentor", {"everyone", "members"}), ("mentee", {"everyone"})]
    for role, left in kept:
        leaving_it = OptOut.model_validate({"scheme": scheme, "role": role, "current": "end"})
        await world.does(rowan, "participation.opt_out", leaving_it)
        await world.everybody_syncs(rowan, reed)
        assert {body["open_to"] for body in rowan.phone.of("rsvp").values()} == left
        standings = {body["open_to"]: body["standing"] for body in reed.phone.of("rsvp").values()}
        assert standings == {
            open_to: "waiting" if open_to in left else "going"
            for open_to in ("everyone", "members", "mentors")
        }


async def test_closing_the_account_gives_back_every_place(world: World) -> None:
    scheme = await world.scheme(charter=charter(event_names="coordinators"))
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    event = await published(ash, scheme, kind="workshop", named=True, places=1)
    await keeps(hazel, event)
    await keeps(reed, event)
    async with publishing(world.now) as touched:
        touched += await leaving.close_account(Actor(hazel.account, None, world.now))
    await world.everybody_syncs(reed, ash)
    assert standing(reed) == ["going"]
    assert [body["name"] for body in ash.phone.of("guest").values()] == ["Reed Lark"]


async def test_sixty_days_after_its_end_it_is_forgotten(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = await published(ash, scheme, at(8))
    await keeps(hazel, event)
    world.clock.now = at(8, 18, 30) + timedelta(days=59)
    await world.next_day()
    await world.everybody_syncs(hazel, ash)
    for kind in ("rsvp", "event"):
        assert hazel.phone.of(kind) == {}
    assert ash.phone.of("event_office") == {}
    assert await pool().fetchval("SELECT count(*) FROM rsvp") == 0


async def test_forgetting_waits_for_the_event_before_it_holds_a_place(world: World) -> None:
    """As giving back does: whoever has the event has its places too, and neither waits for the other."""
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = UUID(await published(ash, scheme, at(8)))
    await keeps(hazel, str(event))
    async with transaction() as here:
        await here.execute("SELECT FROM event WHERE id = $1 FOR NO KEY UPDATE", event)
        forgetting = await begun(act(system(world.now), "event.forget", ForgetEvents(events=(event,))))
        assert await here.fetch("SELECT FROM rsvp WHERE event = $1 FOR UPDATE NOWAIT", event)
    await forgetting
    assert await pool().fetchval("SELECT count(*) FROM rsvp") == 0
