"""A fresh database with the test board in it."""

from collections.abc import AsyncIterator

import pytest

from tests.sync.board import laid_out


@pytest.fixture
async def board(database: str) -> AsyncIterator[str]:
    async with laid_out():
        yield database
