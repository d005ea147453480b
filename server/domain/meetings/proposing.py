"""Proposing times, and answering a proposal with other ones.

Either side proposes; who may suggest the first meeting, the charter says that the pair goes by. Answering is
always open to the other: a counter closes what it answers, without a word.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.accounts.account import LINE
from server.domain.directory import Mode
from server.domain.meetings.candidates import Candidates, CandidateTime, put, to_come
from server.domain.meetings.meeting import mine, settle, tell_others
from server.domain.meetings.open_times import are_offered
from server.domain.relationships.pair import LIVE, Member, Pair
from server.domain.relationships.pair import mine as my_pair
from server.domain.webpush.happening import take_back
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

OPEN_AT_ONCE = 10
"""Proposals of one pair that wait at the same time."""

Minutes = Annotated[int, Field(ge=5, le=480)]
Place = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]


class ProposeMeeting(Strict):
    """`meeting.propose`: one of these times, best first. The phone makes the meeting's id."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))
    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))
    candidates: Candidates = Field(json_schema_extra=seen("you", "pair"))
    minutes: Minutes = Field(json_schema_extra=seen("you", "pair"))
    mode: Mode = Field(json_schema_extra=seen("you", "pair"))
    place: Place | None = Field(json_schema_extra=seen("you", "pair"))


class CounterMeeting(Strict):
    """`meeting.counter`: instead of `meeting`, which closes, these times, as a new meeting. What is not said
    of length, mode and place stays as it was proposed."""

    meeting: UUID = Field(json_schema_extra=seen("you", "pair"))
    instead: UUID = Field(json_schema_extra=seen("you", "pair"))
    candidates: Candidates = Field(json_schema_extra=seen("you", "pair"))
    minutes: Minutes | None = Field(default=None, json_schema_extra=seen("you", "pair"))
    mode: Mode | None = Field(default=None, json_schema_extra=seen("you", "pair"))
    place: Place | None = Field(default=None, json_schema_extra=seen("you", "pair"))


@mutation("meeting.propose")
async def propose(actor: Actor, args: ProposeMeeting) -> list[Touched]:
    pair, me = await my_pair(actor, args.relationship)
    await _may_propose(pair, me)
    ahead = to_come(args.candidates, actor.now)
    return await _begin(actor, pair, args.meeting, ahead, args.minutes, args.mode, args.place)


@mutation("meeting.counter")
async def counter(actor: Actor, args: CounterMeeting) -> list[Touched]:
    meeting = await mine(actor, args.meeting)
    if meeting.state != "proposed":
        raise Refused("meeting-changed" if meeting.state == "confirmed" else "meeting-over")
    ahead = to_come(args.candidates, actor.now)
    await settle(meeting.id, "closed", actor.now)
    await take_back([meeting.id])
    return [
        *meeting.touched(),
        *await _begin(
            actor,
            meeting.pair,
            args.instead,
            ahead,
            args.minutes or meeting.minutes,
            args.mode or meeting.mode,
            args.place or meeting.place,
        ),
    ]


async def _begin(
    actor: Actor,
    pair: Pair,
    meeting: UUID,
    ahead: Sequence[CandidateTime],
    minutes: int,
    mode: str,
    place: str | None,
) -> list[Touched]:
    """An id that is taken is refused like one unseen."""
    done = await connection().fetchval(
        "INSERT INTO meeting (id, relationship, state, minutes, mode, place, proposed_by, changed_at)"
        " VALUES ($1, $2, 'proposed', $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING true",
        meeting,
        pair.id,
        minutes,
        mode,
        place,
        actor.person,
        actor.now,
    )
    if not done:
        raise Refused("not-yours")
    await put(meeting, ahead, await are_offered(pair, ahead, minutes, actor.now))
    await tell_others(actor, pair, meeting, "meeting-suggested", max(each.at for each in ahead))
    return [Touched("meeting", meeting)]


async def _may_propose(pair: Pair, me: Member) -> None:
    if pair.state not in LIVE:
        raise Refused("not-all-there")
    counts = await connection().fetchrow(
        "SELECT count(*) FILTER (WHERE state = 'proposed') AS proposed,"
        " count(*) FILTER (WHERE state IN ('confirmed', 'held')) AS arranged,"
        " count(*) FILTER (WHERE state IN ('confirmed', 'held', 'missed')) AS agreed"
        " FROM meeting WHERE relationship = $1",
        pair.id,
    )
    first = pair.charter.first_meeting_arranged_by
    if not counts["agreed"] and me.role != "co_mentor" and first not in {"either", me.role}:
        raise Refused("first-meeting-theirs")
    if counts["proposed"] >= OPEN_AT_ONCE:
        raise Refused("already-asked")
    must_have_room(pair, counts["arranged"])


def must_have_room(pair: Pair, arranged: int) -> None:
    """`arranged`: other meetings of the pair that took place or are to come. A pair that tries has one."""
    if pair.charter.session_cap is not None and arranged >= pair.charter.session_cap:
        raise Refused("cap-reached")
    if pair.state == "trying" and arranged:
        raise Refused("agree-first")
