"""How much one account may ask, and what is put off first when there is too much to do.

Budgets are per account and in this process; there is none per address, because a hospital is one address.
When the server is overloaded snapshots wait first, shared buckets second; pushes and a person's own
buckets never do.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from server.refusals import Refused

RETRY = 10
"""Seconds after which a phone that was put off should come again."""


@dataclass(slots=True)
class Budgets:
    """A token bucket for each account: `burst` at once, then `a_minute`."""

    burst: float = 20
    a_minute: float = 60
    remembered: int = 20_000
    _left: OrderedDict[UUID, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, account: UUID, seconds: float) -> None:
        """One request at this many seconds of any clock that only goes forward."""
        left, then = self._left.pop(account, (self.burst, seconds))
        left = min(self.burst, left + max(0.0, seconds - then) * self.a_minute / 60)
        self._left[account] = (left - 1 if left >= 1 else left, seconds)
        if len(self._left) > self.remembered:
            self._left.popitem(last=False)
        if left < 1:
            raise Refused("too-often", retry_after=max(1, round((1 - left) * 60 / self.a_minute)))


class Load(IntEnum):
    EASY = 0
    NO_SNAPSHOTS = 1
    NO_SHARED = 2


@dataclass(slots=True)
class Pressure:
    """How many syncs are under way in this process, against what it can do at once."""

    snapshots_wait_above: int = 48
    shared_wait_above: int = 96
    under_way: int = 0

    def __enter__(self) -> Load:
        self.under_way += 1
        return self.load()

    def __exit__(self, *_: object) -> None:
        self.under_way -= 1

    def load(self) -> Load:
        if self.under_way > self.shared_wait_above:
            return Load.NO_SHARED
        return Load.NO_SNAPSHOTS if self.under_way > self.snapshots_wait_above else Load.EASY
