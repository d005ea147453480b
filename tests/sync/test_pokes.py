"""Pokes: a commit through one process is heard at another, and tells only where buckets are."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import httpx
import pytest

from server.api import pokes as route
from server.database.engine import pool
from server.domain.accounts.sessions import PLAIN_COOKIE, hashed
from server.settings import ROOT
from server.sync import pokes
from server.sync.pokes import Hub, hub
from tests.people import Device
from tests.sync.board import let_see, pin

ANN = uuid4()
WALL = uuid4()
TOKEN = "ann's session"


class Stream:
    """An open `GET /api/pokes`."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def line(self) -> str | None:
        """The next line that says something; None when the stream has ended."""
        async for line in self._lines:
            if line:
                return line
        return None

    async def news(self, seconds: float = 5.0) -> dict[str, int]:
        async with asyncio.timeout(seconds):
            while (line := await self.line()) is not None:
                if line.startswith("data: "):
                    told: dict[str, int] = json.loads(line[6:])
                    return told
        raise AssertionError("the stream ended")


@asynccontextmanager
async def listening(address: str, follow: str = "") -> AsyncIterator[Stream]:
    async with (
        httpx.AsyncClient(base_url=address, cookies={PLAIN_COOKIE: TOKEN}, timeout=10) as client,
        client.stream("GET", "/api/pokes", params={"follow": follow}) as answer,
    ):
        yield Stream(answer)


@pytest.fixture
async def ann(board: str) -> str:
    await pool().execute("INSERT INTO test_session VALUES ($1, $2)", hashed(TOKEN), ANN)
    await let_see(ANN, "team:a", f"wall:{WALL}")
    return board


@asynccontextmanager
async def process(dsn: str) -> AsyncIterator[str]:
    """A server process on this database; its address."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.sync.serving", dsn, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout is not None
    try:
        async with asyncio.timeout(20):
            port = int(await running.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            running.terminate()
        async with asyncio.timeout(10):
            await running.wait()


async def test_a_change_through_one_process_reaches_a_phone_at_another(ann: str) -> None:
    async with (
        process(ann) as one,
        process(ann) as two,
        listening(two) as stream,
        httpx.AsyncClient(base_url=one, cookies={PLAIN_COOKIE: TOKEN}) as client,
    ):
        assert (await stream.news())["team:a"] == 0
        device = Device(client)
        for position in (1, 2):
            device.act("note.write", id=uuid4(), bucket="team:a", words="hello")
            await device.sync()
            assert await stream.news(pokes.POLL - 1) == {"team:a": position}
        device.act("note.write", id=uuid4(), bucket="team:hidden", words="not for Ann")
        device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="for Ann")
        await device.sync()
        assert await stream.news() == {f"own:{ANN}": 1}, "of what she may not see she hears nothing"


async def test_a_lost_notice_is_made_good_by_reading_the_heads(
    ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = {"team:a": 0}
    async with hub.listening(heads) as listener:
        monkeypatch.setattr(Hub, "moved", lambda self, positions: None)
        await pin("team:a", uuid4())
        assert await listener.next(0.05) == {}
        await hub.read_heads()
        assert await listener.next(1) == {"team:a": 1}
        await hub.read_heads()
        assert await listener.next(0.05) == {}, "and said once"


async def test_the_listening_connection_comes_back(ann: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Hub()
    async with other.running(), other.listening({"team:a": 0}) as listener:
        for position in (1, 2):
            while not (process := await _listener_process()):
                await asyncio.sleep(0.05)
            await pin("team:a", uuid4())
            assert await listener.next(pokes.POLL - 1) == {"team:a": position}
            await pool().execute("SELECT pg_terminate_backend($1)", process)
            await asyncio.sleep(0.2)
        await pin("team:a", uuid4())
        assert await listener.next(3) == {"team:a": 3}


async def _listener_process() -> int | None:
    found: int | None = await pool().fetchval(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'alongside pokes'"
        " AND datname = current_database() AND query LIKE 'LISTEN%'"
    )
    return found


async def test_shared_buckets_are_spread_and_a_persons_own_come_at_once(ann: str) -> None:
    many = Hub()
    many.spread = 0.5
    async with many.listening({"team:a": 0, f"wall:{WALL}": 0}) as listener:
        many.heard({f"wall:{WALL}": 1})
        many.heard({f"wall:{WALL}": 2, "team:a": 1})
        assert await listener.next(1) == {"team:a": 1}
        many.heard({f"wall:{WALL}": 3})
        assert await listener.next(1) == {f"wall:{WALL}": 3}, "three edits, one poke"
        assert await listener.next(0.6) == {}


async def test_many_moves_fit_into_notices_and_come_together(ann: str) -> None:
    other = Hub()
    names = {f"team:{uuid4()}": 1 for _ in range(400)}
    async with other.running(), other.listening(dict.fromkeys(names, 0)) as listener:
        while not await _listener_process():
            await asyncio.sleep(0.05)
        hub.moved(names)
        told: dict[str, int] = {}
        while len(told) < 400:
            news = await listener.next(3)
            assert news
            told |= news
        assert told == names


async def test_a_stream_begins_with_the_heads_and_hears_of_new_buckets(
    ann: str, live_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "HEARTBEAT", 0.2)
    await pin("team:a", uuid4())
    async with listening(live_server) as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert await stream.news() == {f"own:{ANN}": 0, "team:a": 1}
        assert await stream.line() == ": heartbeat"
        await pin("team:new", uuid4())
        await let_see(ANN, "team:new")
        await pin("team:a", uuid4())
        told: dict[str, int] = {}
        while len(told) < 2:
            told |= await stream.news()
        assert told == {"team:a": 2, "team:new": 1}
        await pool().execute("DELETE FROM test_sees WHERE bucket = 'team:a'")
        await pin(f"own:{ANN}", uuid4())
        assert await stream.news() == {f"own:{ANN}": 1}
        await asyncio.sleep(0.1)
        await pin("team:a", uuid4())
        await pin(f"own:{ANN}", uuid4())
        assert await stream.news() == {f"own:{ANN}": 2}


async def test_a_stream_ends_with_the_session_and_with_the_server(
    ann: str, live_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "HEARTBEAT", 0.05)
    async with listening(live_server) as first, listening(live_server) as second:
        await first.news()
        await second.news()
        assert hub.streams == 2
        hub.end_all()
        async with asyncio.timeout(3):
            while await first.line() is not None:
                pass
    async with listening(live_server) as third:
        await third.news()
        await pool().execute("DELETE FROM test_session")
        async with asyncio.timeout(3):
            while await third.line() is not None:
                pass
    async with asyncio.timeout(3):
        while hub.streams:
            await asyncio.sleep(0.02)
    async with listening(live_server) as stranger:
        assert stranger.answer.status_code == 401
