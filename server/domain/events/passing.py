"""What time does to events: sixty days after its end one is forgotten, and with it who came."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.webpush import happening
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

TOGETHER = 100
KEPT = timedelta(days=60)
"""How long an event stays, so that certificates are made in peace."""


class ForgetEvents(Strict):
    """`event.forget`: these ended sixty days ago."""

    events: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@mutation("event.forget", system=True)
async def forget(actor: Actor, args: ForgetEvents) -> list[Touched]:
    here, events = connection(), list(args.events)
    # The events first, as whoever gives a place back does.
    await here.execute("SELECT FROM event WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE", events)
    guests = await here.fetch("DELETE FROM rsvp WHERE event = ANY($1::uuid[]) RETURNING guest", events)
    await here.execute("DELETE FROM event WHERE id = ANY($1::uuid[])", events)
    await happening.take_back(events)
    return [
        *(Touched("rsvp", row["guest"]) for row in guests),
        *(Touched("event", event) for event in events),
    ]


async def forget_due(now: datetime) -> None:
    """For the nightly job."""
    while over := await pool().fetch(
        "SELECT id FROM event WHERE ends <= $1 ORDER BY ends LIMIT $2", now - KEPT, TOGETHER
    ):
        await act(system(now), "event.forget", ForgetEvents(events=tuple(row["id"] for row in over)))
