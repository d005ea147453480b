"""The sealed page with 5,000 reflections: opened, searched, and a keystroke in the search, in real Chromium.

The shell and the room run in two processes; both are made slower by the browser. What is timed is what a
person sees: from pressing Open to the list, and from a key to the next frame drawn.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar
from litestar.datastructures import State
from playwright.async_api import BrowserContext, FrameLocator, Page

from benchmarks import chromium, report, running
from server.api import pages
from server.api.guards import security_headers
from server.settings import ROOT, Settings

MANY, SLOWER = 5_000, (1, 6)
WORDS = "four plain words here"
_WRITER = ROOT / "benchmarks" / "javascript" / "backup-of-many.ts"
_KEYS = """async () => {
  const box = document.querySelector('input[type=search]');
  const drawn = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  const took = [];
  for (const sought of ["listened", "marker4321", "night quiet", "zzz"]) {
    for (let length = 1; length <= sought.length; length++) {
      await drawn();
      const began = performance.now();
      box.value = sought.slice(0, length);
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await drawn();
      took.push(performance.now() - began);
    }
  }
  box.value = "";
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return took;
}"""


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The built app's files with their headers, and nothing else of the server."""
    state = State({"files": pages.load(ROOT / "pwa" / "dist")})
    app = Litestar([pages.page], state=state, before_send=[security_headers(Settings())], openapi_config=None)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.02)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


async def main(rounds: int) -> None:
    took: dict[tuple[int, int], dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with served() as origin:
            for count in (1, MANY):
                backup = Path(folder) / f"{count}.json"
                await _write_backup(count, backup)
                async with chromium.phone() as phone:
                    browser = chromium.browser_version(phone)
                    page = await phone.new_page()
                    await _restored(page, origin, backup)
                    for slower in SLOWER:
                        took[count, slower] = {"opened": [], "sought": [], "keys": []}
                        for _ in range(rounds):
                            await _round(phone, page, slower, took[count, slower])
                        print(
                            count,
                            slower,
                            {name: report.median(all_) for name, all_ in took[count, slower].items()},
                        )
    _write(took, rounds, browser)


async def _write_backup(count: int, file: Path) -> None:
    writing = await asyncio.create_subprocess_exec(
        "node", "--experimental-strip-types", "--no-warnings", _WRITER, str(count), WORDS, file
    )
    if await writing.wait():
        raise RuntimeError("the backup was not written")


async def _restored(page: Page, origin: str, backup: Path) -> None:
    await page.goto(f"{origin}/reflections/")
    room = page.frame_locator("#room")
    await room.get_by_role("button", name="Restore a backup instead").click()
    await room.locator("input[type=file]").set_input_files(backup)
    await room.get_by_label("Passphrase", exact=True).fill(WORDS)
    await room.get_by_role("button", name="Look at the file").click()
    await room.get_by_role("button", name="Restore", exact=True).click(timeout=120_000)
    await room.get_by_role("button", name="New reflection").wait_for(timeout=120_000)


async def _round(phone: BrowserContext, page: Page, slower: int, took: dict[str, list[float]]) -> None:
    await page.reload()
    room = page.frame_locator("#room")
    await room.get_by_label("Passphrase", exact=True).fill(WORDS)
    frame = next(one for one in page.frames if one.parent_frame is not None)
    for part in (page, frame):
        # A sandboxed frame may have a process of its own, which has a debugger of its own.
        with contextlib.suppress(Exception):
            session = await phone.new_cdp_session(part)
            await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    began = time.perf_counter()
    await room.get_by_role("button", name="Open", exact=True).click()
    await room.locator("ul button.row").first.wait_for(timeout=60_000)
    took["opened"].append(1000 * (time.perf_counter() - began))
    await _sought(room)
    took["sought"].append(1000 * (time.perf_counter() - began))
    keys: list[float] = await frame.evaluate(_KEYS)
    took["keys"] += keys


async def _sought(room: FrameLocator) -> None:
    await room.get_by_role("searchbox").fill("marker0")
    await room.get_by_role("button", name="Reflection 0 ").wait_for(timeout=60_000)


def _late(samples: list[float]) -> float:
    return sorted(samples)[min(len(samples) - 1, round(len(samples) * 0.95))]


def _write(took: dict[tuple[int, int], dict[str, list[float]]], rounds: int, browser: str) -> None:
    def ms(value: float) -> str:
        return f"{value:,.0f} ms"

    rows: list[list[str]] = []
    for (count, slower), samples in took.items():
        keys: Any = samples["keys"]
        rows.append(
            [
                f"{count:,}, {slower} times slower" if slower > 1 else f"{count:,}",
                ms(report.median(samples["opened"])),
                ms(report.median(samples["sought"])),
                ms(report.median(keys)),
                ms(_late(keys)),
            ]
        )
    body = (
        f"From pressing Open with a passphrase (600,000 rounds) to the list, and to what was sought; and in "
        f"the search from a key to the frame drawn. {rounds} rounds in a profile on disk.\n\n"
    ) + report.table(["reflections", "opened", "and sought", "a key", "95 of 100"], rows)
    report.write("Reflections", "benchmarks.reflections", body, seed=None, versions={"Chromium": browser})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    running.run(main(parser.parse_args().rounds))
