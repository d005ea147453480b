"""Invitations: "you can take part if it suits you", and nothing more.

What: a coordinator names someone by e-mail; the person gets one letter. Importing a list of mentors is
many invitations: nobody is listed until they say yes themselves. The office reads back what it wrote
and never what came of it; an invitation beyond a budget, or against a "not now", looks sent. So that not
even time tells them apart, everything that depends on the person happens later, in a job.
Who may: the scheme's coordinators, with a fresh passkey.
Who hears: the scheme's coordinators; the invited person, by mail and on their own phones.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Bytea, Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.database.queue import later_all
from server.domain.accounts.account import PersonName, by_email
from server.domain.accounts.emails import normalised
from server.domain.asking import ask, is_open_to
from server.domain.charter import Role
from server.domain.directory import FieldName, FieldValue, checked
from server.domain.schemes import must_look_after, scheme_now, today
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

JOB = "invitation"
A_DAY = 5000
"""Invitations of one scheme in one day. Its coordinators know how many they sent, so they are told."""
TO_ONE = 3
TO_ONE_EVERY = timedelta(days=90)
AGAIN_AFTER = timedelta(days=180)
"""Letters that one address gets at most, and how soon again for the same role. Nobody is told of these."""

Email = Annotated[str, Field(min_length=3, max_length=254)]


class InvitationTable(Table, tablename="invitation"):
    """What the office wrote, and whether a letter of it was sent."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    role = Varchar(length=10, default="mentee", help_text="mentee, mentor or co_mentor")
    email = Varchar(length=254, default="", help_text="normalised, for the one letter")
    name = Varchar(length=120, default="", help_text="what the office calls the person")
    fields = Varchar(length=32_768, default="{}", help_text="a listing's first words, as JSON")
    sent_on = Date(default=None)
    reached = Boolean(null=True, default=None, help_text="unknown until the job has decided")
    token = Bytea(null=True, default=None, help_text="SHA-256 of what stands in the letter")
    used = Boolean(default=False)


class SendInvitation(Strict):
    """`invitation.send`: `fields` are a listing's first words, the person's own to change or throw away."""

    invitation: UUID = Field(json_schema_extra=seen("coordinators"))
    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    role: Role = Field(json_schema_extra=seen("coordinators"))
    email: Email = Field(json_schema_extra=seen("coordinators"))
    name: PersonName = Field(json_schema_extra=seen("coordinators"))
    fields: dict[FieldName, FieldValue] = Field(json_schema_extra=seen("coordinators"))


class SendMany(Strict):
    """`invitation.send_many`: a file's rows. Who is in the office's list already is left alone."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    invitations: tuple[SendInvitation, ...] = Field(max_length=500, json_schema_extra=seen("coordinators"))


class Deliver(Strict):
    """`invitation.deliver`: the job's decision whether the person is asked."""

    invitation: UUID = Field(json_schema_extra=seen("server"))


@document("invitation", bucket="office")
class InvitationDocument(Strict):
    """What the office wrote. It never changes by anything the invited person does."""

    scheme: UUID
    email: str
    name: str
    role: Role
    sent: date


@mutation("invitation.send")
async def send(actor: Actor, args: SendInvitation) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    (await scheme_now(args.scheme)).must_offer(args.role)
    written = await _write(actor, args.scheme, [args])
    if not written:
        raise Refused("not-yours")  # the id is taken: the words are those for one that may not be seen
    return written


@mutation("invitation.send_many", system=True)
async def send_many(actor: Actor, args: SendMany) -> list[Touched]:
    """For a file's rows, through no phone; the actor is the coordinator who brought it, or the system."""
    await must_look_after(actor, args.scheme)
    scheme = await scheme_now(args.scheme)
    for invitation in args.invitations:
        scheme.must_offer(invitation.role)
    known = await connection().fetch(
        "SELECT email, role FROM invitation WHERE scheme = $1 AND email = ANY($2::text[])",
        args.scheme,
        [normalised(invitation.email) for invitation in args.invitations],
    )
    told = {(row["email"], row["role"]) for row in known}
    fresh = {(normalised(invitation.email), invitation.role): invitation for invitation in args.invitations}
    return await _write(
        actor, args.scheme, [invitation for key, invitation in fresh.items() if key not in told]
    )


async def _write(actor: Actor, scheme: UUID, all_of_them: Sequence[SendInvitation]) -> list[Touched]:
    """What the office wrote, and a job for each. Nothing here looks at whether there is such a person."""
    here, day = connection(), today(actor.now)
    rows = [(invitation, _address(invitation), _first_words(invitation)) for invitation in all_of_them]
    if not actor.is_system:
        today_so_far = await here.fetchval(
            "SELECT count(*) FROM invitation WHERE scheme = $1 AND sent_on = $2", scheme, day
        )
        if today_so_far + len(rows) > A_DAY:
            raise Refused("invitations-used-up")
    written = await here.fetch(
        "INSERT INTO invitation (id, scheme, role, email, name, fields, sent_on)"
        " SELECT id, $1, role, email, name, fields, $2"
        " FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])"
        " AS written (id, role, email, name, fields) ON CONFLICT (id) DO NOTHING RETURNING id",
        scheme,
        day,
        [invitation.invitation for invitation, _, _ in rows],
        [invitation.role for invitation, _, _ in rows],
        [email for _, email, _ in rows],
        [invitation.name.strip() for invitation, _, _ in rows],
        [words for _, _, words in rows],
    )
    await later_all(JOB, [{"invitation": str(row["id"])} for row in written])
    return [Touched("invitation", row["id"]) for row in written]


def _address(invitation: SendInvitation) -> str:
    email = normalised(invitation.email)
    if email is None:
        raise Refused("value-not-allowed", field="email")
    return email


def _first_words(invitation: SendInvitation) -> str:
    if "photo" in invitation.fields:
        raise Refused("field-not-offered")
    words = {field: checked(field, value) for field, value in invitation.fields.items()}
    return json.dumps({field: value for field, value in words.items() if value}, ensure_ascii=False)


@mutation("invitation.deliver", system=True)
async def deliver(actor: Actor, args: Deliver) -> list[Touched]:
    """Once: whether the person is asked at all. A budget and their own "not now" and leaving decide."""
    here, day = connection(), today(actor.now)
    row = await here.fetchrow(
        "SELECT * FROM invitation WHERE id = $1 AND reached IS NULL FOR NO KEY UPDATE", args.invitation
    )
    if row is None:
        return []
    # Two invitations to one address are decided one after the other.
    await here.execute("SELECT pg_advisory_xact_lock(hashtextextended('invitation ' || $1, 0))", row["email"])
    asked_before = await here.fetchval(
        "SELECT count(*) FILTER (WHERE sent_on > $2) >= $3"
        " OR coalesce(bool_or(scheme = $4 AND role = $5 AND sent_on > $6), false)"
        " FROM invitation WHERE email = $1 AND reached",
        row["email"],
        day - TO_ONE_EVERY,
        TO_ONE,
        row["scheme"],
        row["role"],
        day - AGAIN_AFTER,
    )
    doctor = await by_email(row["email"])
    willing = doctor is None or await is_open_to(doctor, row["scheme"], row["role"], day)
    reached = willing and not asked_before
    await here.execute("UPDATE invitation SET reached = $2 WHERE id = $1", args.invitation, reached)
    if doctor is None or not reached:
        return []
    return await ask(doctor, row["scheme"], row["role"], actor.now)


@view("invitation", every="SELECT id FROM invitation")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch("SELECT * FROM invitation WHERE id = ANY($1::uuid[])", list(ids))
    return [
        Document(
            f"office:{row['scheme']}",
            row["id"],
            InvitationDocument(
                scheme=row["scheme"],
                email=row["email"],
                name=row["name"],
                role=row["role"],
                sent=row["sent_on"],
            ),
        )
        for row in rows
    ]
