"""One address guesses while three hundred staff behind the same address come to work."""

import asyncio
from collections import Counter

import httpx
import pytest

from server.database.engine import pool
from server.domain.accounts import guessing, passwords
from server.domain.accounts.entering import browser_of
from tests.matrix.cast import Cast
from tests.matrix.recorder import Recorder

PASSWORD = "ninety tall larches"
STAFF = 300
AT_ONCE = 50
"""Staff who come through the door in the same moment."""
BETWEEN = 200
"""Guesses that are answered before the next of them come."""
GUESSERS = 100
"""More than may wait for hashing, so that the flood fills its queue."""


@pytest.fixture(scope="module")
async def staff(cast: Cast) -> list[str]:
    """Addresses of doctors whose browsers have been here before. One hashing serves them all."""
    day = cast.clock.now.date()
    emails = [f"staff.{number}@example.org" for number in range(STAFF)]
    browsers = [browser_of(f"browser of {email}") for email in emails]
    async with pool().acquire() as here, here.transaction():
        await here.execute(
            "WITH staff AS (INSERT INTO account (id, name, password, handle, created_on)"
            " SELECT gen_random_uuid(), email, $2, sha256(email::bytea), $3 FROM unnest($1::text[]) AS email"
            " RETURNING id, name), mailed AS (INSERT INTO account_email SELECT name, id, $3 FROM staff)"
            " INSERT INTO known_browser SELECT id, browser, $3 FROM staff"
            " JOIN unnest($1::text[], $4::bytea[]) AS came (email, browser) ON email = name",
            emails,
            await passwords.hashed(PASSWORD),
            day,
            browsers,
        )
    return emails


async def log_in(recorder: Recorder, email: str, password: str, cookie: str = "") -> httpx.Response:
    """Nothing of a browser but what it brings along; all of them have one network address."""
    async with httpx.AsyncClient(transport=recorder.inner, base_url="http://localhost:8000") as client:
        if cookie:
            client.cookies.set("alongside-browser", cookie)
        answer = await client.post("/api/accounts/log-in", json={"email": email, "password": password})
        await recorder.judge(answer)
        return answer


async def test_nobody_who_works_here_is_refused_while_one_address_guesses(
    staff: list[str], recorder: Recorder
) -> None:
    guesses: list[httpx.Response] = []
    over = asyncio.Event()

    async def guess(number: int) -> None:
        """Every account in turn, those that are none too."""
        while not over.is_set():
            number += GUESSERS
            email = f"{'staff' if number % 2 else 'nobody'}.{number % 12}@example.org"
            guesses.append(await log_in(recorder, email, f"guess {number}"))

    guessers = [asyncio.create_task(guess(number)) for number in range(GUESSERS)]
    came: list[int] = []
    for first in range(0, STAFF, AT_ONCE):
        while len(guesses) < BETWEEN * first / AT_ONCE:
            await asyncio.sleep(0.01)
        emails = staff[first : first + AT_ONCE]
        answers = [log_in(recorder, email, PASSWORD, f"browser of {email}") for email in emails]
        came += [answer.status_code for answer in await asyncio.gather(*answers)]
    over.set()
    await asyncio.gather(*guessers)
    assert came == [200] * STAFF
    assert await pool().fetchval("SELECT count(*) FROM session WHERE came_by = 'password'") >= STAFF
    # It was a flood, none of it was right, and most of it was not even tried.
    statuses = Counter(answer.status_code for answer in guesses)
    assert statuses.keys() == {401, 429}
    assert (
        statuses[401] <= 12 * guessing.FROM_ELSEWHERE.burst < BETWEEN * (STAFF / AT_ONCE - 1) <= len(guesses)
    )


async def test_known_and_unknown_get_the_same_words(staff: list[str], recorder: Recorder) -> None:
    said = []
    for email in (staff[-1], "nobody.at.all@example.org"):
        answers = [
            await log_in(recorder, email, "not this one") for _ in range(guessing.FROM_ELSEWHERE.burst + 1)
        ]
        said.append([(answer.status_code, answer.content, _plain(answer.headers)) for answer in answers])
    known, unknown = said
    assert known == unknown
    assert known[-1][0] == 429


def _plain(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [(name, "" if name == "set-cookie" else value) for name, value in headers.items()]
