"""People in front of browsers, and the mail that reaches them."""

import json
import re
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from server import jobs
from server.database.engine import pool, transaction
from server.settings import Settings
from tests.conftest import Clock, served

Browser = Callable[[], httpx.AsyncClient]
ORIGIN = "http://localhost:8000"


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    """`browser()`: a new one each time, with a jar of its own."""
    async with served(app) as first:
        opened: list[httpx.AsyncClient] = []

        def new() -> httpx.AsyncClient:
            opened.append(httpx.AsyncClient(transport=first._transport, base_url=ORIGIN))
            return opened[-1]

        yield new
        for each in opened:
            await each.aclose()


class Mailbox:
    """Does the jobs that wait, and reads what came of them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._read: set[Path] = set()

    async def letters(self) -> list[tuple[str, str, str]]:
        """New letters: to, subject, words."""
        async with transaction() as here:
            waiting = await here.fetch("DELETE FROM pgqueuer RETURNING entrypoint, payload")
        for job in waiting:
            facts = json.loads(job["payload"])
            await jobs.JOBS[job["entrypoint"]](self._settings, facts, self._clock())
        folder = self._settings.data / "mail"
        found = []
        for path in sorted(folder.glob("*.eml")) if folder.exists() else []:
            if path not in self._read:
                self._read.add(path)
                letter = message_from_bytes(path.read_bytes(), policy=default)
                found.append((letter["To"], letter["Subject"], letter.get_content()))
        return found

    async def code(self) -> str:
        ((_, _, words),) = await self.letters()
        return code_in(words)


def code_in(words: str) -> str:
    found = re.search(r"\b\d{4} \d{4}\b", words)
    assert found, words
    return found[0]


@pytest.fixture
def mailbox(settings: Settings, clock: Clock) -> Mailbox:
    return Mailbox(settings, clock)


async def count(table: str) -> int:
    found: int = await pool().fetchval(f"SELECT count(*) FROM {table}")
    return found
