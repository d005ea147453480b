"""Afterwards: it took place, or it did not go ahead. Either side says so, and either can correct it for
fourteen days. Nobody has to say anything, and no words are asked for.
"""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import asyncpg
from pydantic import Field

from server.database.engine import connection
from server.domain.meetings.candidates import take_away
from server.domain.meetings.meeting import Meeting, OneMeeting, mine
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Became = Literal["held", "missed"]
CORRECTABLE = timedelta(days=14)


class CorrectMeeting(Strict):
    """`meeting.correct`: it was otherwise than was said."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))
    state: Became = Field(json_schema_extra=seen("you", "pair"))


@mutation("meeting.confirm_held")
async def confirm_held(actor: Actor, args: OneMeeting) -> list[Touched]:
    return await _say(actor, args.meeting, "held")


@mutation("meeting.record_missed")
async def record_missed(actor: Actor, args: OneMeeting) -> list[Touched]:
    return await _say(actor, args.meeting, "missed")


async def _say(actor: Actor, which: UUID, became: Became) -> list[Touched]:
    meeting = await mine(actor, which)
    if meeting.state == became:
        return []
    if meeting.state in {"held", "missed"}:
        raise Refused("meeting-changed")
    if meeting.state != "confirmed":
        raise Refused("meeting-over")
    if not meeting.has_begun(actor.now):
        raise Refused("meeting-to-come")
    await record(meeting, became, actor.now)
    return meeting.touched()


@mutation("meeting.correct")
async def correct(actor: Actor, args: CorrectMeeting) -> list[Touched]:
    meeting = await mine(actor, args.meeting)
    if meeting.correctable_until is None:
        raise Refused("meeting-to-come" if meeting.state == "confirmed" else "meeting-over")
    if meeting.state == args.state:
        return []
    if meeting.correctable_until < actor.now:
        raise Refused("no-longer-correctable")
    await record(meeting, args.state, actor.now)
    return meeting.touched()


async def record(meeting: Meeting, became: Became, now: datetime) -> None:
    """The fourteen days run from what was said first. Refused when the charter's cap would be passed: that
    the database says, which counts."""
    await take_away(meeting.id)
    try:
        await connection().execute(
            "UPDATE meeting SET state = $2, correctable_until = coalesce(correctable_until, $3),"
            " proposed_by = NULL, sequence = sequence + 1, changed_at = $4 WHERE id = $1",
            meeting.id,
            became,
            now + CORRECTABLE,
            now,
        )
    except asyncpg.CheckViolationError as broken:
        if broken.constraint_name != "meeting_within_cap":
            raise
        raise Refused("cap-reached") from None
