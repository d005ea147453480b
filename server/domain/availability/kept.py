"""What held in the last seven days: a mentee without signal may take a time that was offered then (4-domain
4.4).
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from server.database.engine import connection, transaction
from server.domain.availability.documents import read
from server.domain.availability.engine import covers

KEPT = timedelta(days=7)


async def offered_within_a_week(account: UUID, start: int, minutes: int, now: int) -> bool:
    """Whether this start was offered at any moment of the last seven days, now included.

    Start and now are seconds since 1970. Notice and horizon are judged by that moment. Inside a transaction.
    """
    here = connection()
    since = now - int(KEPT.total_seconds())
    rows = await here.fetch(
        "SELECT body, until FROM availability_before WHERE account = $1 AND until > $2"
        " UNION ALL SELECT body, NULL FROM availability WHERE account = $1 ORDER BY until",
        account,
        datetime.fromtimestamp(since, UTC),
    )
    for row in rows:
        availability = read(row["body"])
        until = now if row["until"] is None else int(row["until"].timestamp())
        # The last moment before its notice ran out is the one at which its horizon reached furthest.
        moment = min(until, start - availability.notice_hours * 3600)
        if moment >= since and covers(availability, start, minutes, moment):
            return True
        since = until
    return False


async def forget_due(now: datetime) -> None:
    """What held until seven days ago goes. For the nightly job."""
    async with transaction() as here:
        await here.execute("DELETE FROM availability_before WHERE until < $1", now - KEPT)
