"""Keeping a place and giving it back.

Places are a rule of the database. Who comes when they are taken waits in order; whenever a place frees, the
next moves up in the same transaction. Giving back always succeeds, however late it arrives.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4

from pydantic import Field

from server.database.engine import connection
from server.domain.events.event import Event, held
from server.domain.webpush import happening
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

GivingBack = Callable[[UUID, Sequence[UUID]], Awaitable[list[Touched]]]
_giving_back: list[GivingBack] = []


def also_at_giving_back(also: GivingBack) -> GivingBack:
    """Registers what else goes with places at these events; this room knows none of it."""
    _giving_back.append(also)
    return also


class SetRsvp(Strict):
    """`rsvp.set`: I keep a place at this event, or give it back."""

    event: UUID = Field(json_schema_extra=seen("you", "coordinators"))
    going: bool = Field(json_schema_extra=seen("you", "coordinators"))


@mutation("rsvp.set")
async def set_rsvp(actor: Actor, args: SetRsvp) -> list[Touched]:
    doctor = actor.person
    event = await held(args.event)
    if event is None:
        raise Refused("not-yours")
    if not args.going:
        return await give_back([event.id], doctor, actor.now)
    here = connection()
    if await here.fetchval("SELECT true FROM rsvp WHERE event = $1 AND account = $2", event.id, doctor):
        return []
    await _must_be_open(event, doctor)
    if event.is_over(actor.now):
        raise Refused("event-over")
    guest = uuid4()
    await here.execute(
        "INSERT INTO rsvp (event, account, guest, state) VALUES ($1, $2, $3,"
        " CASE WHEN $4 <= (SELECT count(*) FROM rsvp WHERE event = $1 AND state = 'going')"
        " THEN 'waiting' ELSE 'going' END)",
        event.id,
        doctor,
        guest,
        event.places,
    )
    return [Touched("rsvp", guest), Touched("event", event.id)]


async def _must_be_open(event: Event, doctor: UUID) -> None:
    row = await connection().fetchrow(
        "SELECT state, $3 = 'everyone' OR EXISTS (SELECT FROM participation AS part"
        "   WHERE part.scheme = $1 AND account = $2 AND part.state <> 'out'"
        "   AND ($3 = 'members' OR role <> 'mentee')) AS open"
        " FROM scheme WHERE id = $1",
        event.scheme,
        doctor,
        event.open_to,
    )
    if row is None or row["state"] == "considering":
        raise Refused("not-yours")
    if not row["open"]:
        raise Refused("not-taking-part")


async def give_back(events: Sequence[UUID], doctor: UUID, now: datetime) -> list[Touched]:
    """Their places at these events, kept or waited for; whoever waits moves up."""
    if not events:
        return []
    here = connection()
    await here.execute(
        "SELECT FROM event WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE", list(events)
    )
    gone = await here.fetch(
        "DELETE FROM rsvp WHERE event = ANY($1::uuid[]) AND account = $2 RETURNING event, guest",
        list(events),
        doctor,
    )
    given = [row["event"] for row in gone]
    await happening.take_back_from(doctor, given)
    left = [Touched(entity, row[entity_id]) for row in gone for entity, entity_id in _SHOWN_BY.items()]
    for also in _giving_back if given else ():
        left += await also(doctor, given)
    return left + await move_up(given, now)


_SHOWN_BY = {"rsvp": "guest", "event": "event"}

# $1 events whose rows are held, $2 now. As many of each as there is room for, in their order.
_MOVE_UP = """
    WITH waiting AS (
        SELECT guest, rsvp.event, row_number() OVER (PARTITION BY rsvp.event ORDER BY asked) AS place,
            places - (SELECT count(*) FROM rsvp AS other
                WHERE other.event = rsvp.event AND other.state = 'going') AS room
        FROM rsvp JOIN event ON event.id = rsvp.event
        WHERE rsvp.event = ANY($1::uuid[]) AND rsvp.state = 'waiting'
            AND event.state = 'published' AND event.ends > $2
    ), moved AS (
        UPDATE rsvp SET state = 'going' FROM waiting
        WHERE rsvp.guest = waiting.guest AND (room IS NULL OR place <= room)
        RETURNING rsvp.event, rsvp.guest, rsvp.account
    )
    SELECT moved.*, body::json ->> 'title' AS title, starts, ends
    FROM moved JOIN event ON event.id = moved.event
    ORDER BY moved.event, moved.guest
"""


async def move_up(events: Sequence[UUID], now: datetime) -> list[Touched]:
    """Who waits for a place at these events has one now, as far as there are places."""
    rows = await connection().fetch(_MOVE_UP, list(events), now) if events else []
    news = []
    for event, of_event in groupby(rows, key=lambda row: row["event"]):
        moved = list(of_event)
        said = happening.Said(what="event-place", text=moved[0]["title"], at=moved[0]["starts"])
        accounts = [row["account"] for row in moved]
        news.append(happening.News(event, said, moved[0]["ends"], accounts))
    await happening.tell_all(now, "event", news)
    return [Touched(entity, row[entity_id]) for row in rows for entity, entity_id in _SHOWN_BY.items()]
