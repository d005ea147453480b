"""A small proxy that counts what passes and can make every round trip longer.

Every peer is measured through one, so its own cost falls on all alike. It also serves the pages of the
benchmark itself, so that a page has the origin of the server that it speaks with. What it does not
imitate: bandwidth, loss, and the slow start of TCP; all three would cost the larger downloads more.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

_METHODS = (b"GET ", b"POST ", b"PUT ", b"DELETE ", b"OPTIONS ", b"HEAD ")
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer that the proxy gives by itself, for paths of the benchmark's own pages."""

    body: bytes
    type: str
    encoding: str | None = None

    def head(self) -> bytes:
        lines = ["HTTP/1.1 200 OK", f"content-type: {self.type}", f"content-length: {len(self.body)}"]
        if self.encoding:
            lines.append(f"content-encoding: {self.encoding}")
        return "\r\n".join([*lines, "cache-control: no-store", "", ""]).encode()


@dataclass(slots=True)
class Wire:
    """What passed since `forget()`; `round_trip` in seconds may be changed at any time."""

    upstream: int | None
    pages: Mapping[str, Canned]
    port: int = 0
    round_trip: float = 0.0
    sent: int = 0
    received: int = 0
    requests: int = 0
    open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def forget(self) -> None:
        self.sent = self.received = self.requests = 0


@contextlib.asynccontextmanager
async def wire(
    upstream: int | None, pages: Mapping[str, Canned] | None = None, *, port: int = 0
) -> AsyncIterator[Wire]:
    """A proxy on this machine in front of the server on the port `upstream`. None: it has only its pages."""
    passing = Wire(upstream, pages or {})

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        passing.open.add(task)
        try:
            await _connection(passing, reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # a page that was closed, or the end of the benchmark
        finally:
            passing.open.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", port, limit=_CHUNK)
    passing.port = server.sockets[0].getsockname()[1]
    try:
        yield passing
    finally:
        server.close()
        for task in list(passing.open):
            task.cancel()
        await asyncio.gather(*passing.open, return_exceptions=True)


class _Late:
    """Writes in order, each piece half a round trip after it came."""

    def __init__(self, passing: Wire, writer: asyncio.StreamWriter) -> None:
        self._passing = passing
        self._writer = writer
        self._queue: asyncio.Queue[tuple[float, bytes | None]] = asyncio.Queue()
        self._clock = asyncio.get_running_loop()
        # A new connection costs a round trip before its first byte can go.
        self._opened = self._clock.time() + passing.round_trip

    def write(self, data: bytes | None) -> None:
        due = max(self._clock.time(), self._opened) + self._passing.round_trip / 2
        self._queue.put_nowait((due, data))

    async def run(self) -> None:
        while True:
            due, data = await self._queue.get()
            if (wait := due - self._clock.time()) > 0:
                await asyncio.sleep(wait)
            if data is None:
                self._writer.close()
                return
            self._writer.write(data)
            await self._writer.drain()


async def _connection(passing: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    down = _Late(passing, writer)
    up, up_reader, up_writer = None, None, None
    if passing.upstream is not None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", passing.upstream, limit=_CHUNK)
        up = _Late(passing, up_writer)

    async def outward() -> None:
        while data := await reader.read(_CHUNK):
            passing.sent += len(data)
            if data.startswith(_METHODS):
                passing.requests += 1
                path = data.split(b" ", 2)[1].decode()
                if canned := passing.pages.get(path):
                    # There and back again: the answer is late by both halves.
                    await asyncio.sleep(passing.round_trip / 2)
                    passing.received += len(canned.head()) + len(canned.body)
                    down.write(canned.head() + canned.body)
                    continue
            if up is not None:
                up.write(data)
        (up or down).write(None)

    async def inward(up_reader: asyncio.StreamReader) -> None:
        while data := await up_reader.read(_CHUNK):
            passing.received += len(data)
            down.write(data)
        down.write(None)

    work = [outward(), down.run()]
    if up is not None and up_reader is not None:
        work += [inward(up_reader), up.run()]
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if up_writer is not None:
            up_writer.close()
