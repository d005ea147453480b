"""Devices: seen, named and removed by their owner, and by nobody else."""

import httpx
import pytest

from server.api import sync
from server.database.engine import pool
from server.domain.accounts import account
from server.sync.limits import Budgets
from tests.api.accounts.conftest import Browser
from tests.conftest import Clock
from tests.people import Device, Refusal

EMAIL, PASSWORD = "y.tanaka@example.org", "two patient owls"


@pytest.fixture(autouse=True)
async def doctor(browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    return str(await account.add("Yui Tanaka", EMAIL, PASSWORD, clock()))


async def phone_of(client: httpx.AsyncClient, email: str = EMAIL) -> Device:
    answer = await client.post("/api/accounts/log-in", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200
    phone = Device(client)
    await phone.sync()
    return phone


async def test_a_person_sees_and_names_their_devices(browser: Browser) -> None:
    phone, computer = await phone_of(browser()), await phone_of(browser())
    phone.act("device.name", device=phone.id, name=" Work phone ")
    await phone.sync()
    await computer.sync()
    shown = computer.of("device")
    assert shown[str(phone.id)] == {"name": "Work phone", "last_seen": "2026-11-23", "revoked": False}
    assert set(shown) == {str(phone.id), str(computer.id)}


async def test_a_lost_phone_is_removed(browser: Browser) -> None:
    lost_browser = browser()
    lost, computer = await phone_of(lost_browser), await phone_of(browser())
    lost.act("account.rename", name="Never sent")
    computer.act("device.revoke", device=lost.id)
    await computer.sync()
    assert computer.of("device")[str(lost.id)]["revoked"]
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            await lost.sync()
        assert (refused.value.status, refused.value.code) == (403, "device-revoked")
    assert lost.wiped
    me = await lost_browser.get("/api/accounts/me")
    assert (me.status_code, me.json()["code"]) == (403, "device-revoked")
    await computer.sync()
    assert next(iter(computer.of("account").values()))["name"] == "Yui Tanaka"


async def test_logging_in_again_makes_a_removed_phone_a_new_one(browser: Browser) -> None:
    client = browser()
    lost, computer = await phone_of(client), await phone_of(browser())
    computer.act("device.revoke", device=lost.id)
    await computer.sync()
    again = await phone_of(client)
    assert again.of("account")
    lost.wiped = False
    with pytest.raises(Refusal) as refused:
        await lost.sync()
    assert refused.value.code == "device-revoked"


async def test_a_device_can_remove_itself(browser: Browser) -> None:
    phone = await phone_of(browser())
    phone.act("device.revoke", device=phone.id)
    with pytest.raises(Refusal) as refused:
        await phone.sync()
    assert refused.value.code == "device-revoked"


async def test_a_session_follows_the_device_that_syncs_with_it(browser: Browser, clock: Clock) -> None:
    client = browser()
    first = await phone_of(client)
    second = Device(client)
    await second.sync()
    computer = await phone_of(browser())
    computer.act("device.revoke", device=second.id)
    await computer.sync()
    with pytest.raises(Refusal) as refused:
        await first.sync()
    assert refused.value.code == "signed-out"  # the phone itself stays: it says "log in", and wipes nothing
    assert not first.wiped


async def test_the_device_of_another_looks_like_none(browser: Browser, clock: Clock) -> None:
    await account.add("Zoe Marsh", "z.marsh@example.org", PASSWORD, clock())
    mine, theirs = await phone_of(browser()), await phone_of(browser(), "z.marsh@example.org")
    for name, more in (("device.revoke", {}), ("device.name", {"name": "Mine now"})):
        mine.act(name, device=theirs.id, **more)
        mine.act(name, device="0192a1b2-0000-7000-8000-000000000000", **more)
    await mine.sync()
    told = [{k: v for k, v in each.items() if k not in {"number", "args", "name"}} for each in mine.attention]
    assert len(told) == 4
    assert all(each == told[0] for each in told)
    assert told[0]["code"] == "not-yours"
    await theirs.sync()
    assert not theirs.wiped


async def test_a_name_and_what_a_person_says_of_themselves(browser: Browser, doctor: str) -> None:
    phone = await phone_of(browser())
    phone.act("account.rename", name="  Yui Tanaka-Bell ")
    phone.act("account.describe", grade="Consultant", specialty=None)
    await phone.sync()
    assert phone.of("account") == {
        doctor: {
            "name": "Yui Tanaka-Bell",
            "emails": [EMAIL],
            "grade": "Consultant",
            "specialty": None,
            "passkeys": 0,
            "demo": False,
        }
    }
    phone.act("account.describe", grade=None, specialty=None)
    await phone.sync()
    assert phone.of("account")[doctor]["grade"] is None


NO_NAMES = ["", "   ", "\u0000", "a\u0000b", "x" * 121, "two\nlines", "\u202etxt.exe", 7, None, ["a"]]
NAMES = ["Łukasz Żółć", "O'Brien-Ngũgĩ", "李小龍", "עמית", "x" * 120, "\U0001f469\u200d\u2695\ufe0f"]


async def test_names_that_are_none(browser: Browser) -> None:
    phone = await phone_of(browser())
    for name in NO_NAMES:
        phone.act("account.rename", name=name)
    await phone.sync()
    assert [each["code"] for each in phone.attention] == ["malformed"] * len(NO_NAMES)


async def test_names_that_people_have(browser: Browser) -> None:
    phone = await phone_of(browser())
    for name in NAMES:
        phone.act("account.rename", name=name)
        await phone.sync()
        assert next(iter(phone.of("account").values()))["name"] == name
    assert phone.attention == []


async def test_an_account_is_told_to_its_own_devices_only(browser: Browser, clock: Clock) -> None:
    await account.add("Zoe Marsh", "z.marsh@example.org", PASSWORD, clock())
    mine, theirs = await phone_of(browser()), await phone_of(browser(), "z.marsh@example.org")
    assert set(mine.of("account")).isdisjoint(theirs.of("account"))
    assert set(mine.of("device")) == {str(mine.id)}
    assert await pool().fetchval("SELECT count(*) FROM bucket WHERE name LIKE 'doctor:%'") == 2
