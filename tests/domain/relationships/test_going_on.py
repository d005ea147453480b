"""The life of a pair: agreeing, a new charter, resting, ending, and leaving the scheme."""

import pytest

from server.sync.push import act
from server.sync.registry import system
from tests.domain.relationships.test_beginning import codes, states
from tests.domain.world import World, charter, scheme_as


async def test_a_pair_stays_on_its_charter_until_both_accept_the_new_one(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    await act(
        system(world.now),
        "scheme.publish",
        scheme_as(scheme, charter=charter(trial_meeting=True, pay="session")),
    )
    versions = []
    for person, version in ((hazel, 2), (rowan, 1), (rowan, 2)):
        person.phone.act("relationship.agree", relationship=pair, charter_version=version)
        await world.everybody_syncs(person, hazel)
        versions.append(hazel.phone.of("relationship")[pair]["version"])
    assert versions == [1, 1, 2]
    assert states(hazel) == ["agreed"], "an older charter's pair needs no trial"
    hazel.phone.act("relationship.agree", relationship=pair, charter_version=3)
    await hazel.phone.sync()
    assert codes(hazel) == ["charter-moved-on"]


async def test_a_pair_rests_until_a_date_and_nobody_else_hears_of_it(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    hazel.phone.act("relationship.rest", relationship=pair, until="2026-11-25")
    await world.everybody_syncs(hazel, rowan, ash)
    assert rowan.phone.of("relationship")[pair]["until"] == "2026-11-25"
    assert states(rowan) == ["resting"]
    assert states(ash) == []
    await world.next_day()
    await rowan.phone.sync()
    assert states(rowan) == ["resting"]
    await world.next_day()
    await world.everybody_syncs(hazel, rowan)
    assert states(rowan) == states(hazel) == ["agreed"]
    rowan.phone.act("relationship.rest", relationship=pair, until="2026-12-25")
    rowan.phone.act("relationship.resume", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["agreed"]


async def test_whoever_ended_it_may_not_go_on_and_the_other_goes_on_until_the_hour(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    rowan.phone.act("relationship.end", relationship=pair)
    await rowan.phone.sync()
    rowan.phone.act("relationship.rest", relationship=pair, until="2026-12-25")
    hazel.phone.act("relationship.rest", relationship=pair, until="2026-12-25")
    await world.everybody_syncs(rowan, hazel)
    assert (codes(rowan), codes(hazel)) == (["relationship-closed"], [])
    assert states(hazel) == ["resting"]
    await world.next_day()
    hazel.phone.act("relationship.resume", relationship=pair)
    await hazel.phone.sync()
    assert states(hazel) == ["closed"]
    assert codes(hazel) == ["relationship-closed"]


async def test_both_may_end_it_on_one_day(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    for person in (rowan, hazel):
        person.phone.act("relationship.end", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert (codes(rowan), codes(hazel)) == ([], [])
    assert states(rowan) == states(hazel) == ["closed"]


@pytest.mark.parametrize(("current", "after"), [("keep", ["agreed"]), ("end", ["closed"])])
async def test_a_mentor_who_leaves_may_keep_the_pairs_they_have(
    world: World, current: str, after: list[str]
) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    elder = await world.mentee("Elder Finch", scheme)
    await world.pair(hazel, rowan, scheme)
    asked = await world.ask(elder, rowan, scheme)
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current=current)
    rowan.phone.act("relationship.accept", relationship=asked)
    await rowan.phone.sync()
    assert codes(rowan) == ["relationship-closed"]
    await world.next_day()
    await world.everybody_syncs(hazel, elder)
    assert (states(hazel), states(elder)) == (after, ["closed"])


async def test_a_mentee_who_leaves_takes_every_wish_along(world: World) -> None:
    ways = ("free_choice", "coordinator_suggests")
    scheme = await world.scheme(charter=charter(matching=ways))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    await world.ask(hazel, rowan, scheme)
    wishes = {"specialty": "either", "site": "either", "mode": "any"}
    hazel.phone.act(
        "match.ask",
        request="01930000-0000-7000-8000-0000000000ab",
        scheme=scheme,
        how="coordinator_suggests",
        wishes=wishes,
    )
    hazel.phone.act("relationship.hear_of_place", scheme=scheme, mentor=await world.listing(rowan, scheme))
    await hazel.phone.sync()
    assert len(hazel.phone.of("match")) == len(hazel.phone.of("hearing")) == 1
    hazel.phone.act("participation.opt_out", scheme=scheme, role="mentee", current="end")
    await hazel.phone.sync()
    assert hazel.phone.of("match") == hazel.phone.of("hearing") == {}
    await world.next_day()
    await world.everybody_syncs(hazel, rowan)
    assert states(hazel) == states(rowan) == ["closed"]


async def test_an_end_by_date_comes_by_itself_where_the_charter_has_one(world: World) -> None:
    scheme, other = await world.scheme(charter=charter(end_point="date")), await world.scheme()
    rowan, hazel = (
        await world.mentor("Rowan Wren", scheme, other),
        await world.mentee("Hazel Linnet", scheme, other),
    )
    pair, endless = await world.pair(hazel, rowan, scheme), await world.pair(hazel, rowan, other)
    for which in (pair, endless):
        hazel.phone.act("relationship.agree", relationship=which, charter_version=1, ends="2026-11-25")
    await hazel.phone.sync()
    assert codes(hazel) == ["value-not-allowed"]
    for _ in range(2):
        await world.next_day()
    await hazel.phone.sync()
    assert {key: body["state"] for key, body in hazel.phone.of("relationship").items()} == {
        pair: "closed",
        endless: "agreed",
    }


async def test_a_stranger_can_do_nothing_with_a_pair_and_is_told_nothing(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    elder = await world.mentee("Elder Finch", scheme)
    elder.phone.act("relationship.accept", relationship=pair)
    elder.phone.act("relationship.end", relationship=pair)
    elder.phone.act("relationship.rest", relationship=pair, until="2026-12-25")
    mentor = await world.listing(rowan, scheme)
    elder.phone.act("relationship.request", relationship=pair, scheme=scheme, mentor=mentor)
    await elder.phone.sync()
    assert codes(elder) == ["not-yours"] * 4
    assert states(elder) == []
    await hazel.phone.sync()
    assert states(hazel) == ["agreed"]


async def test_the_lead_knows_who_is_paired_only_where_the_charter_says_so(world: World) -> None:
    from server.domain.schemes import LookAfter

    scheme, quiet = await world.scheme(charter=charter(who_knows_pairs="lead")), await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme, quiet)
    ivy = await world.coordinator("Ivy Swift", scheme)
    for which in (scheme, quiet):
        await act(
            system(world.now), "coordinator.add", LookAfter(scheme=which, account=ash.account, lead=True)
        )
    rowan = await world.mentor("Rowan Wren", scheme, quiet)
    hazel = await world.mentee("Hazel Linnet", scheme, quiet)
    pair, _ = await world.pair(hazel, rowan, scheme), await world.pair(hazel, rowan, quiet)
    await world.everybody_syncs(ash, ivy)
    assert ash.phone.of("pair") == {
        pair: {"scheme": str(scheme), "names": ["Hazel Linnet", "Rowan Wren"], "kind": "pair"}
    }
    assert ivy.phone.of("pair") == {}
    hazel.phone.act("relationship.end", relationship=pair)
    await world.everybody_syncs(hazel, ash)
    assert len(ash.phone.of("pair")) == 1, "a lead hears at the common hour, like everybody"
    await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("pair") == {}
