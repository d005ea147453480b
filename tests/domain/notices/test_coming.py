"""To those who come to an event: by their own place there, which is known to nobody else."""

from datetime import timedelta

from server.database.engine import pool
from tests.domain.events.arranging import published
from tests.domain.notices.ringing import rings_for
from tests.domain.notices.telling import Told, office
from tests.domain.world import Person, World

WHERE = "The room has changed. It is now room 2."


async def comes(who: Person, event: str) -> None:
    who.phone.act("rsvp.set", event=event, going=True)
    await who.phone.sync()
    assert who.phone.attention == []


async def an_event(told: Told, coming: int, *, places: int | None = None) -> str:
    starts = (told.world.now + timedelta(days=10)).replace(second=0, microsecond=0)
    event = await published(told.ash, told.scheme, starts, places=places)
    for who in told.everybody[:coming]:
        await comes(who, event)
    return event


async def test_those_who_come_are_told_and_those_who_wait_are_not(world: World) -> None:
    told = await office(world, mentors=9, mentees=0)
    event = await an_event(told, 9, places=8)
    notice = await told.sent("coming", event=event, text=WHERE)
    assert told.answers() == []
    assert told.have(notice) == [each.name for each in told.everybody[:8]]
    body = told.everybody[0].phone.of("told")[notice]
    assert (body["event"], body["audience"], body["text"]) == (event, "coming", WHERE)


async def test_of_seven_none_is_told_and_who_gave_back_a_place_is_not(world: World) -> None:
    told = await office(world, mentors=9, mentees=0)
    event = await an_event(told, 7)
    await told.sent("coming", event=event)
    assert told.answers() == ["group-too-small"]
    for who in told.everybody[7:]:
        await comes(who, event)
    gone = told.everybody[0]
    gone.phone.act("rsvp.set", event=event, going=False)
    await gone.phone.sync()
    notice = await told.sent("coming", event=event)
    assert told.have(notice) == [each.name for each in told.everybody[1:]]


async def test_giving_a_place_back_takes_what_was_for_those_who_come(world: World) -> None:
    told = await office(world)
    event = await an_event(told, 8)
    mentors = await told.sent("mentors", event=event)
    notice = await told.sent("coming", event=event)
    gone = told.everybody[0]
    gone.phone.act("rsvp.set", event=event, going=False)
    await gone.phone.sync()
    assert gone.phone.of("told").keys() == {mentors}
    assert len(told.have(notice)) == 7


async def test_whoever_said_not_now_reads_it_and_nothing_rings(world: World) -> None:
    """They keep a place: what changes about it is theirs to know. They asked for quiet: it is quiet."""
    told = await office(world)
    event = await an_event(told, 8)
    quiet = told.everybody[0]
    await told.not_now(quiet, None)
    for who in told.everybody[:2]:
        await rings_for(who, world)
    notice = await told.sent("coming", event=event)
    assert told.have(notice) == [each.name for each in told.everybody[:8]]
    (rung,) = await pool().fetch("SELECT accounts FROM webpush_happening WHERE kind = 'notice'")
    assert set(rung["accounts"]) == {each.account for each in told.everybody[1:8]}


async def test_an_event_of_another_scheme_is_no_group_of_this_one(world: World) -> None:
    told = await office(world)
    other = await world.scheme(name="Elsewhere")
    yew = await world.coordinator("Yew Finch", other)
    starts = (world.now + timedelta(days=10)).replace(second=0, microsecond=0)
    event = await published(yew, other, starts)
    for who in told.everybody[:8]:
        await comes(who, event)
    await told.sent("coming", event=event)
    assert told.answers() == ["not-yours"]
    await told.sent("mentors", event=event)
    assert told.answers() == ["not-yours", "not-yours"], "nor a link"
