"""Parts of snapshots, for those who may see the bucket now."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import brotli
from litestar import Litestar, Response, get
from litestar.params import FromPath

from server.api.asking import AnyRequest, followed, now, who
from server.api.problems import problem
from server.api.sync import pressure
from server.database.engine import pool
from server.refusals import Refused
from server.sync import snapshots
from server.sync.limits import RETRY, Load

REFRESHED = 30.0
_NAME = re.compile(r"[0-9a-f]{64}")


@get("/api/snapshots/{bucket:str}/{sha256:str}")
async def part(request: AnyRequest, bucket: FromPath[str], sha256: FromPath[str]) -> Response[bytes]:
    """One part: a JSON array of puts a line. Never stored on the way, so that no byte outlives a drop."""
    if pressure.load() >= Load.NO_SNAPSHOTS:
        words = {"title": "The service is busy", "detail": "The app tries again by itself."}
        return problem({"type": "about:blank", **words, "status": 503}, {"Retry-After": str(RETRY)})
    _, stands = await who(request, now(request), follow=followed(bucket.partition(":")[2]))
    if bucket not in stands.heads or not _NAME.fullmatch(sha256):
        raise Refused("not-yours")
    found = await snapshots.body(pool(), bucket, sha256)
    if found is None:
        raise Refused("not-yours")
    content: bytes = found
    headers = {"Cache-Control": "no-store", "Content-Encoding": "br", "Vary": "Accept-Encoding"}
    accepts = request.headers.get("accept-encoding", "")
    if "br" not in accepts:
        content = await asyncio.to_thread(brotli.decompress, content)
        del headers["Content-Encoding"]
        if "gzip" in accepts:
            content = await asyncio.to_thread(gzip.compress, content, 5)
            headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/x-ndjson", headers=headers)


@asynccontextmanager
async def refreshing(app: Litestar) -> AsyncIterator[None]:
    """For the life of the application: snapshots that have moved far are made again before anybody asks."""

    async def refresh() -> None:
        while True:
            await asyncio.sleep(REFRESHED)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await snapshots.refresh(app.state.clock())

    task = asyncio.create_task(refresh())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
