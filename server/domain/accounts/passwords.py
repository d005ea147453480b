"""Passwords: argon2id, off the event loop, two at a time, and the same work whoever is asking.

Hashing is what a flood of guesses would use up, so the queue in front of it has an end, and browsers that
have logged in before go first: a flood from elsewhere waits behind the staff it pretends to be.
"""

import asyncio
import unicodedata
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.refusals import Refused

SHORTEST = 10
LONGEST = 256
WAITING = 128
"""How many strangers may wait; it takes them about three seconds."""
WAITING_IN_FRONT = 1000
"""How many known browsers may: a whole hospital at the change of shifts. They have budgets of their own."""
_AT_ONCE = 2

_hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1, hash_len=32, salt_len=16)
_threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
_DUMMY = _hasher.hash("nobody's password")
_WORN = {
    *("password1234", "password123", "password12", "password123!", "passw0rd123", "passwordpassword"),
    *("1234567890", "0123456789", "12345678910", "123456789a", "1q2w3e4r5t", "1q2w3e4r5t6y", "qwertyuiop"),
    *("qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop123", "asdfghjkl1", "zxcvbnm123", "abcdefghij"),
    *("iloveyou12", "iloveyou123", "letmein123", "letmein1234", "welcome123", "welcome1234", "changeme123"),
    *("football123", "liverpool1", "liverpool123", "sunshine123", "princess123", "superman123", "alongside1"),
    *(
        "alongside123",
        "mentoring1",
        "mentoring123",
        "hospital123",
        "doctor1234",
        "nhspassword",
        "nhspassword1",
    ),
}


class _Turns:
    """Two at a time; those in front go first, and neither queue is without end."""

    def __init__(self) -> None:
        self._free = _AT_ONCE
        self._front: deque[asyncio.Future[None]] = deque()
        self._back: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, front: bool) -> AsyncIterator[None]:
        if self._free:
            self._free -= 1
        else:
            queue, most = (self._front, WAITING_IN_FRONT) if front else (self._back, WAITING)
            if len(queue) >= most:
                raise Refused("too-often", retry_after=2)
            turn = asyncio.get_running_loop().create_future()
            queue.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._next()
                raise
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        for queue in (self._front, self._back):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1


_turns = _Turns()


async def hashed(password: str, *, front: bool = True) -> str:
    """What is kept of a password."""
    said = await _run(lambda: _hasher.hash(_normal(password)), front=front)
    assert isinstance(said, str)  # noqa: S101  # it is what hash() gives
    return said


async def fits(kept: str | None, password: str, *, front: bool = False) -> bool:
    """Whether it is this password. Without a kept one the same work is done, for nobody."""
    return bool(
        await _run(lambda: _verified(kept or _DUMMY, _normal(password)) and kept is not None, front=front)
    )


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's: hash it again at the next log-in."""
    return _hasher.check_needs_rehash(kept)


def check_new(password: str, *about: str) -> None:
    """Refuse what anybody would guess first. `about`: the person's own address and name."""
    plain = _normal(password).casefold()
    own = {part.casefold() for text in about for part in (text, text.partition("@")[0])}
    if len(password) < SHORTEST or len(set(plain)) < 5 or plain in _WORN | own:
        raise Refused("weak-password")


def _normal(password: str) -> str:
    """The same letters, however the keyboard composed them."""
    return unicodedata.normalize("NFKC", password)


def _verified(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


async def _run(work: Callable[[], str | bool], *, front: bool) -> str | bool:
    async with _turns.turn(front=front):
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
