"""A coordinator sends a notice, now or later, and recalls it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from server.database.engine import connection
from server.database.queue import later
from server.domain.asking import FARTHEST
from server.domain.directory import is_readable
from server.domain.notices.audience import Audience, must_be_large_enough
from server.domain.notices.telling import JOB, said
from server.domain.schemes import must_look_after, scheme_now
from server.domain.webpush.happening import take_back, tell
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

LONGEST = timedelta(days=60)
_CLOCKS_DIFFER = timedelta(days=1)
A_WEEK = 3
"""Notices of one scheme in any seven days."""
WEEK = timedelta(days=7)


def _in_utc(at: datetime) -> datetime:
    if not 2000 <= at.year <= 9000 or at.microsecond:
        raise ValueError("a whole second of these centuries")
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class SendNotice(Strict):
    """`notice.send`: `event` is a link and, for those who are coming, the group. `sends` None: now."""

    notice: UUID = Field(json_schema_extra=seen("doctors", "coordinators"))
    scheme: UUID = Field(json_schema_extra=seen("doctors", "coordinators"))
    audience: Audience = Field(json_schema_extra=seen("doctors", "coordinators"))
    event: UUID | None = Field(json_schema_extra=seen("doctors", "coordinators"))
    page: UUID | None = Field(json_schema_extra=seen("doctors", "coordinators"))
    text: Annotated[str, Field(min_length=1, max_length=600)] = Field(
        json_schema_extra=seen("doctors", "coordinators")
    )
    expires: Instant = Field(json_schema_extra=seen("doctors", "coordinators"))
    sends: Instant | None = Field(json_schema_extra=seen("doctors", "coordinators"))


class RecallNotice(Strict):
    """`notice.recall`: it is taken away from whoever has it, and nobody else gets it."""

    notice: UUID = Field(json_schema_extra=seen("doctors", "coordinators"))


@mutation("notice.send")
async def send(actor: Actor, args: SendNotice) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    await scheme_now(args.scheme)
    text = args.text.strip()
    if not text or not is_readable(text, lines=True):
        raise Refused("value-not-allowed", field="text")
    await _links(args)
    sends = max(actor.now, args.sends or actor.now)
    if sends > actor.now + FARTHEST:
        raise Refused("date-too-far")
    if args.expires <= sends:
        raise Refused("date-passed")
    # A phone whose clock is ahead offers an end that is a little too late.
    if args.expires > sends + LONGEST + _CLOCKS_DIFFER:
        raise Refused("notice-too-long")
    expires = min(args.expires, sends + LONGEST)
    here = connection()
    if await here.fetchval("SELECT true FROM notice WHERE id = $1", args.notice):
        raise Refused("not-yours")  # the id is taken: the words are those for one that may not be seen
    await must_be_large_enough(args.scheme, args.audience, args.event)
    await _within_budget(args.scheme, sends)
    written = await here.fetchval(
        "INSERT INTO notice (id, scheme, audience, event, page, text, sends, expires, state)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'scheduled') ON CONFLICT (id) DO NOTHING RETURNING true",
        args.notice,
        args.scheme,
        args.audience,
        args.event,
        args.page,
        text,
        sends,
        expires,
    )
    if not written:
        raise Refused("not-yours")
    return await go(args.notice, actor.now) if sends <= actor.now else [Touched("notice", args.notice)]


async def go(notice: UUID, now: datetime) -> list[Touched]:
    """Its time has come: everybody who follows has it at once, a smaller group by a job of its own."""
    row = await connection().fetchrow(
        "UPDATE notice SET state = 'sent', sent_at = $2, told_all = audience = 'followers'"
        " WHERE id = $1 RETURNING *",
        notice,
        now,
    )
    if row["audience"] == "followers":
        await tell(now, "notice", notice, said(row["text"]), row["expires"], followers_of=row["scheme"])
    else:
        await later(JOB, notice=str(notice))
    return [Touched("notice", notice)]


@mutation("notice.recall")
async def recall(actor: Actor, args: RecallNotice) -> list[Touched]:
    """However late it arrives: one that is over or recalled already stays as it is."""
    here = connection()
    scheme = await here.fetchval("SELECT scheme FROM notice WHERE id = $1 FOR NO KEY UPDATE", args.notice)
    if scheme is None:
        raise Refused("not-yours")
    await must_look_after(actor, scheme)
    await here.execute(
        "UPDATE notice SET state = 'recalled' WHERE id = $1 AND state IN ('scheduled', 'sent')", args.notice
    )
    await take_back([args.notice])
    await later(JOB, notice=str(args.notice))
    return [Touched("notice", args.notice)]


async def _links(args: SendNotice) -> None:
    """To an event of this scheme, or a page of this scheme or of everybody's."""
    here = connection()
    if args.audience == "coming" and args.event is None:
        raise Refused("value-not-allowed", field="event")
    if args.event is not None and not await here.fetchval(
        "SELECT true FROM event WHERE id = $1 AND scheme = $2", args.event, args.scheme
    ):
        raise Refused("not-yours")
    if args.page is not None and not await here.fetchval(
        "SELECT true FROM page WHERE id = $1 AND (scheme IS NULL OR scheme = $2)", args.page, args.scheme
    ):
        raise Refused("not-yours")


async def _within_budget(scheme: UUID, sends: datetime) -> None:
    """No seven days hold more than three. One that was recalled before it went is not counted."""
    here = connection()
    # Two coordinators who send at the same moment are counted one after the other.
    await here.execute("SELECT pg_advisory_xact_lock(hashtextextended('notices ' || $1, 0))", str(scheme))
    rows = await here.fetch(
        "SELECT sends FROM notice WHERE scheme = $1 AND (state = 'scheduled' OR sent_at IS NOT NULL)"
        " AND sends > $2::timestamptz - $3::interval AND sends < $2::timestamptz + $3::interval",
        scheme,
        sends,
        WEEK,
    )
    times = sorted([*(row["sends"] for row in rows), sends])
    if any(last - first < WEEK for first, last in zip(times, times[A_WEEK:], strict=False)):
        raise Refused("notices-used-up")
