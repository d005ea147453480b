"""A scheme of the region whose coordinator suggests mentors, with something waiting in its office."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from server.database.engine import close_database, open_database, pool
from server.domain.charter import Role
from server.domain.outside import AskFromOutside
from server.domain.participation import OptIn
from server.domain.relationships.beginning import OnePair
from server.domain.relationships.matching import AskForMatch, Suggest, Wishes
from server.domain.schemes import LookAfter
from server.domain.training import RecordTraining
from server.sync.pokes import hub
from server.sync.publish import release
from server.sync.push import act
from server.sync.registry import Actor, new_id, system

if TYPE_CHECKING:
    from tests.journeys.place import Place

PEOPLE = {
    "lead": "Sam Alder",
    "wisher": "Dr Noor Vance",
    "caller": "Dr Bryn Calloway",
    "waiter": "Dr Tess Rowntree",
    "met": "Dr Una Field",
    "visitor": "Dr Ivo Marsh",
}
MENTORS = [f"mentor{at}" for at in range(20, 32)]
TRAINED = 9
"""So many of the mentors are; the first of them has met somebody."""
CHARTER = {
    "matching": ("coordinator_suggests",),
    "listing": "none",
    "listing_fields": (),
    "who_knows_pairs": "lead",
    "outside_requests": "routed",
    "eligibility": "Doctors at Northgate Hospital, at any stage.",
}
"""What differs from the region's other schemes."""
_FIRST_BATCH = date(2020, 1, 1)


async def settle_matched(place: "Place", now: datetime) -> None:
    """By the same acts as any phone's; then the night, so that the office's lists are there."""
    scheme, accounts = place.schemes["matched"], place.accounts
    looks_after = LookAfter(scheme=scheme, account=accounts["lead"], lead=True)
    await act(system(now), "coordinator.add", looks_after)
    roles: dict[str, Role] = dict.fromkeys(MENTORS, "mentor")
    roles |= {"wisher": "mentee", "waiter": "mentee", "met": "mentee"}
    for who, role in roles.items():
        await act(Actor(accounts[who], None, now), "participation.opt_in", OptIn(scheme=scheme, role=role))
    members = {
        row["account"]: row["member"]
        for row in await pool().fetch("SELECT account, member FROM participation WHERE scheme = $1", scheme)
    }
    for who in MENTORS[:TRAINED]:
        done = RecordTraining(scheme=scheme, member=members[accounts[who]], done=True)
        await act(system(now), "training.record", done)
    for who, wish in (
        ("waiter", Wishes(specialty="same", site="different", mode="any")),
        ("met", Wishes(specialty="either", site="either", mode="any")),
    ):
        request = AskForMatch(request=new_id(now), scheme=scheme, how="coordinator_suggests", wishes=wish)
        await act(Actor(accounts[who], None, now), "match.ask", request)
    question = AskFromOutside(question=new_id(now), scheme=scheme)
    await act(Actor(accounts["visitor"], None, now), "outside.ask", question)
    await _paired(scheme, accounts["met"], accounts[MENTORS[0]], members[accounts[MENTORS[0]]], now)
    place.waiting["request"] = await _office_id("match_request", accounts["waiter"])
    place.waiting["question"] = await _office_id("outside_request", accounts["visitor"])
    await release(now)


async def _paired(scheme: UUID, doctor: UUID, mentor: UUID, member: UUID, now: datetime) -> None:
    """These two are suggested to each other, and both say yes."""
    request = await _office_id("match_request", doctor)
    await act(system(now), "match.suggest", Suggest(scheme=scheme, request=request, mentor=member))
    pair = OnePair(
        relationship=await pool().fetchval(
            "SELECT relationship FROM relationship_member WHERE account = $1", doctor
        )
    )
    for account in (doctor, mentor):
        await act(Actor(account, None, now), "relationship.accept", pair)


async def _office_id(table: str, account: UUID) -> UUID:
    return UUID(str(await pool().fetchval(f"SELECT office FROM {table} WHERE account = $1", account)))


@asynccontextmanager
async def beside(place: "Place") -> AsyncIterator[None]:
    """The region's database, open in this process too."""
    await open_database(place.dsn)
    try:
        yield
        await hub.flush()
    finally:
        await close_database()


async def the_night_passes(place: "Place") -> None:
    """The next daily release, whichever day the journeys before this one have come to."""
    async with beside(place):
        latest = await pool().fetchval("SELECT max(position) FROM bucket WHERE name LIKE 'members:%'")
        day = max(_FIRST_BATCH + timedelta(days=latest or 0), datetime.now(UTC).date()) + timedelta(days=1)
        await release(datetime.combine(day, time(4), UTC))
