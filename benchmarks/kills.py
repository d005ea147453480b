"""Kills a browser at random moments of writing a reflection, and counts what was lost.

    python -m benchmarks.kills --times 200

Lost is what the page had shown as saved and what is not there, or not as it was written, when the browser
has started again on the same profile. `./test` does the same a few times.
"""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from benchmarks import report, rivals, running
from benchmarks.mentors import SEED
from server.database.migrating import migrate
from tests.reflections.house import served
from tests.reflections.killing import Told, kill_while_typing
from tests.reflections.machine import Machine


async def main(times: int, seed: int) -> None:
    async with contextlib.AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(rivals.postgresql())
        dsn = await rivals.new_database(cluster, "killed")
        await migrate(dsn)
        place = await stack.enter_async_context(served(dsn))
        playwright = await stack.enter_async_context(async_playwright())
        profile = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        machine = Machine(playwright, Path(profile))
        stack.push_async_callback(machine.kill)
        told = await kill_while_typing(machine, place.address, times, seed)
        browser = machine.version
    print("\n".join(told.lost))
    _write(told, seed, browser)
    if told.lost:
        sys.exit(1)


def _write(told: Told, seed: int, browser: str) -> None:
    body = (
        "A browser with one profile writes reflections and is killed (SIGKILL, all its processes) at random "
        "moments: within three seconds of typing, or up to 30 ms after the first, second or third time that "
        "the page shows a save. *Lost*: text shown as saved that is not there after the next start, or text "
        "there that was not typed in that order.\n\n"
    ) + report.table(
        ["kills", "saves shown", "lost", "seconds"],
        [[f"{told.kills}", f"{told.saves:,}", f"{len(told.lost)}", f"{told.seconds:,.0f}"]],
    )
    report.write("Killed while writing", "benchmarks.kills", body, seed=seed, versions={"Chromium": browser})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    running.run(main(given.times, given.seed))
