"""One measurement for all tests of this room."""

import pytest

from tests.seal.engines import measured
from tests.seal.measuring import Result
from tests.seal.table import known


@pytest.fixture(scope="session")
async def results() -> dict[str, Result]:
    return {result.engine: result for result in await measured(known())}
