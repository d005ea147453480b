"""Saying yes to candidates, in one's own order. The last yes books: the first time that is still free for
everybody.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.meetings.booking import book
from server.domain.meetings.candidates import Candidate, Ranking, take_away, waiting
from server.domain.meetings.free_time import busy_changed
from server.domain.meetings.meeting import Meeting, mine, tell_others
from server.domain.meetings.open_times import open_times, that_stand
from server.domain.meetings.proposing import must_have_room
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen


class AcceptMeeting(Strict):
    """`meeting.accept`: yes to these of its candidates, best first; to a proposal or to a move."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))
    ranking: Ranking = Field(json_schema_extra=seen("you", "pair"))


@mutation("meeting.accept")
async def accept(actor: Actor, args: AcceptMeeting) -> list[Touched]:
    meeting = await mine(actor, args.meeting)
    if meeting.state not in {"proposed", "confirmed"}:
        raise Refused("meeting-over")
    if meeting.state == "confirmed" and not meeting.is_moving:
        # Said from another phone already, or by everybody else of a circle: it is so.
        if meeting.starts in args.ranking:
            return []
        raise Refused("meeting-changed")
    if meeting.is_moving and meeting.has_begun(actor.now):
        raise Refused("meeting-over")
    there = await waiting(meeting.id)
    chosen = [at for at in args.ranking if at in {candidate.at for candidate in there}]
    if meeting.proposed_by == actor.person or not chosen:
        raise Refused("meeting-changed")
    said = await _said(meeting.id, actor.person, chosen)
    others = {member.account for member in meeting.pair.members} - {meeting.proposed_by}
    if others <= said.keys():
        return await _agree(actor, meeting, there, list(said.values()))
    await connection().execute(
        "UPDATE meeting SET sequence = sequence + 1, changed_at = $2 WHERE id = $1", meeting.id, actor.now
    )
    return meeting.touched()


async def _said(meeting: UUID, doctor: UUID, chosen: Sequence[datetime]) -> dict[UUID, list[datetime]]:
    """Every yes to it, this one with them."""
    here = connection()
    await here.execute(
        "INSERT INTO meeting_acceptance (meeting, account, ranking) VALUES ($1, $2, $3)"
        " ON CONFLICT (meeting, account) DO UPDATE SET ranking = excluded.ranking",
        meeting,
        doctor,
        list(dict.fromkeys(chosen)),
    )
    rows = await here.fetch("SELECT account, ranking FROM meeting_acceptance WHERE meeting = $1", meeting)
    return {row["account"]: row["ranking"] for row in rows}


def suits_all(candidates: Sequence[Candidate], rankings: Sequence[Sequence[datetime]]) -> list[Candidate]:
    """Those that everybody said yes to, best liked first; among equals in their proposer's order."""
    common = [each for each in candidates if all(each.at in ranking for ranking in rankings)]
    return sorted(common, key=lambda each: (sum(rank.index(each.at) for rank in rankings), each.rank))


async def _agree(
    actor: Actor, meeting: Meeting, there: Sequence[Candidate], rankings: Sequence[Sequence[datetime]]
) -> list[Touched]:
    here = connection()
    if meeting.state == "proposed":
        arranged = await here.fetchval(
            "SELECT count(*) FROM meeting WHERE relationship = $1 AND state IN ('confirmed', 'held')",
            meeting.pair.id,
        )
        must_have_room(meeting.pair, arranged)
    wishes = await that_stand(meeting, suits_all(there, rankings), actor.now)
    members = [member.account for member in meeting.pair.members]
    booked = await book(meeting.id, meeting.minutes, members, wishes)
    if booked is None:
        raise Refused("no-candidate-free", open_times=await open_times(meeting, actor))
    await take_away(meeting.id)
    await here.execute(
        "UPDATE meeting SET state = 'confirmed', starts = $2, ends = $3, wall = $4, zone = $5,"
        " agreed_at = $6, proposed_by = NULL, sequence = sequence + 1, changed_at = $6 WHERE id = $1",
        meeting.id,
        booked.at,
        booked.at + timedelta(minutes=meeting.minutes),
        booked.wall,
        booked.zone,
        actor.now,
    )
    await tell_others(actor, meeting.pair, meeting.id, "meeting-agreed", booked.at, booked.at)
    return [*meeting.touched(), *busy_changed(members)]
