"""What is to happen later, written down in the transaction that wants it: a rollback takes it back."""

import json

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.database.engine import connection


async def later(job: str, **facts: str) -> None:
    """Put a job into the queue, on the current transaction's own connection."""
    await Queries(AsyncpgDriver(connection())).enqueue(job, json.dumps(facts).encode())
