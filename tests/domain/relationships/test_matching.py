"""Matching by others than the two: next on the list is fair, and the queue shows wishes and nothing else."""

from collections import Counter
from uuid import UUID, uuid4

import pytest

from server.database.engine import connection, pool, transaction
from server.domain.relationships.next_on_list import serve
from server.domain.schemes import scheme_now
from server.sync.push import act
from server.sync.registry import system
from tests.domain.relationships.test_beginning import codes, states
from tests.domain.world import Person, World, charter, scheme_as

WISHES = {"specialty": "either", "site": "either", "mode": "any"}
NEXT = charter(matching=("next_on_list",), listing="none", listing_fields=())


async def asks(world: World, person: Person, scheme: UUID, how: str = "next_on_list", **wishes: str) -> None:
    person.phone.act("match.ask", request=str(uuid4()), scheme=scheme, how=how, wishes={**WISHES, **wishes})
    await person.phone.sync()


def paired_with(person: Person) -> list[str]:
    return sorted(
        member["name"]
        for pair in person.phone.of("relationship").values()
        for member in pair["members"]
        if member["account"] != str(person.account)
    )


async def test_the_list_goes_round_and_skips_the_full_and_the_paused(world: World) -> None:
    scheme = await world.scheme(charter=NEXT)
    mentors = []
    for name in ("Alder", "Birch", "Cedar", "Damson"):
        mentors.append(await world.mentor(f"Mentor {name}", scheme))
        world.clock.forward(minutes=1)
    mentors[1].phone.act("participation.set_places", scheme=scheme, places=0)
    mentors[2].phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    await world.everybody_syncs(*mentors)
    found = []
    for number in range(4):
        doctor = await world.mentee(f"Doctor {number}", scheme)
        await asks(world, doctor, scheme)
        found += paired_with(doctor)
        world.clock.forward(minutes=1)
    assert found == ["Mentor Alder", "Mentor Damson", "Mentor Alder", "Mentor Damson"]


async def test_nobody_is_offered_the_same_person_twice_even_after_it_is_forgotten(world: World) -> None:
    scheme = await world.scheme(charter=NEXT)
    alder = await world.mentor("Mentor Alder", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    await asks(world, hazel, scheme)
    (pair,) = hazel.phone.of("relationship")
    hazel.phone.act("relationship.decline", relationship=pair)
    await hazel.phone.sync()
    await asks(world, hazel, scheme)
    assert len(hazel.phone.of("match")) == 1, "it waits for somebody else"
    for _ in range(32):
        await world.next_day()
    await hazel.phone.sync()
    assert states(hazel) == []
    assert len(hazel.phone.of("match")) == 1
    await world.mentor("Mentor Birch", scheme)
    await world.next_day()
    await world.everybody_syncs(hazel, alder)
    assert paired_with(hazel) == ["Mentor Birch"]
    assert hazel.phone.of("match") == {}


async def test_a_newcomer_is_not_given_everybody(world: World) -> None:
    scheme = await world.scheme(charter=NEXT)
    for name in ("Alder", "Birch"):
        await world.mentor(f"Mentor {name}", scheme)
    for number in range(6):
        await asks(world, await world.mentee(f"Doctor {number}", scheme), scheme)
        world.clock.forward(minutes=1)
    await world.mentor("Mentor Cedar", scheme)
    found: Counter[str] = Counter()
    for number in range(6, 12):
        doctor = await world.mentee(f"Doctor {number}", scheme)
        world.clock.forward(minutes=1)
        await asks(world, doctor, scheme)
        found.update(paired_with(doctor))
    assert found == {"Mentor Alder": 2, "Mentor Birch": 2, "Mentor Cedar": 2}


async def test_the_charters_rules_and_the_doctors_wishes_are_kept(world: World) -> None:
    scheme = await world.scheme(
        charter=charter(matching=("next_on_list",), site_rule="different", listing="none", listing_fields=())
    )
    here, there = await world.mentor("Mentor Here", scheme), await world.mentor("Mentor There", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    for person, site, specialty in ((here, "Larch", "GP"), (there, "Elm", "Surgery"), (hazel, "larch", "gp")):
        person.phone.act("profile.patch", field="site", value=site)
        person.phone.act("profile.patch", field="specialty", value=specialty)
    await world.everybody_syncs(here, there, hazel)
    await asks(world, hazel, scheme)
    assert paired_with(hazel) == ["Mentor There"]
    elder = await world.mentee("Elder Finch", scheme)
    elder.phone.act("profile.patch", field="specialty", value="Surgery")
    await elder.phone.sync()
    await asks(world, elder, scheme, specialty="different")
    assert paired_with(elder) == ["Mentor Here"]


async def test_ten_thousand_requests_are_shared_equally_within_one(world: World) -> None:
    requests, mentors = 10_000, 11
    scheme = await world.scheme(charter=NEXT)
    await _crowd(scheme, "mentor", mentors)
    doctors = await _crowd(scheme, "mentee", requests)
    await pool().execute(
        "INSERT INTO match_request (id, office, account, scheme, how, specialty, site, mode, asked_on)"
        " SELECT id, gen_random_uuid(), id, $2, 'next_on_list', 'either', 'either', 'any', '2026-11-23'"
        " FROM unnest($1::uuid[]) AS crowd (id)",
        doctors,
        scheme,
    )
    async with transaction():
        now = await scheme_now(scheme)
    shares: Counter[UUID] = Counter()
    for start in range(0, requests, 500):
        async with transaction():
            for doctor in doctors[start : start + 500]:
                await serve(system(world.now), doctor, now, doctor)
            rows = await connection().fetch(
                "SELECT account, count(*) FROM relationship_member WHERE role = 'mentor' GROUP BY account"
            )
        shares = Counter({row["account"]: row["count"] for row in rows})
        assert len(shares) == mentors
        assert max(shares.values()) - min(shares.values()) <= 1, "at any moment, and not only in the end"
    assert sum(shares.values()) == requests


async def _crowd(scheme: UUID, role: str, many: int) -> list[UUID]:
    people = [uuid4() for _ in range(many)]
    await pool().execute(
        "INSERT INTO account (id, name, handle, created_on)"
        " SELECT id, 'Doctor', uuid_send(id) || uuid_send(id), '2026-11-23'"
        " FROM unnest($1::uuid[]) AS crowd (id)",
        people,
    )
    await pool().execute(
        "INSERT INTO participation (id, account, scheme, role, state, member, listing)"
        " SELECT id, id, $2, $3, 'in', gen_random_uuid(), gen_random_uuid()"
        " FROM unnest($1::uuid[]) AS crowd (id)",
        people,
        scheme,
        role,
    )
    return people


async def test_the_queue_shows_wishes_and_never_what_came_of_a_suggestion(world: World) -> None:
    scheme = await world.scheme(charter=charter(matching=("coordinator_suggests",)))
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    await asks(world, hazel, scheme, how="coordinator_suggests", mode="phone")
    await world.next_day()
    await world.confirm(ash)
    await ash.phone.sync()
    ((request, shown),) = ash.phone.of("request").items()
    assert shown == {"scheme": str(scheme), "name": "Hazel Linnet", "wishes": {**WISHES, "mode": "phone"}}
    mentor = next(key for key, one in ash.phone.of("member").items() if one["role"] == "mentor")
    ash.phone.act("match.suggest", scheme=scheme, request=request, mentor=mentor)
    ash.phone.act("match.suggest", scheme=scheme, request=request, mentor=mentor)
    await world.everybody_syncs(ash, hazel, rowan)
    assert codes(ash) == ["not-yours"], "once"
    assert states(hazel) == states(rowan) == ["suggested"]
    held = []
    for end in ("relationship.accept", "relationship.decline"):
        (pair,) = hazel.phone.of("relationship")
        rowan.phone.act("relationship.accept", relationship=pair)
        hazel.phone.act(end, relationship=pair)
        await world.everybody_syncs(rowan, hazel)
        await world.next_day()
        await ash.phone.sync()
        held.append((ash.phone.of("request"), ash.phone.of("suggestion"), ash.phone.of("pair")))
    assert held[0] == held[1]
    for _ in range(31):
        await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("request") == ash.phone.of("suggestion") == {}


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("matching", ("next_on_list",), "not-matched-this-way"),
        ("specialty_rule", "different", "rule-specialty"),
        ("site_rule", "different", "rule-site"),
        ("training_gate", ("A course",), "mentor-not-free"),
        ("model", "dyad", "not-taking-part"),
    ],
)
async def test_one_setting_flipped_and_asking_is_answered_otherwise(
    world: World, setting: str, value: object, code: str
) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    for person in (rowan, hazel):
        person.phone.act("profile.patch", field="site", value="Larch")
        person.phone.act("profile.patch", field="specialty", value="GP")
        await person.phone.sync()
    if setting == "model":
        # A scheme of pairs of equals has nobody who could be asked, and nobody who could ask.
        scheme = await world.scheme(charter=charter(model=value))
    else:
        await act(system(world.now), "scheme.publish", scheme_as(scheme, charter=charter(**{setting: value})))
    listing = await world.listing(rowan, scheme)
    mentor = str(uuid4()) if listing == "None" else listing
    hazel.phone.act("relationship.request", relationship=str(uuid4()), scheme=scheme, mentor=mentor)
    await hazel.phone.sync()
    assert codes(hazel) == [code]
