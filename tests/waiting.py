"""Two transactions that meet: one is begun inside the other, and waits for it or does not."""

import asyncio
import contextvars
from collections.abc import Coroutine
from typing import Any

from server.database.engine import pool

_BLOCKED = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


async def begun(other: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Runs as a task outside this transaction; returns when it waits for a lock, or is over."""
    task = asyncio.get_running_loop().create_task(other, context=contextvars.Context())
    async with asyncio.timeout(10):
        while not task.done() and not await pool().fetchval(_BLOCKED):
            await asyncio.wait({task}, timeout=0.01)
    return task
