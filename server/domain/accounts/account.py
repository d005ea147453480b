"""Accounts: a name, one or more addresses, and a grade and specialty if the person wishes to say them.

What: who somebody is. No register number is asked for and nothing depends on an employer's address (P6).
Who may: the person alone.
Who hears: their own devices. Colleagues see the name only where the person takes part themselves.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.accounts import emails, passwords
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.registry import (
    Actor,
    Document,
    Strict,
    Touched,
    bucket_kind,
    document,
    mutation,
    new_id,
    seen,
    view,
)

# No control characters (PostgreSQL keeps no NUL, a name is one line) and none that turn text round.
PRINTABLE = "[^\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]"
LINE = f"^{PRINTABLE}*[^\\s\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]{PRINTABLE}*$"
PersonName = Annotated[str, Field(min_length=1, max_length=120, pattern=LINE)]
Declared = Annotated[str, Field(min_length=1, max_length=80, pattern=LINE)]

bucket_kind("doctor", sees="SELECT 'doctor:' || $1::uuid", audience="you, on your own devices")


class RenameAccount(Strict):
    """`account.rename`: what the person is called, wherever they take part."""

    name: PersonName = Field(json_schema_extra=seen("you", "doctors", "coordinators"))


class DescribeAccount(Strict):
    """`account.describe`: grade and specialty as the person says them. None leaves one unsaid."""

    grade: Declared | None = Field(json_schema_extra=seen("you"))
    specialty: Declared | None = Field(json_schema_extra=seen("you"))


@document("account", bucket="doctor")
class AccountDocument(Strict):
    name: str
    emails: tuple[str, ...]
    grade: str | None
    specialty: str | None
    passkeys: int
    demo: bool


@mutation("account.rename")
async def rename(actor: Actor, args: RenameAccount) -> list[Touched]:
    account = _own(actor)
    await connection().execute("UPDATE account SET name = $2 WHERE id = $1", account, args.name.strip())
    return [Touched("account", account)]


@mutation("account.describe")
async def describe(actor: Actor, args: DescribeAccount) -> list[Touched]:
    account = _own(actor)
    await connection().execute(
        "UPDATE account SET grade = $2, specialty = $3 WHERE id = $1", account, args.grade, args.specialty
    )
    return [Touched("account", account)]


@view("account", every="SELECT id FROM account")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, name, grade, specialty, (SELECT demo FROM deployment) AS demo,"
        " ARRAY(SELECT email FROM account_email WHERE account = account.id ORDER BY email) AS emails,"
        " (SELECT count(*) FROM passkey WHERE passkey.account = account.id) AS passkeys"
        " FROM account WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    return [
        Document(
            f"doctor:{row['id']}",
            row["id"],
            AccountDocument(
                name=row["name"],
                emails=tuple(row["emails"]),
                grade=row["grade"],
                specialty=row["specialty"],
                passkeys=row["passkeys"],
                demo=row["demo"],
            ),
        )
        for row in rows
    ]


# --- for registering, scripts and the demo ----------------------------------------------------------


async def create(name: str, email: str, kept: str | None, now: datetime) -> UUID | None:
    """A new account with one verified address, inside a transaction; None when the address has one already.

    `kept` is what `passwords.hashed` gave. Publish `Touched("account", id)` in the same transaction.
    """
    address = emails.normalised(email)
    if address is None:
        raise ValueError("not an address that mail could reach")
    account = new_id(now)
    await connection().execute(
        "INSERT INTO account (id, name, password, handle, created_on) VALUES ($1, $2, $3, $4, $5)",
        account,
        name.strip(),
        kept,
        token_bytes(32),
        now.date(),
    )
    if not await add_address(account, address, now):
        await connection().execute("DELETE FROM account WHERE id = $1", account)
        return None
    return account


async def add_address(account: UUID, address: str, now: datetime) -> bool:
    """Another verified address, normalised, inside a transaction; False when somebody has it already."""
    taken = await connection().fetchval(
        "INSERT INTO account_email (email, account, verified_on) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING email",
        address,
        account,
        now.date(),
    )
    return taken is not None


async def add(name: str, email: str, password: str, now: datetime) -> UUID:
    """A new account, published: for the operator's scripts, the demo and tests."""
    kept = await passwords.hashed(password)
    async with publishing(now) as touched:
        account = await create(name, email, kept, now)
        if account is None:
            raise ValueError("an account has this address already")
        touched.append(Touched("account", account))
    return account


async def by_email(email: str) -> UUID | None:
    """Whose address this is, inside a transaction. The caller's answer must not show it."""
    found: UUID | None = await connection().fetchval(
        "SELECT account FROM account_email WHERE email = $1", emails.normalised(email)
    )
    return found


async def everybody_is_fictional() -> None:
    """Only loading the demo calls this: office acts go without a fresh passkey here, for good."""
    await connection().execute("UPDATE deployment SET demo = true")


def _own(actor: Actor) -> UUID:
    """These acts are a person's own: the system has no account to change."""
    if actor.account is None:
        raise Refused("not-yours")
    return actor.account
