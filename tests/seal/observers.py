"""Those who watch: our own server, a stranger's, and sockets that speak nothing and only note who came."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from tests.canary import clothes, forms, found

Page = tuple[Mapping[str, str], str]
"""Headers and HTML."""


@dataclass
class Watch:
    """What every observer saw, in one list: (who saw it, what came)."""

    seen: list[tuple[str, bytes]] = field(default_factory=list)
    came: set[str] = field(default_factory=set)
    """Words whose own socket somebody came to."""

    def saw(self, who: str, what: bytes) -> None:
        self.seen.append((who, what))

    def of(self, word: str) -> set[str]:
        """Who has the word."""
        return {who for who, what in self.seen if found(what, [word])} | (
            {"socket"} if word in self.came else set()
        )

    def which(self, words: list[str]) -> dict[str, set[str]]:
        """The same for many words, each thing seen opened once."""
        have: dict[str, set[str]] = {word: {"socket"} for word in words if word in self.came}
        opened = [(who, b"\n".join(clothes(what))) for who, what in self.seen]
        for word in words:
            for who, text in opened:
                if any(form in text for form in forms(word)):
                    have.setdefault(word, set()).add(who)
        return have


class Web:
    """A small HTTP server that notes every byte it is sent and answers anything."""

    def __init__(self, who: str, host: str, watch: Watch, pages: Mapping[str, Page]) -> None:
        self.who, self.host, self.watch, self.pages = who, host, watch, pages
        self.server: asyncio.Server | None = None
        self.address = ""

    async def start(self) -> None:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self.server.sockets[0].getsockname()[1]
        self.address = f"http://{self.host}:{port}"

    async def stop(self) -> None:
        if self.server is not None:
            self.server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(told.get("content-length", 0))
            if not length and told.get("transfer-encoding") == "chunked":
                body = await reader.readuntil(b"0\r\n\r\n")
            else:
                body = await reader.readexactly(length)
            self.watch.saw(self.who, head + body)
            method, target = [*lines[0].split(" "), "/"][:2]
            headers, text = self.pages.get(target.partition("?")[0], ({}, "<!doctype html><p>Here"))
            answer = {
                "Content-Type": "text/html; charset=utf-8",
                "Cache-Control": "no-store",
                "Access-Control-Allow-Origin": told.get("origin", "*"),
                "Access-Control-Allow-Headers": "*",
                "Access-Control-Allow-Credentials": "true",
                **headers,
                "Content-Length": str(len(text.encode())),
                "Connection": "close",
            }
            status = "204 No Content" if method == "OPTIONS" else "200 OK"
            writer.write(
                "\r\n".join(
                    [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in answer.items()), "", text]
                ).encode()
            )
            await writer.drain()
        writer.close()


class Sockets:
    """For each word a port of its own, TCP and UDP: whoever comes there has told the word."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.open: list[Callable[[], None]] = []

    async def port(self, word: str) -> int:
        loop = asyncio.get_running_loop()

        def came(*_: object) -> None:
            self.watch.came.add(word)

        async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            came()
            writer.close()

        class Datagrams(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, _: object) -> None:
                came()

        while True:
            server = await asyncio.start_server(connected, "127.0.0.1", 0)
            port: int = server.sockets[0].getsockname()[1]
            try:
                transport, _ = await loop.create_datagram_endpoint(
                    Datagrams, local_addr=("127.0.0.1", port), family=socket.AF_INET
                )
            except OSError:
                server.close()
                continue
            self.open += [server.close, transport.close]
            return port

    def stop(self) -> None:
        for close in self.open:
            close()
