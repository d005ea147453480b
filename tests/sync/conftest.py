"""A server with the test board in it, and phones of the people who use it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import httpx
import pytest

from server.api import asking, sync
from server.database.engine import pool
from server.domain.accounts.sessions import PLAIN_COOKIE, hashed
from server.settings import Settings
from server.sync.limits import Budgets
from tests.conftest import Clock, app_for, served
from tests.people import Device
from tests.sync.board import SESSION_SQL, laid_out

Phone = Callable[..., Awaitable[Device]]


@pytest.fixture
async def board(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A fresh database with the board's tables, and the registry holding the board alone."""
    monkeypatch.setattr(asking, "SESSION_SQL", SESSION_SQL)
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    async with laid_out():
        yield database


@pytest.fixture
async def server(board: str, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    async with served(app_for(Settings(), clock)) as client:
        yield client


@pytest.fixture
async def phone(server: httpx.AsyncClient) -> AsyncIterator[Phone]:
    """`await phone(account)`: a new device of that account, logged in."""
    clients: list[httpx.AsyncClient] = []

    async def new(account: UUID, *follow: UUID, app: str = "0.1.0") -> Device:
        token = str(uuid4())
        await pool().execute("INSERT INTO test_session VALUES ($1, $2)", hashed(token), account)
        client = httpx.AsyncClient(
            transport=server._transport, base_url=server.base_url, cookies={PLAIN_COOKIE: token}
        )
        clients.append(client)
        return Device(client, app=app, follow=follow)

    yield new
    for client in clients:
        await client.aclose()
