"""What time does to meetings: a proposal lapses when its last candidate has passed, a move when there is
nothing left to move, times that are over are claimed no more, and what closed is forgotten after thirty days.
"""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.meetings import reminders
from server.domain.meetings.booking import give_back
from server.domain.meetings.candidates import take_away_all
from server.domain.meetings.meeting import touched
from server.domain.webpush.happening import take_back
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

TOGETHER = 500
KEPT = timedelta(days=30)
"""How long a cancelled or closed meeting stays on the pair's phones."""


class PassMeetings(Strict):
    """`meeting.pass`: what time does to these meetings."""

    meetings: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


# $1 now, $2 before when what is over is forgotten.
_LAPSED = (
    "proposed_by IS NOT NULL AND (starts <= $1"
    " OR NOT EXISTS (SELECT FROM meeting_candidate WHERE meeting = meeting.id AND at > $1))"
)
_PASSED = (
    "EXISTS (SELECT FROM meeting_claim AS claim"
    " WHERE claim.meeting = meeting.id AND claim.active AND claim.ends <= $1)"
)
_FORGOTTEN = "state IN ('cancelled', 'closed') AND changed_at <= $2"
# One question for each kind, so that each finds its own by an index and none reads every meeting.
_DUE = (
    f"SELECT id FROM meeting WHERE {_LAPSED}"  # noqa: S608 - our own words only
    " UNION SELECT meeting FROM meeting_claim WHERE active AND ends <= $1"
    f" UNION SELECT id FROM meeting WHERE {_FORGOTTEN}"
    " UNION SELECT meeting FROM reminder WHERE starts <= $1"
    " ORDER BY 1 LIMIT $3"
)


async def pass_due(now: datetime) -> int:
    """Everything whose time has come, a few hundred at a time; gives how many. For the job of every quarter
    of an hour."""
    done = 0
    while due := await pool().fetch(_DUE, now, now - KEPT, TOGETHER):
        args = PassMeetings(meetings=tuple(row["id"] for row in due))
        await act(system(now), "meeting.pass", args)
        done += len(due)
    return done


@mutation("meeting.pass", system=True)
async def passes(actor: Actor, args: PassMeetings) -> list[Touched]:
    here, now, meetings = connection(), actor.now, list(args.meetings)
    # What a pair does about its meetings is done one after the other, here too.
    await here.execute(
        "SELECT FROM relationship WHERE id IN (SELECT relationship FROM meeting WHERE id = ANY($1::uuid[]))"
        " ORDER BY id FOR NO KEY UPDATE",
        meetings,
    )
    lapsed = await here.fetch(
        "UPDATE meeting SET proposed_by = NULL, sequence = sequence + 1, changed_at = $1,"  # noqa: S608 - our own words only
        " state = CASE state WHEN 'proposed' THEN 'closed' ELSE state END"
        f" WHERE id = ANY($2::uuid[]) AND {_LAPSED} RETURNING id",
        now,
        meetings,
    )
    await take_away_all([row["id"] for row in lapsed])
    await take_back([row["id"] for row in lapsed])
    passed = await here.fetch(
        f"SELECT id FROM meeting WHERE id = ANY($2::uuid[]) AND {_PASSED}",  # noqa: S608 - our own words only
        now,
        meetings,
    )
    free = await give_back([row["id"] for row in passed])
    await reminders.tidy(meetings, now)
    await here.execute(
        f"DELETE FROM meeting WHERE id = ANY($1::uuid[]) AND {_FORGOTTEN}",  # noqa: S608 - our own words only
        meetings,
        now - KEPT,
    )
    return [*touched(meetings), *free]
