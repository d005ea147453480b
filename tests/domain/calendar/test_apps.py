"""Real calendar apps of the distribution read the feed over real HTTP: vdirsyncer fetches, khal shows."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from server.api import sync
from server.settings import ROOT
from server.sync.limits import Budgets
from tests.conftest import Clock
from tests.domain.calendar.reading import opened
from tests.domain.meetings.arranging import at, candidates, two
from tests.domain.world import World

WHERE = "Ysbyty'r Bryn, tŵr y Gogledd; ystafell gyfarfod 4, llawr 3 – 会議室、北棟3階の図書室の隣"
OWN = ROOT / ".venv" / "calendar-apps" / "bin"
"""Where ./test puts them when the distribution has none."""
FETCHES = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/entries/"
fileext = ".ics"
[storage there]
type = "http"
url = "{address}"
"""
SHOWS = """
[calendars]
[[feed]]
path = {folder}/entries/
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


class Apps:
    """Somebody's calendar apps, subscribed to one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    async def subscribe(self) -> None:
        (self.folder / "entries").mkdir()
        for name, words in (("fetches", FETCHES), ("shows", SHOWS)):
            (self.folder / name).write_text(words.format(folder=self.folder, address=self.address))
        await self._run("vdirsyncer", "-c", f"{self.folder}/fetches", "discover")

    async def refreshed(self) -> Sequence[str]:
        await self._run("vdirsyncer", "-c", f"{self.folder}/fetches", "sync")
        shown = await self._run(
            *("khal", "-c", f"{self.folder}/shows", "list"),
            *("--day-format", "", "--format", "{start}|{end-time}|{title}|{location}|{status}"),
            *("2026-11-01", "400d"),
        )
        return [line.strip() for line in shown.splitlines() if line.strip()]

    async def _run(self, program: str, *arguments: str) -> str:
        found = shutil.which(program, path=f"{os.environ['PATH']}:{OWN}")
        assert found, f"{program} is missing: ./test installs it"
        running = await asyncio.create_subprocess_exec(
            found,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
        )
        said, wrong = await running.communicate()
        assert running.returncode == 0, wrong.decode()
        return said.decode()


@pytest.fixture
async def far_world(live_server: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world whose server listens."""
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    async with httpx.AsyncClient(base_url=live_server) as server:
        yield World(server, clock)


async def test_meetings_come_move_and_go_in_a_real_calendar_app(
    far_world: World, live_server: str, tmp_path: Path
) -> None:
    world = far_world
    pair = await two(world)
    apps = Apps(tmp_path, live_server + await opened(pair.hazel))
    await apps.subscribe()
    assert await apps.refreshed() == []

    meeting = await pair.agreed(at(3), place=WHERE, mode="in_person")
    await pair.agreed(at(1, 17, 0, month=4).replace(year=2027), minutes=60)
    thursday = "2027-04-01 17:00|18:00|Hold: 60 minutes||CONFIRMED"
    assert await apps.refreshed() == ["2026-12-03 17:30|18:15|Hold: 45 minutes||CONFIRMED", thursday]

    world.clock.forward(hours=1)
    pair.rowan.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(4, 12, 0)))
    await pair.sync()
    pair.accept(pair.hazel, meeting, at(4, 12, 0))
    await pair.sync()
    assert await apps.refreshed() == ["2026-12-04 12:00|12:45|Hold: 45 minutes||CONFIRMED", thursday]

    world.clock.forward(hours=1)
    pair.hazel.phone.act("calendar.detail", detail=True)
    await pair.hazel.phone.sync()
    thursday = "2027-04-01 17:00|18:00|Mentoring: 60 minutes||CONFIRMED"
    first = f"2026-12-04 12:00|12:45|Mentoring: 45 minutes|{WHERE}|CONFIRMED"
    assert await apps.refreshed() == [first, thursday]

    world.clock.forward(hours=1)
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    assert await apps.refreshed() == [first.replace("CONFIRMED", "CANCELLED"), thursday]
