"""One meeting as an act finds it: its pair's row is held until the transaction ends, so what one pair does
about its meetings is done one after the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.meetings.candidates import take_away
from server.domain.relationships.pair import Member, Pair
from server.domain.relationships.pair import mine as my_pair
from server.domain.webpush.happening import Said, take_back, tell
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, seen

What = Literal["meeting-suggested", "meeting-agreed", "meeting-moved", "meeting-cancelled"]
MeetingState = Literal["proposed", "confirmed", "held", "missed", "cancelled", "closed"]


class OneMeeting(Strict):
    """`meeting.keep`, `meeting.cancel`, `meeting.confirm_held` and `meeting.record_missed`."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, its pair, and which of the members acts."""

    id: UUID
    state: MeetingState
    minutes: int
    mode: str
    place: str | None
    sequence: int
    proposed_by: UUID | None
    """Whose proposal or move waits for the others."""
    starts: datetime | None
    correctable_until: datetime | None
    pair: Pair
    me: Member

    @property
    def is_moving(self) -> bool:
        return self.state == "confirmed" and self.proposed_by is not None

    def has_begun(self, now: datetime) -> bool:
        """Of one whose time was agreed."""
        return self.starts is not None and self.starts <= now

    def touched(self) -> list[Touched]:
        return touched([self.id])


def touched(meetings: Iterable[UUID]) -> list[Touched]:
    """What a change of them shows: the meetings themselves, and reminders of them."""
    return [Touched(entity, meeting) for meeting in meetings for entity in ("meeting", "reminder")]


async def tell_others(
    actor: Actor, pair: Pair, meeting: UUID, what: What, until: datetime, at: datetime | None = None
) -> None:
    """On closed phones of the others, if they asked for it; what was to be told before is not any more."""
    await take_back([meeting])
    others = [
        member.account
        for member in pair.members
        if member.shown and not member.left and member.account != actor.person
    ]
    await tell(actor.now, "meeting", meeting, Said(what=what, at=at), until, accounts=others)


async def mine(actor: Actor, meeting: UUID) -> Meeting:
    """Refused when the actor is not in the meeting's pair, with the same words as when there is none."""
    here = connection()
    whose = await here.fetchval("SELECT relationship FROM meeting WHERE id = $1", meeting)
    if whose is None:
        raise Refused("not-yours")
    pair, me = await my_pair(actor, whose)
    # Its pair is held now: this reads what whoever held it before has left.
    row = await here.fetchrow(
        "SELECT id, state, minutes, mode, place, sequence, proposed_by, starts, correctable_until"
        " FROM meeting WHERE id = $1",
        meeting,
    )
    if row is None:
        raise Refused("not-yours")
    return Meeting(**dict(row), pair=pair, me=me)


async def settle(meeting: UUID, state: MeetingState, now: datetime) -> None:
    """Nothing of it waits for an answer any more, and this is how it stands."""
    await take_away(meeting)
    await connection().execute(
        "UPDATE meeting SET state = $2, proposed_by = NULL, sequence = sequence + 1, changed_at = $3"
        " WHERE id = $1",
        meeting,
        state,
        now,
    )
