"""Every row of the guidance, from the first look to the closed pair, with nothing changed but the charter.

One story for all: it reads the charter of a starter scheme and does what that charter says. A row whose
schemes bring nobody together is told as what it is: there is something to read and somebody to ask.
"""

from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.domain.charter import Charter, Matching
from server.domain.schemes import LookAfter
from server.starter.loading import StarterContactPoint, StarterScheme, files, id_of, load_starter
from server.sync.push import act
from server.sync.registry import system
from tests.domain.relationships.test_beginning import codes, states
from tests.domain.test_starter import ROWS
from tests.domain.world import Person, World

STARTER = dict(files("schemes", StarterScheme))
WAYS = [
    (scheme.row, name, way)
    for name, scheme in STARTER.items()
    for way in scheme.charter.matching
    if scheme.state == "open"
]
TO_READ = [
    (scheme.row, name)
    for name, scheme in STARTER.items()
    if scheme.state != "open" or not scheme.charter.matching
]
WITHOUT_SCHEME = {"Informal pair", "Organisations with no scheme"}
"""The one is tools on the phone alone; the other a contact point that signposts elsewhere."""
WISHES = {"specialty": "either", "site": "either", "mode": "any"}


def test_the_stories_are_of_every_row_and_of_every_starter_scheme() -> None:
    told = {row for row, *_ in (*WAYS, *TO_READ)}
    assert told | WITHOUT_SCHEME == set(ROWS)
    assert {name for _, name, *_ in (*WAYS, *TO_READ)} == set(STARTER)


class Story:
    """One scheme, its office, and the people who come together in it."""

    def __init__(self, world: World, scheme: UUID, charter: Charter) -> None:
        self.world = world
        self.scheme = scheme
        self.charter = charter
        self.ash: Person

    async def begin(self) -> None:
        self.ash = await self.world.coordinator("Ash Kite", self.scheme)
        args = LookAfter(scheme=self.scheme, account=self.ash.account, lead=True)
        await act(system(self.world.now), "coordinator.add", args)

    async def office(self) -> None:
        """The night passes, and the office has its list."""
        await self.world.next_day()
        await self.world.confirm(self.ash)
        await self.ash.phone.sync()

    async def comes_in(self, name: str, role: str, place: int) -> Person:
        """A first look, and then a yes; from outside by way of the contact point."""
        person = await self.world.doctor(name, self.scheme)
        await person.phone.sync()
        seen = person.phone.of("scheme")[str(self.scheme)]
        assert seen["charter"] == self.charter.model_dump(mode="json")
        rule = {"specialty": self.charter.specialty_rule, "site": self.charter.site_rule}
        for field, kind in rule.items():
            value = f"{field} {place if kind == 'different' else 0}"
            person.phone.act("profile.patch", field=field, value=value)
        outside = self.charter.outside_requests == "routed" and role != "mentor"
        person.phone.act("participation.opt_in", scheme=self.scheme, role=role, outside=outside)
        await person.phone.sync()
        if outside:
            assert codes(person) == ["outside-group"]
            person.phone.attention.clear()
            person.phone.act("outside.ask", question=str(uuid4()), scheme=self.scheme)
            await person.phone.sync()
            await self.office()
            (question,) = self.ash.phone.of("outside_question")
            self.ash.phone.act(
                "outside.answer", scheme=self.scheme, question=question, answer="welcome", contact=None
            )
            await self.ash.phone.sync()
            person.phone.act("participation.opt_in", scheme=self.scheme, role=role, outside=True)
            await person.phone.sync()
        if role != "mentee" and self.charter.training_gate:
            await self.world.train(person, self.scheme)
        assert codes(person) == []
        return person

    async def meets(self, way: Matching) -> tuple[str, list[Person]]:
        """They come together in this way; the pair and its members."""
        if way == "formed_on_course":
            size = 3 if self.charter.model == "triad" else 2
            people = [await self.comes_in(f"Doctor {n}", "co_mentor", n) for n in range(size)]
            pair = str(uuid4())
            people[0].phone.act("circle.form", relationship=pair, scheme=self.scheme, code="ABCDEFGH")
            await people[0].phone.sync()
            for person in people[1:]:
                person.phone.act("relationship.join", code="ABCDEFGH")
                await person.phone.sync()
            return pair, people
        rowan = await self.comes_in("Rowan Wren", "mentor", 1)
        hazel = await self.comes_in("Hazel Linnet", "mentee", 2)
        pair = str(uuid4())
        if way == "free_choice":
            mentor = await self.world.listing(rowan, self.scheme)
            await hazel.phone.sync()
            if self.charter.listing != "none":
                assert mentor in hazel.phone.of("mentor")
            hazel.phone.act("relationship.request", relationship=pair, scheme=self.scheme, mentor=mentor)
        elif way == "mentor_offers":
            rowan.phone.act("relationship.offer", relationship=pair, scheme=self.scheme, code="ABCDEFGH")
            await rowan.phone.sync()
            hazel.phone.act("relationship.join", code="ABCDEFGH")
        else:
            hazel.phone.act("match.ask", request=pair, scheme=self.scheme, how=way, wishes=WISHES)
        await hazel.phone.sync()
        if way == "coordinator_suggests":
            await self.office()
            (request,) = self.ash.phone.of("request")
            member = next(key for key, one in self.ash.phone.of("member").items() if one["role"] == "mentor")
            self.ash.phone.act("match.suggest", scheme=self.scheme, request=request, mentor=member)
            await self.ash.phone.sync()
            assert codes(self.ash) == []
        await self.world.everybody_syncs(rowan, hazel)
        (pair,) = hazel.phone.of("relationship")
        return pair, [rowan, hazel]


@pytest.mark.parametrize(("row", "name", "way"), WAYS)
async def test_a_row_of_the_guidance_runs_by_its_charter_alone(
    world: World, row: str, name: str, way: Matching
) -> None:
    await load_starter(world.now)
    charter = STARTER[name].charter
    story = Story(world, id_of("schemes", name), charter)
    await story.begin()
    pair, people = await story.meets(way)
    for person in people:
        await person.phone.sync()
        if any(not one["yes"] for one in _self(person, pair)):
            person.phone.act("relationship.accept", relationship=pair)
            await person.phone.sync()
    await world.everybody_syncs(*people)
    assert {tuple(states(person)) for person in people} == {
        ("trying" if charter.trial_meeting else "agreed",)
    }
    for person in people:
        person.phone.act("relationship.agree", relationship=pair, charter_version=1, rhythm="monthly")
        await person.phone.sync()
    people[0].phone.act("relationship.rest", relationship=pair, until="2027-03-01")
    people[0].phone.act("relationship.resume", relationship=pair)
    await world.everybody_syncs(*people, story.ash)
    for person in people:
        assert states(person) == ["agreed"]
        assert person.phone.attention == []
    assert len(story.ash.phone.of("pair")) == (charter.who_knows_pairs == "lead")
    assert story.ash.phone.of("relationship") == {}

    people[-1].phone.act("relationship.end", relationship=pair)
    await people[-1].phone.sync()
    await world.next_day()
    await world.everybody_syncs(*people, story.ash)
    assert {tuple(states(person)) for person in people} == {("closed",)}
    assert story.ash.phone.of("pair") == {}
    for _ in range(30):
        await world.next_day()
    await world.everybody_syncs(*people)
    assert {tuple(states(person)) for person in people} == {()}
    assert await pool().fetchval("SELECT count(*) FROM relationship") == 0


def _self(person: Person, pair: str) -> list[dict[str, bool]]:
    members = person.phone.of("relationship")[pair]["members"]
    return [one for one in members if one["account"] == str(person.account)]


@pytest.mark.parametrize(("row", "name"), TO_READ)
async def test_where_nobody_is_paired_there_is_something_to_read_and_somebody_to_ask(
    world: World, row: str, name: str
) -> None:
    await load_starter(world.now)
    scheme, starter = id_of("schemes", name), STARTER[name]
    hazel, rowan = await world.doctor("Hazel Linnet", scheme), await world.doctor("Rowan Wren", scheme)
    for person, role in ((hazel, "mentee"), (rowan, "mentor")):
        person.phone.act("participation.opt_in", scheme=scheme, role=role)
        await person.phone.sync()
    expected = "scheme-closed" if starter.state != "open" else "role-not-offered"
    assert codes(hazel) == codes(rowan) == [expected]
    seen = hazel.phone.of("scheme")[str(scheme)]
    assert seen["summary"]
    assert hazel.phone.of("contact_point")[seen["contact"]]["words"]


async def test_an_organisation_with_no_scheme_signposts_elsewhere(world: World) -> None:
    await load_starter(world.now)
    hazel = await world.doctor("Hazel Linnet")
    await hazel.phone.sync()
    points = [
        name
        for name, point in files("contact_points", StarterContactPoint)
        if point.row == "Organisations with no scheme"
    ]
    assert points
    for name in points:
        point = hazel.phone.of("contact_point")[str(id_of("contact_points", name))]
        assert point["signposts"]
