"""Moving and cancelling what was agreed.

A move is a wish: the old time stays claimed until the others agree to a new one. Cancelling is one act and
needs nobody; whatever else arrives around it, cancelled it is (4-domain 4.4).
"""

from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.meetings.afterwards import record
from server.domain.meetings.booking import give_back
from server.domain.meetings.candidates import Candidates, put, to_come
from server.domain.meetings.meeting import OneMeeting, mine, settle, tell_others
from server.domain.meetings.open_times import are_offered
from server.domain.webpush.happening import take_back
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen


class MoveMeeting(Strict):
    """`meeting.move`: rather one of these times. `sequence`: of the meeting as it stood on the phone, so that
    nobody's suggestion is written over unseen."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))
    candidates: Candidates = Field(json_schema_extra=seen("you", "pair"))
    sequence: int | None = Field(default=None, ge=0, json_schema_extra=seen("you"))


@mutation("meeting.move")
async def move(actor: Actor, args: MoveMeeting) -> list[Touched]:
    meeting = await mine(actor, args.meeting)
    if meeting.state == "proposed":
        raise Refused("meeting-changed")
    if meeting.state != "confirmed" or meeting.has_begun(actor.now):
        raise Refused("meeting-over")
    if args.sequence is not None and args.sequence != meeting.sequence:
        raise Refused("meeting-changed")
    ahead = to_come(args.candidates, actor.now)
    offered = await are_offered(meeting.pair, ahead, meeting.minutes, actor.now)
    await put(meeting.id, ahead, offered)
    await connection().execute(
        "UPDATE meeting SET proposed_by = $2, sequence = sequence + 1, changed_at = $3 WHERE id = $1",
        meeting.id,
        actor.person,
        actor.now,
    )
    if meeting.starts is not None:
        await tell_others(actor, meeting.pair, meeting.id, "meeting-moved", meeting.starts, meeting.starts)
    return meeting.touched()


@mutation("meeting.keep")
async def keep(actor: Actor, args: OneMeeting) -> list[Touched]:
    """The agreed time stands: a move is taken back, or not agreed to. Nothing happens where none waits."""
    meeting = await mine(actor, args.meeting)
    if meeting.state != "confirmed":
        raise Refused("meeting-changed" if meeting.state == "proposed" else "meeting-over")
    if meeting.is_moving:
        await settle(meeting.id, "confirmed", actor.now)
        await take_back([meeting.id])
    return meeting.touched()


@mutation("meeting.cancel")
async def cancel(actor: Actor, args: OneMeeting) -> list[Touched]:
    """A proposal closes, whoever made it; an agreed meeting is cancelled.

    One that arrives when the meeting has begun was meant for it all the same: it did not go ahead, which
    either side can correct.
    """
    meeting = await mine(actor, args.meeting)
    match meeting.state:
        case "held" | "missed":
            raise Refused("meeting-over")
        case "proposed":
            await settle(meeting.id, "closed", actor.now)
            await take_back([meeting.id])
        case "confirmed" if meeting.has_begun(actor.now):
            await record(meeting, "missed", actor.now)
        case "confirmed":
            await settle(meeting.id, "cancelled", actor.now)
            if (at := meeting.starts) is not None:
                await tell_others(actor, meeting.pair, meeting.id, "meeting-cancelled", at, at)
            return [*meeting.touched(), *await give_back([meeting.id])]
    return meeting.touched()
