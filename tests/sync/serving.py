"""A server process of its own with the test board in it: `python -m tests.sync.serving DSN`.

Says the port it got on its first line, and lives until it is ended.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import uvicorn

from server.api import asking, sync
from server.app import create_app
from server.settings import Settings
from server.sync.limits import Budgets
from server.sync.pokes import hub
from tests.sync.board import SESSION_SQL, board


async def serve(dsn: str) -> None:
    vars(asking)["SESSION_SQL"] = SESSION_SQL
    sync.budgets = Budgets(burst=1_000_000)
    hub.spread = 0.3
    with board():
        app = create_app(
            Settings(database_url=dsn, build=Path(mkdtemp())),
            clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC),
        )
        server = uvicorn.Server(
            uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1, lifespan="on")
        )
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        sys.stdout.write(f"{server.servers[0].sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await serving


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
