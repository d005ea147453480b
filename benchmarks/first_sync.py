"""First sync: 10,000 mentors into an empty phone.

Each round is a browser with an empty profile on disk; everybody is visited in it, in an order that turns
from round to round. The clock runs in the page: from the call until the documents are in hand, and until
they are stored in IndexedDB. Once on loopback, and once with 200 ms added to every round trip.
"""

import argparse
import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from playwright.async_api import BrowserContext

from benchmarks import alongside, chromium, peers, report, rivals, running
from benchmarks.filling import Person
from benchmarks.mentors import SEED, mentors
from benchmarks.rivals import Rival

SCHEME = UUID("01930000-0000-7000-8000-000000000001")
_FLOOR = "floor: one file"


@dataclass(frozen=True, slots=True)
class Sample:
    in_hand: float
    stored: float | None
    sync: float | None
    """From the first request on, where opening the store is a step of its own."""
    wire: int
    requests: int
    server: float
    database: float


async def main(documents: int, rounds: int, seed: int, only: list[str] | None) -> None:
    await peers.install()
    everybody = mentors(documents, SCHEME, seed)
    async with contextlib.AsyncExitStack() as stack:
        dsn = await stack.enter_async_context(rivals.postgresql())
        our_dsn, people = await alongside.filled(dsn, "ours", everybody, SCHEME, 1)
        racing: list[Rival] = [
            await stack.enter_async_context(alongside.alongside(dsn, our_dsn)),
            await stack.enter_async_context(rivals.floor(everybody)),
            await stack.enter_async_context(rivals.pouchdb(everybody)),
            await stack.enter_async_context(rivals.replicache(everybody, dsn)),
            await stack.enter_async_context(rivals.yjs(everybody)),
        ]
        if only is not None:
            racing = [rival for rival in racing if rival.name.split(":")[0] in only]
        near, browser = await _race(racing, people[0], documents, rounds, 0.0)
        far, _ = await _race(racing, people[0], documents, rounds, 0.2)
    if only is None:
        _write(near, far, documents, rounds, seed, browser)


async def _race(
    racing: list[Rival], person: Person, documents: int, rounds: int, round_trip: float
) -> tuple[dict[str, list[Sample]], str]:
    samples: dict[str, list[Sample]] = defaultdict(list)
    browser = ""
    for number in range(rounds):
        async with chromium.phone() as phone:
            browser = chromium.browser_version(phone)
            turn = number % len(racing)
            for rival in racing[turn:] + racing[:turn]:
                sample = await _visit(phone, rival, person, documents, round_trip)
                samples[rival.name].append(sample)
    return samples, browser


async def _visit(
    phone: BrowserContext,
    rival: Rival,
    person: Person,
    documents: int,
    round_trip: float,
) -> Sample:
    rival.wire.round_trip = 0.0
    page = await chromium.visit(phone, rival.wire)
    await asyncio.sleep(0.3)  # what opening the page started is over
    rival.wire.round_trip = round_trip
    rival.wire.forget()
    before = rival.cpu()
    said = await chromium.call(page, "firstSync", *alongside.log_in([person]), str(SCHEME))
    after = rival.cpu()
    if said["documents"] != documents:
        raise RuntimeError(f"{rival.name} brought {said['documents']} documents of {documents}")
    sample = Sample(
        said["inHand"],
        said["stored"],
        said.get("sync"),
        rival.wire.sent + rival.wire.received,
        rival.wire.requests,
        (after[0] - before[0]) * 1000,
        (after[1] - before[1]) * 1000,
    )
    await page.close()
    print(f"{rival.name:20} {sample}")
    return sample


def _write(
    near: dict[str, list[Sample]],
    far: dict[str, list[Sample]],
    documents: int,
    rounds: int,
    seed: int,
    browser: str,
) -> None:
    head = ["", "in hand", "stored", "times the floor", "sync alone", "times the floor"]
    head += ["in hand, +200 ms", "stored, +200 ms"]
    head += ["wire", "requests", "server CPU", "PostgreSQL CPU"]
    floor = report.median([sample.in_hand for sample in near[_FLOOR]])
    rows = []
    for name, samples in near.items():
        done = report.median([sample.stored or sample.in_hand for sample in samples])
        syncs = [sample.sync for sample in samples if sample.sync is not None]
        alone = report.median(syncs) if syncs else None
        rows.append(
            [
                name,
                *_times(samples),
                f"{done / floor:.1f}",
                "" if alone is None else f"{alone:,.0f} ms",
                "" if alone is None else f"{alone / floor:.1f}",
                *_times(far[name]),
                f"{report.median([sample.wire for sample in samples]) / 1000:,.0f} kB",
                f"{report.median([sample.requests for sample in samples]):.0f}",
                f"{report.median([sample.server for sample in samples]):.0f} ms",
                f"{report.median([sample.database for sample in samples]):.0f} ms",
            ]
        )
    body = (
        f"{documents:,} mentor documents into an empty phone: Chromium with IndexedDB on disk, {rounds} "
        "rounds, each in a new profile, everybody in every round. *In hand*: the page can read all of them; "
        "*stored*: they are in IndexedDB. The floor stores nothing and opens nothing. Ours opens its empty "
        "database before it asks for anything; *sync alone* is from the first request on. The peers open "
        "theirs by the call that syncs.\n\n" + report.table(head, rows)
    )
    versions = report.ours() | {"Chromium": browser} | peers.versions()
    report.write("First sync", "benchmarks.first_sync", body, seed=seed, versions=versions)


def _times(samples: list[Sample]) -> list[str]:
    stored = [sample.stored for sample in samples if sample.stored is not None]
    return [
        f"{report.median([sample.in_hand for sample in samples]):,.0f} ms",
        f"{report.median(stored):,.0f} ms" if stored else "none",
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="measure only these and write nothing down")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    running.run(main(chosen.documents, chosen.rounds, chosen.seed, chosen.only))
