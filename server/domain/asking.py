"""Being asked, and not now: whoever may be asked to take part, and what waits for their answer.

What: a question on the invited person's own phones, which they may answer or leave; and "not now until a
date", for one scheme or for all, during which nobody asks.
Who may: the doctor alone says "not now"; the question comes from an invitation.
Who hears: the doctor's own phones. A coordinator is shown neither.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.charter import Role
from server.domain.schemes import scheme_now, today
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, new_id, seen, view

FARTHEST = timedelta(days=731)
"""Nobody is put off for longer than two years at a time."""


class NotNowTable(Table, tablename="not_now"):
    """Leave me alone until a date, in one scheme or in all of them."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    scheme = Uuid(null=True, default=None)
    until = Date(default=None)


class InvitedTable(Table, tablename="invited"):
    """A question that a doctor may answer or leave. One for each role of a scheme."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    role = Varchar(length=10, default="mentee", help_text="mentee, mentor or co_mentor")


class NotNow(Strict):
    """`participation.not_now`: leave me alone until a date. `scheme` None: all schemes."""

    scheme: UUID | None = Field(json_schema_extra=seen("you"))
    until: date = Field(json_schema_extra=seen("you"))


@document("not_now", bucket="doctor")
class NotNowDocument(Strict):
    scheme: UUID | None
    until: date


@document("invited", bucket="doctor")
class InvitedDocument(Strict):
    """On the invited person's own phones, until they say yes, not now, or nothing."""

    scheme: UUID
    role: Role


def day_to_come(actor: Actor, until: date) -> None:
    """Tomorrow at the earliest, two years at most."""
    if until <= today(actor.now):
        raise Refused("date-passed")
    if until > today(actor.now) + FARTHEST:
        raise Refused("date-too-far")


@mutation("participation.not_now")
async def not_now(actor: Actor, args: NotNow) -> list[Touched]:
    doctor = actor.person
    if args.scheme is not None:
        await scheme_now(args.scheme)
    day_to_come(actor, args.until)
    here = connection()
    await here.execute(
        "INSERT INTO not_now (id, account, scheme, until) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (account, scheme) DO UPDATE SET until = excluded.until",
        new_id(actor.now),
        doctor,
        args.scheme,
        args.until,
    )
    await here.execute(
        "DELETE FROM invited WHERE account = $1 AND ($2::uuid IS NULL OR scheme = $2)", doctor, args.scheme
    )
    return [Touched("asked", doctor)]


async def ask(doctor: UUID, scheme: UUID, role: Role, now: datetime) -> list[Touched]:
    """Put the question on a doctor's own phones. It waits there for as long as they like."""
    await connection().execute(
        "INSERT INTO invited (id, account, scheme, role) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        new_id(now),
        doctor,
        scheme,
        role,
    )
    return [Touched("asked", doctor)]


async def is_open_to(doctor: UUID, scheme: UUID, role: Role, day: date) -> bool:
    """Whether a doctor may be asked: they have not answered already, by coming, leaving or "not now"."""
    return not await connection().fetchval(
        "SELECT EXISTS (SELECT FROM participation WHERE account = $1 AND scheme = $2 AND role = $3)"
        " OR EXISTS (SELECT FROM not_now WHERE account = $1 AND until > $4"
        "   AND (scheme IS NULL OR scheme = $2))",
        doctor,
        scheme,
        role,
        day,
    )


async def answered(doctor: UUID, scheme: UUID) -> list[Touched]:
    """They said yes: nothing of this scheme waits any more."""
    here = connection()
    await here.execute("DELETE FROM not_now WHERE account = $1 AND scheme = $2", doctor, scheme)
    await here.execute("DELETE FROM invited WHERE account = $1 AND scheme = $2", doctor, scheme)
    return [Touched("asked", doctor)]


async def withdraw(doctor: UUID, scheme: UUID, role: Role) -> list[Touched]:
    """They left this role: the question goes too."""
    await connection().execute(
        "DELETE FROM invited WHERE account = $1 AND scheme = $2 AND role = $3", doctor, scheme, role
    )
    return [Touched("asked", doctor)]


async def end_not_now(doctor: UUID, scheme: UUID | None) -> list[Touched]:
    """Before its date. Nothing when there was none."""
    ended = await connection().fetch(
        "DELETE FROM not_now WHERE account = $1 AND scheme IS NOT DISTINCT FROM $2 RETURNING id",
        doctor,
        scheme,
    )
    return [Touched("asked", doctor)] if ended else []


async def wake(doctors: Sequence[UUID], day: date) -> None:
    """What time does: a "not now" whose day has come is over."""
    await connection().execute(
        "DELETE FROM not_now WHERE account = ANY($1::uuid[]) AND until <= $2", doctors, day
    )


@view(
    "asked",
    every="SELECT account FROM not_now UNION SELECT account FROM invited",
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    here, accounts = connection(), list(ids)
    found = []
    for row in await here.fetch("SELECT * FROM not_now WHERE account = ANY($1::uuid[])", accounts):
        later = NotNowDocument(scheme=row["scheme"], until=row["until"])
        found.append(Document(f"doctor:{row['account']}", row["id"], later, row["account"]))
    for row in await here.fetch("SELECT * FROM invited WHERE account = ANY($1::uuid[])", accounts):
        question = InvitedDocument(scheme=row["scheme"], role=row["role"])
        found.append(Document(f"doctor:{row['account']}", row["id"], question, row["account"]))
    return found
