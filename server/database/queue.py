"""What is to happen later, written down in the transaction that wants it: a rollback takes it back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.database.engine import connection, pool

GIVEN_UP_FOR = timedelta(days=30)
"""How long it is known that a job was given up: its name and when, nothing of what it was about."""


async def later(job: str, **facts: str) -> None:
    """Put a job into the queue, on the current transaction's own connection."""
    await Queries(AsyncpgDriver(connection())).enqueue(job, json.dumps(facts).encode())


async def later_all(job: str, facts: Sequence[Mapping[str, str]]) -> None:
    """Many jobs of one kind at once, each to be tried again by itself."""
    if facts:
        await Queries(AsyncpgDriver(connection())).enqueue(
            [job] * len(facts), [json.dumps(each).encode() for each in facts], [0] * len(facts)
        )


async def forget_done(now: datetime) -> None:
    """The queue's own log of what was done: it says when mail was sent, though not to whom."""
    here = connection()
    await here.execute(
        "DELETE FROM pgqueuer_log WHERE status <> 'exception' OR created < $1", now - GIVEN_UP_FOR
    )
    await here.execute("DELETE FROM pgqueuer_statistics")


@dataclass(frozen=True)
class Some:
    """Jobs of one name: how many, and since or until when."""

    job: str
    count: int
    at: datetime


@dataclass(frozen=True)
class Scheduled:
    """What time does: its name, its times as cron has them (UTC), when it was done last and is done next."""

    name: str
    times: str
    last: datetime | None
    next: datetime


@dataclass(frozen=True)
class Standing:
    """How the queue stands. `waiting`: until the first is due; `running`: since the first was taken up;
    `given_up`: when the last one was."""

    waiting: list[Some]
    running: list[Some]
    given_up: list[Some]
    schedules: list[Scheduled]


async def standing() -> Standing:
    """As whoever runs the server may see it: names and times, never what a job is about."""
    by_status = await pool().fetch(
        "SELECT entrypoint, status::text, count(*), min(CASE status WHEN 'queued' THEN execute_after"
        " ELSE updated END) AS at FROM pgqueuer GROUP BY entrypoint, status ORDER BY entrypoint"
    )
    given_up = await pool().fetch(
        "SELECT entrypoint, count(*), max(created) AS at FROM pgqueuer_log WHERE status = 'exception'"
        " GROUP BY entrypoint ORDER BY entrypoint"
    )
    schedules = await pool().fetch(
        "SELECT entrypoint, expression, last_run, next_run FROM pgqueuer_schedules ORDER BY next_run"
    )
    return Standing(
        waiting=[_some(row) for row in by_status if row["status"] == "queued"],
        running=[_some(row) for row in by_status if row["status"] == "picked"],
        given_up=[_some(row) for row in given_up],
        schedules=[
            Scheduled(row["entrypoint"], row["expression"], row["last_run"], row["next_run"])
            for row in schedules
        ],
    )


def _some(row: Mapping[str, Any]) -> Some:
    return Some(row["entrypoint"], row["count"], row["at"])
