"""The world that stories of mentoring happen in."""

from collections.abc import AsyncIterator

import httpx
import pytest

from server.api import sync
from server.sync.limits import Budgets
from tests.conftest import Clock
from tests.domain.world import World


@pytest.fixture
async def world(
    client: httpx.AsyncClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    there = World(client, clock)
    yield there
    for each in there.clients:
        await each.aclose()
