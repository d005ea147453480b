"""Growth: the same syncs in a directory of 1,000, of 10,000 and of 100,000 mentors.

One phone for each size asks again and again on one connection; the sizes take turns at every sync.
*Nothing*: cursors at the heads. *One to fetch*: the phone is one change of the directory behind. *One to
send*: a mentor changes the own profile, the listing is published, and the answer brings both back.
"""

import argparse
import contextlib
import time
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID, uuid4

from benchmarks import alongside, load, report, rivals, running
from benchmarks.mentors import SEED, mentors

SCHEME = UUID("01930000-0000-7000-8000-000000000001")
_KINDS = ("nothing", "one to fetch", "one to send")


class Size:
    """One directory with its server, and a phone that holds all of it."""

    def __init__(self, documents: int, phone: load.Phone, line: load.Line) -> None:
        self.documents = documents
        self.phone = phone
        self._line = line
        self._number = 0

    async def ask(self, kind: str) -> float:
        """Milliseconds of one sync of this kind."""
        request = self._request(kind)
        started = time.perf_counter()
        await self._line.ask(request)
        took = (time.perf_counter() - started) * 1000
        if kind == "one to send":
            self.phone.acknowledged = self._number
            await self.phone.catch_up(self._line)
        return took

    def _request(self, kind: str) -> bytes:
        if kind == "nothing":
            return self.phone.request()
        if kind == "one to fetch":
            name = f"directory:{SCHEME}"
            epoch, position = self.phone.cursors[name]
            return self.phone.request(cursors=self.phone.cursors | {name: (epoch, position - 1)})
        self._number += 1
        return self.phone.request([act(self._number)])


def act(number: int) -> dict[str, object]:
    """A mentor changes the own words."""
    return {
        "number": number,
        "id": str(uuid4()),
        "name": "profile.patch",
        "args": {"field": "about", "value": f"Words number {number}."},
        "made_at": "2026-11-22T12:00:00Z",
    }


async def main(sizes: Sequence[int], rounds: int, syncs: int, seed: int) -> None:
    async with contextlib.AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(rivals.postgresql())
        directories = []
        for documents in sizes:
            everybody = mentors(documents, SCHEME, seed)
            directories.append(await alongside.filled(cluster, f"of_{documents}", everybody, SCHEME, 1))
            print(f"{documents:,} mentors are there")
        all_sizes = []
        for documents, (dsn, people) in zip(sizes, directories, strict=True):
            _, port = await stack.enter_async_context(alongside.server(dsn, "http://localhost"))
            phone, line = load.Phone(people[0], [str(SCHEME)]), await load.connect(port)
            await phone.catch_up(line)
            all_sizes.append(Size(documents, phone, line))
        times: dict[tuple[str, int], list[float]] = defaultdict(list)
        for kind in _KINDS:
            for number in range(rounds + 1):
                took: dict[int, list[float]] = defaultdict(list)
                for _ in range(syncs):
                    for size in all_sizes:
                        took[size.documents].append(await size.ask(kind))
                if number:  # the first warms
                    for documents in sizes:
                        times[kind, documents].append(report.median(took[documents]))
    _write(times, sizes, rounds, syncs, seed)


def _write(
    times: dict[tuple[str, int], list[float]], sizes: Sequence[int], rounds: int, syncs: int, seed: int
) -> None:
    rows = []
    for kind in _KINDS:
        slopes = [
            large / small for small, large in zip(times[kind, sizes[0]], times[kind, sizes[-1]], strict=True)
        ]
        figures = [f"{report.median(times[kind, documents]):.2f} ms" for documents in sizes]
        rows.append([kind, *figures, f"{report.median(slopes):.2f}"])
    head = ["sync", *(f"{documents:,}" for documents in sizes), "largest of smallest"]
    body = (
        f"Time of one sync by size of the directory; {rounds} rounds in turn of {syncs} syncs each, medians "
        "of rounds; the last column is the median of the rounds' own ratios.\n\n" + report.table(head, rows)
    )
    report.write("Growth", "benchmarks.growth", body, seed=seed, versions=report.ours())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--syncs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    running.run(main(chosen.sizes, chosen.rounds, chosen.syncs, chosen.seed))
