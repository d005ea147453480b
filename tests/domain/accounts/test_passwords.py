"""Passwords: the same work for everybody, two at a time, and those who are known go first."""

import asyncio
import threading
import time

import pytest
from argon2 import PasswordHasher, extract_parameters

from server.domain.accounts import passwords
from server.refusals import Refused


async def test_a_password_fits_and_nothing_else_does() -> None:
    kept = await passwords.hashed("three grey herons")
    assert await passwords.fits(kept, "three grey herons")
    assert not await passwords.fits(kept, "three grey heron")
    assert not await passwords.fits(None, "nobody's password")
    assert not await passwords.fits("not a hash", "three grey herons")
    assert kept != await passwords.hashed("three grey herons")


async def test_what_it_costs() -> None:
    found = extract_parameters(await passwords.hashed("three grey herons"))
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19_456, 2, 1)
    assert extract_parameters(passwords._DUMMY) == found
    weak = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash("x")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(await passwords.hashed("three grey herons"))


async def test_one_letter_however_it_was_composed() -> None:
    kept = await passwords.hashed("caf\u00e9 au lait")
    assert await passwords.fits(kept, "cafe\u0301 au lait")


@pytest.mark.parametrize("password", ["\u0000" * 20, "👩🏽‍⚕️" * 30, "x" * 256, " " * 12])
async def test_strange_passwords_are_passwords(password: str) -> None:
    assert await passwords.fits(await passwords.hashed(password), password)


@pytest.mark.parametrize(
    "password", ["nine chars", "three grey herons", "ünïcödé wörds", "1029384756", "correct horse"]
)
def test_passwords_that_will_do(password: str) -> None:
    passwords.check_new(password, "a@example.org", "A Doctor")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "ninechars",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "PASSWORD1234",
        "a.b.doctor@example.org",
        "a.b.doctor",
    ],
)
def test_passwords_that_will_not(password: str) -> None:
    with pytest.raises(Refused, match="weak-password"):
        passwords.check_new(password, "a.b.doctor@example.org", "A B Doctor")


STAFF = 300
"""They all log in at the same moment, at the change of shifts."""


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> passwords._Turns:
    fresh = passwords._Turns()
    monkeypatch.setattr(passwords, "_turns", fresh)
    return fresh


async def test_two_at_a_time_and_the_loop_goes_on(turns: passwords._Turns) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work() -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return True

    ticks = 0
    hashing = asyncio.gather(*(passwords._run(work, front=False) for _ in range(10)))
    while not hashing.done():
        ticks += 1
        await asyncio.sleep(0.001)
    await hashing
    assert most == 2
    assert ticks > 10


async def test_the_queue_has_an_end_and_the_known_go_first(turns: passwords._Turns) -> None:
    gate, order = threading.Event(), list[str]()

    def hold() -> bool:
        return gate.wait(5)

    def note(name: str) -> bool:
        order.append(name)
        return True

    held = [asyncio.create_task(passwords._run(hold, front=False)) for _ in range(2)]
    await asyncio.sleep(0)
    flood = [
        asyncio.create_task(passwords._run(lambda: note("flood"), front=False))
        for _ in range(passwords.WAITING)
    ]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await passwords._run(lambda: note("one too many"), front=False)
    assert (refused.value.code, refused.value.facts) == ("too-often", {"retry_after": 2})
    staff = [asyncio.create_task(passwords._run(lambda: note("staff"), front=True)) for _ in range(STAFF)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*held, *flood, *staff)
    assert order[:STAFF] == ["staff"] * STAFF
    assert len(order) == passwords.WAITING + STAFF


async def test_somebody_who_gives_up_waiting_takes_no_turn(turns: passwords._Turns) -> None:
    gate = threading.Event()
    held = [asyncio.create_task(passwords._run(lambda: gate.wait(5), front=False)) for _ in range(2)]
    await asyncio.sleep(0)
    waiting = asyncio.create_task(passwords._run(lambda: True, front=False))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    await asyncio.gather(*held)
    assert await asyncio.wait_for(passwords._run(lambda: True, front=False), 5)
    assert turns._free == 2
