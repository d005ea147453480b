"""How a person comes in: with a password, or with a code that was mailed to register or to reset.

A stranger learns nothing about who is here: known and unknown addresses cost the same queries and the same
hashing, and get the same words.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.database.engine import connection, pool, transaction
from server.domain.accounts import account, codes, emails, passwords, sessions
from server.domain.accounts.guessing import FROM_ELSEWHERE, FROM_KNOWN, give_back, take, wait
from server.metrics import LOG_INS
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.registry import Touched

Welcome = Callable[[UUID, str, datetime], Awaitable[Sequence[Touched]]]
"""What other rooms have waiting for this account and its proved address; inside the transaction."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser brings along: who it is by its long-lived cookie, and the session it had."""

    browser: bytes
    token: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in. `token` goes into the cookie and is kept nowhere."""

    account: UUID
    name: str
    token: str


def browser_of(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()


async def log_in(email: str, password: str, visit: Visit) -> Entered:
    """Right: a new session. Wrong: one answer, whatever it was that did not fit."""
    found, key = await check_password(email, password, visit)
    again = await passwords.hashed(password) if passwords.is_outdated(found.kept) else None
    async with transaction() as here:
        if again is not None:
            await here.execute("UPDATE account SET password = $2 WHERE id = $1", found.account, again)
        await give_back(key)
        token = await let_in(found.account, "password", visit)
    return Entered(found.account, found.name, token)


@dataclass(frozen=True, slots=True)
class _Found:
    account: UUID
    name: str
    kept: str


async def check_password(email: str, password: str, visit: Visit) -> tuple[_Found, bytes]:
    """Whose password it is, and the budget it was taken from; or the refusal that tells nothing."""
    address = emails.normalised(email) or email.strip().lower().replace("\0", "")
    row = await pool().fetchrow(
        "SELECT account.id, account.name, password, known_browser.browser IS NOT NULL AS knows"
        " FROM account_email JOIN account ON account.id = account_email.account"
        " LEFT JOIN known_browser ON known_browser.account = account.id AND known_browser.browser = $2"
        " WHERE email = $1",
        address,
        visit.browser,
    )
    knows = row is not None and row["knows"]
    budget = FROM_KNOWN if knows else FROM_ELSEWHERE
    key = budget.key(address, visit.browser) if knows else budget.key(address)
    if not await take(budget, key, visit.now):
        LOG_INS.add(value="waiting")
        raise await wait(budget, key, visit.now)
    if not await passwords.fits(row and row["password"], password, front=knows):
        LOG_INS.add(value="refused")
        raise Refused("wrong-log-in")
    return _Found(row["id"], row["name"], row["password"]), key


async def check_again(session: sessions.Session, password: str, visit: Visit) -> None:
    """The password of somebody who is in already: they prove once more who they are."""
    email = await pool().fetchval("SELECT min(email) FROM account_email WHERE account = $1", session.account)
    _, key = await check_password(email or "", password, visit)
    async with transaction():
        await give_back(key)


async def register(
    email: str, code: str, name: str, password: str, visit: Visit, *, welcome: Welcome
) -> Entered:
    """The code proves the address; the account starts with a name and nothing else set (P1)."""
    address = emails.normalised(email)
    passwords.check_new(password, email, name)
    if address is None or not await codes.matches(address, "register", code, visit.browser, visit.now):
        raise Refused("wrong-code")
    kept = await passwords.hashed(password)
    async with publishing(visit.now) as touched:
        if not await codes.spend(address, "register", code, visit.browser, visit.now):
            raise Refused("wrong-code")
        born = await account.create(name, address, kept, visit.now)
        if born is None:
            raise Refused("wrong-code")
        touched += [Touched("account", born), *await welcome(born, address, visit.now)]
        token = await let_in(born, "code", visit)
    return Entered(born, name.strip(), token)


async def by_invitation(
    invited: str, email: str, name: str, password: str, visit: Visit, *, welcome: Welcome
) -> Entered:
    """The invitation's token proves the address `invited`; typing it again proves that this is no robot.

    Somebody who has an account already is logged in to it. `welcome` uses the invitation up.
    """
    address = emails.normalised(email)
    if address is None or address != invited:
        raise Refused("bad-request", fields=["email"])
    async with transaction():
        has = await account.by_email(address)
    kept = key = None
    if has is None:
        passwords.check_new(password, email, name)
        kept = await passwords.hashed(password)
    else:
        found, key = await check_password(email, password, visit)
        has, name = found.account, found.name
    async with publishing(visit.now) as touched:
        if has is None:
            has = await account.create(name, address, kept, visit.now)
            if has is None:
                raise Refused("invitation-over")
            touched.append(Touched("account", has))
        if key is not None:
            await give_back(key)
        touched += await welcome(has, address, visit.now)
        token = await let_in(has, "invitation", visit)
    return Entered(has, name.strip(), token)


async def reset(email: str, code: str, password: str, visit: Visit) -> Entered:
    """A new password. Every other session of the account ends, and every browser is new again."""
    address = emails.normalised(email)
    passwords.check_new(password, email)
    if address is None or not await codes.matches(address, "reset", code, visit.browser, visit.now):
        raise Refused("wrong-code")
    kept = await passwords.hashed(password)
    async with transaction() as here:
        if not await codes.spend(address, "reset", code, visit.browser, visit.now):
            raise Refused("wrong-code")
        row = await here.fetchrow(
            "UPDATE account SET password = $2 FROM account_email"
            " WHERE email = $1 AND account.id = account_email.account RETURNING account.id, account.name",
            address,
            kept,
        )
        if row is None:
            raise Refused("wrong-code")
        await sessions.end_all(row["id"])
        token = await let_in(row["id"], "code", visit)
    return Entered(row["id"], row["name"], token)


async def let_in(who: UUID, came_by: sessions.CameBy, visit: Visit) -> str:
    """A new session, and a browser that is known from now on; inside a transaction. Gives the token."""
    LOG_INS.add(value=came_by)
    await connection().execute(
        "INSERT INTO known_browser (account, browser, used_on) VALUES ($1, $2, $3)"
        " ON CONFLICT (account, browser) DO UPDATE SET used_on = excluded.used_on",
        who,
        visit.browser,
        visit.now.date(),
    )
    return await sessions.begin(who, came_by, visit.now, instead_of=visit.token)
