"""Events in a calendar outside: held times, and the title only if their owner chose it."""

import httpx

from tests.domain.calendar.reading import events, opened, read
from tests.domain.events.arranging import at, change, keeps, published
from tests.domain.world import World


async def test_each_session_is_held_and_a_change_moves_it(world: World, client: httpx.AsyncClient) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    event = await published(ash, scheme, at(8), at(9), places=1)
    await keeps(hazel, event)
    await keeps(reed, event)
    path = await opened(hazel)
    first, second = await read(client, path)
    assert (first["summary"], second["summary"]) == ("Hold: 60 minutes", "Hold: 60 minutes")
    assert (first["dtstart"], second["dtstart"]) == (at(8), at(9))
    assert first["uid"] != second["uid"]
    assert await read(client, await opened(reed)) == []

    world.clock.forward(hours=1)
    await world.confirm(ash)
    await change(ash, event, at(10), at(11), places=1)
    moved, _ = await read(client, path)
    assert (moved["uid"], moved["dtstart"]) == (first["uid"], at(10))
    assert moved["sequence"] > first["sequence"]
    hazel.phone.act("calendar.detail", detail=True)
    await hazel.phone.sync()
    said, _ = await read(client, path)
    assert (said["summary"], said["location"]) == ("An hour of listening", "Larch House, room 2")
    assert (said["class"], said["sequence"] > moved["sequence"]) == ("PRIVATE", True)

    ash.phone.act("event.cancel", event=event)
    await ash.phone.sync()
    assert {each["status"] for each in await read(client, path)} == {"CANCELLED"}
    await keeps(hazel, event, going=False)
    assert await read(client, path) == []


async def test_one_event_as_a_file_for_who_has_a_place(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    event = await published(ash, scheme, at(8), at(9))
    await keeps(hazel, event)
    answer = await hazel.phone.client.get(f"/api/events/{event}.ics")
    assert answer.headers["content-disposition"] == 'inline; filename="event.ics"'
    assert [each["dtstart"] for each in events(answer.content)] == [at(8), at(9)]
    for name in (f"{event}.ics", "nothing.ics"):
        assert (await reed.phone.client.get(f"/api/events/{name}")).status_code == 404
