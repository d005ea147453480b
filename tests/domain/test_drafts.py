"""Drafts of charters: who writes them, who reads them, and what is left of them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.domain.charter import Charter, DraftCharter
from server.domain.drafts import DraftScheme
from server.domain.schemes import LookAfter, charter_id
from server.sync.push import act
from server.sync.rebuild import rebuild
from server.sync.registry import system
from tests.domain.world import World, charter, draft_as, scheme_as


def said(phone: Any) -> list[str]:
    return [told["code"] for told in phone.attention]


def published(scheme: UUID, **changed: Any) -> dict[str, Any]:
    """The arguments of `scheme.publish` as a phone sends them."""
    return scheme_as(scheme, **changed).model_dump(mode="json")


NOTHING = dict.fromkeys(("name", "organisation", "summary", "state", "contact"))


async def test_a_coordinator_drafts_and_the_scheme_stays_as_it_is(world: World) -> None:
    scheme = await world.scheme()
    ash, alder = await world.coordinator("Ash Kite", scheme), await world.coordinator("Alder Tern", scheme)
    rowan = await world.doctor("Rowan Wren")
    drafting = draft_as(scheme, name="Quieter talk", charter={"notes": "none", "eligibility": None})
    ash.phone.act("scheme.draft", **drafting)
    for person in (ash, alder, rowan):
        await person.phone.sync()
    assert said(ash.phone) == []
    ((draft, told),) = alder.phone.of("draft").items()
    assert (draft, told["scheme"], told["name"]) == (str(drafting["draft"]), str(scheme), "Quieter talk")
    assert (told["charter"]["notes"], told["charter"]["eligibility"]) == ("none", None)
    assert told["drafted"] == str(world.now.date())
    assert rowan.phone.of("draft") == {}
    assert rowan.phone.of("scheme")[str(scheme)]["name"] == "Quiet talk"
    assert await rebuild(world.now, check=True) == []


def test_every_setting_can_be_left_open_in_a_draft_and_none_is_missing() -> None:
    assert DraftCharter.model_fields.keys() == Charter.model_fields.keys()
    nothing = DraftScheme.model_validate(
        {
            "draft": uuid4(),
            "scheme": uuid4(),
            **NOTHING,
            "charter": dict.fromkeys(Charter.model_fields),
        }
    )
    assert set(nothing.charter.model_dump().values()) == {None}
    with pytest.raises(ValueError, match="at most 12"):
        DraftCharter.model_validate(charter().model_dump() | {"expectations": ("Come.",) * 13})


async def test_the_newest_draft_replaces_the_one_before(world: World) -> None:
    scheme = await world.scheme()
    ash, alder = await world.coordinator("Ash Kite", scheme), await world.coordinator("Alder Tern", scheme)
    first, second = draft_as(scheme, summary="First."), draft_as(scheme, summary="Second.")
    ash.phone.act("scheme.draft", **first)
    await ash.phone.sync()
    alder.phone.act("scheme.draft", **second)
    # A draft that somebody threw away is that one, and not what was written since.
    ash.phone.act("scheme.discard_draft", scheme=scheme, draft=first["draft"])
    await alder.phone.sync()
    await ash.phone.sync()
    assert said(ash.phone) == said(alder.phone) == []
    assert [told["summary"] for told in ash.phone.of("draft").values()] == ["Second."]
    ash.phone.act("scheme.discard_draft", scheme=scheme, draft=second["draft"])
    await ash.phone.sync()
    await alder.phone.sync()
    assert alder.phone.of("draft") == {}
    assert not await pool().fetchval("SELECT true FROM scheme_draft")


async def test_drafting_is_for_that_schemes_coordinators_with_a_fresh_passkey(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan = await world.doctor("Rowan Wren")
    taken = draft_as(scheme)
    ash.phone.act("scheme.draft", **taken)
    ash.phone.act("scheme.draft", **draft_as(other))
    ash.phone.act("scheme.draft", **draft_as(uuid4(), draft=taken["draft"]))
    ash.phone.act("scheme.discard_draft", scheme=other, draft=uuid4())
    for drafting in (draft_as(scheme), draft_as(uuid4())):
        rowan.phone.act("scheme.draft", **drafting)
    rowan.phone.act("scheme.discard_draft", scheme=scheme, draft=taken["draft"])
    await ash.phone.sync()
    await rowan.phone.sync()
    assert said(ash.phone) == said(rowan.phone) == ["not-yours"] * 3
    world.clock.forward(minutes=16)
    ash.phone.act("scheme.draft", **draft_as(scheme))
    ash.phone.act("scheme.draft", **draft_as(uuid4()))
    ash.phone.act("scheme.discard_draft", scheme=scheme, draft=taken["draft"])
    await ash.phone.sync()
    assert said(ash.phone)[3:] == ["passkey-needed"] * 3
    assert await pool().fetchval("SELECT id FROM scheme_draft") == taken["draft"]


async def test_publishing_removes_the_draft_and_says_no_to_contradictions(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    # A draft may contradict itself while it is being written.
    drafting = draft_as(scheme, charter={"end_point": "cap"})
    from_it = {"draft": drafting["draft"]}
    ash.phone.act("scheme.draft", **drafting)
    ash.phone.act("scheme.publish", **published(scheme, charter=charter(end_point="cap"), **from_it))
    await ash.phone.sync()
    assert said(ash.phone) == ["charter-incomplete"]
    assert len(ash.phone.of("draft")) == 1
    whole = charter(end_point="cap", session_cap=6)
    ash.phone.act("scheme.publish", **published(scheme, charter=whole, **from_it))
    await ash.phone.sync()
    assert ash.phone.of("draft") == {}
    # Also when what is published is what was there already.
    drafting = draft_as(scheme)
    ash.phone.act("scheme.draft", **drafting)
    ash.phone.act("scheme.publish", **published(scheme, charter=whole, draft=drafting["draft"]))
    await ash.phone.sync()
    assert ash.phone.of("draft") == {}
    assert ash.phone.of("scheme")[str(scheme)]["version"] == 2


async def test_every_version_reaches_every_phone_and_is_found_by_its_number(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren")
    for cap in (4, 6):
        world.clock.forward(days=1)
        new = scheme_as(scheme, charter=charter(end_point="cap", session_cap=cap))
        await act(system(world.now), "scheme.publish", new)
    await rowan.phone.sync()
    told = rowan.phone.of("charter")
    versions = [told[str(charter_id(scheme, version))] for version in (1, 2, 3)]
    assert [version["charter"]["session_cap"] for version in versions] == [None, 4, 6]
    assert [version["version"] for version in versions] == [1, 2, 3]
    assert len({version["published"] for version in versions}) == len(told) == 3
    assert rowan.phone.of("scheme")[str(scheme)]["charter"] == versions[2]["charter"]
    assert await rebuild(world.now, check=True) == []


async def test_publishing_leaves_a_colleagues_newer_draft_alone(world: World) -> None:
    scheme = await world.scheme()
    ash, alder = await world.coordinator("Ash Kite", scheme), await world.coordinator("Alder Swift", scheme)
    mine, theirs = draft_as(scheme, summary="Mine."), draft_as(scheme, summary="Theirs.")
    ash.phone.act("scheme.draft", **mine)
    await ash.phone.sync()
    alder.phone.act("scheme.draft", **theirs)
    await alder.phone.sync()
    ash.phone.act("scheme.publish", **published(scheme, summary="Mine.", draft=mine["draft"]))
    await world.everybody_syncs(ash, alder)
    for doctor in (ash, alder):
        assert [told["summary"] for told in doctor.phone.of("draft").values()] == ["Theirs."]
        assert doctor.phone.of("scheme")[str(scheme)]["summary"] == "Mine."


async def test_whoever_drafts_a_new_scheme_looks_after_it_once_it_is_there(world: World) -> None:
    scheme, new = await world.scheme(), uuid4()
    ash, alder = await world.coordinator("Ash Kite", scheme), await world.coordinator("Alder Tern", scheme)
    ash.phone.act("scheme.draft", **draft_as(new, name="Talks at noon"))
    await ash.phone.sync()
    await alder.phone.sync()
    assert [told["name"] for told in ash.phone.of("draft").values()] == ["Talks at noon"]
    assert alder.phone.of("draft") == {}
    # It is the author's own until it is there.
    alder.phone.act("scheme.draft", **draft_as(new, name="Mine"))
    alder.phone.act("scheme.publish", **published(new))
    alder.phone.act("scheme.publish", **published(uuid4()))
    await alder.phone.sync()
    assert said(alder.phone) == ["not-yours"] * 3
    ash.phone.act("scheme.publish", **published(new, name="Talks at noon"))
    ash.phone.act("scheme.draft", **draft_as(new, name="Talks at one"))
    await ash.phone.sync()
    assert said(ash.phone) == []
    assert {told["scheme"] for told in ash.phone.of("office").values()} == {str(scheme), str(new)}
    assert [told["name"] for told in ash.phone.of("draft").values()] == ["Talks at one"]
    await alder.phone.sync()
    assert alder.phone.of("scheme")[str(new)]["name"] == "Talks at noon"
    assert await rebuild(world.now, check=True) == []


async def test_a_draft_goes_no_further_once_its_author_looks_after_nothing(world: World) -> None:
    scheme, new = await world.scheme(), uuid4()
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.act("scheme.draft", **draft_as(new))
    await ash.phone.sync()
    await act(system(world.now), "coordinator.remove", LookAfter(scheme=scheme, account=ash.account))
    ash.phone.act("scheme.draft", **draft_as(new))
    ash.phone.act("scheme.publish", **published(new))
    await ash.phone.sync()
    assert said(ash.phone) == ["not-yours", "not-yours"]
