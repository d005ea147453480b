"""Our server as it is, in a process of its own: `python -m benchmarks.served DSN ORIGIN`.

Only the budget of each account is lifted, because a benchmark asks more often than a person. Says its port
on its first line.
"""

import sys
from pathlib import Path
from tempfile import mkdtemp

import uvloop

from benchmarks.bare import run
from server.api import sync
from server.app import create_app
from server.logs import log_as_json
from server.settings import Settings
from server.sync.limits import Budgets


async def serve(dsn: str, origin: str) -> None:
    log_as_json()
    sync.budgets = Budgets(burst=1_000_000_000)
    await run(create_app(Settings(database_url=dsn, origin=origin, build=Path(mkdtemp()), jobs=False)))


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], sys.argv[2]))
