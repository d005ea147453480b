"""One change: done on one phone until another connected phone has it.

Two browsers with profiles of their own, on one server. The clock starts at the call on the first phone and
stops when the second says that it holds the change; both clocks are the machine's. Yjs keeps no referee:
its server passes on whatever comes and can refuse nothing.
"""

import argparse
import asyncio
import contextlib
from uuid import UUID

from playwright.async_api import BrowserContext

from benchmarks import alongside, chromium, peers, report, rivals, running
from benchmarks.filling import Person
from benchmarks.mentors import SEED, mentors
from benchmarks.rivals import Rival

SCHEME = UUID("01930000-0000-7000-8000-000000000001")
_CALM = 0.25
"""Seconds between changes: each is one that nobody expected."""


async def main(documents: int, changes: int, seed: int) -> None:
    await peers.install()
    everybody = mentors(documents, SCHEME, seed)
    times: dict[str, list[float]] = {}
    async with contextlib.AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(rivals.postgresql())
        dsn, people = await alongside.filled(cluster, "ours", everybody, SCHEME, 1)
        racing = [
            await stack.enter_async_context(alongside.alongside(cluster, dsn)),
            await stack.enter_async_context(rivals.pouchdb(everybody)),
            await stack.enter_async_context(rivals.replicache(everybody, cluster)),
            await stack.enter_async_context(rivals.yjs(everybody)),
        ]
        one = await stack.enter_async_context(chromium.phone())
        other = await stack.enter_async_context(chromium.phone())
        browser = chromium.browser_version(one)
        for rival in racing:
            times[rival.name] = await _race(rival, one, other, people[0], everybody[0][0], changes)
    _write(times, documents, changes, seed, browser)


async def _race(
    rival: Rival,
    one: BrowserContext,
    other: BrowserContext,
    person: Person,
    mentor: str,
    changes: int,
) -> list[float]:
    pages = [await chromium.visit(phone, rival.wire) for phone in (one, other)]
    for page in pages:
        await chromium.call(page, "connect", *alongside.log_in([person]), str(SCHEME))
    times = []
    for number in range(-5, changes):
        await asyncio.sleep(_CALM)
        words = f"Words number {number}."
        heard = asyncio.ensure_future(chromium.call(pages[1], "heard", mentor, words))
        await asyncio.sleep(0.05)
        started = await chromium.call(pages[0], "change", mentor, words)
        took = await heard - started
        if number >= 0:  # the first five warm
            times.append(took)
    print(f"{rival.name:12} {report.median(times):6.1f} ms, {min(times):.1f} to {max(times):.1f}")
    for page in pages:
        await page.close()
    return times


def _write(times: dict[str, list[float]], documents: int, changes: int, seed: int, browser: str) -> None:
    rows = [
        [
            name,
            f"{report.median(took):.1f} ms",
            f"{sorted(took)[int(len(took) * 0.95)]:.1f} ms",
            "no" if name == "Yjs" else "yes",
        ]
        for name, took in times.items()
    ]
    body = (
        f"From the act on one phone to the document on another, {changes} changes, both holding "
        f"{documents:,} mentors. Ours and PouchDB's: stored there; Replicache's and Yjs's: in "
        "that page's memory.\n\n" + report.table(["", "median", "95 of 100", "can refuse"], rows)
    )
    versions = report.ours() | {"Chromium": browser} | peers.versions()
    report.write("One change", "benchmarks.one_change", body, seed=seed, versions=versions)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    running.run(main(chosen.documents, chosen.changes, chosen.seed))
