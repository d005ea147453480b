"""What the matrix and the simulation found: each once, as small as it can be told."""

import asyncio
from contextvars import copy_context
from uuid import UUID, uuid4

from server.database.engine import pool, transaction
from server.domain import leaving
from server.domain.charter import Role
from server.domain.leaving import OptOut
from server.domain.outside import AskFromOutside
from server.domain.relationships import closing
from server.domain.relationships.beginning import OnePair, RequestMentor
from server.domain.relationships.conflicts import DeclareConflict
from server.domain.relationships.matching import AskForMatch, Suggest, Wishes
from server.domain.relationships.places import HearOfPlace
from server.sync.publish import publish, publishing
from server.sync.push import act
from server.sync.rebuild import rebuild
from server.sync.registry import Actor, mutations, system
from tests.domain.relationships.test_beginning import codes, left, states
from tests.domain.relationships.test_conflicts import keeps_away
from tests.domain.world import Person, World, charter


async def test_nobody_puts_themselves_on_their_own_list(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    await world.pair(hazel, rowan, scheme)
    keeps_away(hazel, email=hazel.email)
    await hazel.phone.sync()
    assert codes(hazel) == ["not-yours"]
    assert left(hazel) == []


async def test_a_suggestion_that_is_kept_from_a_doctor_does_not_show_when_they_ask(world: World) -> None:
    scheme = await world.scheme(charter=charter(matching=("free_choice", "coordinator_suggests")))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    keeps_away(rowan, email=hazel.email)
    await rowan.phone.sync()
    wishes = Wishes(specialty="either", site="either", mode="any")
    asks = AskForMatch(request=uuid4(), scheme=scheme, how="coordinator_suggests", wishes=wishes)
    await world.does(hazel, "match.ask", asks)
    office = await pool().fetchval("SELECT office FROM match_request")
    member = await pool().fetchval("SELECT member FROM participation WHERE account = $1", rowan.account)
    await act(system(world.now), "match.suggest", Suggest(scheme=scheme, request=office, mentor=member))
    await world.ask(hazel, rowan, scheme)
    assert (states(hazel), states(rowan), codes(hazel)) == (["requested"], [], [])


async def test_leaving_tells_nobody_of_requests_that_were_kept_from_them(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    keeps_away(rowan, email=hazel.email)
    await rowan.phone.sync()
    await world.ask(hazel, rowan, scheme)
    rowan.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    await rowan.phone.sync()
    assert left(rowan) == []


async def test_a_question_under_an_id_that_is_taken_is_refused_like_one_that_is_not_there(
    world: World,
) -> None:
    point = await world.contact_point()
    scheme = await world.scheme(charter=charter(outside_requests="routed"), contact=point)
    hazel, rowan = await world.doctor("Hazel Linnet"), await world.doctor("Rowan Wren")
    question = uuid4()
    await world.does(hazel, "outside.ask", AskFromOutside(question=question, scheme=scheme))
    for person in (rowan, hazel):
        person.phone.act("outside.ask", question=question, scheme=scheme)
        await person.phone.sync()
    assert (codes(rowan), codes(hazel)) == (["not-yours"], ["already-asked"])


async def test_whoever_closes_their_account_is_on_nobodys_list_and_waited_for_by_nobody(
    world: World,
) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    listing = await world.listing(rowan, scheme)
    hearing = HearOfPlace(scheme=scheme, mentor=UUID(listing))
    await world.does(hazel, "relationship.hear_of_place", hearing)
    keeps_away(hazel, listing=listing)
    keeps_away(hazel, email=rowan.email)
    await hazel.phone.sync()
    async with publishing(world.now) as touched:
        touched += await leaving.close_account(Actor(rowan.account, None, world.now))
    assert await rebuild(world.now, check=True) == []
    await hazel.phone.sync()
    assert hazel.phone.of("hearing") == {}
    assert [line["listings"] for line in hazel.phone.of("never").values()] == [[]]


# --- two at once: the first act is held just before its commit while the second begins -----------------


async def _one_after_the_other(world: World, *acts: tuple[Person | None, str, object]) -> None:
    (who, name, args), second = acts
    first = Actor(who.account, None, world.now, confirmed=True) if who else system(world.now)
    outside = copy_context()  # the second one's transaction is its own
    async with transaction():
        touched = await mutations[name].handler(first, args)
        then = asyncio.create_task(_does(world, *second), context=outside)
        await asyncio.wait([then], timeout=0.3)
        await publish(touched, world.now)
    await then


async def _does(world: World, who: Person | None, name: str, args: object) -> None:
    if name == "release":
        await closing.release_due(world.now)
    elif who is not None:
        await world.does(who, name, args)  # type: ignore[arg-type]  # the caller's own arguments


def _leaves(scheme: UUID, role: Role) -> OptOut:
    return OptOut(scheme=scheme, role=role, current="end")


async def test_a_place_that_is_taken_while_others_are_counted_stays_taken(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    hazel, elder = await world.mentee("Hazel Linnet", scheme), await world.mentee("Elder Finch", scheme)
    ended = await world.pair(hazel, rowan, scheme)
    asked = await world.ask(elder, rowan, scheme)
    await world.does(hazel, "relationship.end", OnePair(relationship=UUID(ended)))
    world.clock.forward(days=1)
    yes = OnePair(relationship=UUID(asked))
    await _one_after_the_other(world, (rowan, "relationship.accept", yes), (None, "release", None))
    assert await pool().fetchval("SELECT taken FROM participation WHERE role = 'mentor'") == 1


async def test_a_request_that_crosses_a_mentors_leaving_does_not_stay_open(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    listing = UUID(await world.listing(rowan, scheme))
    asks = RequestMentor(relationship=uuid4(), scheme=scheme, mentor=listing)
    leaves = (rowan, "participation.opt_out", _leaves(scheme, "mentor"))
    await _one_after_the_other(world, (hazel, "relationship.request", asks), leaves)
    await world.next_day()
    await hazel.phone.sync()
    assert states(hazel) == ["closed"]


async def test_a_suggestion_that_crosses_a_doctors_leaving_does_not_stay_open(world: World) -> None:
    scheme = await world.scheme(charter=charter(matching=("coordinator_suggests",)))
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    wishes = Wishes(specialty="either", site="either", mode="any")
    asks = AskForMatch(request=uuid4(), scheme=scheme, how="coordinator_suggests", wishes=wishes)
    await world.does(hazel, "match.ask", asks)
    office = await pool().fetchval("SELECT office FROM match_request")
    member = await pool().fetchval("SELECT member FROM participation WHERE account = $1", rowan.account)
    made = Suggest(scheme=scheme, request=office, mentor=member)
    leaves = (hazel, "participation.opt_out", _leaves(scheme, "mentee"))
    await _one_after_the_other(world, (ash, "match.suggest", made), leaves)
    await world.next_day()
    await rowan.phone.sync()
    assert states(rowan) == ["closed"]


async def test_the_next_on_the_list_who_leaves_at_that_moment_is_not_offered(world: World) -> None:
    scheme = await world.scheme(charter=charter(matching=("next_on_list",)))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    wishes = Wishes(specialty="either", site="either", mode="any")
    asks = AskForMatch(request=uuid4(), scheme=scheme, how="next_on_list", wishes=wishes)
    leaves = (rowan, "participation.opt_out", _leaves(scheme, "mentor"))
    await _one_after_the_other(world, leaves, (hazel, "match.ask", asks))
    await world.next_day()
    await hazel.phone.sync()
    assert states(hazel) == []


async def test_a_request_that_crosses_a_line_of_the_private_list_is_not_shown(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    listing = UUID(await world.listing(rowan, scheme))
    asks = (
        hazel,
        "relationship.request",
        RequestMentor(relationship=uuid4(), scheme=scheme, mentor=listing),
    )
    line = DeclareConflict(never=uuid4(), email=hazel.email, listing=None, relationship=None)
    await _one_after_the_other(world, asks, (rowan, "relationship.declare_conflict", line))
    await world.everybody_syncs(rowan, hazel)
    assert (states(hazel), states(rowan)) == (["requested"], [])
