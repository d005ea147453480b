"""A smaller group is told, five hundred at a time, each exactly once; and put away by whoever was told.

How far the telling has come stands with the notice, in the transaction of each page: a killed worker's job
goes on where it stopped, and nobody gets again what they put away.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.events.places import also_at_giving_back
from server.domain.notices.audience import next_of
from server.domain.webpush.happening import Said, take_back_from, tell
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

JOB = "notice"
"""`later(JOB, notice=…)`: brings the notice to its group, or takes it away again (server/jobs.py does)."""
TOGETHER = 500
FIRST_WORDS = 120
"""Letters that a lock screen shows, where its owner turned detail on."""


class DismissNotice(Strict):
    """`notice.dismiss`: I need this no longer. Nobody hears of it."""

    notice: UUID = Field(json_schema_extra=seen("you"))


class SpreadNotice(Strict):
    """`notice.spread`: the next five hundred of its group are told, or, once it is over, told no more."""

    notice: UUID = Field(json_schema_extra=seen("server"))


@mutation("notice.dismiss")
async def dismiss(actor: Actor, args: DismissNotice) -> list[Touched]:
    """Always done, whether or not they were told: the answer is the same."""
    doctor = actor.person
    await connection().execute("DELETE FROM told WHERE notice = $1 AND account = $2", args.notice, doctor)
    await take_back_from(doctor, [args.notice])
    return [Touched("told", doctor)]


async def leave(doctor: UUID, scheme: UUID) -> list[Touched]:
    """They left a role: what was for that role's group goes too."""
    gone = await connection().fetch(_LEFT, doctor, scheme)
    await take_back_from(doctor, [row["notice"] for row in gone])
    return [Touched("told", doctor)]


@also_at_giving_back
async def come_no_more(doctor: UUID, events: Sequence[UUID]) -> list[Touched]:
    """They gave their places at these events back: what was for those who come goes too."""
    gone = await connection().fetch(
        "DELETE FROM told USING notice WHERE notice.id = told.notice AND told.account = $1"
        " AND audience = 'coming' AND event = ANY($2::uuid[]) RETURNING told.notice",
        doctor,
        list(events),
    )
    await take_back_from(doctor, [row["notice"] for row in gone])
    return [Touched("told", doctor)] if gone else []


_LEFT = (
    "DELETE FROM told USING notice WHERE notice.id = told.notice AND told.account = $1 AND notice.scheme = $2"
    " AND audience IN ('members', 'mentors') AND NOT EXISTS (SELECT FROM participation AS part"
    "   WHERE part.account = $1 AND part.scheme = $2 AND part.state <> 'out'"
    "   AND (audience = 'members' OR part.role <> 'mentee')) RETURNING told.notice"
)
# $1 now.
_UNFINISHED = (
    "SELECT id FROM notice WHERE (state = 'sent' AND NOT told_all AND expires > $1"
    " OR (state <> 'sent' OR expires <= $1) AND EXISTS (SELECT FROM told WHERE told.notice = notice.id))"
)


async def spread_all(notice: UUID, now: datetime) -> None:
    """For the job of one notice."""
    while await pool().fetchval(f"SELECT EXISTS ({_UNFINISHED} AND id = $2)", now, notice):
        await act(system(now), "notice.spread", SpreadNotice(notice=notice))


async def spread_due(now: datetime) -> None:
    """What is over is taken away, and what a job of one notice left undone is done."""
    for row in await pool().fetch(f"{_UNFINISHED} ORDER BY id", now):
        await spread_all(row["id"], now)


def said(text: str) -> Said:
    """What a phone with detail on may show of it."""
    words = " ".join(text.split())
    return Said(what="notice", text=words if len(words) <= FIRST_WORDS else words[: FIRST_WORDS - 1] + "…")


@mutation("notice.spread", system=True)
async def spread(actor: Actor, args: SpreadNotice) -> list[Touched]:
    here = connection()
    row = await here.fetchrow("SELECT * FROM notice WHERE id = $1 FOR NO KEY UPDATE", args.notice)
    if row is None:
        return []
    if row["state"] != "sent" or row["expires"] <= actor.now:
        gone = await here.fetch(
            "DELETE FROM told WHERE notice = $1 AND account IN"
            " (SELECT account FROM told WHERE notice = $1 ORDER BY account LIMIT $2) RETURNING account",
            args.notice,
            TOGETHER,
        )
        return [Touched("told", each["account"]) for each in gone]
    if row["told_all"]:
        return []
    group = await next_of(row["scheme"], row["audience"], row["event"], row["told_to"], actor.now, TOGETHER)
    accounts = [account for account, _ in group]
    await here.execute(
        "INSERT INTO told (notice, account)"
        " SELECT $1, id FROM account WHERE id = ANY($2::uuid[]) ORDER BY id FOR KEY SHARE"
        " ON CONFLICT DO NOTHING",
        args.notice,
        accounts,
    )
    await here.execute(
        "UPDATE notice SET told_to = coalesce($2, told_to), told_all = $3 WHERE id = $1",
        args.notice,
        accounts[-1] if accounts else None,
        len(accounts) < TOGETHER,
    )
    await tell(
        actor.now,
        "notice",
        args.notice,
        said(row["text"]),
        row["expires"],
        accounts=[account for account, rings in group if rings],
    )
    return [Touched("told", account) for account in accounts]
