"""What is to happen later, written down in the transaction that wants it: a rollback takes it back."""

import json
from collections.abc import Mapping, Sequence

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.database.engine import connection


async def later(job: str, **facts: str) -> None:
    """Put a job into the queue, on the current transaction's own connection."""
    await Queries(AsyncpgDriver(connection())).enqueue(job, json.dumps(facts).encode())


async def later_all(job: str, facts: Sequence[Mapping[str, str]]) -> None:
    """Many jobs of one kind at once, each to be tried again by itself."""
    if facts:
        await Queries(AsyncpgDriver(connection())).enqueue(
            [job] * len(facts), [json.dumps(each).encode() for each in facts], [0] * len(facts)
        )


async def forget_done(jobs: Sequence[str]) -> None:
    """The queue's own log of what was done: it says when mail was sent, though not to whom."""
    queries = Queries(AsyncpgDriver(connection()))
    await queries.clear_queue_log(list(jobs))
    await queries.clear_statistics_log(list(jobs))
