"""A few connections beside the pool, for single statements that are asked all the time.

Lent by the pool, one question costs two tasks and three futures: more than PostgreSQL and asyncpg
themselves need for a sync with nothing to do.
"""

import asyncio
from typing import Any

import asyncpg


class InHand:
    """At most so many connections to this database, each opened when it is first needed."""

    def __init__(self, dsn: str, most: int, session: dict[str, str]) -> None:
        self._dsn = dsn
        self._most = most
        self._session = session
        self._free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(most):
            self._free.put_nowait(None)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """One row of one statement; waits while all connections are at work."""
        here = await self._free.get()
        try:
            if here is None or here.is_closed():
                here = await asyncpg.connect(self._dsn, server_settings=self._session)
            row = await here.fetchrow(query, *args)
        except BaseException:
            # Whatever it was, something may still be under way there, and nobody else is to wait for it.
            if here is not None:
                here.terminate()
            self._free.put_nowait(None)
            raise
        self._free.put_nowait(here)
        return row

    async def close(self) -> None:
        """Once every question under way has its row."""
        for _ in range(self._most):
            here = await self._free.get()
            if here is not None:
                await here.close()
