"""Addresses of an account: another is there once its mail has been read, and any but the last can go.

What: where somebody logs in from and gets mail. Nothing hangs on an employer's address (P6).
Who may: the person, having just proved who they are.
Who hears: their own devices, and each address that the account has, by a letter that names none.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from server import mail
from server.database.engine import connection, transaction
from server.database.queue import later
from server.domain import letters, never
from server.domain.accounts import account, codes, emails, passkeys
from server.domain.accounts.entering import Visit
from server.domain.accounts.sessions import Session
from server.domain.relationships import closing
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.registry import Touched

MOST = 5
OLD_ENOUGH = timedelta(days=7)
"""One address of this age, or as old as the one that goes, is always left. So whoever got in with a stolen
password shuts nobody out: a mailed code brings the owner back, and ends every other session.
"""
_SUBJECT = "Your Alongside account"
_ADDED = "Another email address was added to your Alongside account.\n"
_REMOVED = "An email address was taken away from your Alongside account.\n"
_IF_NOT_YOU = (
    "\nIf it was you, you do not need to do anything. If it was not, choose a new password with\n"
    '"I have forgotten my password", and look at the addresses under "You".\n'
)
_REMOVED_HERE = (
    "This email address was taken away from your Alongside account.\n"
    "\nIf it was you, you do not need to do anything. If it was not, choose a new password with\n"
    "another of your addresses.\n"
)


async def ask(session: Session, email: str, visit: Visit, *, password_again: bool) -> None:
    """Have a code sent there. The same, whoever has the address. Refused: bad-request, addresses-full,
    passkey-needed, wrong-log-in.
    """
    address = _address(email)
    async with transaction() as here:
        await passkeys.may_change(session, password_again=password_again)
        has = await here.fetchval("SELECT count(*) FROM account_email WHERE account = $1", session.account)
    if has >= MOST:
        raise Refused("addresses-full")
    await codes.ask(address, "add", _asker(session, visit), visit.now)


async def add(session: Session, email: str, code: str, visit: Visit) -> None:
    """With the code that was sent there. Refused: wrong-code, addresses-full, bad-request."""
    address, asker = _address(email), _asker(session, visit)
    if not await codes.matches(address, "add", code, asker, visit.now):
        raise Refused("wrong-code")
    async with publishing(visit.now) as touched:
        # Whose lists they are on by this address is settled before anything else can begin.
        await never.hold_list(session.account)
        others = list(await _held(session.account))
        if len(others) >= MOST:
            raise Refused("addresses-full")
        spent = await codes.spend(address, "add", code, asker, visit.now)
        if not spent or not await account.add_address(session.account, address, visit.now):
            raise Refused("wrong-code")
        await _tell(others, _ADDED + _IF_NOT_YOU)
        touched.append(Touched("account", session.account))
        touched += await letters.welcome(session.account, address, visit.now)
        for doctor in await never.lists_with(session.account):
            touched.append(Touched("never", doctor))
            touched += await closing.wait_unseen(doctor, session.account)


async def remove(session: Session, email: str, *, password_again: bool) -> None:
    """Refused: bad-request for the last one or one that is not theirs, address-too-new, passkey-needed,
    wrong-log-in.
    """
    address = _address(email)
    async with publishing(session.actor.now) as touched:
        await passkeys.may_change(session, password_again=password_again)
        left = await _held(session.account)
        since = left.pop(address, None)
        if since is None or not left:
            raise Refused("bad-request", fields=["email"])
        if min(left.values()) > max(since, (session.actor.now - OLD_ENOUGH).date()):
            raise Refused("address-too-new")
        await never.stays_named(session.account, address)
        await connection().execute("DELETE FROM account_email WHERE email = $1", address)
        await _tell(left, _REMOVED + _IF_NOT_YOU)
        await _tell([address], _REMOVED_HERE)
        touched.append(Touched("account", session.account))


def _address(email: str) -> str:
    address = emails.normalised(email)
    if address is None:
        raise Refused("bad-request", fields=["email"])
    return address


def _asker(session: Session, visit: Visit) -> bytes:
    """This browser, for this account: a code that was asked for in one account adds to no other."""
    return hashlib.sha256(visit.browser + session.account.bytes).digest()


async def _held(doctor: UUID) -> dict[str, date]:
    """Their addresses and since when, locked with the account: two changes at once wait for each other."""
    here = connection()
    await here.execute("SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE", doctor)
    rows = await here.fetch(
        "SELECT email, verified_on FROM account_email WHERE account = $1 ORDER BY email", doctor
    )
    return {row["email"]: row["verified_on"] for row in rows}


async def _tell(addresses: Iterable[str], words: str) -> None:
    for address in addresses:
        await later(mail.JOB, to=address, subject=_SUBJECT, words=words)
