"""A load generator of raw sockets: ready bytes go out, answers are counted. Never the limit."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

import brotli

from benchmarks.filling import Person

Cursors = dict[str, tuple[str, int]]


@dataclass(slots=True)
class Phone:
    """What one phone says in a sync, and on which connection."""

    person: Person
    follow: list[str]
    device: str = field(default_factory=lambda: str(uuid4()))
    cursors: Cursors = field(default_factory=dict)
    acknowledged: int = 0

    def request(self, mutations: Sequence[dict[str, Any]] = (), cursors: Cursors | None = None) -> bytes:
        body = json.dumps(
            {
                "protocol": 1,
                "app": "0.1.0",
                "device": self.device,
                "acknowledged": self.acknowledged,
                "mutations": list(mutations),
                "cursors": self.cursors if cursors is None else cursors,
                "follow": self.follow,
            },
            separators=(",", ":"),
        ).encode()
        return post("/api/sync", body, cookie=self.person.cookie)

    async def catch_up(self, line: "Line") -> None:
        """Take what the server has as held: the cursors of whatever it answers, its documents thrown away."""
        for _ in range(20):
            answer = json.loads(await line.ask(self.request()))
            for name, news in answer["buckets"].items():
                self.cursors[name] = (news["epoch"], news["position"])
            self.acknowledged = answer["last_number"]
            if answer["done"]:
                return
        raise RuntimeError("the phone did not catch up")


def post(path: str, body: bytes, *, cookie: str = "") -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "host: localhost",
        "content-type: application/json",
        "accept-encoding: br",
        f"content-length: {len(body)}",
        *([f"cookie: {cookie}"] if cookie else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line(asyncio.Protocol):
    """One connection that asks and waits; answers must say their length."""

    def __init__(self) -> None:
        self._here = bytearray()
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not of asyncio's class.
        self._transport = cast(asyncio.Transport, transport)

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer, or an error when it is not 200."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._here += data
        end = self._here.find(b"\r\n\r\n")
        if end < 0 or self._answer is None:
            return
        head = bytes(self._here[:end]).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(self._here) < end + 4 + length:
            return
        body = bytes(self._here[end + 4 : end + 4 + length])
        self.received = len(self._here)
        self._here.clear()
        answer, self._answer = self._answer, None
        if not head.startswith(b"http/1.1 200"):
            answer.set_exception(RuntimeError(f"{head[:200]!r} {body[:300]!r}"))
        elif b"content-encoding: br" in head:
            answer.set_result(brotli.decompress(body))
        else:
            answer.set_result(body)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def connect(port: int) -> Line:
    _, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port)
    return line


async def a_second(lines: Sequence[tuple[Line, bytes]], seconds: float) -> float:
    """Every line asks its own question again and again; answers a second, of all together."""
    counted = 0
    stop = time.perf_counter() + seconds

    async def keep_asking(line: Line, request: bytes) -> None:
        nonlocal counted
        while time.perf_counter() < stop:
            await line.ask(request)
            counted += 1

    started = time.perf_counter()
    await asyncio.gather(*(keep_asking(line, request) for line, request in lines))
    return counted / (time.perf_counter() - started)
