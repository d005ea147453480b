"""Budgets for guesses, in PostgreSQL, so that all server processes share them.

A budget is a bucket with a hole: every try adds one, time takes away. One belongs to an email address as
seen from browsers that never logged in to its account, and each browser that did has one of its own: whoever
guesses from elsewhere cannot lock the doctor out. Addresses of one account do not share theirs, or guessing
would tell which belong together. None belongs to a network's address: a hospital is one.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.database.engine import Asks, connection, pool
from server.refusals import Refused


@dataclass(frozen=True, slots=True)
class Budget:
    """So many at once, and one more after each `every`."""

    name: str
    burst: int
    every: timedelta

    def key(self, *of: str | bytes) -> bytes:
        parts = [self.name.encode(), *(part.encode() if isinstance(part, str) else part for part in of)]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


FROM_ELSEWHERE = Budget("elsewhere", 10, timedelta(minutes=10))
"""Passwords tried for one address from browsers that are new to it."""
FROM_KNOWN = Budget("known", 20, timedelta(minutes=3))
"""Passwords tried for one account from one browser that knows it."""
CODES = Budget("codes", 4, timedelta(minutes=15))
"""Codes that one browser has sent to one address."""
CODES_FROM_ELSEWHERE = Budget("codes elsewhere", 20, timedelta(hours=1))
"""Codes that all browsers that are new to it have sent to one address: a mailbox is not to be flooded."""

_TAKE = """
    INSERT INTO guessing AS kept (key, level, at) VALUES ($1, 1, $2)
    ON CONFLICT (key) DO UPDATE SET at = greatest(kept.at, $2),
        level = greatest(0, kept.level - greatest(0, extract(epoch FROM $2 - kept.at)) / $3::float8) + 1
    WHERE greatest(0, kept.level - greatest(0, extract(epoch FROM $2 - kept.at)) / $3::float8) + 1 <= $4
    RETURNING level
"""


async def take(budget: Budget, key: bytes, now: datetime, *, here: Asks | None = None) -> bool:
    """Use one up before the try, so that many at once are counted too. False: nothing is left."""
    every = budget.every.total_seconds()
    return await (here or pool()).fetchval(_TAKE, key, now, every, float(budget.burst)) is not None


async def wait(budget: Budget, key: bytes, now: datetime) -> Refused:
    """The refusal for a budget that is used up, with the seconds until there is one more."""
    row = await pool().fetchrow("SELECT level, at FROM guessing WHERE key = $1", key)
    every = budget.every.total_seconds()
    over = (row["level"] + 1 - budget.burst) * every - (now - row["at"]).total_seconds() if row else every
    return Refused("wait-to-log-in", retry_after=max(1, math.ceil(over)))


async def give_back(key: bytes) -> None:
    """The try was right: it was no guess."""
    await connection().execute("UPDATE guessing SET level = greatest(0, level - 1) WHERE key = $1", key)


async def forget(now: datetime) -> None:
    """Budgets that have drained, browsers that have not come for 400 days."""
    await connection().execute("DELETE FROM guessing WHERE at < $1", now - timedelta(days=2))
    await connection().execute(
        "DELETE FROM known_browser WHERE used_on < $1", now.date() - timedelta(days=400)
    )
