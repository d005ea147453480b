"""Registering and choosing a new password with a mailed code, and what a stranger can learn: nothing."""

import asyncio
from typing import Any

import httpx
import pytest

from server.database.engine import pool
from server.domain.accounts import account, codes, sessions
from tests.api.accounts.conftest import Browser, Mailbox, code_in, count
from tests.conftest import Clock

EMAIL, PASSWORD, NAME = "w.adeyemi@example.org", "seven slow trains", "Wale Adeyemi"
FINISH = "/api/accounts/register/finish"
RESET = "/api/accounts/reset/finish"


async def ask(client: httpx.AsyncClient, what: str = "register", email: str = EMAIL) -> httpx.Response:
    return await client.post(f"/api/accounts/{what}", json={"email": email})


def said(code: str, **more: Any) -> dict[str, Any]:
    return {"email": EMAIL, "code": code, "name": NAME, "password": PASSWORD} | more


async def test_somebody_registers(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    answer = await ask(client, email=f"  {EMAIL.upper()}")
    assert (answer.status_code, answer.content) == (202, b"")
    ((to, subject, words),) = await mailbox.letters()
    assert (to, subject) == (EMAIL, "Your Alongside code")
    assert "30 minutes" in words
    answer = await client.post(FINISH, json=said(code_in(words)))
    assert answer.status_code == 200
    assert answer.json()["name"] == NAME
    assert (await client.get("/api/accounts/me")).json()["account"] == answer.json()["account"]
    logged_in = await browser().post("/api/accounts/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert logged_in.json() == answer.json()


async def test_the_code_is_nowhere_in_the_database(browser: Browser, mailbox: Mailbox) -> None:
    await ask(browser())
    waiting = await pool().fetchval("SELECT payload FROM pgqueuer")
    assert b"register" in waiting
    code = (await mailbox.code()).replace(" ", "")
    kept = await pool().fetchrow("SELECT * FROM mailed_code")
    assert code not in str(dict(kept))
    assert code.encode() not in waiting


async def test_a_code_works_once(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    assert (await client.post(FINISH, json=said(code))).status_code == 200
    again = await browser().post(FINISH, json=said(code))
    assert (again.status_code, again.json()["code"]) == (400, "wrong-code")
    assert await count("mailed_code") == 0


async def test_a_code_works_for_half_an_hour(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    clock.forward(minutes=30)
    assert (await client.post(FINISH, json=said(code))).json()["code"] == "wrong-code"


async def test_a_code_is_for_one_thing(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    answer = await client.post(RESET, json={"email": EMAIL, "code": code, "password": PASSWORD})
    assert answer.json()["code"] == "wrong-code"


async def test_a_code_that_is_guessed_at_is_worth_nothing(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    for number in range(codes.TRIES):
        assert (await client.post(FINISH, json=said(f"0000 000{number}"))).json()["code"] == "wrong-code"
    assert (await client.post(FINISH, json=said(code))).json()["code"] == "wrong-code"


async def test_guesses_at_the_same_moment_are_all_counted(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    await mailbox.code()
    await asyncio.gather(*(client.post(FINISH, json=said(f"{number:08}")) for number in range(12)))
    assert await pool().fetchval("SELECT tries FROM mailed_code") >= codes.TRIES


async def test_nobody_can_use_up_the_tries_of_another(browser: Browser, mailbox: Mailbox) -> None:
    client, attacker = browser(), browser()
    await ask(client)
    code = await mailbox.code()
    for number in range(20):
        await attacker.post(FINISH, json=said(f"1111 11{number:02}"))
    assert (await attacker.post(FINISH, json=said(code))).json()["code"] == "wrong-code"
    assert (await client.post(FINISH, json=said(code))).status_code == 200


async def test_a_code_can_be_typed_on_another_device(browser: Browser, mailbox: Mailbox) -> None:
    await ask(browser())
    code = await mailbox.code()
    assert (await browser().post(FINISH, json=said(code.replace(" ", "-")))).status_code == 200


async def test_a_new_code_takes_the_place_of_the_old(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    first = await mailbox.code()
    await ask(client)
    second = await mailbox.code()
    assert first != second
    assert (await client.post(FINISH, json=said(first))).json()["code"] == "wrong-code"
    assert (await client.post(FINISH, json=said(second))).status_code == 200


async def test_registering_twice_at_once_makes_one_account(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    answers = await asyncio.gather(*(client.post(FINISH, json=said(code)) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    assert await count("account") == 1


async def test_a_forgotten_password(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    await account.add(NAME, EMAIL, PASSWORD, clock())
    elsewhere, client = browser(), browser()
    await elsewhere.post("/api/accounts/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert (await ask(client, "reset")).status_code == 202
    code = await mailbox.code()
    new = {"email": EMAIL, "code": code, "password": "eight slow trains"}
    assert (await client.post(RESET, json=new)).json()["name"] == NAME
    assert (await client.get("/api/accounts/me")).status_code == 200
    assert (await elsewhere.get("/api/accounts/me")).json()["code"] == "signed-out"
    old = await browser().post("/api/accounts/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert old.json()["code"] == "wrong-log-in"


@pytest.mark.parametrize(
    ("what", "known", "says"),
    [("register", True, "It is registered already"), ("reset", False, "No account uses this address")],
)
async def test_only_the_mailbox_learns_whether_there_is_an_account(
    browser: Browser, mailbox: Mailbox, clock: Clock, what: str, known: bool, says: str
) -> None:
    if known:
        await account.add(NAME, EMAIL, PASSWORD, clock())
    known_to_be, other = await ask(browser(), what), await ask(browser(), what, "else@example.org")
    assert known_to_be.content == other.content == b""
    assert known_to_be.status_code == other.status_code == 202
    letters = {to: (subject, words) for to, subject, words in await mailbox.letters()}
    assert says in letters[EMAIL][1]
    assert letters[EMAIL][0] == "Your Alongside account"


async def test_a_mailbox_cannot_be_flooded(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    for _ in range(30):
        assert (await ask(browser())).status_code == 202
    assert len(await mailbox.letters()) == 20
    await account.add("Ada Brown", "ada@example.org", PASSWORD, clock())
    known = browser()
    await known.post("/api/accounts/log-in", json={"email": "ada@example.org", "password": PASSWORD})
    for _ in range(30):
        await ask(browser(), "reset", "ada@example.org")
    # Whoever floods from elsewhere keeps no code from the browser that is known.
    await mailbox.letters()
    await ask(known, "reset", "ada@example.org")
    assert len(await mailbox.letters()) == 1


async def test_a_password_that_anybody_would_guess(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    for password in ("short", "aaaaaaaaaaaa", "Password1234", "QwertyUiop", NAME, EMAIL):
        answer = await client.post(FINISH, json=said(code, password=password))
        assert (answer.status_code, answer.json()["code"]) == (400, "weak-password"), password
    assert (await client.post(FINISH, json=said(code))).status_code == 200


async def test_mail_domains_that_are_not_allowed(browser: Browser, mailbox: Mailbox) -> None:
    answer = await ask(browser(), email="somebody@example.com")
    assert (answer.status_code, answer.json()["code"]) == (400, "mail-domain")
    assert (await ask(browser(), email="somebody@mail.example.org")).status_code == 400
    assert await mailbox.letters() == []


async def test_the_new_session_is_not_one_that_was_brought(browser: Browser, mailbox: Mailbox) -> None:
    client = browser()
    await ask(client)
    code = await mailbox.code()
    client.cookies.set(sessions.PLAIN_COOKIE, "chosen", domain="localhost", path="/")
    await client.post(FINISH, json=said(code))
    assert sessions.hashed("chosen") != await pool().fetchval("SELECT token FROM session")
