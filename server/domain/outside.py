"""From outside: a doctor whom a scheme is not for asks its contact point, and gets an answer (P10).

What: "I am not in this group. Is there a way for me?", and one of two answers: take part after all, or a
contact point elsewhere. No free text travels, and there is no dead end.
Who may: any doctor asks, where the charter says `routed`; the scheme's coordinators answer.
Who hears: the scheme's coordinators, once a day; the doctor's own phones.

What the office answered shows to the office at once, by its own id of the question, and goes by the clock
alone. Whether an answer may be given is judged by the office's list: an account that was closed since then
is answered like any other, and nobody hears.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection, pool
from server.domain.schemes import must_look_after, scheme_now, today
from server.refusals import Refused
from server.sync.publish import is_shown
from server.sync.push import act
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, system, view

OutsideAnswer = Literal["welcome", "elsewhere"]
KEPT = timedelta(days=30)
"""How long what the office answered stays with it."""
TOGETHER = 500


class OutsideTable(Table, tablename="outside_request"):
    """One question from outside. Unanswered: no answer yet."""

    id = Uuid(primary_key=True, default=None)
    office = Uuid(default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    answer = Varchar(length=9, null=True, default=None, help_text="welcome or elsewhere")
    contact = Uuid(null=True, default=None)


class OutsideAnswerTable(Table, tablename="outside_answer"):
    """What the office answered, by the office's own id of the question. It stands by itself."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    answer = Varchar(length=9, default="welcome", help_text="welcome or elsewhere")
    contact = Uuid(null=True, default=None)
    answered_on = Date(default=None)


class AskFromOutside(Strict):
    """`outside.ask`: I am not in the group that this scheme is for. Is there a way for me?"""

    question: UUID = Field(json_schema_extra=seen("you"))
    scheme: UUID = Field(json_schema_extra=seen("you", "coordinators"))


class AnswerOutside(Strict):
    """`outside.answer`: by the office's own id of the question. `elsewhere` names a contact point."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    question: UUID = Field(json_schema_extra=seen("coordinators"))
    answer: OutsideAnswer = Field(json_schema_extra=seen("coordinators"))
    contact: UUID | None = Field(json_schema_extra=seen("coordinators"))


class ForgetAnswers(Strict):
    """`outside.forget`: answers of thirty days ago leave the office."""

    answers: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@document("outside", bucket="doctor")
class OutsideDocument(Strict):
    scheme: UUID
    answer: OutsideAnswer | None
    contact: UUID | None


@document("outside_question", bucket="members")
class OutsideQuestionDocument(Strict):
    """To coordinators: somebody from outside asks."""

    scheme: UUID
    name: str


@document("outside_answered", bucket="office")
class OutsideAnsweredDocument(Strict):
    """To coordinators: what they answered. It never says what came of it."""

    scheme: UUID
    answer: OutsideAnswer
    contact: UUID | None


@mutation("outside.ask")
async def ask(actor: Actor, args: AskFromOutside) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    if scheme.state != "open":
        raise Refused("scheme-closed")
    if scheme.charter.outside_requests != "routed":
        raise Refused("no-need-to-ask")
    here = connection()
    again = "SELECT true FROM outside_request WHERE account = $1 AND scheme = $2"
    if await here.fetchval(again, doctor, args.scheme):
        raise Refused("already-asked")
    done = await here.fetchval(
        "INSERT INTO outside_request (id, office, account, scheme) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING true",
        args.question,
        uuid4(),
        doctor,
        args.scheme,
    )
    if not done:
        raise Refused("not-yours")
    return [Touched("outside", doctor)]


@mutation("outside.answer")
async def answer(actor: Actor, args: AnswerOutside) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    here = connection()
    if (args.answer == "elsewhere") != (args.contact is not None) or (
        args.contact and not await here.fetchval("SELECT true FROM contact_point WHERE id = $1", args.contact)
    ):
        raise Refused("value-not-allowed", field="contact")
    doctor = await here.fetchval(
        "UPDATE outside_request SET answer = $3, contact = $4 WHERE office = $1 AND scheme = $2"
        " RETURNING account",
        args.question,
        args.scheme,
        args.answer,
        args.contact,
    )
    answered = await here.fetchval(
        "SELECT true FROM outside_answer WHERE id = $1 AND scheme = $2", args.question, args.scheme
    )
    if not answered and not await is_shown(f"members:{args.scheme}", "outside_question", args.question):
        raise Refused("not-yours")
    await here.execute(
        "INSERT INTO outside_answer (id, scheme, answer, contact, answered_on) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, contact = excluded.contact,"
        " answered_on = excluded.answered_on",
        args.question,
        args.scheme,
        args.answer,
        args.contact,
        today(actor.now),
    )
    told = [Touched("outside_answer", args.question)]
    return told if doctor is None else [*told, Touched("outside", doctor)]


@mutation("outside.forget", system=True)
async def forget(actor: Actor, args: ForgetAnswers) -> list[Touched]:
    await connection().execute("DELETE FROM outside_answer WHERE id = ANY($1::uuid[])", list(args.answers))
    return [Touched("outside_answer", answer) for answer in args.answers]


async def forget_due(now: datetime) -> None:
    """For the nightly job."""
    while old := await pool().fetch(
        "SELECT id FROM outside_answer WHERE answered_on <= $1 LIMIT $2", today(now) - KEPT, TOGETHER
    ):
        await act(system(now), "outside.forget", ForgetAnswers(answers=tuple(row["id"] for row in old)))


async def is_welcome(doctor: UUID, scheme: UUID) -> bool:
    """The scheme's office has said that this doctor may take part after all."""
    found: bool = await connection().fetchval(
        "SELECT EXISTS (SELECT FROM outside_request"
        " WHERE account = $1 AND scheme = $2 AND answer = 'welcome')",
        doctor,
        scheme,
    )
    return found


@view(
    "outside",
    every="SELECT account FROM outside_request",
    follows={"account": "SELECT unnest($1::uuid[])"},
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    found = []
    for row in await connection().fetch(
        "SELECT asked.*, name FROM outside_request AS asked JOIN account ON account.id = asked.account"
        " WHERE account = ANY($1::uuid[])",
        list(ids),
    ):
        own = OutsideDocument(scheme=row["scheme"], answer=row["answer"], contact=row["contact"])
        found.append(Document(f"doctor:{row['account']}", row["id"], own, row["account"]))
        if row["answer"] is None:
            question = OutsideQuestionDocument(scheme=row["scheme"], name=row["name"])
            found.append(Document(f"members:{row['scheme']}", row["office"], question, row["account"]))
    return found


@view("outside_answer", every="SELECT id FROM outside_answer")
async def answers(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch("SELECT * FROM outside_answer WHERE id = ANY($1::uuid[])", list(ids))
    return [
        Document(
            f"office:{row['scheme']}",
            row["id"],
            OutsideAnsweredDocument(scheme=row["scheme"], answer=row["answer"], contact=row["contact"]),
        )
        for row in rows
    ]
