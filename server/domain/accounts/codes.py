"""Codes by mail: for registering, for a new password, and for another address.

Asking is the same for every address: one job is put into the queue, and only the job finds out whether
there is an account. So neither words nor time tell a stranger who is here.

A code is eight digits, good for half an hour. The browser that asked has five tries of its own; all
others have five together, so that nobody can use up another person's. One for another address is good only
where it was asked for: in that browser, for that account.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal, cast, get_args
from uuid import UUID, uuid4

from server.database.engine import connection, transaction
from server.database.queue import later
from server.domain.accounts.guessing import CODES, CODES_FROM_ELSEWHERE, take
from server.mail import Letter

Purpose = Literal["register", "reset", "add"]
JOB = "mailed-code"
LASTS = timedelta(minutes=30)
TRIES = 5
_DIGITS = 8
_SUBJECT = "Your Alongside code"
_WORDS = {
    "register": "Use this code to finish registering with Alongside:\n\n    {code}\n",
    "reset": "Use this code to choose a new Alongside password:\n\n    {code}\n",
    "add": "Use this code to add this address to your Alongside account:\n\n    {code}\n",
}
_AFTER = (
    "\nIt works for 30 minutes. Nobody from Alongside will ask you for it.\n"
    "If you did not ask for it, you do not need to do anything.\n"
)
_INSTEAD = {
    "register": (
        "Someone, perhaps you, asked to register this address with Alongside.\n\n"
        'It is registered already. Log in, or choose "I have forgotten my password" there.\n'
    ),
    "reset": (
        "Someone, perhaps you, asked for a new Alongside password for this address.\n\n"
        "No account uses this address. You may have registered with another one, or you can register.\n"
    ),
    "add": (
        "Someone, perhaps you, asked to add this address to an Alongside account.\n\n"
        "It belongs to an account already. Log in there to take it away from it first.\n"
    ),
}
_NOT_YOU = "If it was not you, you do not need to do anything.\n"


def purpose_of(said: str) -> Purpose:
    """ValueError: there is none of that name."""
    for purpose in get_args(Purpose):
        if purpose == said:
            return cast(Purpose, purpose)
    raise ValueError(said)


async def ask(email: str, purpose: Purpose, browser: bytes, now: datetime) -> None:
    """Have a code sent, unless this mailbox has had enough of them. Answers nothing either way."""
    async with transaction() as here:
        knows = await here.fetchval(
            "SELECT EXISTS (SELECT FROM known_browser JOIN account_email USING (account)"
            " WHERE email = $1 AND browser = $2)",
            email,
            browser,
        )
        enough = not await take(CODES, CODES.key(email, browser), now, here=here)
        if not enough and not knows:
            enough = not await take(CODES_FROM_ELSEWHERE, CODES_FROM_ELSEWHERE.key(email), now, here=here)
        if not enough:
            await later(JOB, email=email, purpose=purpose, browser=browser.hex())


async def write(email: str, purpose: Purpose, browser: bytes, now: datetime) -> Letter:
    """The job: make the code, keep its hash, give the letter. The code itself is never in the database."""
    async with transaction() as here:
        has = await here.fetchval("SELECT EXISTS (SELECT FROM account_email WHERE email = $1)", email)
        if has != (purpose == "reset"):
            return Letter(email, "Your Alongside account", _INSTEAD[purpose] + _NOT_YOU)
        code, row = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}", uuid4()
        await here.execute(
            "DELETE FROM mailed_code WHERE email = $1 AND purpose = $2 AND browser = $3",
            email,
            purpose,
            browser,
        )
        await here.execute(
            "INSERT INTO mailed_code (id, email, purpose, code, browser, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            row,
            email,
            purpose,
            _hashed(row, code),
            browser,
            now + LASTS,
        )
    return Letter(email, _SUBJECT, _WORDS[purpose].format(code=f"{code[:4]} {code[4:]}") + _AFTER)


async def matches(email: str, purpose: Purpose, typed: str, browser: bytes, now: datetime) -> bool:
    """Whether the code is right. A wrong one counts, in a transaction of its own."""
    async with transaction() as here:
        if await _find(email, purpose, typed, browser, now) is not None:
            return True
        await here.execute(
            "UPDATE mailed_code SET tries = least(tries + (browser = $3)::int, 1000),"
            " tries_elsewhere = least(tries_elsewhere + (browser <> $3)::int, 1000)"
            " WHERE email = $1 AND purpose = $2",
            email,
            purpose,
            browser,
        )
    return False


async def spend(email: str, purpose: Purpose, typed: str, browser: bytes, now: datetime) -> bool:
    """Use the code up, and with it every other one for the same thing; inside the act's own transaction."""
    if await _find(email, purpose, typed, browser, now) is None:
        return False
    await connection().execute("DELETE FROM mailed_code WHERE email = $1 AND purpose = $2", email, purpose)
    return True


async def _find(email: str, purpose: Purpose, typed: str, browser: bytes, now: datetime) -> UUID | None:
    """The code's row, locked: tries at the same moment wait for each other."""
    said = "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
    rows = await connection().fetch(
        "SELECT id, code, browser, tries, tries_elsewhere FROM mailed_code"
        " WHERE email = $1 AND purpose = $2 AND expires_at > $3 ORDER BY id FOR UPDATE",
        email,
        purpose,
        now,
    )
    for row in rows:
        if purpose == "add" and row["browser"] != browser:
            continue  # it would add to the account of whoever types it, not of whoever asked
        used = row["tries"] if row["browser"] == browser else row["tries_elsewhere"]
        if used < TRIES and hmac.compare_digest(row["code"], _hashed(row["id"], said)):
            found: UUID = row["id"]
            return found
    return None


async def forget(now: datetime) -> None:
    await connection().execute("DELETE FROM mailed_code WHERE expires_at < $1", now)


def _hashed(row: UUID, code: str) -> bytes:
    return hashlib.sha256(row.bytes + code.encode()).digest()
