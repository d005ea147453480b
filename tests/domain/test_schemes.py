"""Schemes, guidance and contact points: who may publish them, and that nothing changes silently."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.database.engine import pool
from server.domain.guidance import PublishContactPoint, PublishPage
from server.refusals import Refused
from server.sync.push import act
from server.sync.registry import system
from tests.domain.world import World, charter, scheme_as


def said(phone: Any) -> list[str]:
    return [told["code"] for told in phone.attention]


async def test_a_coordinator_publishes_a_new_version_and_every_doctor_reads_it(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan = await world.doctor("Rowan Wren")
    ash.phone.act(
        "scheme.publish",
        **scheme_as(scheme, charter=charter(session_cap=6, end_point="cap")).model_dump(mode="json"),
    )
    await ash.phone.sync()
    await rowan.phone.sync()
    (told,) = rowan.phone.of("scheme").values()
    assert (told["version"], told["charter"]["session_cap"]) == (2, 6)
    assert told["roles"] == ["mentee", "mentor"]
    bodies = await pool().fetch("SELECT body FROM charter_version ORDER BY version")
    assert ['"session_cap":6' in row["body"] for row in bodies] == [False, True]


async def test_a_published_charter_is_never_changed_by_anyone(world: World) -> None:
    await world.scheme()
    for statement in ("UPDATE charter_version SET body = '{}'", "DELETE FROM charter_version"):
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            await pool().execute(statement)


async def test_other_words_are_no_new_charter_and_the_same_words_are_nothing(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren")
    await act(system(world.now), "scheme.publish", scheme_as(scheme, summary="Two doctors talk, quietly."))
    await rowan.phone.sync()
    (told,) = rowan.phone.of("scheme").values()
    assert (told["version"], told["summary"]) == (1, "Two doctors talk, quietly.")
    before = await pool().fetchval("SELECT position FROM bucket WHERE name = 'public'")
    await act(system(world.now), "scheme.publish", scheme_as(scheme, summary="Two doctors talk, quietly."))
    assert await pool().fetchval("SELECT position FROM bucket WHERE name = 'public'") == before


async def test_office_acts_are_for_that_schemes_coordinators_with_a_fresh_passkey(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rowan = await world.doctor("Rowan Wren")
    publishing = scheme_as(scheme, name="Mine now").model_dump(mode="json")
    rowan.phone.act("scheme.publish", **publishing)
    rowan.phone.act("scheme.publish", **publishing | {"scheme": str(uuid4())})
    ash.phone.act("scheme.publish", **publishing | {"scheme": str(other)})
    await rowan.phone.sync()
    await ash.phone.sync()
    assert said(rowan.phone) == ["not-yours", "not-yours"]
    assert said(ash.phone) == ["not-yours"]
    world.clock.forward(minutes=16)
    ash.phone.act("scheme.publish", **publishing)
    await ash.phone.sync()
    assert said(ash.phone) == ["not-yours", "passkey-needed"]
    await world.confirm(ash)
    ash.phone.act("scheme.publish", **publishing)
    await ash.phone.sync()
    assert "Mine now" in {body["name"] for body in ash.phone.of("scheme").values()}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"end_point": "cap"}, "session_cap"),
        ({"listing": "none"}, "listing_fields"),
        ({"matching": ("free_choice", "free_choice")}, "matching"),
        ({"support": ("groups", "groups")}, "support"),
        ({"outside_requests": "routed"}, "contact"),
    ],
)
async def test_a_charter_that_contradicts_itself_comes_back(
    world: World, changed: dict[str, Any], wrong: str
) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.act("scheme.publish", **scheme_as(scheme, charter=charter(**changed)).model_dump(mode="json"))
    await ash.phone.sync()
    assert said(ash.phone) == ["charter-incomplete"]
    assert ash.phone.attention[0]["problem"]["settings"] == [wrong]


async def test_a_contact_point_must_be_there_before_a_scheme_names_it(world: World) -> None:
    with pytest.raises(Refused, match="charter-incomplete"):
        await world.scheme(contact=uuid4())
    point = await world.contact_point()
    scheme = await world.scheme(contact=point, charter=charter(outside_requests="routed"))
    rowan = await world.doctor("Rowan Wren")
    await rowan.phone.sync()
    assert rowan.phone.of("scheme")[str(scheme)]["contact"] == str(point)
    assert rowan.phone.of("contact_point")[str(point)]["role"] == "Scheme office"


async def test_an_unknown_setting_cannot_even_be_read(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    body = scheme_as(scheme).model_dump(mode="json")
    body["charter"]["leaderboard"] = True
    ash.phone.act("scheme.publish", **body)
    await ash.phone.sync()
    assert said(ash.phone) == ["malformed"]


async def test_a_coordinator_writes_pages_for_their_own_scheme_only(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    page, theirs = uuid4(), uuid4()
    await act(
        system(world.now),
        "page.publish",
        PublishPage(page=theirs, scheme=other, title="T", text="P"),
    )
    writing = {"title": "How we begin", "text": "You meet.\n\nYou *talk*."}
    for which, of in ((page, scheme), (uuid4(), None), (uuid4(), other), (theirs, scheme)):
        ash.phone.act("page.publish", page=which, scheme=of, **writing)
    await ash.phone.sync()
    assert said(ash.phone) == ["not-yours"] * 3
    assert ash.phone.of("page")[str(page)] == {"scheme": str(scheme), **writing}
    assert ash.phone.of("page")[str(theirs)]["title"] == "T"


async def test_contact_points_are_the_operators(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    point = {
        "contact_point": uuid4(),
        "organisation": "Larch Trust",
        "kind": "trust",
        "role": "Scheme office",
        "email": "office@larch.example",
        "words": "Ask anything.",
        "signposts": [{"name": "Occupational health", "words": "Refer yourself."}],
    }
    ash.phone.act("contact_point.publish", **point)
    await ash.phone.sync()
    assert said(ash.phone) == ["not-yours"]
    args = PublishContactPoint.model_validate({**point, "signposts": tuple(point["signposts"])})  # type: ignore[arg-type]  # a list
    await act(system(world.now), "contact_point.publish", args)
    await ash.phone.sync()
    (told,) = ash.phone.of("contact_point").values()
    assert told["signposts"] == point["signposts"]
    with pytest.raises(Refused, match="value-not-allowed"):
        await act(system(world.now), "contact_point.publish", args.model_copy(update={"email": "nobody"}))


async def test_who_runs_a_scheme_is_the_operators_word(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.doctor("Rowan Wren")
    for name in ("coordinator.add", "coordinator.remove"):
        rowan.phone.act(name, scheme=scheme, account=rowan.account)
    await rowan.phone.sync()
    assert said(rowan.phone) == ["unknown-act", "unknown-act"]
