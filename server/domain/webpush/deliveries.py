"""What is still to go: one row for each phone that is told of one happening.

A delivery is taken before it is sent, and that is committed first: at most one worker sends it, ever. What
a killed worker had taken is not sent again, for it may have gone out already; the phone shows it when it is
next opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.database.engine import connection, pool, transaction
from server.database.queue import later
from server.domain.schemes import today
from server.domain.webpush.happening import JOB

ATTEMPTS = 6
_ABANDONED = timedelta(hours=1)
"""What was taken that long ago, a killed worker had."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one phone, about everything that is due there; the newest of it is said."""

    device: UUID
    endpoint: str
    p256dh: bytes
    auth: bytes
    happenings: tuple[UUID, ...]
    attempts: int
    until: datetime
    detail: str | None
    """Said, as JSON, and only for a phone with detail on."""
    about: UUID
    over: datetime
    """When what is said is over: `until`, of the newest alone."""


# $1 the day. Of a phone and a happening: what its owner wants now, and not only when it happened.
_WELCOME = (
    "happening.kind = ANY(phone.kinds)"
    " AND (phone.account = ANY(happening.accounts) OR phone.schemes @> ARRAY[happening.scheme])"
    " AND NOT EXISTS (SELECT FROM not_now WHERE not_now.account = phone.account"
    "   AND not_now.until > $1 AND happening.scheme IS NOT NULL"
    "   AND (not_now.scheme IS NULL OR not_now.scheme = happening.scheme))"
)


async def spread(happening: UUID, now: datetime) -> None:
    """Writes down whom it is told, in one go: phones that asked for it before it happened, each at its hour.

    Of notices to all who follow, nobody who said "not now" (P2). Done once, however often it is asked for.
    """
    async with transaction() as here:
        if not await here.fetchval(
            "SELECT true FROM webpush_happening WHERE id = $1 AND NOT spread FOR UPDATE", happening
        ):
            return
        await here.execute(
            "INSERT INTO webpush_delivery (happening, device, origin, due)"  # noqa: S608 - our own words only
            " SELECT happening.id, phone.device, phone.origin, hour.due FROM webpush_happening AS happening"
            f" JOIN webpush_subscription AS phone ON phone.made_at <= happening.made_at AND {_WELCOME}"
            " JOIN device ON device.id = phone.device AND device.revoked_at IS NULL,"
            " LATERAL (SELECT webpush_due($3, quiet_from, quiet_to, zone) AS due) AS hour"
            " WHERE happening.id = $2 AND hour.due < happening.until",
            today(now),
            happening,
            now,
        )
        await here.execute("UPDATE webpush_happening SET spread = true WHERE id = $1", happening)


_DUE = (
    "FROM webpush_delivery AS delivery JOIN webpush_happening AS happening ON happening.id = happening"
    " WHERE taken_at IS NULL AND due <= $1 AND until > $1"
)
_NOT_PAUSED = (
    "NOT EXISTS (SELECT FROM webpush_pause AS pause"
    " WHERE pause.origin = delivery.origin AND pause.until > $1)"
)


async def origins_due(now: datetime) -> list[str]:
    """Push services that something is to go to now, and that are not left alone."""
    rows = await pool().fetch(
        f"SELECT DISTINCT origin {_DUE} AND {_NOT_PAUSED} ORDER BY origin",
        now,
    )
    return [row["origin"] for row in rows]


async def take(origin: str, most: int, now: datetime) -> list[Message] | None:
    """Phones of this service that are due, whole: whatever waits for a phone goes in one message.

    What its owner no longer wants goes: they may have chosen so while it waited. None when nothing waits
    there. An empty list when what waited was over, or is put off until a phone's quiet hours end: there may
    be more.
    """
    async with transaction() as here:
        # Locking the phones, and not what waits for them, keeps two workers from waiting for each other.
        phones = await here.fetch(
            "WITH waits AS MATERIALIZED (SELECT device FROM webpush_delivery"
            " WHERE origin = $2 AND taken_at IS NULL AND due <= $1 ORDER BY due LIMIT $3)"
            " SELECT device, webpush_due($1, quiet_from, quiet_to, zone) AS due FROM webpush_subscription"
            " WHERE device IN (SELECT device FROM waits) FOR NO KEY UPDATE SKIP LOCKED",
            now,
            origin,
            most,
        )
        if not phones:
            return None
        quiet = {row["device"]: row["due"] for row in phones if row["due"] > now}
        await _put_off(quiet, now)
        ready = [row["device"] for row in phones if row["device"] not in quiet]
        await here.execute(
            "DELETE FROM webpush_delivery AS delivery"  # noqa: S608 - our own words only
            " USING webpush_happening AS happening, webpush_subscription AS phone"
            " WHERE delivery.device = ANY($3::uuid[]) AND taken_at IS NULL"
            " AND happening.id = delivery.happening AND phone.device = delivery.device"
            # Where nobody is named, their being among them is unknown: that is no yes.
            f" AND (until <= $2 OR ({_WELCOME}) IS NOT TRUE)",
            today(now),
            now,
            ready,
        )
        rows = await here.fetch(
            "WITH taken AS ("
            " UPDATE webpush_delivery AS delivery SET taken_at = $1 FROM webpush_happening AS happening"
            " WHERE device = ANY($2::uuid[]) AND happening.id = happening AND taken_at IS NULL AND due <= $1"
            " RETURNING device, happening.id, attempts, until, happening.detail, about, made_at"
            ") SELECT phone.device, endpoint, p256dh, auth, phone.detail, array_agg(taken.id) AS happenings,"
            " max(attempts) AS attempts, max(until) AS until,"
            " (array_agg(taken.detail ORDER BY taken.made_at DESC, taken.id DESC))[1] AS said,"
            " (array_agg(about ORDER BY taken.made_at DESC, taken.id DESC))[1] AS about,"
            " (array_agg(until ORDER BY taken.made_at DESC, taken.id DESC))[1] AS over"
            " FROM taken JOIN webpush_subscription AS phone USING (device) GROUP BY phone.device",
            now,
            ready,
        )
    return [
        Message(
            row["device"],
            row["endpoint"],
            row["p256dh"],
            row["auth"],
            tuple(row["happenings"]),
            row["attempts"],
            row["until"],
            row["said"] if row["detail"] else None,
            row["about"],
            row["over"],
        )
        for row in rows
    ]


async def _put_off(quiet: Mapping[UUID, datetime], now: datetime) -> None:
    """What was late, or is tried again, keeps to these phones' quiet hours too."""
    if quiet:
        await connection().execute(
            "UPDATE webpush_delivery AS delivery SET due = hour.due"
            " FROM unnest($2::uuid[], $3::timestamptz[]) AS hour (device, due)"
            " WHERE delivery.device = hour.device AND taken_at IS NULL AND delivery.due <= $1",
            now,
            list(quiet),
            list(quiet.values()),
        )


async def over(messages: Sequence[Message]) -> None:
    """Sent, or never to be."""
    happenings, devices = _pairs(messages)
    await connection().execute(
        "DELETE FROM webpush_delivery USING unnest($1::uuid[], $2::uuid[]) AS gone (happening, device)"
        " WHERE webpush_delivery.happening = gone.happening AND webpush_delivery.device = gone.device",
        happenings,
        devices,
    )


async def gone(messages: Sequence[Message]) -> None:
    """Their browsers subscribe no more; one that does again meanwhile stays."""
    await connection().execute(
        "DELETE FROM webpush_subscription USING unnest($1::uuid[], $2::text[]) AS dead (device, endpoint)"
        " WHERE webpush_subscription.device = dead.device"
        " AND webpush_subscription.endpoint = dead.endpoint",
        [each.device for each in messages],
        [each.endpoint for each in messages],
    )
    await over(messages)


async def again(messages: Sequence[Message], due: datetime, *, tried: bool) -> None:
    """Not sent: to be taken again from then on. `tried`: it counts among its attempts."""
    happenings, devices = _pairs(messages)
    await connection().execute(
        "UPDATE webpush_delivery SET taken_at = NULL, due = $3, attempts = attempts + $4"
        " FROM unnest($1::uuid[], $2::uuid[]) AS back (happening, device)"
        " WHERE webpush_delivery.happening = back.happening AND webpush_delivery.device = back.device",
        happenings,
        devices,
        due,
        int(tried),
    )


def _pairs(messages: Sequence[Message]) -> tuple[list[UUID], list[UUID]]:
    pairs = [(happening, each.device) for each in messages for happening in each.happenings]
    return [happening for happening, _ in pairs], [device for _, device in pairs]


async def look_due(now: datetime) -> None:
    """Every minute: when something is due, a job sees to it."""
    async with transaction() as here:
        waits = await here.fetchval(
            f"SELECT EXISTS (SELECT {_DUE} AND {_NOT_PAUSED})",
            now,
        )
        if waits:
            await later(JOB)


async def forget_due(now: datetime) -> None:
    """What is over, and what a killed worker left."""
    async with transaction() as here:
        await here.execute("DELETE FROM webpush_delivery WHERE taken_at <= $1", now - _ABANDONED)
        await here.execute(
            "DELETE FROM webpush_happening WHERE until <= $1 OR (spread AND NOT EXISTS"
            " (SELECT FROM webpush_delivery WHERE happening = webpush_happening.id))",
            now,
        )
        await here.execute("DELETE FROM webpush_pause WHERE until <= $1", now - timedelta(days=1))
