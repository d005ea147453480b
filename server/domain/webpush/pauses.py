"""Push services that are left alone for a while: they asked for it, or they do not answer.

All workers keep to it, and afterwards one message goes ahead of the others to see how the service is.
"""

from datetime import datetime, timedelta

from server.database.engine import connection, pool

_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(minutes=30)


async def tries_of(origin: str, now: datetime) -> int | None:
    """How often it was left alone in a row; None while it is."""
    row = await pool().fetchrow("SELECT until, tries FROM webpush_pause WHERE origin = $1", origin)
    if row is None:
        return 0
    return None if row["until"] > now else row["tries"]


async def pause(origin: str, tries: int, asked: timedelta | None, now: datetime) -> datetime:
    """For as long as it asked, or for twice as long as the last time; gives until when."""
    until = now + (min(_FIRST * 2 ** min(tries, 10), _LONGEST) if asked is None else asked)
    await connection().execute(
        "INSERT INTO webpush_pause (origin, until, tries) VALUES ($1, $2, $3)"
        " ON CONFLICT (origin) DO UPDATE SET until = greatest(webpush_pause.until, excluded.until),"
        " tries = excluded.tries",
        origin,
        until,
        min(tries + 1, 1000),
    )
    return until


async def go_on(origin: str) -> None:
    await connection().execute("DELETE FROM webpush_pause WHERE origin = $1", origin)
