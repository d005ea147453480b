"""A sync with nothing to do, against a bare Litestar route with one indexed query.

Both servers are one process with the same settings on the same PostgreSQL; rounds take turns. Then the
bytes of one such sync as Chromium sends it, beside PouchDB's empty catch-up.
"""

import argparse
import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from benchmarks import alongside, chromium, load, peers, report, rivals, running
from benchmarks.filling import Mentors, Person
from benchmarks.mentors import SEED, mentors
from benchmarks.peers import ending
from benchmarks.processes import cpu_seconds

SCHEME = UUID("01930000-0000-7000-8000-000000000001")


async def main(documents: int, rounds: int, seconds: float, lines: int, seed: int) -> None:
    await peers.install()
    everybody = mentors(documents, SCHEME, seed)
    async with contextlib.AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(rivals.postgresql())
        dsn, people = await alongside.filled(cluster, "ours", everybody, SCHEME, lines + 1)
        pid, port = await stack.enter_async_context(alongside.server(dsn, "http://localhost"))
        bare_pid, bare_port = await stack.enter_async_context(bare(dsn, f"directory:{SCHEME}"))
        ours = []
        for person in people[:lines]:
            phone, line = load.Phone(person, [str(SCHEME)]), await load.connect(port)
            await phone.catch_up(line)
            ours.append((line, phone.request()))
        theirs = [(await load.connect(bare_port), load.post("/bare", b"{}")) for _ in range(lines)]
        rounds_of: list[tuple[Round, Round]] = []
        for number in range(rounds + 1):
            pair = (await _round(ours, pid, seconds), await _round(theirs, bare_pid, seconds))
            print(
                f"sync {pair[0].rate:,.0f} a second, bare {pair[1].rate:,.0f}; "
                f"{pair[0].cpu:.0f} and {pair[1].cpu:.0f} microseconds"
            )
            if number:  # the first warms both
                rounds_of.append(pair)
        sent, received = len(ours[0][1]), ours[0][0].received
        for line, _ in (*ours, *theirs):
            line.close()
        wire, browser = await _in_chromium(cluster, dsn, people[-1], everybody)
    _write(rounds_of, (sent, received), wire, documents, lines, seed, browser)


@dataclass(frozen=True, slots=True)
class Round:
    rate: float
    cpu: float
    """Microseconds of the server's own processor time for each request."""


async def _round(lines: Sequence[tuple[load.Line, bytes]], pid: int, seconds: float) -> Round:
    before = cpu_seconds(pid)
    rate = await load.a_second(lines, seconds)
    return Round(rate, (cpu_seconds(pid) - before) / (rate * seconds) * 1e6)


async def _in_chromium(
    cluster: str, dsn: str, person: Person, everybody: Mentors
) -> tuple[dict[str, tuple[int, int]], str]:
    """Bytes and requests of one sync with nothing to do, with every header that a browser adds."""
    wire = {}
    async with (
        alongside.alongside(cluster, dsn) as ours,
        rivals.pouchdb(everybody) as theirs,
        chromium.phone() as phone,
    ):
        browser = chromium.browser_version(phone)
        for rival in (ours, theirs):
            page = await chromium.visit(phone, rival.wire)
            await chromium.call(page, "firstSync", *alongside.log_in([person]), str(SCHEME))
            await asyncio.sleep(2)
            rival.wire.forget()
            await chromium.call(page, "syncAgain")
            wire[rival.name] = (rival.wire.sent + rival.wire.received, rival.wire.requests)
            await page.close()
    return wire, browser


@contextlib.asynccontextmanager
async def bare(dsn: str, bucket: str) -> AsyncIterator[tuple[int, int]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.bare", dsn, bucket, stdout=PIPE
    )
    async with ending(process):
        assert process.stdout is not None
        yield process.pid, json.loads(await process.stdout.readline())["port"]


def _write(
    rounds_of: list[tuple[Round, Round]],
    own: tuple[int, int],
    wire: dict[str, tuple[int, int]],
    documents: int,
    lines: int,
    seed: int,
    browser: str,
) -> None:
    ours, limit = [one for one, _ in rounds_of], [other for _, other in rounds_of]
    rows = [
        [
            name,
            f"{report.median([one.rate for one in done]):,.0f}",
            f"{report.median([one.rate / other.rate for one, other in zip(done, limit, strict=True)]):.2f}",
            f"{report.median([one.cpu for one in done]):.0f} microseconds",
            f"{report.median([other.cpu / one.cpu for one, other in zip(done, limit, strict=True)]):.2f}",
        ]
        for name, done in (("sync with nothing to do", ours), ("bare route, one indexed query", limit))
    ]
    body = (
        f"A phone that holds all {documents:,} mentors asks whether there is anything new; {lines} "
        f"connections, {len(rounds_of)} rounds in turn, one server process each.\n\n"
        + report.table(
            ["", "requests a second", "of the bare route", "server CPU each", "bare route's CPU of it"], rows
        )
        + "\n\n"
        + report.table(
            ["", "bytes both ways", "requests"],
            [
                ["ours, smallest client", f"{own[0] + own[1]:,} ({own[0]:,} + {own[1]:,})", "1"],
                *(
                    [f"{name}, Chromium with its headers", f"{size:,}", str(count)]
                    for name, (size, count) in wire.items()
                ),
            ],
        )
    )
    versions = report.ours() | {"Chromium": browser, "PouchDB": peers.versions()["pouchdb"]}
    report.write("Nothing to do", "benchmarks.nothing_to_do", body, seed=seed, versions=versions)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--lines", type=int, default=16)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    running.run(main(chosen.documents, chosen.rounds, chosen.seconds, chosen.lines, chosen.seed))
