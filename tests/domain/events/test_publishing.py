"""An event is published, and everybody who looks at the scheme can read it."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.sync.push import act
from server.sync.registry import system
from tests.domain.events.arranging import at, codes, event_of, published, session
from tests.domain.world import World, charter, scheme_as


async def test_who_looks_at_the_scheme_reads_it_and_nobody_else(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.follow.clear()
    event = await published(ash, scheme, at(8), at(9))
    await world.everybody_syncs(hazel, rowan)
    body = hazel.phone.of("event")[event]
    assert body["title"] == "An hour of listening"
    assert [each["starts"] for each in body["sessions"]] == ["2026-12-08T17:30:00Z", "2026-12-09T17:30:00Z"]
    assert (body["state"], body["full"], body["sequence"], body["changed_at"]) == (
        "published",
        False,
        0,
        None,
    )
    assert "places" not in body
    assert "code" not in body
    assert rowan.phone.of("event") == {}


async def test_phones_hold_of_the_code_only_what_it_can_be_checked_by(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = await published(ash, scheme)
    await hazel.phone.sync()
    code = await pool().fetchval("SELECT code FROM event")
    made = hashlib.pbkdf2_hmac("sha256", code.encode(), UUID(event).bytes, 200_000)
    assert hazel.phone.of("event")[event]["check"] == made.hex()


@pytest.mark.parametrize(
    "said",
    [
        {"sessions": [session(at(9)), session(at(8))]},
        {"sessions": [session(at(8)), session(at(8, 18, 0))]},
        {"sessions": [session(at(8), minutes=0)]},
        {"sessions": [session(at(8)) | {"wall": "2026-12-08T12:30"}]},
        {"zone": "Larch/House"},
        {"open_to": "members"},
        {"named": True},
    ],
)
async def test_what_does_not_fit_is_refused(world: World, said: dict[str, Any]) -> None:
    """The last two: a taster is for anybody, and of one nobody learns a name."""
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.act("event.publish", **event_of(scheme, **said))
    await ash.phone.sync()
    assert codes(ash) == ["value-not-allowed"]


async def test_who_may_not(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    closed = await world.scheme(state="closed")
    nothing_to_join = await world.scheme(charter=charter(matching=(), listing="none", listing_fields=()))
    ash = await world.coordinator("Ash Kite", scheme, closed, nothing_to_join)
    event = await published(ash, scheme)
    for args in (
        event_of(other),
        event_of(uuid4()),
        event_of(scheme) | {"event": event},
        event_of(closed),
        event_of(scheme, at(1, month=11)),
        event_of(nothing_to_join, kind="workshop", open_to="members"),
    ):
        ash.phone.act("event.publish", **args)
    await ash.phone.sync()
    assert codes(ash) == [
        "not-yours",
        "not-yours",
        "not-yours",
        "scheme-closed",
        "date-passed",
        "value-not-allowed",
    ]


async def test_a_scheme_that_closes_keeps_its_events_and_one_that_is_considered_shows_none(
    world: World,
) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Moss", scheme)
    event = await published(ash, scheme)
    for state, seen in (("closed", [event]), ("considering", []), ("open", [event])):
        await act(system(world.now), "scheme.publish", scheme_as(scheme, state=state))
        await hazel.phone.sync()
        assert list(hazel.phone.of("event")) == seen
