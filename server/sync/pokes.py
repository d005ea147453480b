"""After a commit: "bucket X is at N", to every process and every open phone (step 10).

A poke is a hint without content. One LISTEN connection for each process; NOTIFY goes out after the commit,
from another connection, at most every 100 ms; and every five seconds the heads of the buckets that somebody
watches are read, in case a notice was lost. Pokes of shared buckets are spread over 30 seconds, or one edit
would make 5,000 phones pull at once.
"""

import asyncio
import contextvars
import json
import random
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import structlog

from server.database.engine import address, pool
from server.sync.registry import buckets, kind_of

CHANNEL = "alongside_pokes"
COALESCED = 0.1
POLL = 5.0
LONGEST_NOTICE = 7000
"""PostgreSQL carries 8,000 bytes in one notice."""

_log = structlog.get_logger()
_NOBODY = contextvars.Context()
"""Tasks of ours outlive the transaction they were started in."""


class Listener:
    """One open stream: what it watches, and what it has yet to be told."""

    def __init__(self, hub: "Hub", heads: Mapping[str, int]) -> None:
        self._hub = hub
        self._told = dict(heads)
        self._waiting: dict[str, int] = {}
        self._later: dict[str, int] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._news = asyncio.Event()
        self.over = False

    @property
    def watched(self) -> Iterable[str]:
        return self._told.keys()

    def watch(self, heads: Mapping[str, int]) -> None:
        """What it may see has been worked out again: new buckets are news."""
        for name in self._told.keys() - heads.keys():
            self._hub.forget(self, name)
            del self._told[name]
            self._waiting.pop(name, None)
            self._later.pop(name, None)
        for name, position in heads.items():
            if name not in self._told:
                self._told[name] = 0
                self._hub.remember(self, name)
            self.hear(name, position, at_once=True)

    def hear(self, name: str, position: int, *, at_once: bool) -> None:
        if position <= self._told.get(name, position):
            return
        self._told[name] = position
        if at_once:
            self._waiting[name] = position
            self._news.set()
            return
        self._later[name] = position
        if self._timer is None:
            delay = random.random() * self._hub.spread  # noqa: S311 - spreads load, keeps no secret
            self._timer = asyncio.get_running_loop().call_later(delay, self._tell_shared)

    def _tell_shared(self) -> None:
        self._timer = None
        self._waiting.update(self._later)
        self._later.clear()
        self._news.set()

    def end(self) -> None:
        self.over = True
        self._news.set()

    async def next(self, longest: float) -> dict[str, int]:
        """What is new, as soon as there is something; nothing when the time is up or the stream is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), longest)
        self._news.clear()
        news, self._waiting = self._waiting, {}
        return news

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


class Hub:
    """One for each process: who watches what, and what is still to be sent to the other processes."""

    def __init__(self) -> None:
        self.spread = 30.0
        self._watchers: dict[str, set[Listener]] = {}
        self._listeners: set[Listener] = set()
        self._unsent: dict[str, int] = {}
        self._sending: asyncio.Task[None] | None = None

    def moved(self, positions: Mapping[str, int]) -> None:
        """Called after the commit: tell this process now and the others within 100 ms."""
        if not positions:
            return
        self.heard(positions)
        self._unsent.update(positions)
        if self._sending is None or self._sending.done():
            self._sending = _start(self._send())

    async def _send(self) -> None:
        while self._unsent:
            positions, self._unsent = self._unsent, {}
            try:
                await pool().executemany(
                    "SELECT pg_notify($1, $2)", [(CHANNEL, notice) for notice in _notices(positions)]
                )
            except (OSError, RuntimeError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
                _log.warning("pokes not sent", buckets=len(positions), fault=type(fault).__name__)
            await asyncio.sleep(COALESCED)

    async def flush(self) -> None:
        """Wait until what is to be sent has been sent."""
        if self._sending is not None and not self._sending.done():
            await asyncio.wait([self._sending])

    def heard(self, positions: Mapping[str, int]) -> None:
        for name, position in positions.items():
            watchers = self._watchers.get(name)
            if watchers:
                at_once = not kind_of(name).shared
                for listener in watchers:
                    listener.hear(name, position, at_once=at_once)

    @asynccontextmanager
    async def listening(self, heads: Mapping[str, int]) -> AsyncIterator[Listener]:
        listener = Listener(self, heads)
        self._listeners.add(listener)
        for name in heads:
            self.remember(listener, name)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            for name in listener.watched:
                self.forget(listener, name)
            listener.close()

    def remember(self, listener: Listener, name: str) -> None:
        self._watchers.setdefault(name, set()).add(listener)

    def forget(self, listener: Listener, name: str) -> None:
        watchers = self._watchers.get(name)
        if watchers is not None:
            watchers.discard(listener)
            if not watchers:
                del self._watchers[name]

    def end_all(self) -> None:
        """Close every stream: the server is going down, and phones are to find another."""
        for listener in list(self._listeners):
            listener.end()

    @property
    def streams(self) -> int:
        return len(self._listeners)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """For the life of the application: listen to the other processes, and read the heads now and then."""
        tasks = [_start(self._listen()), _start(self._poll())]
        try:
            yield
        finally:
            self.end_all()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.flush()

    async def _listen(self) -> None:
        while True:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                connection = await asyncpg.connect(
                    address(), server_settings={"application_name": "alongside pokes"}
                )
                try:
                    lost = asyncio.Event()
                    connection.add_termination_listener(lambda _, lost=lost: lost.set())
                    await connection.add_listener(CHANNEL, self._notice)
                    await self.read_heads()
                    await lost.wait()
                finally:
                    connection.terminate()
            _log.warning("pokes lost their connection")
            await asyncio.sleep(1.0)

    def _notice(self, _connection: object, _process: int, _channel: str, payload: str) -> None:
        positions = json.loads(payload)
        self.heard(
            {name: position for name, position in positions.items() if name.partition(":")[0] in buckets}
        )

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self.read_heads()

    async def read_heads(self) -> None:
        """The safety net: whatever a lost notice would have said."""
        if self._watchers:
            rows = await pool().fetch(
                "SELECT name, position FROM bucket WHERE name = ANY($1::text[])", list(self._watchers)
            )
            self.heard({row["name"]: row["position"] for row in rows})


def _start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return _NOBODY.copy().run(asyncio.get_running_loop().create_task, work)


def _notices(positions: Mapping[str, int]) -> list[str]:
    """JSON texts that each fit into one notice."""
    notices: list[str] = []
    part: dict[str, int] = {}
    length = 2
    for name, position in positions.items():
        length += len(name.encode()) + 26
        if length > LONGEST_NOTICE:
            notices.append(json.dumps(part))
            part, length = {}, len(name.encode()) + 28
        part[name] = position
    return [*notices, json.dumps(part)]


hub = Hub()


def moved(positions: Mapping[str, int]) -> None:
    """After the commit: these buckets are there now."""
    hub.moved(positions)
