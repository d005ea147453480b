"""Reminders: one quiet word on a member's own phones, the day before a meeting.

Nothing is decided ahead. Whoever reminds looks at how the meeting stands at that moment, and the view shows a
reminder only beside the time that it was for: after a cancel or a move there is none.
Who hears: each member on their own phones: that something is arranged, and when. The words are the phone's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.webpush.happening import News, Said, take_back, tell_all
from server.sync.push import act
from server.sync.registry import (
    Actor,
    Document,
    Strict,
    Touched,
    document,
    mutation,
    seen,
    system,
    view,
)

TOGETHER = 500
AHEAD = timedelta(hours=24)
QUIET_FROM, QUIET_TO = 22, 8
"""Hours in which nobody is told anything, by the clock that the meeting was agreed in: the only one of a
person's clocks that the server knows."""


class RemindOfMeetings(Strict):
    """`meeting.remind`: the members of these meetings, so far as they still stand."""

    meetings: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@document("reminder", bucket="doctor")
class ReminderDocument(Strict):
    """A meeting is near. Its id is the meeting's."""

    meeting: UUID
    relationship: UUID
    starts: datetime


def is_quiet(zone: str, now: datetime) -> bool:
    hour = now.astimezone(ZoneInfo(zone)).hour
    return hour >= QUIET_FROM or hour < QUIET_TO


async def remind_due(now: datetime) -> int:
    """Everybody whose meeting is a day away, so that it is said once and never at night; gives of how many.

    Who agreed to it within that day has just read it.
    """
    rows = await pool().fetch(
        "SELECT id, zone FROM meeting WHERE state = 'confirmed'"
        " AND starts > $1 AND starts <= $1 + $2::interval"
        " AND agreed_at < starts - $2::interval"
        " AND NOT EXISTS (SELECT FROM reminder"
        "   WHERE reminder.meeting = meeting.id AND reminder.starts = meeting.starts)"
        " ORDER BY id",
        now,
        AHEAD,
    )
    due = [row["id"] for row in rows if not is_quiet(row["zone"], now)]
    for start in range(0, len(due), TOGETHER):
        args = RemindOfMeetings(meetings=tuple(due[start : start + TOGETHER]))
        await act(system(now), "meeting.remind", args)
    return len(due)


@mutation("meeting.remind", system=True)
async def remind(actor: Actor, args: RemindOfMeetings) -> list[Touched]:
    here, meetings = connection(), list(args.meetings)
    await here.execute("SELECT FROM meeting WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE", meetings)
    rows = await here.fetch(
        "INSERT INTO reminder (meeting, account, starts) SELECT meeting.id, account.id, starts FROM meeting"
        " JOIN relationship_member AS member ON member.relationship = meeting.relationship"
        " JOIN account ON account.id = member.account"
        " WHERE meeting.id = ANY($1::uuid[]) AND meeting.state = 'confirmed' AND starts > $2"
        ' AND member.shown AND NOT member."left"'
        " ON CONFLICT (meeting, account) DO UPDATE SET starts = excluded.starts"
        " RETURNING meeting, account, starts",
        meetings,
        actor.now,
    )
    members: dict[tuple[UUID, datetime], list[UUID]] = {}
    for row in rows:
        members.setdefault((row["meeting"], row["starts"]), []).append(row["account"])
    await take_back(meetings)
    await tell_all(
        actor.now,
        "meeting",
        [
            News(meeting, Said(what="meeting-near", at=starts), starts, tuple(accounts))
            for (meeting, starts), accounts in members.items()
        ],
    )
    return [Touched("reminder", meeting) for meeting in meetings]


async def tidy(meetings: Sequence[UUID], now: datetime) -> None:
    """Those of these meetings that are for another time than the meeting's, or over."""
    await connection().execute(
        "DELETE FROM reminder USING meeting WHERE meeting.id = reminder.meeting"
        " AND meeting.id = ANY($1::uuid[])"
        " AND (state <> 'confirmed' OR meeting.starts <> reminder.starts OR reminder.starts <= $2)",
        list(meetings),
        now,
    )


@view("reminder", every="SELECT DISTINCT meeting FROM reminder")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a meeting; each member has a document of it."""
    return [
        Document(
            f"doctor:{row['account']}",
            row["meeting"],
            ReminderDocument(meeting=row["meeting"], relationship=row["relationship"], starts=row["starts"]),
        )
        for row in await connection().fetch(
            "SELECT reminder.*, relationship FROM reminder JOIN meeting ON meeting.id = reminder.meeting"
            " WHERE meeting.id = ANY($1::uuid[])"
            " AND state = 'confirmed' AND meeting.starts = reminder.starts",
            list(ids),
        )
    ]
