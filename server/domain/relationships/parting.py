"""What else ends when a member leaves a pair, and when the pair closes.

Rooms above this one, such as meetings, say it here; so whoever leaves is heard everywhere at once, and this
room knows none of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from server.sync.registry import Touched

Ending = Callable[[Sequence[UUID], datetime], Awaitable[list[Touched]]]
"""Pairs that end, and when -> what of theirs changed, or is about to be forgotten with them. Told again of
the same pairs it finds nothing more to do."""

_endings: list[Ending] = []


def ends_with_the_pair(ending: Ending) -> Ending:
    """Registers what also ends."""
    _endings.append(ending)
    return ending


async def end_all_of(pairs: Sequence[UUID], now: datetime) -> list[Touched]:
    return [touched for ending in _endings for touched in await ending(pairs, now)] if pairs else []
