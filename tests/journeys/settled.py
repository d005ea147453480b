"""People of the place who have something with each other already, for the journeys that begin there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from server.database.engine import pool
from server.domain.calendar import OpenCalendar
from server.domain.charter import Role
from server.domain.outside import AskFromOutside
from server.domain.participation import OptIn
from server.domain.relationships.beginning import ByCode, OnePair, RequestMentor
from server.domain.relationships.conflicts import DeclareConflict
from server.domain.relationships.going_on import Agree, Rest
from server.domain.relationships.matching import AskForMatch, Wishes
from server.domain.relationships.places import HearOfPlace
from server.domain.training import RecordTraining
from server.sync.push import act
from server.sync.registry import Actor, Strict, new_id, system

if TYPE_CHECKING:
    from tests.journeys.place import Place


async def does(place: Place, who: str, name: str, args: Strict, now: datetime) -> None:
    """An act of theirs, from a phone that the journey does not tell of."""
    await act(Actor(place.accounts[who], None, now), name, args)


async def takes_part(place: Place, who: str, scheme: str, role: Role, now: datetime) -> None:
    there = place.schemes[scheme]
    await does(place, who, "participation.opt_in", OptIn(scheme=there, role=role), now)
    if role != "mentee":
        for row in await pool().fetch(
            "SELECT member FROM participation WHERE scheme = $1 AND account = $2", there, place.accounts[who]
        ):
            trained = RecordTraining(scheme=there, member=row["member"], done=True)
            await act(system(now), "training.record", trained)


async def listing_of(place: Place, mentor: str, scheme: str = "peer") -> UUID:
    found: UUID = await pool().fetchval(
        "SELECT listing FROM participation WHERE account = $1 AND scheme = $2 AND role = 'mentor'",
        place.accounts[mentor],
        place.schemes[scheme],
    )
    return found


async def asks(place: Place, doctor: str, mentor: str, now: datetime, scheme: str = "peer") -> UUID:
    pair = new_id(now)
    listing = await listing_of(place, mentor, scheme)
    args = RequestMentor(relationship=pair, scheme=place.schemes[scheme], mentor=listing)
    await does(place, doctor, "relationship.request", args, now)
    return pair


async def says_yes(place: Place, mentor: str, pair: UUID, now: datetime) -> None:
    await does(place, mentor, "relationship.accept", OnePair(relationship=pair), now)


async def go_on(place: Place, doctor: str, mentor: str, now: datetime) -> UUID:
    """A pair past its trial meeting."""
    pair = await asks(place, doctor, mentor, now)
    await says_yes(place, mentor, pair, now)
    for who in (doctor, mentor):
        args = Agree(relationship=pair, charter_version=1, rhythm="six_weekly")
        await does(place, who, "relationship.agree", args, now)
    return pair


async def settle_pairs(place: Place, now: datetime) -> None:
    """One doctor with a pair in every state, so that each screen can be looked at."""
    for who in [name for name in place.people if name.startswith("asker")]:
        await takes_part(place, who, "peer", "mentee", now)
    before = now - timedelta(days=100)
    await takes_part(place, "paired", "peer", "mentee", before)
    await takes_part(place, "paired", "new", "mentor", now)
    await takes_part(place, "asker12", "new", "mentee", now)
    await takes_part(place, "paired", "harbour", "mentor", now)
    await takes_part(place, "paired", "harbour", "mentee", now)
    await takes_part(place, "paired", "circle", "co_mentor", now)
    await takes_part(place, "asker12", "circle", "co_mentor", now)
    pairs = place.pairs
    pairs["asked"] = await asks(place, "paired", "mentor52", now)
    pairs["asks"] = await asks(place, "asker12", "paired", now, "new")
    pairs["trying"] = await asks(place, "paired", "mentor55", now)
    await says_yes(place, "mentor55", pairs["trying"], now)
    pairs["agreed"] = await go_on(place, "paired", "mentor49", before)
    pairs["resting"] = await go_on(place, "paired", "mentor46", now)
    until = date.today() + timedelta(days=40)  # noqa: DTZ011 - far enough from any midnight
    await does(place, "paired", "relationship.rest", Rest(relationship=pairs["resting"], until=until), now)
    pairs["left"] = await go_on(place, "paired", "mentor43", now)
    await does(place, "paired", "relationship.end", OnePair(relationship=pairs["left"]), now)
    pairs["offered"], pairs["circled"] = new_id(now), new_id(now)
    offer = ByCode(relationship=pairs["offered"], scheme=place.schemes["harbour"], code="7KM2Q9XD")
    await does(place, "paired", "relationship.offer", offer, now)
    circle = ByCode(relationship=pairs["circled"], scheme=place.schemes["circle"], code="8KM2Q9XD")
    await does(place, "paired", "circle.form", circle, now)
    full = HearOfPlace(scheme=place.schemes["peer"], mentor=await listing_of(place, "mentor"))
    await does(place, "paired", "relationship.hear_of_place", full, now)
    wish = AskForMatch(
        request=new_id(now),
        scheme=place.schemes["harbour"],
        how="coordinator_suggests",
        wishes=Wishes(specialty="different", site="either", mode="video"),
    )
    await does(place, "paired", "match.ask", wish, now)
    kept_apart = DeclareConflict(
        never=new_id(now), email=None, listing=await listing_of(place, "mentor40"), relationship=None
    )
    await does(place, "paired", "relationship.declare_conflict", kept_apart, now)
    await does(place, "paired", "calendar.open", OpenCalendar(), now)
    question = AskFromOutside(question=new_id(now), scheme=place.schemes["harbour"])
    await does(place, "second", "outside.ask", question, now)
