"""What every test may ask for: a fresh database in a moment."""

import asyncio
import contextlib
import functools
import inspect
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import uvicorn
from litestar import Litestar
from playwright.async_api import Browser, Playwright, async_playwright

from server.app import create_app
from server.database.embedded import embedded
from server.database.engine import close_database, open_database
from server.settings import Settings
from tests.browser import arguments, closed, executable
from tests.databases import Databases
from tests.engines import Engine, Tab, firefox, missing, webkit

NewDatabase = Callable[[], AbstractAsyncContextManager[str]]

PATIENCE = 300
"""Seconds for one test, many times what the longest takes: what waits for ever fails, and says where."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.obj = _in_time(item.obj)


def _in_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., Coroutine[Any, Any, None]]:
    @functools.wraps(test)
    async def limited(*given: Any, **named: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            await test(*given, **named)

    return limited


def pytest_runtest_logstart(nodeid: str) -> None:
    """`tests.everything` names the test at which a group was stopped."""
    if at := os.environ.get("ALONGSIDE_TEST_AT"):
        Path(at).write_text(nodeid)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL for this run only, with durability off; its DSN."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-tests-"))
    folder.chmod(0o755)
    try:
        with embedded(folder / "postgresql", durable=False) as dsn:
            yield dsn
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def new_database(cluster: str) -> NewDatabase:
    """Fresh, migrated databases: `async with new_database() as dsn`. Nothing is opened on it."""
    databases = Databases(cluster)
    await databases.prepare()
    return databases.new


@pytest.fixture
async def database(new_database: NewDatabase) -> AsyncIterator[str]:
    """A fresh database for this test alone, open for `transaction()` and `pool()`; its DSN."""
    async with new_database() as dsn:
        await open_database(dsn)
        try:
            yield dsn
        finally:
            await close_database()


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest.fixture(scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    running = await playwright.chromium.launch(executable_path=executable(), args=arguments())
    yield running
    await closed(running, 30)


@pytest.fixture(params=["Firefox", "WebKit"])
async def tab(request: pytest.FixtureRequest) -> AsyncIterator[Tab]:
    """A window of each of the other two engines, on an empty profile."""
    name: str = request.param
    if name in missing():
        pytest.skip(f"{name} is not on this machine: apt-get install {missing()[name]}")
    opened: AbstractAsyncContextManager[Engine] = firefox({}, {}) if name == "Firefox" else webkit()
    async with opened as engine:
        yield await engine.tab()


class Clock:
    """The time that the server is told; it moves when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def served(application: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """The application running in this loop, and a client that talks to it without a network.

    Its lifespan is held in one task of its own: what it starts must also end there.
    """
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
            started.set()
            await stop.wait()

    living = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({living, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not started.is_set():
        waiting.cancel()
        await living
    try:
        transport = httpx.ASGITransport(app=cast(Any, application), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            yield client
    finally:
        stop.set()
        await living


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """Settings of a tested server: the fresh database, a folder of its own, the built app if there is one."""
    return Settings(database_url=database, data=tmp_path, jobs=False, mail_domains=("example.org",))


_APPS: dict[tuple[str, Path], Litestar] = {}


def app_for(settings: Settings, clock: Clock) -> Litestar:
    """One that is there already, told of this test's settings: building one takes longer than most tests."""
    key = (settings.origin, settings.build)
    if key not in _APPS:
        _APPS[key] = create_app(settings, clock=clock)
    state = _APPS[key].state
    state.settings, state.clock, state.stopping = settings, clock, False
    return _APPS[key]


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Litestar:
    return app_for(settings, clock)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A stranger with an HTTP client, in the same process. Streams need `live_server`."""
    async with served(app) as stranger:
        yield stranger


@pytest.fixture
async def live_server(app: Litestar) -> AsyncIterator[str]:
    """The same application behind a real uvicorn on a free port, in this loop; its address."""
    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1, lifespan="on")
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[assignment]  # pytest keeps its own
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            await serving
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving
