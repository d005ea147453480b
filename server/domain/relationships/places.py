"""Hearing when there is a place: a doctor's private wish about one mentor.

What: "tell me when this mentor has a place again". No position is shown, nothing is promised, and the mentor
is told nothing.
Who may: any doctor who takes part.
Who hears: the doctor's own phones.
"""

from collections.abc import Sequence
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.relationships.pair import must_be_in
from server.domain.relationships.rules import mentor_by
from server.domain.schemes import scheme_now
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, new_id, seen, view


class HearingTable(Table, tablename="hearing"):
    """Somebody would like to hear of a place with a mentor. One row for an account and a mentor's part."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    participation = Uuid(default=None)


class HearOfPlace(Strict):
    """`relationship.hear_of_place` and `relationship.stop_hearing`: about this listing."""

    scheme: UUID = Field(json_schema_extra=seen("you"))
    mentor: UUID = Field(json_schema_extra=seen("you"))


@document("hearing", bucket="doctor")
class HearingDocument(Strict):
    scheme: UUID
    mentor: UUID
    open: bool
    """There is a place now, as far as the mentor says."""


@mutation("relationship.hear_of_place")
async def hear(actor: Actor, args: HearOfPlace) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    await must_be_in(doctor, args.scheme, "mentee")
    mentor = await mentor_by("listing", args.mentor, args.scheme, scheme.charter)
    await connection().execute(
        "INSERT INTO hearing (id, account, participation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        new_id(actor.now),
        doctor,
        mentor.participation,
    )
    return [Touched("hearing", mentor.participation)]


@mutation("relationship.stop_hearing")
async def stop(actor: Actor, args: HearOfPlace) -> list[Touched]:
    rows = await connection().fetch(
        "DELETE FROM hearing USING participation WHERE participation.id = hearing.participation"
        " AND listing = $2 AND hearing.account = $1 RETURNING participation.id",
        actor.person,
        args.mentor,
    )
    return [Touched("hearing", row["id"]) for row in rows]


async def stop_all(doctor: UUID, scheme: UUID) -> list[Touched]:
    """Whoever leaves a scheme as a mentee waits for nobody there."""
    rows = await connection().fetch(
        "DELETE FROM hearing USING participation WHERE participation.id = hearing.participation"
        " AND scheme = $2 AND hearing.account = $1 RETURNING participation.id",
        doctor,
        scheme,
    )
    return [Touched("hearing", row["id"]) for row in rows]


@view(
    "hearing",
    every="SELECT DISTINCT participation FROM hearing",
    follows={
        "taking_part": "SELECT hearing.participation FROM hearing JOIN participation AS part"
        " ON part.id = hearing.participation WHERE part.account = ANY($1::uuid[])",
    },
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a mentor's part in a scheme; each who would like to hear has one document of it."""
    rows = await connection().fetch(
        "SELECT hearing.id, hearing.account, part.id AS part, scheme, listing,"
        " state = 'in' AND (places IS NULL OR taken < places) AS open"
        " FROM hearing JOIN participation AS part ON part.id = hearing.participation"
        " WHERE part.id = ANY($1::uuid[])",
        list(ids),
    )
    return [
        Document(
            f"doctor:{row['account']}",
            row["id"],
            HearingDocument(scheme=row["scheme"], mentor=row["listing"], open=row["open"]),
            row["part"],
        )
        for row in rows
    ]
