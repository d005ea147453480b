"""Passkeys: adding one, logging in with it, confirming with it, and every way that must not work."""

from typing import Any

import httpx
import pytest

from server.database.engine import pool, transaction
from server.domain.accounts import account, sessions
from tests.api.accounts.authenticator import UP, Authenticator
from tests.api.accounts.conftest import Browser, Mailbox, count
from tests.conftest import Clock

EMAIL, PASSWORD = "s.lindqvist@example.org", "nine yellow doors"
AT = "/api/accounts/passkeys"


@pytest.fixture
async def client(browser: Browser, clock: Clock) -> httpx.AsyncClient:
    await account.add("Sara Lindqvist", EMAIL, PASSWORD, clock())
    return await logged_in(browser)


async def logged_in(browser: Browser, email: str = EMAIL) -> httpx.AsyncClient:
    new = browser()
    answer = await new.post("/api/accounts/log-in", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200
    return new


async def options(client: httpx.AsyncClient, what: str) -> Any:
    answer = await client.post(f"{AT}/{what}/options")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def finish(client: httpx.AsyncClient, what: str, credential: Any, **more: Any) -> httpx.Response:
    return await client.post(f"{AT}/{what}/finish", json={"credential": credential, **more})


async def added(client: httpx.AsyncClient, name: str = "Work phone") -> Authenticator:
    phone = Authenticator()
    answer = await finish(client, "register", phone.create(await options(client, "register")), name=name)
    assert answer.status_code == 201, answer.text
    return phone


async def is_confirmed(client: httpx.AsyncClient, clock: Clock) -> bool:
    token = client.cookies[sessions.PLAIN_COOKIE]
    return (await sessions.authenticate(token, clock())).actor.confirmed


async def test_a_passkey_is_added_and_logs_in(
    client: httpx.AsyncClient, browser: Browser, clock: Clock
) -> None:
    assert (await client.get(AT)).json() == []
    phone = await added(client)
    ((listed),) = (await client.get(AT)).json()
    assert (listed["name"], listed["created_on"]) == ("Work phone", "2026-11-23")
    new = browser()
    told = await options(new, "log-in")
    assert not told["allowCredentials"]
    answer = await finish(new, "log-in", phone.get(told))
    assert answer.json()["name"] == "Sara Lindqvist"
    assert (await new.get("/api/accounts/me")).json()["account"] == answer.json()["account"]
    assert await is_confirmed(new, clock)
    kept = await pool().fetchval("SELECT body FROM bucket_document WHERE kind = 'account'")
    assert '"passkeys":1' in kept


async def test_confirming_lasts_a_quarter_of_an_hour(
    client: httpx.AsyncClient, browser: Browser, clock: Clock
) -> None:
    phone = await added(client)
    other = await logged_in(browser)
    assert not await is_confirmed(other, clock)
    answer = await finish(other, "confirm", phone.get(await options(other, "confirm")))
    assert answer.status_code == 204
    assert await is_confirmed(other, clock)
    clock.forward(minutes=16)
    assert not await is_confirmed(other, clock)


async def test_an_answer_is_good_once_and_for_five_minutes(client: httpx.AsyncClient, clock: Clock) -> None:
    phone = await added(client)
    shown = phone.get(await options(client, "confirm"))
    assert (await finish(client, "confirm", shown)).status_code == 204
    assert (await finish(client, "confirm", shown)).json()["code"] == "wrong-passkey"
    late = phone.get(await options(client, "confirm"))
    clock.forward(minutes=5)
    assert (await finish(client, "confirm", late)).json()["code"] == "wrong-passkey"


async def test_an_answer_belongs_to_the_session_that_was_asked(
    client: httpx.AsyncClient, browser: Browser
) -> None:
    phone = await added(client)
    other = await logged_in(browser)
    shown = phone.get(await options(client, "confirm"))
    assert (await finish(other, "confirm", shown)).json()["code"] == "wrong-passkey"
    shown = phone.get(await options(browser(), "log-in"))
    assert (await finish(client, "confirm", shown)).json()["code"] == "wrong-passkey"


async def test_the_passkey_of_another_confirms_nobody(
    client: httpx.AsyncClient, browser: Browser, clock: Clock
) -> None:
    await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    theirs = await added(await logged_in(browser, "t.vale@example.org"))
    await added(client)
    answer = await finish(client, "confirm", theirs.get(await options(client, "confirm")))
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong-passkey")


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://evil.example"},
        {"flags": UP},
        {"flags": 0x04},
        {"hostname": "evil.example"},
        {"counter": -2},
        {"handle": b"somebody else"},
    ],
)
async def test_what_a_forged_or_copied_passkey_would_say(
    client: httpx.AsyncClient, browser: Browser, changed: dict[str, Any]
) -> None:
    phone = await added(client)
    await finish(browser(), "log-in", phone.get(await options(browser(), "log-in")))
    told = await options(browser(), "log-in")
    for name, value in changed.items():
        setattr(phone, name, value if name != "counter" else phone.counter + value)
    told["rpId"] = phone.hostname
    answer = await finish(browser(), "log-in", phone.get(told))
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong-passkey")


async def test_another_key_under_a_known_name(client: httpx.AsyncClient, browser: Browser) -> None:
    phone = await added(client)
    forged = Authenticator(credential=phone.credential, handle=phone.handle, counter=50)
    answer = await finish(browser(), "log-in", forged.get(await options(browser(), "log-in")))
    assert answer.json()["code"] == "wrong-passkey"


async def test_a_second_passkey_needs_the_first(
    client: httpx.AsyncClient, browser: Browser, clock: Clock
) -> None:
    phone = await added(client)
    other = await logged_in(browser)
    answer = await other.post(f"{AT}/register/options")
    assert (answer.status_code, answer.json()["code"]) == (403, "passkey-needed")
    answer = await other.post(f"{AT}/register/options", json={"password": PASSWORD})
    assert answer.json()["code"] == "passkey-needed"
    await finish(other, "confirm", phone.get(await options(other, "confirm")))
    await added(other, "Home computer")
    assert await count("passkey") == 2


async def test_a_first_passkey_needs_the_person(client: httpx.AsyncClient, clock: Clock) -> None:
    clock.forward(minutes=20)
    answer = await client.post(f"{AT}/register/options")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong-log-in")
    wrong = await client.post(f"{AT}/register/options", json={"password": "not this one"})
    assert wrong.json()["code"] == "wrong-log-in"
    right = await client.post(f"{AT}/register/options", json={"password": PASSWORD})
    assert right.status_code == 200
    answer = await finish(client, "register", Authenticator().create(right.json()))
    assert answer.json()["name"] == "Passkey"


async def test_a_stale_log_in_cannot_finish_what_it_began(client: httpx.AsyncClient, clock: Clock) -> None:
    shown = Authenticator().create(await options(client, "register"))
    clock.forward(minutes=6)
    assert (await finish(client, "register", shown)).json()["code"] == "wrong-passkey"


async def test_removing_one(
    client: httpx.AsyncClient, browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    await added(client)
    ((listed),) = (await client.get(AT)).json()
    thief = await logged_in(browser)
    answer = await thief.delete(f"{AT}/{listed['id']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "passkey-needed")
    await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    stranger = await logged_in(browser, "t.vale@example.org")
    answer = await stranger.delete(f"{AT}/{listed['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-yours")
    assert (await client.delete(f"{AT}/{listed['id']}")).status_code == 204
    assert await count("passkey") == 0


async def test_a_lost_passkey_is_removed_after_a_mailed_code(
    client: httpx.AsyncClient, browser: Browser, mailbox: Mailbox
) -> None:
    await added(client)
    new = browser()
    await new.post("/api/accounts/reset", json={"email": EMAIL})
    code = await mailbox.code()
    told = {"email": EMAIL, "code": code, "password": PASSWORD}
    assert (await new.post("/api/accounts/reset/finish", json=told)).status_code == 200
    ((listed),) = (await new.get(AT)).json()
    assert (await new.delete(f"{AT}/{listed['id']}")).status_code == 204


async def test_strangers_have_no_passkeys_to_see(browser: Browser, client: httpx.AsyncClient) -> None:
    stranger = browser()
    for method, address in (
        ("GET", AT),
        ("DELETE", f"{AT}/0192a1b2-0000-7000-8000-000000000000"),
        ("POST", f"{AT}/register/options"),
        ("POST", f"{AT}/confirm/options"),
    ):
        answer = await stranger.request(method, address)
        assert (answer.status_code, answer.json()["code"]) == (401, "signed-out"), address
    answer = await client.post(f"{AT}/confirm/options")
    assert (answer.status_code, answer.json()["code"]) == (403, "passkey-needed")


async def test_the_same_passkey_twice(client: httpx.AsyncClient) -> None:
    phone = await added(client)
    again = await finish(client, "register", phone.create(await options(client, "register")))
    assert again.json()["code"] == "wrong-passkey"


NONSENSE: list[dict[str, Any]] = [
    {},
    {"id": 7},
    {"id": "x", "response": None},
    {"id": "", "response": {"clientDataJSON": "AAAA"}},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30"}},
    {"id": "\u0000", "response": {"clientDataJSON": "\U0001f600"}},
    {"response": {"clientDataJSON": "W10"}},
]


async def test_nonsense_is_a_wrong_passkey(client: httpx.AsyncClient) -> None:
    for credential in NONSENSE:
        for what in ("register", "log-in", "confirm"):
            answer = await finish(client, what, credential)
            assert (answer.status_code, answer.json()["code"]) == (400, "wrong-passkey"), (what, credential)


async def test_a_damaged_registration(client: httpx.AsyncClient) -> None:
    for damage in ("", "AAAA", "oA", "_" * 5000, "9" * 40):
        for name in ("attestationObject", "clientDataJSON"):
            shown = Authenticator().create(await options(client, "register"))
            shown["response"][name] = damage
            answer = await finish(client, "register", shown)
            assert (answer.status_code, answer.json()["code"]) == (400, "wrong-passkey"), (name, damage)


async def test_where_everybody_is_fictional_office_acts_need_no_passkey(
    client: httpx.AsyncClient, clock: Clock
) -> None:
    assert not await is_confirmed(client, clock)
    async with transaction():
        await account.everybody_is_fictional()
    assert await is_confirmed(client, clock)
    assert (await client.get("/api/accounts/me")).json()["demo"] is True
