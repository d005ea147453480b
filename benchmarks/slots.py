"""Open times: one mentor's eight weeks over the October change, and a hundred mentors ranked for one doctor.

Each sample is the first call in a new page of Chromium that has written a date, as every screen has. Both
sides must give the same starts, or nothing is written. The hundred are ranked on the page's own thread, made
six times slower by the browser.
"""

import argparse
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.async_api import BrowserContext

from benchmarks import chromium, peers, report, running
from benchmarks.mentors import SEED
from benchmarks.wire import Wire, wire
from server.domain.availability.documents import Availability

BEGIN = datetime(2026, 9, 28, tzinfo=UTC)
WEEKS, MINUTES, BUSY, SLOWER = 8, 45, 40, 6
_DAY, _EVENING = (720, 840), (1020, 1200)
_QUARTER = 900


def mentor(chance: random.Random) -> dict[str, Any]:
    """Mondays to Fridays at midday and in the evening, with forty things in between."""
    availability = Availability(
        weekdays=((_DAY, _EVENING),) * 5 + ((), ()), lengths=(MINUTES,), notice_hours=0, horizon_weeks=WEEKS
    )
    first, days = int(BEGIN.timestamp()), WEEKS * 7
    busy = []
    for _ in range(BUSY):
        start = first + chance.randrange(days) * 86_400 + chance.randrange(40, 80) * _QUARTER
        busy.append((start, start + chance.randint(1, 6) * _QUARTER))
    return {"availability": availability.model_dump(mode="json"), "busy": busy}


def duties(first: date) -> list[dict[str, str]]:
    """A rota of long days and nights in turn, with leave now and then."""
    found = []
    for week in range(WEEKS):
        monday = first + timedelta(weeks=week)
        for day in range(4):
            on = monday + timedelta(days=day)
            until, hours = (
                (on + timedelta(days=1), ("21:00", "09:00")) if week % 2 else (on, ("08:00", "20:30"))
            )
            found.append({"kind": "shift", "start": f"{on}T{hours[0]}", "end": f"{until}T{hours[1]}"})
    found.append(
        {"kind": "leave", "from": f"{first + timedelta(days=19)}", "to": f"{first + timedelta(days=24)}"}
    )
    return found


async def main(rounds: int, seed: int) -> None:
    await peers.install()
    chance = random.Random(seed)  # noqa: S311 - the same content for everybody, nothing secret
    bounds = {
        "minutes": MINUTES,
        "begin": int(BEGIN.timestamp()),
        "end": int((BEGIN + timedelta(weeks=WEEKS)).timestamp()),
    }
    one = mentor(chance) | bounds
    many = {"mentors": [mentor(chance) for _ in range(100)], "duties": duties(BEGIN.date())} | bounds
    took: dict[str, list[float]] = {"ours": [], "slotCalculator": [], "ranked": []}
    async with (
        wire(None, chromium.pages(await peers.bundle("slots"))) as passing,
        chromium.phone() as phone,
    ):
        browser = chromium.browser_version(phone)
        for number in range(rounds):
            starts = {}
            names = ["ours", "slotCalculator"]
            for name in names if number % 2 else reversed(names):
                said = await _first(phone, passing, name, one)
                starts[name] = said["starts"]
                took[name].append(said["took"])
            if starts["ours"] != starts["slotCalculator"]:
                raise RuntimeError("the two do not give the same starts")
            took["ranked"].append((await _first(phone, passing, "ranked", many, SLOWER))["took"])
            print({name: round(samples[-1], 1) for name, samples in took.items()})
    _write(took, len(starts["ours"]), rounds, seed, browser)


async def _first(phone: BrowserContext, passing: Wire, name: str, asked: Any, slower: int = 1) -> Any:
    page = await chromium.visit(phone, passing)
    session = await phone.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    said = await chromium.call(page, name, asked)
    await page.close()
    return said


def _write(took: dict[str, list[float]], starts: int, rounds: int, seed: int, browser: str) -> None:
    ours = report.median(took["ours"])
    rows = [
        [name, f"{report.median(samples):,.1f} ms", f"{_late(samples):,.1f} ms", ratio]
        for name, samples, ratio in (
            ("Alongside", took["ours"], "1.0"),
            (
                "slot-calculator",
                took["slotCalculator"],
                f"{report.median(took['slotCalculator']) / ours:.0f}",
            ),
            (f"Alongside, 100 mentors ranked, {SLOWER} times slower", took["ranked"], ""),
        )
    ]
    body = (
        f"Starts of {MINUTES} minutes every quarter of an hour, in {WEEKS} weeks over the October change in "
        "London: Mondays to Fridays 12:00 to 14:00 and 17:00 to 20:00, "
        f"{BUSY} busy ranges. Both give the same {starts} starts. {rounds} rounds; each figure is the first "
        "call in a new page that has written a date. The last row is on the page's own thread, throttled by "
        "the browser: a hundred such mentors, judged by a rota of days and nights, the best three.\n\n"
    ) + report.table(["", "median", "95 of 100", "times ours"], rows)
    versions = {"Chromium": browser, "slot-calculator": peers.versions()["slot-calculator"]}
    report.write("Open times", "benchmarks.slots", body, seed=seed, versions=versions)


def _late(samples: list[float]) -> float:
    return sorted(samples)[min(len(samples) - 1, round(len(samples) * 0.95))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    running.run(main(given.rounds, given.seed))
