"""Coming in with a letter: a robot that clicks everything leaves it whole; its reader uses it up."""

import re
from uuid import UUID, uuid4

import httpx
import pytest

from server.database.engine import pool
from server.domain.accounts import account
from server.domain.invitations import SendInvitation
from server.sync.push import act
from server.sync.registry import system
from tests.api.accounts.conftest import Browser, Mailbox, code_in, count
from tests.conftest import Clock
from tests.domain.world import scheme_as
from tests.people import Device

EMAIL, PASSWORD = "n.oduya@example.com", "four loud geese"
LOOK, REDEEM = "/api/accounts/invitations/look", "/api/accounts/invitations/redeem"


@pytest.fixture
async def scheme(browser: Browser, clock: Clock) -> UUID:
    scheme = uuid4()
    await act(system(clock()), "scheme.publish", scheme_as(scheme))
    return scheme


async def send(scheme: UUID, clock: Clock) -> None:
    words = SendInvitation(
        invitation=uuid4(),
        scheme=scheme,
        role="mentor",
        email=EMAIL.upper(),
        name="Nia Oduya",
        fields={"specialty": "Paediatrics"},
    )
    await act(system(clock()), "invitation.send", words)


@pytest.fixture
async def token(scheme: UUID, clock: Clock, mailbox: Mailbox) -> str:
    await send(scheme, clock)
    ((to, subject, words),) = await mailbox.letters()
    assert (to, subject) == (EMAIL, "An invitation, if it suits you")
    found = re.search(r"http://localhost:8000/invitation#(\S+)", words)
    assert found
    return found[1]


def said(token: str, **more: str) -> dict[str, str]:
    return {"token": token, "email": EMAIL, "name": "Nia Oduya", "password": PASSWORD} | more


async def code(answer: httpx.Response) -> str:
    found: str = answer.json()["code"]
    return found


async def test_a_letter_is_read_and_used(browser: Browser, token: str, scheme: UUID) -> None:
    client = browser()
    told = await client.post(LOOK, json={"token": token})
    assert told.json() == {
        "scheme": str(scheme),
        "scheme_name": "Quiet talk",
        "role": "mentor",
        "name": "Nia Oduya",
        "email": EMAIL,
    }
    answer = await client.post(REDEEM, json=said(token, email=f" {EMAIL} "))
    assert answer.json()["name"] == "Nia Oduya"
    phone = Device(client)
    await phone.sync()
    assert [asked["scheme"] for asked in phone.of("invited").values()] == [str(scheme)]
    assert phone.of("participation") == {}  # coming in says yes to nothing
    again = await browser().post(REDEEM, json=said(token))
    assert (again.status_code, await code(again)) == (400, "invitation-over")
    assert await code(await browser().post(LOOK, json={"token": token})) == "invitation-over"


async def test_a_robot_that_opens_and_clicks_everything_does_not_use_it_up(
    browser: Browser, token: str
) -> None:
    robot = browser()
    for _ in range(5):
        for address in ("/", "/invitation", f"/invitation?{token}", LOOK, REDEEM):
            await robot.get(address)
            await robot.head(address)
            await robot.post(address)
        assert (await robot.post(LOOK, json={"token": token})).status_code == 200
        assert (await robot.post(REDEEM, json={"token": token})).status_code == 400
        assert (await robot.post(REDEEM, json=said(token, email="robot@example.com"))).status_code == 400
    assert await count("account") == 0
    assert (await browser().post(REDEEM, json=said(token))).status_code == 200


async def test_a_weak_password_leaves_it_whole(browser: Browser, token: str) -> None:
    assert (
        await code(await browser().post(REDEEM, json=said(token, password="password12"))) == "weak-password"
    )
    assert (await browser().post(REDEEM, json=said(token))).status_code == 200


async def test_somebody_with_an_account_comes_in_to_it(browser: Browser, token: str, clock: Clock) -> None:
    known = await account.add("Nia", EMAIL, "her own password", clock())
    wrong = await browser().post(REDEEM, json=said(token))
    assert (wrong.status_code, await code(wrong)) == (401, "wrong-log-in")
    client = browser()
    answer = await client.post(REDEEM, json=said(token, password="her own password"))
    assert answer.json() == {"account": str(known), "name": "Nia"}
    phone = Device(client)
    await phone.sync()
    assert len(phone.of("invited")) == 1


async def test_registering_by_oneself_finds_the_letter_too(
    browser: Browser, token: str, mailbox: Mailbox, app: object
) -> None:
    await pool().execute("UPDATE invitation SET email = 'n.oduya@example.org'")
    client = browser()
    await client.post("/api/accounts/register", json={"email": "n.oduya@example.org"})
    ((_, _, words),) = await mailbox.letters()
    told = {"email": "n.oduya@example.org", "code": code_in(words), "name": "Nia", "password": PASSWORD}
    assert (await client.post("/api/accounts/register/finish", json=told)).status_code == 200
    phone = Device(client)
    await phone.sync()
    assert len(phone.of("invited")) == 1
    assert await code(await browser().post(LOOK, json={"token": token})) == "invitation-over"


@pytest.mark.parametrize("made_up", ["x", "\u0000", "' OR 1=1 --", "\U0001d518" * 50, "a" * 200])
async def test_a_token_that_somebody_made_up(browser: Browser, scheme: UUID, made_up: str) -> None:
    for address, body in ((LOOK, {"token": made_up}), (REDEEM, said(made_up))):
        answer = await browser().post(address, json=body)
        assert (answer.status_code, await code(answer)) == (400, "invitation-over")


async def test_a_letter_ends_after_sixty_days(browser: Browser, token: str, clock: Clock) -> None:
    clock.forward(days=61)
    assert await code(await browser().post(REDEEM, json=said(token))) == "invitation-over"
