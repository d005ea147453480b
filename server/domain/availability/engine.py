"""Open times: from rules in wall times to the instants at which a meeting may start (5-times 5.1, 5.2).

Pure: whole seconds in, whole seconds out, now is passed in. `pwa/src/times/availability.ts` answers the
same, and both are held to tests/vectors/availability.json.

Freedom is never over-counted: in a gap or an overlap of the wall clock a free window starts at the later
and ends at the earlier instant.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from server.domain.availability.documents import Availability, Ranges
from server.domain.availability.zone import WEEK, Zone, zone_at

DAY = 86_400
MIDNIGHT = 1440
_FIRST_DAY = date(1970, 1, 1)
_THURSDAY = 3
"""The first of January 1970, counted from Monday."""


def open_starts(
    availability: Availability,
    busy: Iterable[tuple[int, int]],
    minutes: int,
    begin: int,
    end: int,
    now: int,
) -> list[int]:
    """Every start in [begin, end) of a meeting of so many minutes, in order.

    `busy`: [start, end) of what the mentor has, in any order, without buffers. Empty where the mentor does
    not offer that length.
    """
    if minutes not in availability.lengths:
        return []
    length = minutes * 60
    first = max(begin, now + availability.notice_hours * 3600)
    last = min(end, now + availability.horizon_weeks * WEEK + 1)
    if last <= first:
        return []
    zone = zone_at(availability.zone, first)
    free = _free(availability, zone, first, last + length)
    taken = _taken(busy, length, gap(availability))
    step = availability.grid * 60
    found: list[int] = []
    place, reach = 0, first
    for start, stop, added in _pieces(free, zone, first, last, length):
        at = start + -(start + added) % step
        while at < stop:
            while place < len(taken) and taken[place][0] < at:
                reach = max(reach, taken[place][1])
                place += 1
            if at >= reach:
                found.append(at)
                at += step
            else:
                at = reach + -(reach + added) % step
    return found


def covers(availability: Availability, start: int, minutes: int, now: int) -> bool:
    """Whether this start is offered, whatever else the mentor has then."""
    return open_starts(availability, (), minutes, start, start + 1, now) == [start]


def gap(availability: Availability) -> int:
    """Seconds between two meetings of this person: the larger of what stands after one and before the other.

    Claims that are this much longer at their end alone keep neighbours so far apart, once.
    """
    return max(availability.before, availability.after) * 60


def _free(availability: Availability, zone: Zone, first: int, last: int) -> list[tuple[int, int]]:
    """Free windows that touch [first, last), in order and apart."""
    dates = {(day - _FIRST_DAY).days: ranges for day, ranges in availability.dates.items()}
    closed = _number(availability.paused_until)
    rules_from, rules_to = _number(availability.valid_from), _number(availability.valid_to)
    windows = []
    # A window may end on the day after the one it belongs to.
    for day in range((first + zone.offset(first)) // DAY - 2, (last + zone.offset(last)) // DAY + 2):
        if closed is not None and day < closed:
            continue
        ranges: Ranges = ()
        if day in dates:
            ranges = dates[day]
        elif (rules_from is None or day >= rules_from) and (rules_to is None or day <= rules_to):
            ranges = availability.weekdays[(day + _THURSDAY) % 7]
        # A closed date has no times, not even the end of the evening before.
        most = MIDNIGHT if dates.get(day + 1) == () else 2 * MIDNIGHT
        for since, until in ranges:
            start = zone.both(day * DAY + since * 60)[1]
            stop = zone.both(day * DAY + min(until, most) * 60)[0]
            if start < stop:
                windows.append((start, stop))
    windows.sort()
    apart: list[tuple[int, int]] = []
    for start, stop in windows:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(stop, apart[-1][1]))
        else:
            apart.append((start, stop))
    return apart


def _pieces(
    free: list[tuple[int, int]], zone: Zone, first: int, last: int, length: int
) -> Iterator[tuple[int, int, int]]:
    """[start, stop) of what may be a start, and what is added there to read the wall clock."""
    for since, until in free:
        start, stop = max(since, first), min(until - length + 1, last)
        for change, _, _ in zone.changes:
            if start < change < stop:
                yield start, change, zone.offset(start)
                start = change
        if start < stop:
            yield start, stop, zone.offset(start)


def _taken(busy: Iterable[tuple[int, int]], length: int, apart: int) -> list[tuple[int, int]]:
    """No meeting may start after the first and before the second of each, in order of the first."""
    return sorted((start - length - apart, stop + apart) for start, stop in busy if start < stop)


def _number(day: date | None) -> int | None:
    """Days since 1970."""
    return None if day is None else (day - _FIRST_DAY).days
