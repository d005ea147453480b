"""What time does to notices: they go when they are due, and what is over is gone, words and all."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.notices.audience import is_large_enough
from server.domain.notices.sending import WEEK, go
from server.domain.notices.telling import spread_due
from server.domain.webpush.happening import take_back
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

TOGETHER = 500


class PassNotices(Strict):
    """`notice.pass`: what time does to these notices."""

    notices: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


# $1 now, $2 before when a notice counts in no week that is still to come.
_TO_GO = "state = 'scheduled' AND sends <= $1 AND expires > $1"
_OVER = "state <> 'over' AND expires <= $1 AND NOT EXISTS (SELECT FROM told WHERE told.notice = notice.id)"
_FORGOTTEN = "state = 'over' AND sends <= $2"
_DUE = (
    f"SELECT id FROM notice WHERE {_TO_GO}"  # noqa: S608 - our own words only
    f" UNION SELECT id FROM notice WHERE {_OVER}"
    f" UNION SELECT id FROM notice WHERE {_FORGOTTEN}"
    " ORDER BY 1 LIMIT $3"
)


async def pass_due(now: datetime) -> None:
    """For the job of every quarter of an hour."""
    await _pass_due(now)
    await spread_due(now)
    await _pass_due(now)


async def _pass_due(now: datetime) -> None:
    while due := await pool().fetch(_DUE, now, now - WEEK, TOGETHER):
        args = PassNotices(notices=tuple(row["id"] for row in due))
        await act(system(now), "notice.pass", args)


@mutation("notice.pass", system=True)
async def passes(actor: Actor, args: PassNotices) -> list[Touched]:
    here, now, notices = connection(), actor.now, list(args.notices)
    await here.execute(
        "DELETE FROM notice WHERE id = ANY($1::uuid[]) AND state = 'over' AND sends <= $2",
        notices,
        now - WEEK,
    )
    over = await here.fetch(
        "UPDATE notice SET state = 'over', text = '' WHERE id = ANY($2::uuid[])"  # noqa: S608 - our own words only
        f" AND {_OVER} RETURNING id",
        now,
        notices,
    )
    await take_back([row["id"] for row in over])
    touched = [Touched("notice", notice) for notice in notices]
    for row in await here.fetch(
        f"SELECT * FROM notice WHERE id = ANY($2::uuid[]) AND {_TO_GO} ORDER BY id FOR NO KEY UPDATE",  # noqa: S608 - our own words only
        now,
        notices,
    ):
        if await is_large_enough(row["scheme"], row["audience"], row["event"]):
            touched += await go(row["id"], now)
        else:
            await here.execute("UPDATE notice SET state = 'too_few' WHERE id = $1", row["id"])
    return touched
