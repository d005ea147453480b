"""What a person changes of their own account: another address, one less, and closing it."""

from uuid import uuid4

import httpx
import pytest

from server.api import sync
from server.database.engine import pool, transaction
from server.domain.accounts import account
from server.domain.never import kept_apart
from server.domain.schemes import LookAfter
from server.sync.limits import Budgets
from server.sync.push import act
from server.sync.registry import system
from tests.api.accounts.conftest import Browser, Mailbox, code_in, count
from tests.api.accounts.test_passkeys import added, finish, options
from tests.conftest import Clock
from tests.domain.world import scheme_as
from tests.people import Device, Refusal

EMAIL, PASSWORD = "n.abara@example.org", "seven blue kites"
HOME = "noor.at.home@example.net"
AT = "/api/accounts"
CLOSE = {"close": True}


@pytest.fixture(autouse=True)
async def doctor(browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    await account.add("Noor Abara", EMAIL, PASSWORD, clock())


async def logged_in(browser: Browser, email: str = EMAIL) -> httpx.AsyncClient:
    new = browser()
    answer = await new.post(f"{AT}/log-in", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return new


async def with_home(browser: Browser, mailbox: Mailbox) -> httpx.AsyncClient:
    """Logged in, with a second address; every letter read."""
    client = await logged_in(browser)
    assert (await client.post(f"{AT}/emails", json={"email": f" {HOME.title()} "})).status_code == 202
    told = {"email": HOME, "code": await mailbox.code()}
    assert (await client.post(f"{AT}/emails/finish", json=told)).status_code == 204
    return client


async def test_another_address_is_added_and_logs_in(browser: Browser, mailbox: Mailbox) -> None:
    client = await logged_in(browser)
    phone = Device(client)
    await phone.sync()
    assert (await client.post(f"{AT}/emails", json={"email": HOME})).status_code == 202
    ((to, subject, words),) = await mailbox.letters()
    assert (to, subject) == (HOME, "Your Alongside code")
    told = {"email": HOME, "code": code_in(words)}
    assert (await client.post(f"{AT}/emails/finish", json=told)).status_code == 204
    ((to, _, words),) = await mailbox.letters()
    assert (to, HOME in words) == (EMAIL, False), "the address that was there hears of it, but not which"
    await phone.sync()
    (own,) = phone.of("account").values()
    assert own["emails"] == [EMAIL, HOME]
    await logged_in(browser, HOME)
    again = await client.post(f"{AT}/emails/finish", json=told)
    assert again.json()["code"] == "wrong-code", "a code is good once"


async def test_whose_an_address_is_is_told_to_its_own_mailbox_alone(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    await account.add("Tom Vale", HOME, PASSWORD, clock())
    client = await logged_in(browser)
    taken = await client.post(f"{AT}/emails", json={"email": HOME})
    free = await client.post(f"{AT}/emails", json={"email": "nobody@example.net"})
    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    letters = {to: words for to, _, words in await mailbox.letters()}
    assert "belongs to an account already" in letters[HOME]
    told = {"email": HOME, "code": code_in(letters["nobody@example.net"])}
    assert (await client.post(f"{AT}/emails/finish", json=told)).json()["code"] == "wrong-code"


async def test_a_code_adds_to_the_account_that_asked_for_it_and_to_no_other(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    """Somebody with another's session must not bring a code from an account of their own."""
    await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    client = await logged_in(browser, "t.vale@example.org")
    await client.post(f"{AT}/emails", json={"email": HOME})
    told = {"email": HOME, "code": await mailbox.code()}
    await client.post(f"{AT}/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert (await client.post(f"{AT}/emails/finish", json=told)).json()["code"] == "wrong-code"
    assert await count("account_email") == 2


async def test_an_open_phone_is_not_enough(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    client = await with_home(browser, mailbox)
    await mailbox.letters()
    clock.forward(minutes=20)
    for path, body in (
        ("emails", {"email": "x@example.net"}),
        ("emails/remove", {"email": HOME}),
        ("close", CLOSE),
    ):
        for more in ({}, {"password": "not this one"}):
            answer = await client.post(f"{AT}/{path}", json=body | more)
            assert (answer.status_code, answer.json()["code"]) == (401, "wrong-log-in"), path
    assert await mailbox.letters() == []
    again = {"email": HOME, "password": PASSWORD}
    assert (await client.post(f"{AT}/emails/remove", json=again)).status_code == 204


async def test_once_there_is_a_passkey_a_password_is_not_enough(browser: Browser, clock: Clock) -> None:
    client = await logged_in(browser)
    phone = await added(client)
    clock.forward(minutes=20)
    for path, body in (("emails", {"email": HOME}), ("emails/remove", {"email": EMAIL}), ("close", CLOSE)):
        answer = await client.post(f"{AT}/{path}", json=body | {"password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (403, "passkey-needed"), path
    await finish(client, "confirm", phone.get(await options(client, "confirm")))
    assert (await client.post(f"{AT}/close", json=CLOSE)).status_code == 204


async def test_whoever_has_a_stolen_password_shuts_nobody_out(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    """The owner of an address that was there before gets a code, and everybody else is out."""
    clock.forward(days=30)
    thief = await with_home(browser, mailbox)
    await mailbox.letters()
    answer = await thief.post(f"{AT}/emails/remove", json={"email": EMAIL})
    assert (answer.status_code, answer.json()["code"]) == (409, "address-too-new")
    owner = browser()
    await owner.post(f"{AT}/reset", json={"email": EMAIL})
    told = {"email": EMAIL, "code": await mailbox.code(), "password": "eight green kites"}
    assert (await owner.post(f"{AT}/reset/finish", json=told)).status_code == 200
    assert (await thief.get(f"{AT}/me")).status_code == 401
    assert (await owner.post(f"{AT}/emails/remove", json={"email": HOME})).status_code == 204


async def test_any_but_the_last_is_taken_away(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    await with_home(browser, mailbox)
    await mailbox.letters()
    clock.forward(days=7)
    client = await logged_in(browser)
    assert (await client.post(f"{AT}/emails/remove", json={"email": EMAIL})).status_code == 204
    assert sorted(to for to, *_ in await mailbox.letters()) == [EMAIL, HOME], "the one that goes hears it too"
    refused = await browser().post(f"{AT}/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert refused.json()["code"] == "wrong-log-in"
    await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    for other in (HOME, EMAIL, "t.vale@example.org", "no address"):
        answer = await client.post(f"{AT}/emails/remove", json={"email": other})
        assert answer.json()["code"] == "bad-request", other
    assert await count("account_email") == 2


async def test_an_account_has_five_at_most(browser: Browser, mailbox: Mailbox, clock: Clock) -> None:
    client = await logged_in(browser)
    who = await pool().fetchval("SELECT id FROM account")
    async with transaction():
        for number in range(4):
            assert await account.add_address(who, f"n{number}@example.net", clock())
    assert (await client.post(f"{AT}/emails", json={"email": HOME})).json()["code"] == "addresses-full"


async def test_codes_that_were_asked_for_before_make_no_sixth(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    client = await logged_in(browser)
    who = await pool().fetchval("SELECT id FROM account")
    await client.post(f"{AT}/emails", json={"email": HOME})
    told = {"email": HOME, "code": await mailbox.code()}
    async with transaction():
        for number in range(4):
            assert await account.add_address(who, f"n{number}@example.net", clock())
    assert (await client.post(f"{AT}/emails/finish", json=told)).json()["code"] == "addresses-full"


async def test_private_lists_go_on_meaning_whoever_had_the_address(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    """Neither by adding an address nor by taking it away does anybody leave a list or learn of one (P6)."""
    tom = await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    noor = await pool().fetchval("SELECT account FROM account_email WHERE email = $1", EMAIL)
    phone = Device(await logged_in(browser, "t.vale@example.org"))
    none = {"listing": None, "relationship": None}
    phone.act("relationship.declare_conflict", never=uuid4(), email=HOME, **none)
    await phone.sync()

    async def apart() -> bool:
        async with transaction():
            return await kept_apart(tom, [noor]) == {noor}

    assert not await apart()
    client = await with_home(browser, mailbox)
    assert await apart()
    assert (await client.post(f"{AT}/emails/remove", json={"email": HOME})).status_code == 204
    assert await apart()
    # Nor by coming back with it as somebody new: then both are meant.
    again = await account.add("Noor Abara", HOME, PASSWORD, clock())
    async with transaction():
        assert await kept_apart(tom, [noor, again]) == {noor, again}
    assert (await client.post(f"{AT}/close", json=CLOSE)).status_code == 204
    async with transaction():
        assert await kept_apart(tom, [again]) == {again}
    await phone.sync()
    assert [line["label"] for line in phone.of("never").values()] == [HOME]


async def test_closing_leaves_nothing_and_wipes_its_phones(
    browser: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    phone, other = await logged_in(browser), await logged_in(browser)
    here, there = Device(phone), Device(other)
    await here.sync()
    await there.sync()
    assert (await phone.post(f"{AT}/close", json=CLOSE)).status_code == 204
    assert "alongside-session" not in phone.cookies
    ((to, _, words),) = await mailbox.letters()
    assert (to, "was closed" in words) == (EMAIL, True)
    assert (
        await browser().post(f"{AT}/log-in", json={"email": EMAIL, "password": PASSWORD})
    ).status_code == 401
    for table in ("account", "account_email", "session", "known_browser"):
        assert await count(table) == 0, table
    with pytest.raises(Refusal, match="device-revoked"):
        await there.sync()
    assert there.wiped
    await account.add("Noor Abara", EMAIL, PASSWORD, clock())
    await logged_in(browser)


async def test_no_open_scheme_is_left_without_a_coordinator(browser: Browser, clock: Clock) -> None:
    client, scheme = await logged_in(browser), uuid4()
    noor = await pool().fetchval("SELECT id FROM account")
    await act(system(clock()), "scheme.publish", scheme_as(scheme))
    await act(system(clock()), "coordinator.add", LookAfter(scheme=scheme, account=noor))
    answer = await client.post(f"{AT}/close", json=CLOSE)
    assert (answer.status_code, answer.json()["code"]) == (409, "hand-over-first")
    assert await count("account") == 1
    tom = await account.add("Tom Vale", "t.vale@example.org", PASSWORD, clock())
    await act(system(clock()), "coordinator.add", LookAfter(scheme=scheme, account=tom))
    assert (await client.post(f"{AT}/close", json=CLOSE)).status_code == 204
