"""For the machines that look after the server: does it live, may it be sent people, what does it count."""

import asyncio
import secrets
from typing import Any

from litestar import Request, Response, get

from server import metrics
from server.database.engine import pool
from server.refusals import Refused
from server.settings import Settings


@get("/livez", include_in_schema=False)
async def livez() -> Response[str]:
    """The process answers. Nothing else is asked: a database that is away is no reason to restart it."""
    return _plain("alive\n")


@get("/readyz", include_in_schema=False)
async def readyz(request: Request[Any, Any, Any]) -> Response[str]:
    """The process may be sent people: not stopping, and the database answers within a second."""
    if request.app.state.stopping:
        return _plain("stopping\n", 503)
    try:
        async with asyncio.timeout(1):
            await pool().fetchval("SELECT 1")
    except Exception:
        return _plain("the database does not answer\n", 503)
    return _plain("ready\n")


@get("/metrics", include_in_schema=False)
async def counts(request: Request[Any, Any, Any]) -> Response[str]:
    """Counters of this process; with a token, or asked from this very machine and not through a proxy."""
    settings: Settings = request.app.state.settings
    if settings.metrics_token is None:
        here = request.client is not None and request.client.host in {"127.0.0.1", "::1"}
        if not here or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
            raise Refused("not-found")
    elif not secrets.compare_digest(
        request.headers.get("authorization", "").encode(), f"Bearer {settings.metrics_token}".encode()
    ):
        raise Refused("not-found")
    return _plain(metrics.text(), media_type="text/plain; version=0.0.4")


def _plain(words: str, status: int = 200, media_type: str = "text/plain") -> Response[str]:
    return Response(words, status_code=status, media_type=media_type, headers={"Cache-Control": "no-store"})
