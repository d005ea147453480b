"""Wall clocks and instants. An instant is seconds since 1970 in UTC; wall seconds are the same reckoning by
the clock on the wall: `day * 86400 + minute * 60`.

A zone is asked for its changes once and then is a short table (5-times 5.2). `pwa/src/times/zones.ts` is the
same on the phone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEK = 604_800
BLOCK = 2**25
"""388 days: a table begins a week before one of them and ends with the next."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What is added to an instant to read the wall clock: `first`, and at each change from one to another."""

    first: int
    changes: tuple[tuple[int, int, int], ...]
    """Instant, seconds added before it, seconds added from it on."""

    def offset(self, at: int) -> int:
        found = self.first
        for change, _, after in self.changes:
            if change > at:
                break
            found = after
        return found

    def both(self, wall: int) -> tuple[int, int]:
        """The earlier and the later instant that a wall clock may mean. They are one but in a gap, where
        either side's reckoning is taken, and in an overlap, where the clock shows it twice."""
        added = self.first
        for change, before, after in self.changes:
            if wall < change + min(before, after):
                break
            if wall < change + max(before, after):
                return wall - max(before, after), wall - min(before, after)
            added = after
        return wall - added, wall - added


def zone_at(name: str, at: int) -> Zone:
    """The table that holds from a week before this instant to more than a year after it."""
    return _table(name, at // BLOCK)


@lru_cache(maxsize=256)
def _table(name: str, block: int) -> Zone:
    zone = ZoneInfo(name)

    def added(at: int) -> int:
        offset = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
        assert offset is not None  # noqa: S101 - an aware time has one
        return int(offset.total_seconds())

    begin, end = block * BLOCK - WEEK, (block + 2) * BLOCK
    first = before = added(begin)
    changes = []
    for at in range(begin, end, WEEK):
        after = added(at + WEEK)
        if after != before:
            changes.append((_change(added, at, at + WEEK), before, after))
        before = after
    return Zone(first, tuple(changes))


def _change(added: Callable[[int], int], early: int, late: int) -> int:
    """The first instant with the later reckoning. No zone changes twice in a week."""
    before = added(early)
    while late - early > 1:
        middle = (early + late) // 2
        if added(middle) == before:
            early = middle
        else:
            late = middle
    return late
