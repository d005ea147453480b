"""`GET /api/pokes`: server-sent events that say which buckets moved, and nothing of what is in them."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Annotated
from uuid import UUID

from litestar import Litestar, Response, get
from litestar.params import QueryParameter
from litestar.response import Stream

from server import metrics
from server.api.asking import AnyRequest, followed, now, who
from server.refusals import Refused
from server.sync.pokes import hub
from server.sync.registry import kind_of

HEARTBEAT = 25.0
LOOKED_UP_EVERY = 5
"""Heartbeats after which what this account may see is worked out again, even if nothing happened."""


@get("/api/pokes")
async def pokes(
    request: AnyRequest, follow: Annotated[str, QueryParameter(max_length=8000)] = ""
) -> Response[bytes] | Stream:
    """Begins with where every bucket stands; then whatever moves. Ends with the server or the session."""
    heads = await _heads(request, followed(follow))
    return Stream(
        _events(request, followed(follow), heads),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _heads(request: AnyRequest, follow: list[UUID]) -> dict[str, int]:
    _, stands = await who(request, now(request), follow=follow)
    return {name: head.position for name, head in stands.heads.items()}


async def _events(request: AnyRequest, follow: list[UUID], heads: dict[str, int]) -> AsyncIterator[bytes]:
    async with hub.listening(heads) as listener:
        metrics.POKE_STREAMS.set(hub.streams)
        try:
            yield _event(heads)
            # Whatever moved between reading the heads and listening.
            listener.watch(await _heads(request, follow))
            beats = 0
            while not listener.over:
                news = await listener.next(HEARTBEAT)
                if news:
                    yield _event(news)
                else:
                    beats += 1
                    yield b": heartbeat\n\n"
                if any(not kind_of(name).shared for name in news) or beats >= LOOKED_UP_EVERY:
                    beats = 0
                    listener.watch(await _heads(request, follow))
        except Refused:
            return  # logged out, or this device was removed
        finally:
            metrics.POKE_STREAMS.set(hub.streams - 1)


def _event(positions: Mapping[str, int]) -> bytes:
    return f"data: {json.dumps(positions)}\n\n".encode()


def listening(_: Litestar) -> AbstractAsyncContextManager[None]:
    """For the life of the application: what other processes say about their commits."""
    return hub.running()
