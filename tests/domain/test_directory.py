"""The directory: a name, and what the mentor chose to show, field by field."""

import asyncio
from contextvars import Context
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.directory import PatchProfile, PublishField, checked
from server.domain.participation import OptIn, opt_in
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, system
from tests.domain.world import Person, World, charter, names, scheme_as

EVERYTHING: dict[str, Any] = {
    "specialty": "Emergency medicine",
    "grade": "Consultant",
    "site": "Larch Infirmary",
    "organisation": "Larch Trust",
    "modes": ["in_person", "video"],
    "languages": ["English", "Cymraeg"],
    "topics": ["Starting as a consultant"],
    "usually_free": ["mon_morning", "thu_evening"],
    "pronouns": "they/them",
    "about": "I like long walks.\nAnd tea.",
    "contact": "Extension 1234",
}


async def listing_of(person: Person) -> dict[str, Any]:
    await person.phone.sync()
    (listing,) = person.phone.of("mentor").values()
    return {field: value for field, value in listing.items() if value is not None}


async def test_at_first_only_the_name_is_shown(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    for field, value in EVERYTHING.items():
        rowan.phone.act("profile.patch", field=field, value=value)
    assert await listing_of(rowan) == {"scheme": str(scheme), "name": "Rowan Wren"}
    (profile,) = rowan.phone.of("profile").values()
    assert {field: told["value"] for field, told in profile["fields"].items()} == EVERYTHING
    assert not any(told["published"] for told in profile["fields"].values())


@pytest.mark.parametrize("field", EVERYTHING)
async def test_each_field_is_shown_when_its_owner_says_so_and_no_longer(world: World, field: str) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("profile.publish", field=field, publish=True)
    rowan.phone.act("profile.patch", field=field, value=EVERYTHING[field])
    assert (await listing_of(rowan))[field] == EVERYTHING[field]
    rowan.phone.act("profile.publish", field=field, publish=False)
    assert field not in await listing_of(rowan)
    rowan.phone.act("profile.publish", field=field, publish=True)
    rowan.phone.act("profile.patch", field=field, value=None)
    assert field not in await listing_of(rowan)


async def test_two_phones_edit_field_by_field_and_the_latest_commit_wins(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    tablet = await world.another_phone(rowan, scheme)
    rowan.phone.act("profile.patch", field="site", value="Larch Infirmary")
    rowan.phone.act("profile.patch", field="grade", value="Consultant")
    tablet.act("profile.patch", field="site", value="Elm House")
    await rowan.phone.sync()
    await tablet.sync()
    await rowan.phone.sync()
    for phone in (rowan.phone, tablet):
        (profile,) = phone.of("profile").values()
        assert profile["fields"]["site"]["value"] == "Elm House"
        assert profile["fields"]["grade"]["value"] == "Consultant"


async def test_contact_details_are_shown_only_where_the_charter_offers_them(world: World) -> None:
    quiet = await world.scheme(charter=charter(listing_fields=()))
    open_hearted = await world.scheme()
    rowan = await world.mentor("Rowan Wren", quiet, open_hearted)
    rowan.phone.act("profile.patch", field="contact", value="Extension 1234")
    rowan.phone.act("profile.publish", field="contact", publish=True)
    await rowan.phone.sync()
    shown = {body["scheme"]: body["contact"] for body in rowan.phone.of("mentor").values()}
    assert shown == {str(quiet): None, str(open_hearted): "Extension 1234"}
    await act(
        system(world.now), "scheme.publish", scheme_as(open_hearted, charter=charter(listing_fields=()))
    )
    await rowan.phone.sync()
    assert {body["contact"] for body in rowan.phone.of("mentor").values()} == {None}


async def test_a_yes_and_a_stricter_charter_at_the_same_moment_show_nothing_too_much(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren", scheme)
    await world.does(rowan, "profile.patch", PatchProfile(field="contact", value="Extension 1234"))
    await world.does(rowan, "profile.publish", PublishField(field="contact", publish=True))
    strict = scheme_as(scheme, charter=charter(listing_fields=()))
    async with publishing(world.now) as touched:
        args = OptIn(scheme=scheme, role="mentor")
        touched += await opt_in(Actor(rowan.account, None, world.now), args)
        publishing_it = act(system(world.now), "scheme.publish", strict)
        stricter = asyncio.create_task(publishing_it, context=Context())  # outside our transaction
        await asyncio.sleep(0.2)
        assert not stricter.done()
    await stricter
    assert "contact" not in await listing_of(rowan)


@pytest.mark.parametrize(
    ("listing", "stranger", "member", "leaver"),
    [("public", 1, 1, 1), ("members", 0, 1, 0), ("none", 0, 0, 0)],
)
async def test_the_charter_says_who_sees_the_list(
    world: World, listing: str, stranger: int, member: int, leaver: int
) -> None:
    settings: dict[str, Any] = {"listing": listing, "listing_fields": ()}
    scheme = await world.scheme(charter=charter(**settings))
    await world.mentor("Rowan Wren", scheme)
    hazel = await world.doctor("Hazel Finch", scheme)
    ivy = await world.doctor("Ivy Swift", scheme)
    oak = await world.doctor("Oak Heron", scheme)
    for person in (ivy, oak):
        person.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    ivy.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    await oak.phone.sync()
    assert len(oak.phone.of("mentor")) == member
    oak.phone.act("participation.opt_out", scheme=scheme, role="mentee", current="end")
    for person, sees in ((hazel, stranger), (ivy, member), (oak, leaver)):
        await person.phone.sync()
        assert len(person.phone.of("mentor")) == sees, person.name


async def test_following_is_the_phones_own_business(world: World) -> None:
    scheme = await world.scheme()
    await world.mentor("Rowan Wren", scheme)
    hazel = await world.doctor("Hazel Finch")
    await hazel.phone.sync()
    assert hazel.phone.of("mentor") == {}
    hazel.phone.follow.add(scheme)
    await hazel.phone.sync()
    assert names(hazel.phone.of("mentor")) == ["Rowan Wren"]
    hazel.phone.follow.clear()
    await hazel.phone.sync()
    assert hazel.phone.dropped == {f"directory:{scheme}": "not-followed"}


async def test_a_closed_scheme_has_no_list_and_an_opened_one_has_it_again(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    hazel = await world.doctor("Hazel Finch", scheme)
    for state, sees in (("open", 1), ("closed", 0), ("open", 1)):
        await act(system(world.now), "scheme.publish", scheme_as(scheme, state=state))
        for person in (rowan, hazel):
            await person.phone.sync()
            assert len(person.phone.of("mentor")) == sees, state


async def test_a_new_name_is_everywhere(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.follow.add(scheme)
    await world.next_day()
    rowan.phone.act("account.rename", name="Rowan Wren-Lark")
    await rowan.phone.sync()
    await world.next_day()
    await ash.phone.sync()
    assert names(ash.phone.of("mentor")) == names(ash.phone.of("member")) == ["Rowan Wren-Lark"]


async def test_co_mentors_are_listed_and_mentees_never_are(world: World) -> None:
    equal, one_way = await world.scheme(charter=charter(model="triad")), await world.scheme()
    rowan = await world.doctor("Rowan Wren", equal, one_way)
    await world.does(rowan, "participation.opt_in", OptIn(scheme=equal, role="co_mentor"))
    await world.does(rowan, "participation.opt_in", OptIn(scheme=one_way, role="mentee"))
    await rowan.phone.sync()
    (listing,) = rowan.phone.of("mentor").values()
    assert UUID(listing["scheme"]) == equal


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site", "x" * 81),
        ("site", ["a", "list"]),
        ("topics", "not a list"),
        ("topics", ["x" * 81]),
        ("topics", [" "]),
        ("modes", ["pigeon"]),
        ("usually_free", ["mon_midnight"]),
        ("site", "two\nlines"),
        ("site", "turned \u202e round"),
        ("about", "a bell \u0007"),
        ("languages", ["tab\tbed"]),
    ],
)
async def test_values_that_cannot_be_used_come_back(world: World, field: str, value: Any) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("profile.patch", field=field, value=value)
    await rowan.phone.sync()
    ((code, args),) = ((told["code"], told["args"]) for told in rowan.phone.attention)
    assert code in {"value-not-allowed", "malformed"}
    assert args["value"] == value
    assert rowan.phone.of("profile") == {}


async def test_blanks_are_nothing_and_the_same_thing_twice_is_once(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    rowan.phone.act("profile.patch", field="site", value="  ")
    rowan.phone.act("profile.patch", field="grade", value=" SAS doctor ")
    rowan.phone.act("profile.patch", field="topics", value=["Rest ", "Rest", "Rotas"])
    rowan.phone.act("profile.patch", field="languages", value=[])
    await rowan.phone.sync()
    (profile,) = rowan.phone.of("profile").values()
    assert {field: told["value"] for field, told in profile["fields"].items()} == {
        "site": None,
        "grade": "SAS doctor",
        "topics": ["Rest", "Rotas"],
        "languages": None,
    }


@given(
    st.sampled_from(sorted(EVERYTHING)),
    st.none() | st.text(max_size=700) | st.lists(st.text(max_size=90), max_size=25).map(tuple),
)
def test_whatever_is_kept_would_be_kept_again(field: Any, value: Any) -> None:
    try:
        kept = checked(field, value)
    except Refused:
        return
    assert checked(field, kept) == kept
    assert kept is None or len(kept)
