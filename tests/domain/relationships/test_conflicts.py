"""The private list: it keeps two apart whatever the order; neither the other nor the office learns of it."""

import re
from uuid import uuid4

import pytest

from server.domain import addresses
from server.domain.accounts import codes as mailed
from server.domain.accounts import sessions
from server.domain.accounts.entering import Visit
from tests.domain.relationships.test_beginning import codes, states
from tests.domain.world import Person, World, charter

WISHES = {"specialty": "either", "site": "either", "mode": "any"}


def keeps_away(person: Person, **named: str) -> None:
    said = {"email": None, "listing": None, "relationship": None, **named}
    person.phone.act("relationship.declare_conflict", never=str(uuid4()), **said)


async def test_whoever_is_on_the_list_asks_waits_and_lapses_like_anybody(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    keeps_away(rowan, email="Hazel.Linnet@EXAMPLE.org")
    await rowan.phone.sync()
    await world.ask(hazel, rowan, scheme)
    assert (states(hazel), states(rowan)) == (["requested"], [])
    assert codes(hazel) == codes(rowan) == []
    for _ in range(14):
        await world.next_day()
    await world.everybody_syncs(hazel, rowan)
    assert (states(hazel), states(rowan)) == (["closed"], [])


async def test_the_list_hides_a_request_that_was_there_before_it(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    keeps_away(rowan, relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert (states(hazel), states(rowan)) == (["requested"], [])
    rowan.phone.act("relationship.accept", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert codes(rowan) == ["not-yours"]
    assert states(hazel) == ["requested"]


async def test_a_new_address_that_is_on_the_list_hides_what_was_asked_and_ends_nothing(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    ivo = await world.mentee("Ivo Tern", scheme)
    keeps_away(rowan, email="new@example.net")
    keeps_away(rowan, email="also.new@example.net")
    await rowan.phone.sync()
    await world.ask(hazel, rowan, scheme)
    await world.pair(ivo, rowan, scheme)
    assert sorted(states(rowan)) == ["agreed", "requested"]
    await _adds(world, hazel, "new@example.net")
    await _adds(world, ivo, "also.new@example.net")
    await world.everybody_syncs(rowan, hazel, ivo)
    assert (states(rowan), states(hazel), states(ivo)) == (["agreed"], ["requested"], ["agreed"])


async def test_a_new_address_that_is_on_the_list_hides_its_owners_listing(world: World) -> None:
    scheme = await world.scheme()
    rowan, elm = await world.mentee("Rowan Wren", scheme), await world.mentor("Elm Reed", scheme)
    keeps_away(rowan, email="new@example.net")
    await rowan.phone.sync()
    await _adds(world, elm, "new@example.net")
    await rowan.phone.sync()
    (line,) = rowan.phone.of("never").values()
    assert line == {"label": "new@example.net", "listings": [await world.listing(elm, scheme)]}


async def _adds(world: World, person: Person, address: str) -> None:
    session = await sessions.authenticate(person.token, world.now)
    visit = Visit(b"x" * 32, person.token, world.now)
    letter = await mailed.write(address, "add", addresses._asker(session, visit), world.now)
    found = re.search(r"\d{4} \d{4}", letter.words)
    assert found is not None
    await addresses.add(session, address, found[0], visit)


async def test_a_pair_closes_at_the_common_hour(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    await world.pair(hazel, rowan, scheme)
    keeps_away(hazel, listing=await world.listing(rowan, scheme))
    await world.everybody_syncs(hazel, rowan)
    assert states(rowan) == ["agreed"]
    assert hazel.phone.of("pairing") == hazel.phone.of("relationship") == {}, "nothing of it stays with her"
    (line,) = hazel.phone.of("never").values()
    assert line == {"label": "Rowan Wren", "listings": [await world.listing(rowan, scheme)]}
    await world.next_day()
    await world.everybody_syncs(hazel, rowan)
    assert states(rowan) == ["closed"]
    assert rowan.phone.of("never") == {}


async def test_an_address_that_nobody_has_yet_is_kept_and_means_whoever_gets_it(world: World) -> None:
    scheme = await world.scheme()
    hazel = await world.mentee("Hazel Linnet", scheme)
    keeps_away(hazel, email="rowan.wren@example.org")
    await hazel.phone.sync()
    assert codes(hazel) == []
    (line,) = hazel.phone.of("never").values()
    assert line["listings"] == []
    rowan = await world.mentor("Rowan Wren", scheme)
    await hazel.phone.sync()
    (line,) = hazel.phone.of("never").values()
    assert line["listings"] == [await world.listing(rowan, scheme)], "the phone leaves them out"
    await world.ask(hazel, rowan, scheme)
    assert states(rowan) == []


@pytest.mark.parametrize("declarer", ["doctor", "mentor"])
async def test_no_way_of_matching_brings_them_together(world: World, declarer: str) -> None:
    ways = ("free_choice", "mentor_offers", "coordinator_suggests", "next_on_list")
    scheme = await world.scheme(charter=charter(matching=ways))
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    one, other = (hazel, rowan) if declarer == "doctor" else (rowan, hazel)
    keeps_away(one, email=other.email)
    await one.phone.sync()

    rowan.phone.act("relationship.offer", relationship=str(uuid4()), scheme=scheme, code="7KM2Q9XD")
    await rowan.phone.sync()
    hazel.phone.act("relationship.join", code="7KM2Q9XD")
    await hazel.phone.sync()
    assert codes(hazel) == ["code-unknown"]
    hazel.phone.act("match.ask", request=str(uuid4()), scheme=scheme, how="next_on_list", wishes=WISHES)
    await world.everybody_syncs(hazel, rowan)
    assert states(hazel) == []
    assert len(hazel.phone.of("match")) == 1, "it waits, as it does when nobody is free"
    (request,) = hazel.phone.of("match")
    hazel.phone.act("match.take_back", request=request)
    hazel.phone.act(
        "match.ask", request=str(uuid4()), scheme=scheme, how="coordinator_suggests", wishes=WISHES
    )
    await hazel.phone.sync()
    await world.next_day()
    await world.confirm(ash)
    await ash.phone.sync()
    (request,) = ash.phone.of("request")
    mentor = next(key for key, body in ash.phone.of("member").items() if body["role"] == "mentor")
    ash.phone.act("match.suggest", scheme=scheme, request=request, mentor=mentor)
    await world.everybody_syncs(ash, hazel, rowan)
    assert codes(ash) == []
    assert list(ash.phone.of("suggestion")) == [request]
    assert states(hazel) == []
    assert [state for state in states(rowan) if state != "offered"] == []
    assert len(hazel.phone.of("match")) == 1


async def test_nobody_but_the_declarer_ever_holds_a_line_of_the_list(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    keeps_away(rowan, email=hazel.email)
    await rowan.phone.sync()
    await world.next_day()
    await world.everybody_syncs(ash, hazel, rowan)
    assert (len(rowan.phone.of("never")), ash.phone.of("never"), hazel.phone.of("never")) == (1, {}, {})
    (line,) = rowan.phone.of("never")
    rowan.phone.act("relationship.withdraw_conflict", never=line)
    await rowan.phone.sync()
    assert rowan.phone.of("never") == {}
    await world.ask(hazel, rowan, scheme)
    assert states(rowan) == ["requested"]


async def test_one_names_somebody_in_one_way_and_never_oneself(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    keeps_away(rowan)
    keeps_away(rowan, email="not an address")
    keeps_away(rowan, listing=await world.listing(rowan, scheme))
    keeps_away(rowan, listing=str(uuid4()))
    await rowan.phone.sync()
    assert codes(rowan) == ["value-not-allowed", "value-not-allowed", "not-yours", "not-yours"]
