"""Whom a notice is for: a group, and whether the group is large enough.

How large it is, is judged by what the office can read itself: its list of members as it was last published,
and the places taken of an event. So a refusal tells nothing new, least of all what somebody did today.
Who is then told is looked up at the moment of telling, and nobody learns how many they were.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.database.engine import connection
from server.domain.schemes import today
from server.refusals import Refused

Audience = Literal["followers", "members", "mentors", "coming"]
FEWEST = 8
"""Told to fewer, a notice would be a word to somebody."""

_SIZE = {
    # A member in two roles stands in the list twice, and is one person.
    "members": "SELECT count(DISTINCT entity_id) FROM bucket_document"
    " WHERE bucket = 'members:' || $1::uuid AND kind = 'member' AND body IS NOT NULL"
    " AND $2::uuid IS NULL",
    "mentors": "SELECT count(DISTINCT entity_id) FROM bucket_document"
    " WHERE bucket = 'members:' || $1::uuid AND kind = 'member' AND body::jsonb ->> 'role' <> 'mentee'"
    " AND $2::uuid IS NULL",
    "coming": "SELECT count(*) FROM rsvp JOIN event ON event.id = rsvp.event"
    " WHERE event.scheme = $1 AND event.id = $2 AND rsvp.state = 'going'",
}

# $1 scheme, $2 event, $3 those up to this account were told, $4 the day, $5 how many together.
# Somebody who said "not now" is left alone. A place at an event is a yes of its own: they learn what they
# came for, though nothing rings.
_NOT_NOW = (
    "EXISTS (SELECT FROM not_now WHERE not_now.account = part.account AND until > $4"
    " AND (not_now.scheme IS NULL OR not_now.scheme = $1))"
)
# What is read is held until they are told: whoever leaves at this moment either is read as gone, or waits
# and then takes the notice with them. The account first, as whoever closes one does. Three roles at most
# are one person.
_HELD = " FOR KEY SHARE OF account FOR SHARE OF part"
_IN = (
    "SELECT DISTINCT account, true AS rings FROM (SELECT part.account FROM participation AS part"  # noqa: S608 - our own words only
    " JOIN account ON account.id = part.account"
    " WHERE part.scheme = $1 AND $2::uuid IS NOT DISTINCT FROM $2 AND part.state = 'in' AND {role}"
    " AND ($3::uuid IS NULL OR part.account > $3) AND NOT "
    + _NOT_NOW
    + " ORDER BY part.account LIMIT 3 * $5"
    + _HELD
    + ") AS part ORDER BY account LIMIT $5"
)
_WHO = {
    "members": _IN.format(role="true"),
    "mentors": _IN.format(role="part.role <> 'mentee'"),
    "coming": f"SELECT part.account, NOT {_NOT_NOW} AS rings FROM rsvp AS part"  # noqa: S608 - our own words only
    " JOIN event ON event.id = part.event JOIN account ON account.id = part.account"
    " WHERE event.scheme = $1 AND event.id = $2 AND part.state = 'going'"
    " AND ($3::uuid IS NULL OR part.account > $3) ORDER BY part.account LIMIT $5" + _HELD,
}


async def is_large_enough(scheme: UUID, audience: Audience, event: UUID | None) -> bool:
    """All who follow are uncounted: their number is nobody's to know."""
    if audience == "followers":
        return True
    size: int = await connection().fetchval(_SIZE[audience], scheme, event if audience == "coming" else None)
    return size >= FEWEST


async def must_be_large_enough(scheme: UUID, audience: Audience, event: UUID | None) -> None:
    if not await is_large_enough(scheme, audience, event):
        raise Refused("group-too-small")


async def next_of(
    scheme: UUID, audience: Audience, event: UUID | None, after: UUID | None, now: datetime, many: int
) -> Sequence[tuple[UUID, bool]]:
    """The next accounts of the group, by their id, and whether their phones may ring. Their being of it is
    held until the transaction ends."""
    rows = await connection().fetch(_WHO[audience], scheme, event, after, today(now), many)
    return [(row["account"], row["rings"]) for row in rows]
