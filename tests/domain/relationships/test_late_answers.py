"""What was done with no signal and arrives late: the person's own no is honoured, and said as it is."""

from uuid import uuid4

import pytest

from tests.domain.relationships.test_beginning import left, states
from tests.domain.world import World


@pytest.mark.parametrize("yes_first", [True, False])
async def test_taking_back_and_saying_yes_at_once_ends_closed_whoever_comes_first(
    world: World, yes_first: bool
) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    rowan.phone.act("relationship.accept", relationship=pair)
    hazel.phone.act("relationship.decline", relationship=pair)
    await world.everybody_syncs(*((rowan, hazel) if yes_first else (hazel, rowan)))
    assert hazel.phone.attention == []
    assert [told["code"] for told in rowan.phone.attention] == ([] if yes_first else ["relationship-closed"])
    assert left(hazel) == [pair]
    await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert states(rowan) == states(hazel) == ["closed"]


async def test_nothing_shared_with_somebody_on_the_private_list_stays_on_the_phone(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    for _ in range(2):  # from two phones with no signal, say
        rowan.phone.act(
            "relationship.declare_conflict", never=str(uuid4()), email=None, listing=None, relationship=pair
        )
        await rowan.phone.sync()
    assert rowan.phone.attention == []
    assert states(rowan) == []
    assert [one["label"] for one in rowan.phone.of("never").values()] == ["Hazel Linnet"]
    await hazel.phone.sync()
    assert states(hazel) == ["agreed"], "the other is shown what anybody is, at the common hour"
    await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert (states(rowan), states(hazel)) == ([], ["closed"])
    assert left(rowan) == []
