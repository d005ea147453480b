"""When a member leaves a pair, what it had arranged is cancelled, and what waits for an answer closes: at
once, because somebody would travel to it, and in the same way as by anybody's own act.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.database.engine import connection
from server.domain.meetings.booking import give_back
from server.domain.meetings.candidates import take_away_all
from server.domain.meetings.meeting import touched
from server.domain.relationships.parting import ends_with_the_pair
from server.domain.webpush.happening import News, Said, take_back, tell_all
from server.sync.registry import Touched


@ends_with_the_pair
async def end_meetings(pairs: Sequence[UUID], now: datetime) -> list[Touched]:
    """All meetings of these pairs are shown anew: once a pair is forgotten, they are too."""
    here = connection()
    rows = await here.fetch("SELECT id FROM meeting WHERE relationship = ANY($1::uuid[])", list(pairs))
    meetings = [row["id"] for row in rows]
    ended = await here.fetch(
        "UPDATE meeting SET proposed_by = NULL, sequence = sequence + 1, changed_at = $2,"
        " state = CASE WHEN state = 'proposed' THEN 'closed' WHEN starts > $2 THEN 'cancelled' ELSE state END"
        " WHERE id = ANY($1::uuid[])"
        " AND (state = 'proposed' OR state = 'confirmed' AND (starts > $2 OR proposed_by IS NOT NULL))"
        " RETURNING id, state",
        meetings,
        now,
    )
    await take_away_all([row["id"] for row in ended])
    await take_back([row["id"] for row in ended])
    await _tell([row["id"] for row in ended if row["state"] == "cancelled"], now)
    free = await give_back([row["id"] for row in ended if row["state"] == "cancelled"])
    return [*touched(meetings), *free]


async def _tell(cancelled: Sequence[UUID], now: datetime) -> None:
    """Whoever stays: somebody would travel to it."""
    rows = await connection().fetch(
        "SELECT meeting.id, starts, array_agg(account) AS accounts FROM meeting"
        " JOIN relationship_member AS member ON member.relationship = meeting.relationship"
        ' AND member.shown AND NOT member."left"'
        " WHERE meeting.id = ANY($1::uuid[]) GROUP BY meeting.id",
        list(cancelled),
    )
    news = [
        News(
            row["id"], Said(what="meeting-cancelled", at=row["starts"]), row["starts"], tuple(row["accounts"])
        )
        for row in rows
    ]
    await tell_all(now, "meeting", news)
