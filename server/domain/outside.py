"""From outside: a doctor whom a scheme is not for asks its contact point, and gets an answer (P10).

What: "I am not in this group. Is there a way for me?", and one of two answers: take part after all, or a
contact point elsewhere. No free text travels, and there is no dead end.
Who may: any doctor asks, where the charter says `routed`; the scheme's coordinators answer.
Who hears: the scheme's coordinators, once a day; the doctor's own phones.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid4

from piccolo.columns import UUID as Uuid
from piccolo.columns import Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.schemes import must_look_after, scheme_now
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

OutsideAnswer = Literal["welcome", "elsewhere"]


class OutsideTable(Table, tablename="outside_request"):
    """One question from outside. Unanswered: no answer yet."""

    id = Uuid(primary_key=True, default=None)
    office = Uuid(default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    answer = Varchar(length=9, null=True, default=None, help_text="welcome or elsewhere")
    contact = Uuid(null=True, default=None)


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


@mutation("outside.ask")
async def ask(actor: Actor, args: AskFromOutside) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    if scheme.state != "open":
        raise Refused("scheme-closed")
    if scheme.charter.outside_requests != "routed":
        raise Refused("no-need-to-ask")
    done = await connection().fetchval(
        "INSERT INTO outside_request (id, office, account, scheme) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING true",
        args.question,
        uuid4(),
        doctor,
        args.scheme,
    )
    if not done:
        raise Refused("already-asked")
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
    if doctor is None:
        raise Refused("not-yours")
    return [Touched("outside", doctor)]


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
