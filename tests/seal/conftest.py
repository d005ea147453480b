"""One measurement for all tests of this room."""

import asyncio

import pytest

from tests.seal.engines import measured
from tests.seal.measuring import Result
from tests.seal.table import known

PATIENCE = 1200
"""Seconds; it takes two hundred where two cores are shared."""


@pytest.fixture(scope="session")
async def results() -> dict[str, Result]:
    async with asyncio.timeout(PATIENCE):
        return {result.engine: result for result in await measured(known())}
