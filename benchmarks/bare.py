"""The limit for a sync with nothing to do: a bare Litestar route with one indexed query.

`python -m benchmarks.bare DSN BUCKET`; no session, no checks, nothing read from the request. The process
is set up as ours is: uvicorn with uvloop and httptools, one process, ten connections.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvicorn
import uvloop
from litestar import Litestar, MediaType, Response, post


async def serve(dsn: str, bucket: str) -> None:
    pool: Any = None

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        nonlocal pool
        async with asyncpg.create_pool(dsn, min_size=10, max_size=10) as pool:
            yield

    @post("/bare", status_code=200)
    async def bare() -> Response[bytes]:
        position = await pool.fetchval("SELECT position FROM bucket WHERE name = $1", bucket)
        return Response(b'{"position":%d}' % position, media_type=MediaType.JSON)

    app = Litestar([bare], lifespan=[database], openapi_config=None, logging_config=None)
    await run(app)


async def run(app: Litestar) -> None:
    """Serve as `server.serving` does, on a free port that is said on the first line."""
    config = uvicorn.Config(
        app,
        port=0,
        loop="uvloop",
        http="httptools",
        ws="none",
        interface="asgi3",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.02)
    print(json.dumps({"port": server.servers[0].sockets[0].getsockname()[1]}), flush=True)
    await serving


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], sys.argv[2]))
