"""What is still to go: one row for each phone that is told of one happening.

A delivery is taken before it is sent, and that is committed first: at most one worker sends it, ever. What
a killed worker had taken is not sent again, for it may have gone out already; the phone shows it when it is
next opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.database.engine import connection, pool, transaction
from server.database.queue import later
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


async def spread(happening: UUID, now: datetime) -> None:
    """Writes down whom it is told, in one go: phones that asked for it before it happened, each at its hour.

    Done once, however often it is asked for.
    """
    async with transaction() as here:
        if not await here.fetchval(
            "SELECT true FROM webpush_happening WHERE id = $1 AND NOT spread FOR UPDATE", happening
        ):
            return
        await here.execute(
            "INSERT INTO webpush_delivery (happening, device, due)"
            " SELECT happening.id, phone.device, hour.due FROM webpush_happening AS happening"
            " JOIN webpush_subscription AS phone ON happening.kind = ANY(phone.kinds)"
            "   AND phone.made_at <= happening.made_at"
            "   AND (phone.account = ANY(happening.accounts) OR phone.schemes @> ARRAY[happening.scheme])"
            " JOIN device ON device.id = phone.device AND device.revoked_at IS NULL,"
            " LATERAL (SELECT webpush_due($2, quiet_from, quiet_to, zone) AS due) AS hour"
            " WHERE happening.id = $1 AND hour.due < happening.until",
            happening,
            now,
        )
        await here.execute("UPDATE webpush_happening SET spread = true WHERE id = $1", happening)


_DUE = (
    "FROM webpush_delivery AS delivery JOIN webpush_happening AS happening ON happening.id = happening"
    " WHERE taken_at IS NULL AND due <= $1 AND until > $1"
)


async def origins_due(now: datetime) -> list[str]:
    """Push services that something is to go to now, and that are not left alone."""
    rows = await pool().fetch(
        "SELECT origin FROM webpush_subscription WHERE device IN"  # noqa: S608 - our own words only
        f" (SELECT delivery.device {_DUE})"
        " AND NOT EXISTS (SELECT FROM webpush_pause AS pause"
        "   WHERE pause.origin = webpush_subscription.origin AND pause.until > $1)"
        " GROUP BY origin ORDER BY origin",
        now,
    )
    return [row["origin"] for row in rows]


async def take(origin: str, most: int, now: datetime) -> list[Message]:
    """Phones of this service that are due, whole: whatever waits for a phone goes in one message."""
    async with transaction() as here:
        rows = await here.fetch(
            "WITH phone AS MATERIALIZED ("  # noqa: S608 - our own words only
            " SELECT phone.device, endpoint, p256dh, auth, detail FROM webpush_subscription AS phone"
            " JOIN device ON device.id = phone.device AND device.revoked_at IS NULL"
            " WHERE origin = $2 AND webpush_due($1, quiet_from, quiet_to, zone) <= $1"
            f" AND EXISTS (SELECT {_DUE} AND delivery.device = phone.device)"
            " ORDER BY phone.device LIMIT $3 FOR NO KEY UPDATE OF phone SKIP LOCKED"
            "), taken AS ("
            " UPDATE webpush_delivery AS delivery SET taken_at = $1"
            " FROM phone, webpush_happening AS happening"
            " WHERE delivery.device = phone.device AND happening.id = delivery.happening"
            " AND taken_at IS NULL AND due <= $1 AND until > $1"
            " RETURNING delivery.device, happening.id, attempts, until, happening.detail, about, made_at"
            ") SELECT phone.*, array_agg(taken.id) AS happenings, max(attempts) AS attempts,"
            " max(until) AS until, (array_agg(taken.detail ORDER BY made_at DESC, taken.id DESC))[1] AS said,"
            " (array_agg(about ORDER BY made_at DESC, taken.id DESC))[1] AS about"
            " FROM taken JOIN phone USING (device)"
            " GROUP BY phone.device, endpoint, p256dh, auth, phone.detail",
            now,
            origin,
            most,
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
        )
        for row in rows
    ]


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
    """Every minute: when something is due, or was left to be spread, a job sees to it."""
    async with transaction() as here:
        waits = await here.fetchval(
            f"SELECT EXISTS (SELECT {_DUE} AND NOT EXISTS (SELECT FROM webpush_subscription AS phone"  # noqa: S608 - our own words only
            " JOIN webpush_pause AS pause ON pause.origin = phone.origin AND pause.until > $1"
            " WHERE phone.device = delivery.device))",
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
