"""Training: which mentors a scheme has seen through the training that its charter asks for (P12).

What: one mark for a doctor and a scheme, with its day. A scheme whose charter names no training needs none.
Who may: the scheme's coordinators, of somebody in their list of those who said yes.
Who hears: the doctor's own phones; the scheme's coordinators. Doctors are shown nobody who is not trained.

What the office sees of it must not tell who left, so it stands in two places. The `member` document carries
the day of the mark, and moves with the list, once a day. What a coordinator records today shows at once in
a `trained` document of its own: it is what the office said, by the office's id of the member, and nothing
that the doctor does touches it. A mark that went when its member goes would tell of the leaving at once;
one that went thirty days later would still tell it from a pause. So it goes by the clock alone, thirty days
after it was made, when the list has long said the same.
For the same cause `training.record` is judged by the list as the office has it: of somebody who left this
morning it is answered like of anybody else. It is still true that they did the training.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection, pool
from server.domain.schemes import must_look_after, today
from server.refusals import Refused
from server.sync.publish import is_shown
from server.sync.push import act
from server.sync.registry import (
    Actor,
    Document,
    Strict,
    Touched,
    document,
    mutation,
    new_id,
    seen,
    system,
    view,
)

KEPT = timedelta(days=30)
"""How long what the office said stands beside its list."""
TOGETHER = 500


class TrainingTable(Table, tablename="training"):
    """Somebody has done the training of a scheme. One row for an account and a scheme."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    recorded_on = Date(default=None)


class TrainingMarkTable(Table, tablename="training_mark"):
    """What the office last said of a member's training. `id` is the member's in the office's list."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    recorded_on = Date(null=True, default=None)
    marked_on = Date(default=None)


class RecordTraining(Strict):
    """`training.record`: this member has done what the charter asks of a mentor. Not `done`: taken back."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    member: UUID = Field(json_schema_extra=seen("coordinators"))
    done: bool = Field(json_schema_extra=seen("coordinators", "you"))


class ForgetMarks(Strict):
    """`training.forget`: what the office said thirty days ago stands in its list alone."""

    marks: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@document("training", bucket="doctor")
class TrainingDocument(Strict):
    scheme: UUID
    recorded: date


@document("trained", bucket="office")
class TrainedDocument(Strict):
    """To coordinators: what they last said of this member. It outweighs the list, and tells nothing else."""

    scheme: UUID
    recorded: date | None
    """None: taken back."""


@mutation("training.record")
async def record(actor: Actor, args: RecordTraining) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    here, day = connection(), today(actor.now)
    doctor = await here.fetchval(
        "SELECT account FROM participation WHERE member = $1 AND scheme = $2", args.member, args.scheme
    )
    in_list = await is_shown(f"members:{args.scheme}", "member", args.member)
    if not (doctor if actor.is_system else in_list):
        raise Refused("not-yours")
    await here.execute(
        "INSERT INTO training_mark (id, scheme, recorded_on, marked_on) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (id) DO UPDATE SET recorded_on = excluded.recorded_on, marked_on = excluded.marked_on",
        args.member,
        args.scheme,
        day if args.done else None,
        day,
    )
    if doctor is None:
        return [Touched("trained", args.member)]
    await here.execute("DELETE FROM training WHERE account = $1 AND scheme = $2", doctor, args.scheme)
    if args.done:
        await here.execute(
            "INSERT INTO training (id, account, scheme, recorded_on) VALUES ($1, $2, $3, $4)",
            new_id(actor.now),
            doctor,
            args.scheme,
            day,
        )
    return [
        Touched("trained", args.member),
        *(Touched(entity, doctor) for entity in ("training", "taking_part", "profile")),
    ]


@mutation("training.forget", system=True)
async def forget(actor: Actor, args: ForgetMarks) -> list[Touched]:
    await connection().execute("DELETE FROM training_mark WHERE id = ANY($1::uuid[])", list(args.marks))
    return [Touched("trained", mark) for mark in args.marks]


async def forget_due(now: datetime) -> None:
    """For the nightly job."""
    while old := await pool().fetch(
        "SELECT id FROM training_mark WHERE marked_on <= $1 LIMIT $2", today(now) - KEPT, TOGETHER
    ):
        await act(system(now), "training.forget", ForgetMarks(marks=tuple(row["id"] for row in old)))


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


@view("trained", every="SELECT id FROM training_mark")
async def marks(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch("SELECT * FROM training_mark WHERE id = ANY($1::uuid[])", list(ids))
    return [
        Document(
            f"office:{row['scheme']}",
            row["id"],
            TrainedDocument(scheme=row["scheme"], recorded=row["recorded_on"]),
        )
        for row in rows
    ]
