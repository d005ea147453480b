"""One round trip: a phone's acts in, what it lacks out (steps 6 to 12)."""

import asyncio
import gzip
import time
from datetime import UTC, datetime
from typing import Any

import brotli
from litestar import Response, get, post
from litestar.types import Receive, Scope, Send

from server import metrics
from server.api.asking import AnyRequest, PlainRequest, PlainRoute, now, token, who
from server.database.engine import transaction
from server.domain.accounts.sessions import carry
from server.sync import pull, snapshots
from server.sync.contract import protocol_document
from server.sync.devices import greet
from server.sync.envelope import REQUEST, Envelope, Sent, read
from server.sync.heads import Standing
from server.sync.limits import Budgets, Load, Pressure
from server.sync.push import push
from server.sync.registry import Actor
from server.sync.versions import upgrade

budgets = Budgets()
pressure = Pressure()

_COMPRESSED_ABOVE = 1024
_JSON = (b"content-type", b"application/json")
_THREAD_ABOVE = 256 * 1024
_ROUNDS = 3


class Ready:
    """JSON that is ready as bytes, as an ASGI answer. Litestar's own carry cookies, background tasks and a
    serializer, which were a tenth of a sync with nothing to do."""

    __slots__ = ("content", "headers")

    def __init__(self, content: bytes, *headers: tuple[bytes, bytes]) -> None:
        self.content = content
        self.headers = [_JSON, (b"content-length", b"%d" % len(content)), *headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.content, "more_body": False})


@post(
    "/api/sync",
    status_code=200,
    request_max_body_size=REQUEST,
    handler_class=PlainRoute,
    request_class=PlainRequest,
)
async def sync(request: PlainRequest) -> Ready:
    """Runs a phone's acts, each exactly once, and answers with what changed since its cursors."""
    started = time.perf_counter()
    envelope, sent = read(await request.body())
    moment = now(request)
    with pressure as load:
        account, stands = await who(
            request,
            moment,
            account=envelope.account,
            device=envelope.device,
            acknowledged=envelope.acknowledged,
            follow=envelope.follow,
        )
        budgets.take(account, time.monotonic())
        if sent or not _nothing_to_do(stands, envelope, moment):
            content = await _answered(request, envelope, sent, stands, moment, load)
        else:
            content = pull.Answer(last_number=stands.last_number, upgrade=upgrade(envelope.app)).bytes(
                _said(moment)
            )
    metrics.SYNC_SECONDS.observe(time.perf_counter() - started)
    # The database connection is back in the pool: a slow phone holds nothing but its answer.
    if len(content) <= _COMPRESSED_ABOVE:
        return Ready(content)
    return await _compressed(content, request.headers.get("accept-encoding", ""))


@get("/api/protocol", sync_to_thread=False)
def protocol() -> Response[dict[str, Any]]:
    """What this server speaks: acts, documents, buckets and refusals, as JSON Schema."""
    return Response(protocol_document(), headers={"Cache-Control": "no-cache"})


def _nothing_to_do(stands: Standing, envelope: Envelope, moment: datetime) -> bool:
    known = stands.owner is not None and stands.seen_on == moment.date() and stands.app == envelope.app
    return (
        known
        and stands.carried
        and stands.last_number <= envelope.acknowledged
        and not stands.has_words
        and upgrade(envelope.app) != "required"
        and not pull.needs(stands, envelope)
        and not pull.drops(stands, envelope)
    )


async def _answered(
    request: AnyRequest, envelope: Envelope, sent: list[Sent], stands: Standing, moment: datetime, load: Load
) -> bytes:
    """Push, then pull in one snapshot of its own."""
    if not stands.carried:
        await carry(token(request), envelope.device, moment)
    actor = Actor(stands.account, envelope.device, moment, stands.confirmed)
    if (
        stands.owner is None
        or stands.has_words
        or (stands.seen_on, stands.app) != (moment.date(), envelope.app)
    ):
        await greet(actor, envelope.app, envelope.acknowledged)
    retry_after = await push(actor, envelope.app, sent) if sent else None
    needed = upgrade(envelope.app)
    for left in reversed(range(_ROUNDS)):
        async with transaction("repeatable read", readonly=True) as here:
            _, stands = await who(
                request,
                moment,
                here=here,
                account=envelope.account,
                device=envelope.device,
                acknowledged=envelope.acknowledged,
                follow=envelope.follow,
            )
            answer = pull.Answer(last_number=stands.last_number, upgrade=needed, retry_after=retry_after)
            answer.outcomes = await pull.outcomes(here, envelope)
            if needed == "required":
                break
            answer.buckets += pull.drops(stands, envelope)
            lacking = pull.needs(stands, envelope)
            missing = (
                await pull.fill(here, answer, lacking, load if left else Load.NO_SNAPSHOTS) if lacking else []
            )
        if not missing:
            break
        for name in missing:
            await snapshots.make(name, moment)
    pull.counted(answer, envelope.healed)
    return answer.bytes(_said(moment))


async def _compressed(content: bytes, accepts: str) -> Ready:
    if "br" not in accepts and "gzip" not in accepts:
        return Ready(content)
    coding = "br" if "br" in accepts else "gzip"
    if len(content) > _THREAD_ABOVE:
        content = await asyncio.to_thread(_compress, content, coding)
    else:
        content = _compress(content, coding)
    return Ready(content, (b"content-encoding", coding.encode()), (b"vary", b"accept-encoding"))


def _compress(content: bytes, coding: str) -> bytes:
    return brotli.compress(content, quality=4) if coding == "br" else gzip.compress(content, 5)


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"
