"""The job: writes down whom a happening is told, then sends what is due, each push service by itself.

A slow or broken service delays only what goes to it. Nothing logged here names an endpoint or a person.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import TypeVar
from uuid import UUID

import structlog

from server.database.engine import transaction
from server.domain.webpush import deliveries, pauses
from server.domain.webpush.deliveries import ATTEMPTS, Message
from server.domain.webpush.keys import private_key
from server.settings import Settings
from server.sync.faults import AGAIN, where
from server.webpush.endpoints import origin_of
from server.webpush.sealing import NOTHING, padded, sealed
from server.webpush.sending import Client, Said, client, send
from server.webpush.vapid import Signer

TOGETHER = 64
"""Messages on their way to one service at a time, from one process."""
LIMITED = 2
"""Messages of one batch for which there were too many: from then on the service is left alone."""
SERVICES = 16
"""Services that one job sends to at a time."""
COLLISIONS = 3
"""How often a transaction that met another is begun again."""
Done = TypeVar("Done")
_AGAIN = timedelta(seconds=30)
_log = structlog.get_logger()
_sending: dict[str, bool] = {}
"""Services that this process sends to, and whether more became due meanwhile."""


async def tell_phones(settings: Settings, facts: Mapping[str, str], now: datetime) -> None:
    """The job. `happening`: what to spread first; without one, what is due. Done again it does no more."""
    watch = Watch(now)
    if "happening" in facts:
        await deliveries.spread(UUID(facts["happening"]), now)
    origins = await deliveries.origins_due(now)
    if not origins:
        return
    sender = Sender(settings, Signer(await private_key(now), subject_of(settings)), watch)
    enough = asyncio.Semaphore(SERVICES)

    async def one(origin: str) -> None:
        async with enough:
            await sender.send_all(origin)

    # One that fails does not cut off what others have on its way.
    failed = await asyncio.gather(*(one(origin) for origin in origins), return_exceptions=True)
    for each in failed:
        if each is not None:
            raise each


def subject_of(settings: Settings) -> str:
    """Whom a push service may turn to."""
    return settings.origin if settings.secure else f"mailto:{parseaddr(settings.mail_sender)[1]}"


class Watch:
    """What time it is: a job was told when it began, and sending may take a while."""

    def __init__(self, now: datetime) -> None:
        self._began, self._at = now, asyncio.get_running_loop().time()

    def __call__(self) -> datetime:
        return self._began + timedelta(seconds=asyncio.get_running_loop().time() - self._at)


class Sender:
    """Sends what is due, for as long as anything is."""

    def __init__(self, settings: Settings, signer: Signer, watch: Watch) -> None:
        self._more, self._signer, self._watch = settings.push_origins, signer, watch

    async def send_all(self, origin: str) -> None:
        """To one service, until nothing is due or it is to be left alone. One at a time in a process."""
        if origin in _sending:
            _sending[origin] = True
            return
        _sending[origin] = True
        async with client(TOGETHER) as session:
            try:
                while _sending[origin]:
                    _sending[origin] = False
                    while await self._some(session, origin):
                        pass
            finally:
                # At once: whoever comes now begins anew.
                del _sending[origin]

    async def _some(self, session: Client, origin: str) -> bool:
        """One batch; whether to go on."""
        tries = await pauses.tries_of(origin, self._watch())
        if tries is None:
            return False
        many = 1 if tries else TOGETHER
        messages = await _retried(lambda: deliveries.take(origin, many, self._watch()))
        if not messages:
            return messages is not None
        struggling = asyncio.Event()
        answers = await asyncio.gather(*(self._or_not(session, each, struggling) for each in messages))
        done = list(zip(messages, answers, strict=True))
        return await _retried(lambda: self._settle(origin, tries, done))

    async def _or_not(self, session: Client, message: Message, struggling: asyncio.Event) -> Said | None:
        """One that fails here is over, for it may have gone out; the others are settled as ever."""
        try:
            return await self._one(session, message, struggling)
        except Exception as error:
            _log.error("message failed", **where(error))
            return Said("given-up")

    async def _one(self, session: Client, message: Message, struggling: asyncio.Event) -> Said | None:
        """None: it was kept back, for the service just said that it is struggling."""
        if struggling.is_set():
            return None
        now = self._watch()
        # As when it subscribed: whatever stands in the table, nothing else is ever connected to.
        origin = origin_of(message.endpoint, self._more)
        if origin is None:
            return Said("gone")
        try:
            body = sealed(_body(message), message.p256dh, message.auth)
        except ValueError:
            return Said("gone")
        authorization = self._signer.header(origin, now)
        said = await send(session, message.endpoint, body, authorization, message.until - now, now)
        if said.is_struggling and said.outcome == "later":
            struggling.set()
        return said

    async def _settle(self, origin: str, tries: int, done: Sequence[tuple[Message, Said | None]]) -> bool:
        now = self._watch()
        said = [answer for _, answer in done if answer is not None]
        hung = sum(answer.outcome == "hung" for answer in said)
        stop = any(answer.is_struggling and answer.outcome == "later" for answer in said)
        stop = stop or hung * 4 > len(said)
        # One of many phones may have had too much; two, or the one that went ahead, speak for the service.
        limited = sum(answer.is_limited for answer in said) >= (1 if tries else LIMITED)
        pause = max(
            (
                answer.pause
                for answer in said
                if answer.pause is not None and (answer.is_struggling or (limited and answer.is_limited))
            ),
            default=None,
        )
        stop = stop or limited
        async with transaction():
            until = now
            if stop:
                until = await pauses.pause(origin, tries, pause, now)
            elif tries:
                await pauses.go_on(origin)
            await deliveries.gone([m for m, a in done if a and a.outcome == "gone"])
            await deliveries.over([m for m, a in done if a and a.outcome in {"taken", "given-up", "hung"}])
            await deliveries.again([m for m, a in done if a is None], until, tried=False)
            await self._again([(m, a.pause) for m, a in done if a and a.outcome == "later"], until, now)
        counts = {name: sum(answer.outcome == name for answer in said) for name in ("taken", "gone", "hung")}
        _log.info("phones told", service=origin, **counts, left_alone=stop)
        return not stop

    async def _again(
        self, done: Sequence[tuple[Message, timedelta | None]], until: datetime, now: datetime
    ) -> None:
        """Each as late as it was asked to be, or less and less hastily; not before the service is tried."""
        await deliveries.over([each for each, _ in done if each.attempts + 1 >= ATTEMPTS])
        waits = defaultdict[datetime, list[Message]](list)
        for each, pause in done:
            if each.attempts + 1 < ATTEMPTS:
                waits[max(until, now + max(pause or timedelta(), _AGAIN * 2**each.attempts))].append(each)
        for due, messages in waits.items():
            await deliveries.again(messages, due, tried=True)


async def _retried(work: Callable[[], Awaitable[Done]]) -> Done:
    """A transaction of its own that met another: once more, as with acts."""
    for _ in range(COLLISIONS):
        with suppress(*AGAIN):
            return await work()
    return await work()


def _body(message: Message) -> bytes:
    """The one constant text, or what a phone with detail on may show."""
    if message.detail is None:
        return NOTHING
    over = message.over.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return padded({**json.loads(message.detail), "about": str(message.about), "until": over})
