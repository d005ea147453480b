"""Open times by looking at every minute: slow, plain, and with nothing of either engine in it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from server.domain.availability.documents import Availability

Busy = Iterable[tuple[int, int]]


@lru_cache(maxsize=100_000)
def meanings(zone: str, day: date, minute: int) -> tuple[int, int]:
    """The earlier and the later instant of a wall clock, by what Python's own times make of both folds."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  # a wall clock
    both = [int(wall.replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()) for fold in (0, 1)]
    return min(both), max(both)


def free_minutes(availability: Availability, begin: int, end: int) -> set[int]:
    """The start of every minute that is free from its first to its last second."""
    zone = ZoneInfo(availability.zone)
    first = datetime.fromtimestamp(begin, UTC).astimezone(zone).date() - timedelta(days=3)
    last = datetime.fromtimestamp(end, UTC).astimezone(zone).date() + timedelta(days=2)
    found: set[int] = set()
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        if availability.paused_until is not None and day < availability.paused_until:
            continue
        ranges = availability.dates.get(day)
        if ranges is None:
            too_early = availability.valid_from is not None and day < availability.valid_from
            too_late = availability.valid_to is not None and day > availability.valid_to
            ranges = () if too_early or too_late else availability.weekdays[day.isoweekday() - 1]
        tomorrow_is_closed = availability.dates.get(day + timedelta(days=1)) == ()
        for since, until in ranges:
            if tomorrow_is_closed:
                until = min(until, 24 * 60)
            starts = meanings(availability.zone, day, since)[1]
            ends = meanings(availability.zone, day, until)[0]
            found.update(range(starts, ends - 59, 60))
    return found


def open_starts(
    availability: Availability, busy: Busy, minutes: int, begin: int, end: int, now: int
) -> list[int]:
    """Every start, minute by minute."""
    zone = ZoneInfo(availability.zone)
    free = free_minutes(availability, begin, end + minutes * 60)
    between = timedelta(minutes=max(availability.before, availability.after)).total_seconds()
    found = []
    for at in range(begin - begin % 60, end, 60):
        wall = datetime.fromtimestamp(at, UTC).astimezone(zone)
        if (
            begin <= at
            and minutes in availability.lengths
            and (wall.hour * 60 + wall.minute) % availability.grid == 0
            and at - now >= availability.notice_hours * 3600
            and at - now <= availability.horizon_weeks * 7 * 24 * 3600
            and all(at + 60 * minute in free for minute in range(minutes))
            and not any(
                start < until and at < until + between and start < at + 60 * minutes + between
                for start, until in busy
            )
        ):
            found.append(at)
    return found
