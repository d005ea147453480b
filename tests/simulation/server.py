"""A real server process for the simulation: the shipped app behind uvicorn, with a clock that is set.

Processes are forked from one that has imported everything, so that a new one is there in a moment. Each
is a process of its own and ends by a signal; nothing of it survives but what PostgreSQL has.
"""

import asyncio
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

import uvicorn

from server.api import sync as sync_routes
from server.app import create_app
from server.database.engine import pool
from server.domain.notices import audience
from server.domain.participation import wake_due
from server.domain.relationships import closing, nightly
from server.jobs import EVERY_QUARTER_HOUR
from server.logs import log_as_json
from server.settings import Settings
from server.sync import publish, pull, push, rebuild, snapshots
from server.sync.limits import Budgets
from server.sync.registry import mutations, system
from tests.simulation import plants
from tests.simulation.points import Points, install

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.simulation.server"])

PATIENCE = 30.0


class ServerGone(Exception):
    """The process has ended."""


class Server:
    """The test's end of one server process."""

    def __init__(self, dsn: str, folder: Path, *, plant: str | None = None) -> None:
        self._gone = False
        self._pipe, theirs = _context.Pipe()
        self.log = folder / "server.log"
        self._process = _context.Process(target=_live, args=(theirs, dsn, folder, plant), daemon=True)
        self._process.start()
        theirs.close()
        self.address: str = self._hear()["address"]

    def _hear(self, patience: float = PATIENCE) -> dict[str, Any]:
        try:
            if not self._pipe.poll(patience):
                raise ServerGone(f"no word from the server for {patience} s")
            return cast(dict[str, Any], self._pipe.recv())
        except (EOFError, OSError):
            self._gone = True
            raise ServerGone(self.last_words()) from None

    def tell(self, do: str, **said: Any) -> Any:
        """One order, and its answer."""
        try:
            self._pipe.send({"do": do, **said})
        except OSError:
            self._gone = True
            raise ServerGone(self.last_words()) from None
        while True:
            answer = self._hear()
            if "wrong" in answer:
                raise AssertionError(f"{do}: {answer['wrong']}")
            if "is" in answer:
                return answer["is"]

    def reached(self, patience: float) -> bool:
        """Whether a point that holds has been reached in this time."""
        return self._pipe.poll(patience) and "at" in self._hear()

    @property
    def alive(self) -> bool:
        if self._gone:
            self._process.join(PATIENCE)
        return self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def rest(self) -> bool:
        """Nothing armed, nothing half heard: fit for another history."""
        try:
            self.tell("disarm")
        except (ServerGone, AssertionError):
            return False
        return True

    def last_words(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-20:])


# --- inside the process -----------------------------------------------------------------------------


def _live(pipe: Connection, dsn: str, folder: Path, plant: str | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log = os.open(folder / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    log_as_json()
    # A phone syncs here as fast as it can; budgets have tests of their own.
    sync_routes.budgets = Budgets(burst=1e9)
    # Few people live here: a group of eight would never be told anything.
    audience.FEWEST = 2
    asyncio.run(_serve(pipe, dsn, folder, plant))


_USUAL = (pull.DOCUMENTS, pull.SMALL, pull.BEHIND, snapshots.PART, snapshots.MOVED, push.TOGETHER)
_TIGHT = (5, 4, 6, 3, 4, 3)
"""Small limits, so that a handful of documents comes in many answers and in snapshots of many parts."""


def _set_limits(limits: tuple[int, int, int, int, int, int]) -> None:
    pull.DOCUMENTS, pull.SMALL, pull.BEHIND, snapshots.PART, snapshots.MOVED, push.TOGETHER = limits


START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class _Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def _serve(pipe: Connection, dsn: str, folder: Path, plant: str | None) -> None:
    clock = _Clock(START)
    points = Points(pipe.send)
    install(points)
    if plant in plants.SERVER:
        plants.SERVER[plant](points)
    settings = Settings(database_url=dsn, data=folder, build=folder, jobs=False, database_connections=6)
    config = uvicorn.Config(
        create_app(settings, clock=clock), port=0, log_level="error", lifespan="on", loop="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            await serving
            return
        await asyncio.sleep(0.002)
    orders: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    asyncio.get_running_loop().add_reader(pipe.fileno(), _take(pipe, orders))
    port = server.servers[0].sockets[0].getsockname()[1]
    pipe.send({"address": f"http://127.0.0.1:{port}"})
    while True:
        order = await orders.get()
        try:
            pipe.send({"is": await _obey(order, clock, points)})
        except Exception as error:
            pipe.send({"wrong": f"{type(error).__name__}: {error}"})


def _take(pipe: Connection, orders: "asyncio.Queue[dict[str, Any]]") -> Callable[[], None]:
    def take() -> None:
        try:
            orders.put_nowait(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # the test is gone

    return take


async def _obey(order: dict[str, Any], clock: _Clock, points: Points) -> Any:
    match order["do"]:
        case "begin":
            points.disarm()
            clock.now = order["now"]
            _set_limits(_TIGHT if order["tight"] else _USUAL)
        case "clock":
            clock.now = order["now"]
        case "arm":
            points.arm(order["point"], order["what"], order["nth"])
        case "go":
            points.go()
        case "disarm":
            points.disarm()
        case "act":
            args = mutations[order["name"]].args.model_validate_json(json.dumps(order["args"]))
            await push.act(system(clock.now), order["name"], args)
        case "night":
            for act in (
                wake_due,
                closing.release_due,
                nightly.match_due,
                publish.release,
                *EVERY_QUARTER_HOUR,
            ):
                await act(clock.now)
        case "quarter":
            for act in EVERY_QUARTER_HOUR:
                await act(clock.now)
        case "release":
            return await publish.release(clock.now)
        case "purge":
            # Phones have been here meanwhile: what they were told lately is not half a year old.
            await pool().execute("UPDATE outcome SET made_on = $1", order["now"].date())
            return await rebuild.purge(order["now"])
        case "check":
            found = await rebuild.rebuild(clock.now, check=True)
            return [f"{different.what} in {different.bucket}" for different in found]
        case "epoch":
            return await rebuild.new_epoch()
        case "forget snapshots":
            await pool().execute("WITH parts AS (DELETE FROM snapshot_part) DELETE FROM snapshot")
        case "refresh snapshots":
            return await snapshots.refresh(clock.now)
        case other:
            raise ValueError(other)
    return None


if __name__ == "__main__":
    sys.exit("This is a part of the simulation: python -m pytest tests/simulation")
