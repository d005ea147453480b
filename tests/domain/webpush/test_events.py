"""Who keeps a place is told when something changes for them, and whoever waits when a place is theirs."""

from tests.domain.events.arranging import at, change, keeps, published
from tests.domain.webpush.conftest import Phones
from tests.domain.world import World


async def test_a_place_a_change_and_the_end_are_told_and_name_nothing(world: World, phones: Phones) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    comes, waits = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Finch", scheme)
    first = await phones.subscribe(comes, kinds=["event"], detail=True)
    second = await phones.subscribe(waits, kinds=["event"])
    event = await published(ash, scheme, places=1)
    await keeps(comes, event)
    await keeps(waits, event)
    assert await phones.work() == [], "what a person did themselves is not told them"
    await change(ash, event, at(9), places=1)
    told = {message.name: phones.opened(message) for message in await phones.work()}
    assert told.keys() == {first, second}
    assert (told[first]["what"], told[first]["text"]) == ("event-changed", "An hour of listening")
    assert told[second] == {}
    await keeps(comes, event, going=False)
    assert [message.name for message in await phones.work()] == [second]
    ash.phone.act("event.cancel", event=event)
    await ash.phone.sync()
    assert [message.name for message in await phones.work()] == [second]


async def test_what_is_called_off_takes_back_what_has_not_gone(world: World, phones: Phones) -> None:
    """One message when the quiet hours end, of the end and not of the change before it."""
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    comes = await world.doctor("Hazel Moss", scheme)
    await phones.subscribe(comes, kinds=["event"], detail=True, quiet_from=8 * 60, quiet_to=20 * 60)
    event = await published(ash, scheme)
    await keeps(comes, event)
    await change(ash, event, at(9))
    ash.phone.act("event.cancel", event=event)
    await ash.phone.sync()
    assert await phones.work() == []
    world.clock.forward(hours=12)
    (message,) = await phones.later()
    assert phones.opened(message)["what"] == "event-cancelled"
