"""Training: which mentors a scheme has seen through the training that its charter asks for (P12).

What: one mark for a doctor and a scheme, with its day. A scheme whose charter names no training needs none.
Who may: the scheme's coordinators, of somebody who said yes.
Who hears: the doctor's own phones. Nobody is shown who is not trained.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.schemes import must_look_after, today
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, new_id, seen, view


class TrainingTable(Table, tablename="training"):
    """Somebody has done the training of a scheme. One row for an account and a scheme."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    recorded_on = Date(default=None)


class RecordTraining(Strict):
    """`training.record`: this member has done what the charter asks of a mentor. Not `done`: taken back."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    member: UUID = Field(json_schema_extra=seen("coordinators"))
    done: bool = Field(json_schema_extra=seen("coordinators", "you"))


@document("training", bucket="doctor")
class TrainingDocument(Strict):
    scheme: UUID
    recorded: date


@mutation("training.record")
async def record(actor: Actor, args: RecordTraining) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    here = connection()
    doctor = await here.fetchval(
        "SELECT account FROM participation WHERE member = $1 AND scheme = $2 AND state <> 'out'",
        args.member,
        args.scheme,
    )
    if doctor is None:
        raise Refused("not-yours")
    await here.execute("DELETE FROM training WHERE account = $1 AND scheme = $2", doctor, args.scheme)
    if args.done:
        await here.execute(
            "INSERT INTO training (id, account, scheme, recorded_on) VALUES ($1, $2, $3, $4)",
            new_id(actor.now),
            doctor,
            args.scheme,
            today(actor.now),
        )
    return [Touched("training", doctor), Touched("profile", doctor)]


async def is_trained(doctor: UUID, scheme: UUID) -> bool:
    """Whether the scheme has seen this doctor through its training."""
    found: bool = await connection().fetchval(
        "SELECT EXISTS (SELECT FROM training WHERE account = $1 AND scheme = $2)", doctor, scheme
    )
    return found


@view("training", every="SELECT account FROM training")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    rows = await connection().fetch("SELECT * FROM training WHERE account = ANY($1::uuid[])", list(ids))
    return [
        Document(
            f"doctor:{row['account']}",
            row["id"],
            TrainingDocument(scheme=row["scheme"], recorded=row["recorded_on"]),
            row["account"],
        )
        for row in rows
    ]
