"""What every history begins with: fictional people, some schemes, listed mentors and a pair."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from server.database.engine import close_database, open_database, pool, transaction
from server.database.migrating import migrate
from server.domain.accounts import account as accounts
from server.domain.accounts.sessions import PLAIN_COOKIE
from server.sync.pokes import hub
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, Touched, buckets, mutations, system
from tests.simulation.cluster import Cluster
from tests.simulation.points import WITNESSES

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEPT = "scene"
"""The backup that every history begins from."""
OPEN, CLOSED = "01930000-0000-7000-8000-00000000aaaa", "01930000-0000-7000-8000-00000000bbbb"
PAIRS, CIRCLES = "01930000-0000-7000-8000-00000000cccc", "01930000-0000-7000-8000-00000000dddd"
SCHEMES = (OPEN, CLOSED, PAIRS, CIRCLES)
MEANT: dict[str, dict[str, Any]] = {
    PAIRS: {
        "matching": ["free_choice", "mentor_offers", "next_on_list", "coordinator_suggests"],
        "trial_meeting": True,
        "session_cap": 2,
        "end_point": "date",
        "training_gate": ["Two-day course"],
        "outside_requests": "routed",
        "who_knows_pairs": "lead",
        "event_names": "coordinators",
    },
    CIRCLES: {"model": "dyad", "matching": ["formed_on_course"]},
}
"""What two of the schemes mean otherwise than the plain ones."""
CONTACT = "01930000-0000-7000-8000-00000000eeee"
EVENTS = {
    "01930000-0000-7000-8000-00000000e001": (OPEN, "everyone", 1),
    "01930000-0000-7000-8000-00000000e002": (PAIRS, "mentors", 1),
    "01930000-0000-7000-8000-00000000e003": (PAIRS, "members", 2),
}
"""Id -> scheme, whom it is open to, places: fewer than there are people."""
TOGETHER = "01930000-0000-7000-8000-00000000cafe"
"""A pair that is there when a history begins: ann and cat."""
LISTED = 6


@dataclass
class Person:
    name: str
    account: UUID


PEOPLE: dict[str, Person] = {}


@dataclass(frozen=True)
class Scene:
    audiences: str


def charter(scheme: str, listing: str) -> dict[str, Any]:
    """A whole charter; besides what the scheme means, only who may see the mentors differs."""
    plain = {
        "definition": "Two doctors talk, and one of them has been there before.",
        "expectations": ["What is said stays between the two."],
        "model": "one_way",
        "style": "free",
        "prompt_cards": "none",
        "matching": ["free_choice"],
        "first_meeting_arranged_by": "mentee",
        "trial_meeting": False,
        "notes": "none",
        "session_cap": None,
        "end_point": "none",
        "pay": "none",
        "feedback": "none",
        "listing": listing,
        "listing_fields": [] if listing == "none" else ["photo", "contact"],
        "specialty_rule": "either",
        "site_rule": "either",
        "eligibility": "Any doctor who works here.",
        "outside_requests": "welcome",
        "training_gate": [],
        "support": [],
        "who_knows_pairs": "pair",
    }
    return {**plain, **MEANT.get(scheme, {})}


def published(
    scheme: str, listing: str, summary: str = "For doctors of the fictional trust."
) -> dict[str, Any]:
    """The arguments of `scheme.publish`."""
    return {
        "scheme": scheme,
        "name": f"Scheme {scheme[-4:]}",
        "organisation": "Fictional Trust",
        "summary": summary,
        "state": "open",
        "contact": CONTACT if scheme == PAIRS else None,
        "charter": charter(scheme, listing),
    }


def cookie(phone: str) -> str:
    return f"{PLAIN_COOKIE}=session-of-{phone}"


def token_row(phone: str, account: UUID, now: datetime) -> tuple[Any, ...]:
    """The statement and arguments that log a phone in."""
    return (
        "INSERT INTO session (token, account, came_by, proved_at, confirmed_at, used_on)"
        " VALUES ($1, $2, 'password', $3, $3, $4)"
        " ON CONFLICT (token) DO UPDATE SET account = $2, used_on = $4, revoked_at = NULL, confirmed_at = $3",
        hashlib.sha256(f"session-of-{phone}".encode()).digest(),
        account,
        now,
        now.date(),
    )


def make(cluster: Cluster) -> Scene:
    """Fills the database, with its witnesses, and keeps it so."""
    cluster.run(_fill(cluster.dsn))
    cluster.keep(KEPT)
    return Scene(_audiences())


def _audiences() -> str:
    named = {"$1": "$1::uuid", "$2": "$2::uuid[]"}
    parts = (
        re.sub(
            r"\$[12]\b",
            lambda found: named[found.group()],
            re.sub(r"(\$[12])::uuid(\[\])?", r"\1", kind.sees),
        )
        for kind in buckets.values()
    )
    # Both parameters are named once, for audiences that use neither.
    return "SELECT NULL::text WHERE $1::uuid IS NULL AND $2::uuid[] IS NULL UNION ALL " + " UNION ALL ".join(
        f"({part})" for part in parts
    )


async def _fill(dsn: str) -> None:
    await migrate(dsn)
    await open_database(dsn, connections=2)
    try:
        async with transaction():
            await accounts.everybody_is_fictional()
        for name in ("ann", "ben", "cat", *(f"mentor{number}" for number in range(LISTED))):
            async with publishing(START) as touched:
                made = await accounts.create(f"Dr {name.title()}", f"{name}@example.org", None, START)
                assert made is not None
                touched.append(Touched("account", made))
            PEOPLE[name] = Person(name, made)
        await _do("scheme.publish", published(OPEN, "public"))
        await _do("scheme.publish", published(CLOSED, "members"))
        await _do("contact_point.publish", contact_point())
        await _do("scheme.publish", published(PAIRS, "public"))
        await _do("scheme.publish", published(CIRCLES, "members"))
        await _coordinate(PEOPLE["cat"].account)
        for name in ("ann", "ben", *(f"mentor{number}" for number in range(LISTED))):
            await _listed(PEOPLE[name].account)
        await _pairs()
        for event, (scheme, open_to, places) in EVENTS.items():
            said = event_words(2) | {"event": event, "scheme": scheme, "places": places}
            said |= {"kind": "workshop", "open_to": open_to, "named": scheme == PAIRS}
            await _do("event.publish", said)
        await hub.flush()
    finally:
        await close_database()
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(WITNESSES)
    finally:
        await connection.close()


async def _do(name: str, args: dict[str, Any], account: UUID | None = None) -> None:
    actor = system(START) if account is None else Actor(account, None, START, confirmed=True)
    await act(actor, name, mutations[name].args.model_validate_json(json.dumps(args)))


def contact_point() -> dict[str, Any]:
    words = {"organisation": "Fictional Trust", "kind": "trust", "role": "Office", "words": "Ask."}
    return {"contact_point": CONTACT, **words, "email": None, "signposts": []}


def event_words(day: int) -> dict[str, Any]:
    """What a change of an event says anew, but for its places: on this day of February."""
    times = {"starts": f"2027-02-0{day}T12:00:00Z", "ends": f"2027-02-0{day}T13:00:00Z"}
    return {
        "title": "An hour of listening",
        "words": "Try it.",
        "sessions": [{**times, "wall": f"2027-02-0{day}T12:00"}],
        "zone": "Etc/UTC",
        "place": "Room 2",
        "link": None,
        "facilitators": [],
        "cpd": None,
    }


async def _coordinate(account: UUID) -> None:
    """One person looks after every scheme, and is the lead of it."""
    for scheme in SCHEMES:
        await _do("coordinator.add", {"scheme": scheme, "account": str(account), "lead": True})


async def _pairs() -> None:
    """Two mentors, one of them with one place; doctors who look for one; all three on a course.

    ann and cat have come together already, and cat waits for ben's answer.
    """
    ann, ben, cat = (PEOPLE[name].account for name in ("ann", "ben", "cat"))
    for account in (ann, ben):
        await _do("participation.opt_in", {"scheme": PAIRS, "role": "mentor"}, account)
    await _do("participation.set_places", {"scheme": PAIRS, "places": 1}, ben)
    for account, schemes in ((cat, (PAIRS, OPEN)), (ann, (PAIRS, OPEN)), (ben, (OPEN,))):
        for scheme in schemes:
            await _do("participation.opt_in", {"scheme": scheme, "role": "mentee"}, account)
    for account in (ann, ben, cat):
        await _do("participation.opt_in", {"scheme": CIRCLES, "role": "co_mentor"}, account)
    for mentor, pair in ((ann, TOGETHER), (ben, f"{TOGETHER[:-1]}f")):
        row = await pool().fetchrow(
            "SELECT member, listing FROM participation WHERE account = $1 AND scheme = $2"
            " AND role = 'mentor'",
            mentor,
            UUID(PAIRS),
        )
        await _do("training.record", {"scheme": PAIRS, "member": str(row["member"]), "done": True})
        asks = {"relationship": pair, "scheme": PAIRS, "mentor": str(row["listing"])}
        await _do("relationship.request", asks, cat)
    await _do("relationship.accept", {"relationship": TOGETHER}, ann)


async def _listed(account: UUID) -> None:
    for scheme in (OPEN, CLOSED):
        await _do("participation.opt_in", {"scheme": scheme, "role": "mentor"}, account)
    await _do("profile.patch", {"field": "specialty", "value": "Emergency medicine"}, account)
    await _do("profile.publish", {"field": "specialty", "publish": True}, account)
