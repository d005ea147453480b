"""Cases that both engines answer, with the answers of the oracle.

`python -m tests.domain.availability.vectors` writes tests/vectors/availability.json, the same every time.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.domain.availability.documents import Availability
from server.settings import ROOT
from tests.domain.availability.oracle import open_starts

PATH = ROOT / "tests" / "vectors" / "availability.json"
SEED, CASES = 20_261_126, 420
HOUR, DAY = 3600, 86_400

# A zone, and days on which its clocks change: gaps and overlaps of an hour, of half an hour, at midnight,
# for a month alone, and a zone with none.
PLACES: list[tuple[str, list[date]]] = [
    ("Europe/London", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]),
    ("America/New_York", [date(2026, 3, 8), date(2026, 11, 1)]),
    ("Australia/Lord_Howe", [date(2026, 4, 5), date(2026, 10, 4)]),
    ("Pacific/Auckland", [date(2026, 4, 5), date(2026, 9, 27)]),
    ("Asia/Kathmandu", [date(2026, 6, 1)]),
    ("Asia/Beirut", [date(2026, 3, 29), date(2026, 10, 25)]),
    ("Africa/Casablanca", [date(2026, 2, 15), date(2026, 3, 22)]),
]


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def told() -> Iterator[dict[str, Any]]:
    """Cases with a name, from the design."""
    thursdays = Availability(weekdays=((), (), (), ((17 * 60, 18 * 60),), (), (), ()), lengths=(60,))
    yield case(
        "Thursdays 17:00 is 17:00Z on 26 March 2026 and 16:00Z on 2 April",
        thursdays,
        [],
        60,
        at("2026-03-23T00:00Z"),
        at("2026-04-06T00:00Z"),
        at("2026-03-20T09:00Z"),
    )
    nights = thursdays.model_copy(update={"weekdays": ((),) * 5 + (((1380, 1620),), ()), "lengths": (30,)})
    for name, day in (("gap", "2026-03-28"), ("overlap", "2026-10-24")):
        begin = at(f"{day}T18:00Z")
        yield case(
            f"Saturdays 23:00 to 03:00 over a {name}", nights, [], 30, begin, begin + DAY, begin - 3 * DAY
        )
    buffered = thursdays.model_copy(
        update={"weekdays": (((540, 1020),),) * 7, "lengths": (45,), "before": 10, "after": 20}
    )
    begin = at("2026-11-30T00:00Z")
    busy = [(begin + 11 * HOUR, begin + 12 * HOUR)]
    yield case("buffers are kept once, the larger", buffered, busy, 45, begin, begin + DAY, begin - 2 * DAY)


def drawn() -> Iterator[dict[str, Any]]:
    luck = random.Random(SEED)  # noqa: S311  # the same cases every time
    for number in range(CASES):
        zone, days = luck.choice(PLACES)
        middle = luck.choice(days)
        begin = int(datetime(middle.year, middle.month, middle.day, tzinfo=UTC).timestamp())
        begin += luck.randint(-48, 0) * HOUR + luck.choice([0, 0, 420])
        end = begin + luck.randint(1, 72) * HOUR
        now = begin - luck.choice(
            [luck.randint(0, 3 * DAY), luck.randint(0, 8 * DAY), luck.randint(0, 56 * DAY)]
        )
        availability = whenever(luck, zone, middle)
        busy = [whenever_busy(luck, begin, end) for _ in range(luck.choice([0, 0, 1, 3, 8]))]
        minutes = luck.choice([*availability.lengths[:1] * 9, *availability.lengths * 8, 25])
        yield case(f"drawn {number}", availability, busy, minutes, begin, end, now)


def case(
    name: str,
    availability: Availability,
    busy: list[tuple[int, int]],
    minutes: int,
    begin: int,
    end: int,
    now: int,
) -> dict[str, Any]:
    """Starts are told in minutes after the beginning, which is a whole minute."""
    starts = open_starts(availability, busy, minutes, begin, end, now)
    return {
        "name": name,
        "availability": availability.model_dump(mode="json"),
        "busy": busy,
        "minutes": minutes,
        "begin": begin,
        "end": end,
        "now": now,
        "starts": [(start - begin) // 60 for start in starts],
    }


def whenever(luck: random.Random, zone: str, middle: date) -> Availability:
    def near(most: int) -> date:
        return middle + timedelta(days=luck.randint(-most, most))

    return Availability(
        zone=zone,
        weekdays=tuple(ranges(luck) for _ in range(7)),
        dates={near(2): luck.choice([(), (), ranges(luck)]) for _ in range(luck.choice([0, 0, 0, 1, 2, 4]))},
        valid_from=luck.choice([None] * 7 + [near(1)]),
        valid_to=luck.choice([None] * 7 + [near(1)]),
        paused_until=luck.choice([None] * 7 + [near(2)]),
        lengths=tuple(sorted(luck.sample([15, 20, 30, 45, 60, 90, 120], 2))),
        grid=luck.choice([5, 10, 15, 15, 20, 30, 60]),
        before=luck.choice([0, 0, 5, 15, 30]),
        after=luck.choice([0, 0, 10, 20, 60]),
        notice_hours=luck.choice([0, 1, 2, 24, 24, 48]),
        horizon_weeks=luck.choice([1, 4, 8, 8, 8, 8, 26]),
    )


def ranges(luck: random.Random) -> tuple[tuple[int, int], ...]:
    """Up to three windows a day, often at night, sometimes into the next day or all day long."""
    kind = luck.random()
    if kind < 0.1:
        return ()
    if kind < 0.2:
        return ((0, 1440),)
    if kind < 0.5:
        start = luck.randrange(1200, 1440, luck.choice([1, 15]))
        return ((start, start + luck.randint(30, 480)),)
    found: list[tuple[int, int]] = []
    at = luck.randrange(0, 360, luck.choice([1, 15]))
    for _ in range(luck.randint(1, 3)):
        found.append((at, at + luck.randint(20, 400)))
        at = found[-1][1] + luck.randint(1, 200)
        if at >= 1440:
            break
    return tuple(found)


def whenever_busy(luck: random.Random, begin: int, end: int) -> tuple[int, int]:
    start = luck.randrange(begin - 2 * HOUR, end + HOUR, luck.choice([60, 900, 7]))
    return start, start + luck.choice([0, 900, 2700, 3600, 5 * HOUR])


def main() -> None:
    lines = [json.dumps(each, separators=(",", ":")) for each in (*told(), *drawn())]
    PATH.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
