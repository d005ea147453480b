"""Guessing: budgets for accounts and known browsers, none for addresses, and nothing learnt on the way."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from server.database.engine import pool
from server.domain.accounts import account, guessing, passwords
from server.domain.accounts.entering import browser_of
from tests.api.accounts.conftest import Browser, count
from tests.conftest import Clock

EMAIL, PASSWORD = "m.quist@example.org", "ten green bottles"
STAFF, GUESSES = 8, 240


async def log_in(client: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/accounts/log-in", json={"email": email, "password": password})


@pytest.fixture
async def doctor(browser: Browser, clock: Clock) -> None:
    await account.add("Mia Quist", EMAIL, PASSWORD, clock())


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org", "not an address"])
async def test_an_account_has_a_budget_whether_or_not_it_exists(
    browser: Browser, doctor: None, clock: Clock, email: str
) -> None:
    for _ in range(guessing.FROM_ELSEWHERE.burst):
        assert (await log_in(browser(), email, "not this one")).json()["code"] == "wrong-log-in"
    answer = await log_in(browser(), email, "not this one")
    assert (answer.status_code, answer.json()["code"]) == (429, "wait-to-log-in")
    assert answer.headers["retry-after"] == str(answer.json()["retry_after"]) == "600"
    clock.forward(minutes=5)
    answer = await log_in(browser(), email, "not this one")
    assert answer.json()["retry_after"] == 300
    clock.forward(minutes=5)
    assert (await log_in(browser(), email, "not this one")).json()["code"] == "wrong-log-in"
    assert (await log_in(browser(), email, "not this one")).json()["code"] == "wait-to-log-in"


async def test_nobody_can_lock_the_doctor_out(browser: Browser, doctor: None) -> None:
    known = browser()
    await log_in(known)
    for _ in range(guessing.FROM_ELSEWHERE.burst + 5):
        await log_in(browser(), password="not this one")
    assert (await log_in(browser())).json()["code"] == "wait-to-log-in"
    assert (await log_in(known)).status_code == 200


async def test_a_known_browser_has_a_budget_too(browser: Browser, doctor: None) -> None:
    known = browser()
    await log_in(known)
    for _ in range(guessing.FROM_KNOWN.burst):
        assert (await log_in(known, password="not this one")).json()["code"] == "wrong-log-in"
    assert (await log_in(known)).json()["code"] == "wait-to-log-in"
    assert (await log_in(browser())).status_code == 200


async def test_a_cookie_that_somebody_made_up_is_no_known_browser(browser: Browser, doctor: None) -> None:
    for number in range(guessing.FROM_ELSEWHERE.burst):
        client = browser()
        client.cookies.set("alongside-browser", f"made-up-{number}")
        await log_in(client, password="not this one")
    client = browser()
    client.cookies.set("alongside-browser", "made-up-again")
    assert (await log_in(client)).json()["code"] == "wait-to-log-in"


async def test_right_passwords_use_nothing_up(browser: Browser, doctor: None) -> None:
    for _ in range(guessing.FROM_ELSEWHERE.burst * 2):
        assert (await log_in(browser())).status_code == 200


async def test_guesses_at_the_same_moment_are_all_counted(browser: Browser, doctor: None) -> None:
    client = browser()
    answers = await asyncio.gather(*(log_in(client, password=f"not this {number}") for number in range(30)))
    codes = [answer.json()["code"] for answer in answers]
    assert codes.count("wrong-log-in") == guessing.FROM_ELSEWHERE.burst


async def test_staff_behind_one_address_log_in_while_it_guesses(
    browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request here comes from one address. Forwarding headers, forged or not, change nothing."""
    kept = await passwords.hashed(PASSWORD)
    await pool().execute(
        "INSERT INTO account (id, name, password, handle, created_on)"
        " SELECT gen_random_uuid(), 'Staff ' || n, $1, sha256(n::text::bytea), $2"
        " FROM generate_series(1, $3) AS n",
        kept,
        clock().date(),
        STAFF,
    )
    await pool().execute(
        "INSERT INTO account_email SELECT lower(replace(name, ' ', '.')) || '@example.org', id, created_on"
        " FROM account"
    )
    for number in range(1, STAFF + 1):
        await pool().execute(
            "INSERT INTO known_browser SELECT account, $2, $3 FROM account_email WHERE email = $1",
            f"staff.{number}@example.org",
            browser_of(f"browser-{number}"),
            clock().date(),
        )
    attacker = browser()
    refused: list[httpx.Response] = []
    stop = asyncio.Event()

    async def guess(first: int) -> None:
        for number in range(first, GUESSES, 50):
            email = f"staff.{number % (STAFF * 2) + 1}@example.org"
            await log_in(attacker, email, f"guess {number}")
        stop.set()

    async def come_in(number: int) -> None:
        client = browser()
        client.cookies.set("alongside-browser", f"browser-{number}")
        answer = await log_in(client, f"staff.{number}@example.org")
        if answer.status_code != 200:
            refused.append(answer)

    await asyncio.gather(*(guess(first) for first in range(50)), *map(come_in, range(1, STAFF + 1)))
    assert refused == []
    assert await count("session") == STAFF


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement and every hashing that happens inside, in order."""
    done: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("fetch", "fetchrow", "fetchval", "execute"):
            original = getattr(asyncpg.Connection, name)

            def spying(original: Callable[..., Awaitable[Any]] = original) -> Callable[..., Awaitable[Any]]:
                async def asked(self: Any, query: str, *args: Any, **options: Any) -> Any:
                    done.append(query)
                    return await original(self, query, *args, **options)

                return asked

            patched.setattr(asyncpg.Connection, name, spying())
        run = passwords._run

        async def hashing(work: Any, *, front: bool) -> str | bool:
            done.append("argon2")
            return await run(work, front=front)

        patched.setattr(passwords, "_run", hashing)
        yield done


@pytest.mark.parametrize(
    ("address", "more", "hashings"),
    [
        ("log-in", {"password": "not this one"}, 1),
        ("register", {}, 0),
        ("reset", {}, 0),
        ("register/finish", {"code": "1234 5678", "name": "X Y", "password": PASSWORD}, 0),
        ("reset/finish", {"code": "1234 5678", "password": PASSWORD}, 0),
    ],
)
async def test_known_and_unknown_addresses_cost_the_same_work(
    browser: Browser,
    doctor: None,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    more: dict[str, str],
    hashings: int,
) -> None:
    seen: dict[str, tuple[list[str], int, bytes]] = {}
    for email in (EMAIL, "nobody@example.org"):
        client = browser()
        with watched(monkeypatch) as done:
            answer = await client.post(f"/api/accounts/{address}", json={"email": email, **more})
        seen[email] = (done, answer.status_code, answer.content)
    known, unknown = seen.values()
    assert known == unknown
    assert known[0].count("argon2") == hashings


async def test_known_and_unknown_addresses_take_the_same_time(
    browser: Browser, doctor: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        guessing,
        "_TAKE",
        "SELECT 1 WHERE $1::bytea <> '' AND $2::timestamptz IS NOT NULL"
        " AND $3::float8 > 0 AND $4::float8 > 0",
    )
    client = browser()
    times: dict[str, list[float]] = {EMAIL: [], "nobody@example.org": []}
    for _ in range(25):
        for email, taken in times.items():
            started = time.perf_counter()
            assert (await log_in(client, email, "not this one")).status_code == 401
            taken.append(time.perf_counter() - started)
    known, unknown = (statistics.median(taken) for taken in times.values())
    # Not hashing at all would make one a tenth of the other.
    assert 0.6 < known / unknown < 1.6
