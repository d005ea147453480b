"""Names: the office sees them only where the charter and the event said so before anybody replied."""

from uuid import UUID

import pytest

from tests.domain.events.arranging import codes, event_of, keeps, published
from tests.domain.world import World, charter, scheme_as


@pytest.mark.parametrize("names", ["none", "coordinators"])
async def test_the_charter_says_whether_an_event_may_have_names(world: World, names: str) -> None:
    scheme = await world.scheme(charter=charter(event_names=names))
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.act("event.publish", **event_of(scheme, kind="workshop", named=True))
    await ash.phone.sync()
    assert codes(ash) == (["names-not-offered"] if names == "none" else [])


@pytest.mark.parametrize("kind", ["taster", "induction"])
async def test_of_these_never(world: World, kind: str) -> None:
    scheme = await world.scheme(charter=charter(event_names="coordinators"))
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.act("event.publish", **event_of(scheme, kind=kind, named=True))
    await ash.phone.sync()
    assert codes(ash) == ["value-not-allowed"]


async def test_who_is_going_and_by_a_random_id(world: World) -> None:
    scheme = await world.scheme(charter=charter(event_names="coordinators"))
    ash = await world.coordinator("Ash Kite", scheme)
    hazel, reed = await world.doctor("Hazel Moss", scheme), await world.doctor("Reed Lark", scheme)
    named = await published(ash, scheme, kind="workshop", named=True, places=1)
    unnamed = await published(ash, scheme, kind="workshop", places=1)
    for person in (hazel, reed):
        await keeps(person, named)
        await keeps(person, unnamed)
    hazel.phone.act("account.rename", name="Hazel Fern")
    await hazel.phone.sync()
    await ash.phone.sync()
    ((guest, body),) = ash.phone.of("guest").items()
    assert body == {"event": named, "name": "Hazel Fern"}
    assert UUID(guest).version == 4
    await keeps(hazel, named, going=False)
    await ash.phone.sync()
    assert [body["name"] for body in ash.phone.of("guest").values()] == ["Reed Lark"]


async def test_a_charter_from_before_means_none_and_said_again_is_the_same(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    args = scheme_as(scheme).model_dump(mode="json")
    del args["charter"]["event_names"]
    ash.phone.act("scheme.publish", **args)
    await ash.phone.sync()
    assert ash.phone.attention == []
    body = ash.phone.of("scheme")[str(scheme)]
    assert (body["charter"]["event_names"], body["version"]) == ("none", 1)
