"""What leaving does to places: they are given back, and the next in order moves up."""

from uuid import UUID

from server.database.engine import connection
from server.domain.events.places import give_back
from server.sync.registry import Actor, Touched


async def leave_role(actor: Actor, scheme: UUID) -> list[Touched]:
    """A role of this scheme was left: places at coming events that are open only to who has it are given
    back. What takes place for everybody stays theirs."""
    doctor = actor.person
    rows = await connection().fetch(
        "SELECT event.id FROM event JOIN rsvp ON rsvp.event = event.id AND rsvp.account = $1"
        " WHERE event.scheme = $2 AND event.state = 'published' AND ends > $3 AND open_to <> 'everyone'"
        " AND NOT EXISTS (SELECT FROM participation AS part WHERE part.scheme = event.scheme"
        "   AND account = $1 AND part.state <> 'out' AND (open_to = 'members' OR role <> 'mentee'))",
        doctor,
        scheme,
        actor.now,
    )
    return await give_back([row["id"] for row in rows], doctor, actor.now)


async def leave_all(actor: Actor) -> list[Touched]:
    """The account closes: every place of theirs, at what is to come and at what has been."""
    doctor = actor.person
    rows = await connection().fetch("SELECT event FROM rsvp WHERE account = $1", doctor)
    return await give_back([row["event"] for row in rows], doctor, actor.now)
