"""One message to one push service, and what became of it. Nothing of the answer's body is read."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

import aiohttp

from server.webpush.endpoints import address

PATIENCE = 10.0
"""Seconds for all of it: a message that takes longer is over."""
CONNECTING = 5.0
LONGEST_LIFE = timedelta(days=28)
LONGEST_PAUSE = timedelta(days=1)
TOPIC = "alongside"
"""One word for everything: at a push service a newer message takes the place of one not delivered yet."""

Outcome = Literal["taken", "gone", "given-up", "hung", "later"]
"""taken: the service has it · gone: the browser no longer subscribes · given-up: it will never be taken ·
hung: written, and nobody knows · later: certainly not taken, worth trying again."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a push service said."""

    outcome: Outcome
    is_struggling: bool = False
    """The service wants to be left alone for a while."""
    is_limited: bool = False
    """There were too many: for this phone, or from us. One answer alone does not say which."""
    pause: timedelta | None = None
    """For how long this message is to wait, and all of them where the service is left alone."""


Client = aiohttp.ClientSession


@asynccontextmanager
async def client(
    connections: int, watched: Sequence[aiohttp.TraceConfig] = ()
) -> AsyncIterator[aiohttp.ClientSession]:
    """For messages only: it keeps no cookie, knows no proxy, and has few connections to one service."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, limit_per_host=connections),
        timeout=aiohttp.ClientTimeout(total=PATIENCE, connect=CONNECTING),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        trace_configs=list(watched),
    ) as session:
        yield session


async def send(
    session: Client, endpoint: str, body: bytes, authorization: str, life: timedelta, now: datetime
) -> Said:
    """The endpoint was checked by whoever calls (`endpoints.origin_of`). `life`: for how long the service
    keeps trying to reach the phone."""
    headers = {
        "Authorization": authorization,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(min(life, LONGEST_LIFE).total_seconds()))),
        "Topic": TOPIC,
        "Urgency": "normal",
    }
    try:
        async with session.post(
            address(endpoint), data=body, headers=headers, allow_redirects=False
        ) as answer:
            return _read(answer.status, answer.headers.get("Retry-After"), now)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        return Said("later", is_struggling=True)  # nothing was written
    except (TimeoutError, aiohttp.ClientError):
        return Said("hung", is_struggling=True)


def _read(status: int, retry_after: str | None, now: datetime) -> Said:
    if 200 <= status < 300:
        return Said("taken")
    if status in {404, 410}:
        return Said("gone")
    if status == 429:
        return Said("later", is_limited=True, pause=_pause(retry_after, now))
    if status == 503:
        return Said("later", is_struggling=True, pause=_pause(retry_after, now))
    if status >= 500:
        return Said("later", pause=_pause(retry_after, now))
    return Said("given-up")


def _pause(retry_after: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date, and never longer than a day."""
    if retry_after is None:
        return None
    try:
        if retry_after.isascii() and retry_after.isdigit():
            asked = timedelta(seconds=min(int(retry_after[:10]), 86_400))
        else:
            asked = parsedate_to_datetime(retry_after) - now
    except (TypeError, ValueError):
        return None
    return min(max(asked, timedelta()), LONGEST_PAUSE)
