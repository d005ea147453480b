"""Taking part: a doctor's own yes, in one role of one scheme, and its undoing.

What: `none -> in <-> paused`, `in|paused -> out -> in ...`, and "not now until a date" for one scheme or
for all. Nothing is set at the start; nothing records why (P1, P5).
Who may: the doctor alone. Nobody else can set, ask for or approve it.
Who hears: the doctor's own phones; the scheme's coordinators, once a day, only of people who are in.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID, uuid4

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection, pool
from server.domain import asking
from server.domain.asking import day_to_come
from server.domain.charter import Role
from server.domain.outside import is_welcome
from server.domain.schemes import scheme_now, today
from server.refusals import Refused
from server.sync.push import act
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
    system,
    view,
)

TOGETHER = 500

ParticipationState = Literal["in", "paused", "out"]


class ParticipationTable(Table, tablename="participation"):
    """One doctor in one role of one scheme. Somebody who never said yes has no row."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    role = Varchar(length=10, default="mentee", help_text="mentee, mentor or co_mentor")
    state = Varchar(length=6, default="in", help_text="in, paused or out")
    until = Date(null=True, default=None, help_text="paused until the start of this day")
    places = SmallInt(null=True, default=None)
    member = Uuid(default=None, help_text="random: what the office knows the person by")
    listing = Uuid(default=None, help_text="random: what the directory knows the person by")
    taken = SmallInt(default=0, help_text="places of a mentor that pairs have")
    turns = Integer(default=0, help_text="how often they were next on the list")
    waited_since = Timestamptz(null=True, default=None)


class OptIn(Strict):
    """`participation.opt_in`: I take part in this role."""

    scheme: UUID = Field(json_schema_extra=seen("you", "coordinators"))
    role: Role = Field(json_schema_extra=seen("you", "coordinators"))
    outside: bool = Field(default=False, json_schema_extra=seen("server"))
    """I am not in the group that the charter describes."""


class Pause(Strict):
    """`participation.pause`: I stay in, and am listed nowhere until a date."""

    scheme: UUID = Field(json_schema_extra=seen("you"))
    until: date = Field(json_schema_extra=seen("you"))


class Resume(Strict):
    """`participation.resume`: ends a pause or a "not now" before its date."""

    scheme: UUID | None = Field(json_schema_extra=seen("you"))


class SetPlaces(Strict):
    """`participation.set_places`: how many people a mentor has room for here. None: not said."""

    scheme: UUID = Field(json_schema_extra=seen("you"))
    places: Annotated[int, Field(ge=0, le=20)] | None = Field(json_schema_extra=seen("you"))


class Wake(Strict):
    """`participation.wake`: what time does. Pauses and "not now" whose day has come are over."""

    accounts: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@document("participation", bucket="doctor")
class ParticipationDocument(Strict):
    scheme: UUID
    role: Role
    state: ParticipationState
    until: date | None
    """Paused until the start of this day, in the scheme's zone."""
    places: int | None


@document("member", bucket="members")
class MemberDocument(Strict):
    """To coordinators: someone who said yes. Leaving or pausing takes it away; nothing else is ever shown."""

    scheme: UUID
    name: str
    role: Role
    trained: date | None
    """Of a mentor: the day on which the office recorded it. What it said today, a `trained` document says."""


bucket_kind(
    "members",
    sees="SELECT 'members:' || scheme FROM coordinator WHERE account = $1",
    audience="the scheme's coordinators, brought up to date once a day",
    daily=True,
)


def shown(account: UUID) -> list[Touched]:
    """What a doctor's taking part shows: their own phones and the office; the directory."""
    return [Touched("taking_part", account), Touched("profile", account)]


@mutation("participation.opt_in")
async def opt_in(actor: Actor, args: OptIn) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    scheme.must_offer(args.role)
    if (
        args.outside
        and scheme.charter.outside_requests == "routed"
        and not await is_welcome(doctor, scheme.id)
    ):
        raise Refused("outside-group")
    here = connection()
    # Who comes back is known by new random ids: nothing ties the two times together.
    await here.execute(
        "INSERT INTO participation AS held"
        " (id, account, scheme, role, state, member, listing, turns, waited_since)"
        " VALUES ($1, $2, $3::uuid, $4::varchar, 'in', $5, $6,"
        "   (SELECT coalesce(min(turns), 0) FROM participation"
        "     WHERE scheme = $3::uuid AND role = $4::varchar AND state = 'in'), $7)"
        " ON CONFLICT (account, scheme, role) DO UPDATE SET state = 'in', until = NULL,"
        # Who was away has not been waiting: they begin again beside the others.
        " turns = greatest(held.turns, excluded.turns),"
        " member = CASE held.state WHEN 'out' THEN excluded.member ELSE held.member END,"
        " listing = CASE held.state WHEN 'out' THEN excluded.listing ELSE held.listing END",
        new_id(actor.now),
        doctor,
        args.scheme,
        args.role,
        uuid4(),
        uuid4(),
        actor.now,
    )
    return [*shown(doctor), *await asking.answered(doctor, args.scheme)]


@mutation("participation.pause")
async def pause(actor: Actor, args: Pause) -> list[Touched]:
    doctor = actor.person
    day_to_come(actor, args.until)
    changed = await connection().fetch(
        "UPDATE participation SET state = 'paused', until = $3"
        " WHERE account = $1 AND scheme = $2 AND state <> 'out' RETURNING id",
        doctor,
        args.scheme,
        args.until,
    )
    if not changed:
        raise Refused("not-taking-part")
    return shown(doctor)


@mutation("participation.resume")
async def resume(actor: Actor, args: Resume) -> list[Touched]:
    doctor = actor.person
    back = await connection().fetch(
        "UPDATE participation SET state = 'in', until = NULL"
        " WHERE account = $1 AND ($2::uuid IS NULL OR scheme = $2) AND state <> 'out' RETURNING id",
        doctor,
        args.scheme,
    )
    may_be_asked = await asking.end_not_now(doctor, args.scheme)
    if args.scheme is not None and not back and not may_be_asked:
        raise Refused("not-taking-part")
    return [*shown(doctor), *may_be_asked]


@mutation("participation.set_places")
async def set_places(actor: Actor, args: SetPlaces) -> list[Touched]:
    doctor = actor.person
    changed = await connection().fetch(
        "UPDATE participation SET places = $3"
        " WHERE account = $1 AND scheme = $2 AND role <> 'mentee' AND state <> 'out' RETURNING id",
        doctor,
        args.scheme,
        args.places,
    )
    if not changed:
        raise Refused("not-taking-part")
    return shown(doctor)


@mutation("participation.wake", system=True)
async def wake(actor: Actor, args: Wake) -> list[Touched]:
    doctors = list(args.accounts)
    await connection().execute(
        "UPDATE participation SET state = 'in', until = NULL"
        " WHERE account = ANY($1::uuid[]) AND state = 'paused' AND until <= $2",
        doctors,
        today(actor.now),
    )
    await asking.wake(doctors, today(actor.now))
    return [touched for doctor in doctors for touched in (*shown(doctor), Touched("asked", doctor))]


async def wake_due(now: datetime) -> int:
    """Wakes everybody whose day has come; gives how many. For the job that runs after midnight."""
    woken = 0
    while due := await pool().fetch(
        "SELECT account FROM participation WHERE state = 'paused' AND until <= $1"
        " UNION SELECT account FROM not_now WHERE until <= $1 ORDER BY 1 LIMIT $2",
        today(now),
        TOGETHER,
    ):
        await act(system(now), "participation.wake", Wake(accounts=tuple(row["account"] for row in due)))
        woken += len(due)
    return woken


@view(
    "taking_part",
    every="SELECT account FROM participation",
    follows={"account": "SELECT unnest($1::uuid[])"},
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account: everything that its own yes shows."""
    found = []
    for row in await connection().fetch(
        "SELECT part.*, name, recorded_on FROM participation AS part"
        " JOIN account ON account.id = part.account"
        " LEFT JOIN training ON training.account = part.account AND training.scheme = part.scheme"
        " WHERE part.account = ANY($1::uuid[])",
        list(ids),
    ):
        account, scheme, role = row["account"], row["scheme"], row["role"]
        own = ParticipationDocument(
            scheme=scheme, role=role, state=row["state"], until=row["until"], places=row["places"]
        )
        found.append(Document(f"doctor:{account}", row["id"], own, account))
        if row["state"] == "in":
            trained = None if role == "mentee" else row["recorded_on"]
            member = MemberDocument(scheme=scheme, name=row["name"], role=role, trained=trained)
            found.append(Document(f"members:{scheme}", row["member"], member, account))
    return found
