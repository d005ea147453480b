"""Logging in and out: one cookie, one answer for whatever is wrong, and no other site."""

import httpx
import pytest
from litestar import Litestar

from server.app import create_app
from server.database.engine import pool
from server.domain.accounts import account, sessions
from server.settings import Settings
from tests.api.accounts.conftest import Browser, count
from tests.conftest import Clock, served

EMAIL, PASSWORD = "r.okafor@example.org", "three grey herons"
LOG_IN = "/api/accounts/log-in"


@pytest.fixture
async def doctor(browser: Browser, clock: Clock) -> str:
    return str(await account.add("Ruth Okafor", EMAIL, PASSWORD, clock()))


async def logged_in(browser: Browser) -> httpx.AsyncClient:
    client = browser()
    answer = await client.post(LOG_IN, json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return client


async def test_a_doctor_logs_in_and_out(browser: Browser, doctor: str) -> None:
    client = browser()
    assert (await client.get("/api/accounts/me")).json()["code"] == "signed-out"
    answer = await client.post(LOG_IN, json={"email": f" {EMAIL.upper()} ", "password": PASSWORD})
    assert answer.json() == {"account": doctor, "name": "Ruth Okafor"}
    me = await client.get("/api/accounts/me")
    assert me.json() == {"account": doctor, "name": "Ruth Okafor", "demo": False}
    token = client.cookies[sessions.PLAIN_COOKIE]
    assert (await client.post("/api/accounts/log-out")).status_code == 204
    assert sessions.PLAIN_COOKIE not in client.cookies
    stolen = httpx.AsyncClient(
        transport=client._transport, base_url=client.base_url, cookies={sessions.PLAIN_COOKIE: token}
    )
    assert (await stolen.get("/api/accounts/me")).status_code == 401
    assert (await stolen.post("/api/accounts/log-out")).status_code == 204
    await stolen.aclose()


async def test_a_session_opens_sync_too(browser: Browser, doctor: str) -> None:
    from tests.people import Device

    phone = Device(await logged_in(browser))
    await phone.sync()
    assert phone.of("account")[doctor]["emails"] == [EMAIL]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "three grey heron"),
        ("nobody@example.org", PASSWORD),
        ("not an address", PASSWORD),
        (EMAIL, "x" * 256),
    ],
)
async def test_whatever_is_wrong_the_answer_is_one(
    browser: Browser, doctor: str, email: str, password: str
) -> None:
    answer = await browser().post(LOG_IN, json={"email": email, "password": password})
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "about:blank",
        "title": "Log-in details do not match",
        "status": 401,
        "detail": "Check the email address and password, then try again.",
        "code": "wrong-log-in",
    }
    assert "set-cookie" not in answer.headers


async def test_the_cookie_behind_https(settings: Settings, clock: Clock, database: str) -> None:
    secure = create_app(
        Settings(origin="https://alongside.example", data=settings.data, jobs=False), clock=clock
    )
    await account.add("Ruth Okafor", EMAIL, PASSWORD, clock())
    async with served(secure) as client:
        client.base_url = httpx.URL("https://alongside.example")
        answer = await client.post(LOG_IN, json={"email": EMAIL, "password": PASSWORD})
        told = {each.partition("=")[0]: each for each in answer.headers.get_list("set-cookie")}
        assert set(told) == {"__Host-alongside", "__Host-alongside-browser"}
        for cookie in told.values():
            words = {word.strip().lower() for word in cookie.split(";")[1:]}
            assert {"secure", "httponly", "samesite=lax", "path=/"} <= words
            assert not any(word.startswith("domain") for word in words)
        assert (await client.get("/api/accounts/me")).status_code == 200
        token = client.cookies["__Host-alongside"]
        client.cookies.clear()
        # A neighbouring host can set a cookie of any other name: it is not looked at.
        client.cookies.set(sessions.PLAIN_COOKIE, token)
        assert (await client.get("/api/accounts/me")).status_code == 401


async def test_a_token_chosen_by_somebody_else_never_becomes_a_session(browser: Browser, doctor: str) -> None:
    client = browser()
    client.cookies.set(sessions.PLAIN_COOKIE, "chosen-by-an-attacker", domain="localhost", path="/")
    await client.post(LOG_IN, json={"email": EMAIL, "password": PASSWORD})
    tokens = [cookie.value for cookie in client.cookies.jar if cookie.name == sessions.PLAIN_COOKIE]
    kept = await pool().fetch("SELECT token FROM session")
    assert [row["token"] for row in kept] == [sessions.hashed(tokens[-1] or "")]
    assert sessions.hashed("chosen-by-an-attacker") not in {row["token"] for row in kept}


async def test_logging_in_again_ends_the_session_before(browser: Browser, doctor: str) -> None:
    client = await logged_in(browser)
    first = client.cookies[sessions.PLAIN_COOKIE]
    await client.post(LOG_IN, json={"email": EMAIL, "password": PASSWORD})
    assert client.cookies[sessions.PLAIN_COOKIE] != first
    assert await count("session") == 1


async def test_the_database_holds_nothing_that_logs_anybody_in(browser: Browser, doctor: str) -> None:
    client = await logged_in(browser)
    token = client.cookies[sessions.PLAIN_COOKIE]
    rows = await pool().fetch("SELECT * FROM session")
    assert token not in str(rows)
    assert token.encode() not in rows[0]["token"]
    kept = await pool().fetchval("SELECT password FROM account")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_session_lasts_180_days_from_its_last_day(
    browser: Browser, doctor: str, clock: Clock
) -> None:
    client = await logged_in(browser)
    clock.forward(days=179)
    assert (await client.get("/api/accounts/me")).status_code == 200
    clock.forward(days=179)
    assert (await client.get("/api/accounts/me")).status_code == 200
    clock.forward(days=180)
    assert (await client.get("/api/accounts/me")).json()["code"] == "signed-out"


async def test_an_old_hash_is_made_anew_at_the_next_log_in(browser: Browser, doctor: str) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    await pool().execute("UPDATE account SET password = $1", weak)
    await logged_in(browser)
    assert "m=19456,t=2,p=1" in await pool().fetchval("SELECT password FROM account")
    await logged_in(browser)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_another_site_cannot_log_anybody_in_or_out(
    browser: Browser, doctor: str, headers: dict[str, str]
) -> None:
    client = await logged_in(browser)
    for address in (LOG_IN, "/api/accounts/log-out", "/api/accounts/reset"):
        answer = await client.post(address, json={"email": EMAIL, "password": PASSWORD}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")
    assert (await client.get("/api/accounts/me")).status_code == 200


async def test_a_form_of_another_kind_is_not_read(browser: Browser, doctor: str) -> None:
    body = f'{{"email": "{EMAIL}", "password": "{PASSWORD}"}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await browser().post(LOG_IN, content=body, headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) == (415, "not-json")


async def test_a_session_without_its_account_is_none(app: Litestar, browser: Browser, doctor: str) -> None:
    client = await logged_in(browser)
    await pool().execute("DELETE FROM account")
    assert (await client.get("/api/accounts/me")).status_code == 401
