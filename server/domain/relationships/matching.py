"""Matching by others than the two: the coordinator's queue, and next on the list.

What: a doctor asks to be matched, with a few closed wishes; a coordinator suggests a mentor, or the list
gives the next one. Either way both may say no without a word.
Who may: a doctor who takes part; the scheme's coordinators, where the charter matches through them.
Who hears: the scheme's coordinators, once a day: what the doctor wished for and nothing else. After a
suggestion the queue says "suggested" and never what came of it: not even that the wish was taken back since
the queue was last brought up to date.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID, uuid4

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.never import are_kept_apart
from server.domain.relationships.beginning import must_match_by
from server.domain.relationships.next_on_list import serve
from server.domain.relationships.pair import Joining, begin, day_of, must_be_in
from server.domain.relationships.rules import mentor_by
from server.domain.schemes import must_look_after, scheme_now
from server.refusals import Refused
from server.sync.publish import is_shown
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

How = Literal["coordinator_suggests", "next_on_list"]
Wish = Literal["same", "different", "either"]
ModeWish = Literal["in_person", "phone", "video", "any"]
KEPT = timedelta(days=30)
"""How long a suggested request stays in the queue."""


class MatchRequestTable(Table, tablename="match_request"):
    """A doctor who asks to be matched. `office` is what the queue knows it by."""

    id = Uuid(primary_key=True, default=None)
    office = Uuid(default=None)
    account = Uuid(default=None)
    scheme = Uuid(default=None)
    how = Varchar(length=20, default="", help_text="coordinator_suggests or next_on_list")
    specialty = Varchar(length=9, default="either", help_text="same, different or either")
    site = Varchar(length=9, default="either", help_text="same, different or either")
    mode = Varchar(length=9, default="any", help_text="in_person, phone, video or any")
    asked_on = Date(default=None)
    suggested = Boolean(default=False)
    answered = Boolean(default=False)


class SuggestionTable(Table, tablename="match_suggestion"):
    """The office suggested somebody for a request. It stands by itself, whatever the doctor does."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    suggested_on = Date(default=None)


class Wishes(Strict):
    """Closed fields, never free text."""

    specialty: Wish
    site: Wish
    mode: ModeWish


class AskForMatch(Strict):
    """`match.ask`: please find me a mentor."""

    request: UUID = Field(json_schema_extra=seen("you"))
    scheme: UUID = Field(json_schema_extra=seen("you", "coordinators"))
    how: How = Field(json_schema_extra=seen("you", "coordinators"))
    wishes: Wishes = Field(json_schema_extra=seen("you", "coordinators"))


class TakeBack(Strict):
    """`match.take_back`: I no longer ask."""

    request: UUID = Field(json_schema_extra=seen("you"))


class Suggest(Strict):
    """`match.suggest`: this member for that request; both by the office's own ids."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    request: UUID = Field(json_schema_extra=seen("coordinators"))
    mentor: UUID = Field(json_schema_extra=seen("coordinators", "pair"))


@document("match", bucket="doctor")
class MatchDocument(Strict):
    """On the doctor's own phones until a suggestion is there."""

    scheme: UUID
    how: How
    wishes: Wishes


@document("request", bucket="members")
class RequestDocument(Strict):
    """To coordinators: what somebody wished for, and nothing else."""

    scheme: UUID
    name: str
    wishes: Wishes


@document("suggestion", bucket="office")
class SuggestionDocument(Strict):
    """To coordinators: they suggested somebody for this request. It never says what came of it."""

    scheme: UUID


@mutation("match.ask")
async def ask(actor: Actor, args: AskForMatch) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    must_match_by(scheme, args.how)
    await must_be_in(doctor, args.scheme, "mentee")
    here = connection()
    if await here.fetchval(
        "SELECT true FROM match_request WHERE account = $1 AND scheme = $2 AND NOT answered",
        doctor,
        args.scheme,
    ):
        raise Refused("already-asked")
    done = await here.fetchval(
        "INSERT INTO match_request (id, office, account, scheme, how, specialty, site, mode, asked_on)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING true",
        args.request,
        uuid4(),
        doctor,
        args.scheme,
        args.how,
        args.wishes.specialty,
        args.wishes.site,
        args.wishes.mode,
        day_of(actor),
    )
    if not done:
        raise Refused("not-yours")
    told = [Touched("match", doctor)]
    if args.how == "next_on_list":
        told += await serve(actor, doctor, scheme, args.request)
    return told


@mutation("match.take_back")
async def take_back(actor: Actor, args: TakeBack) -> list[Touched]:
    await connection().execute(
        "DELETE FROM match_request WHERE id = $1 AND account = $2", args.request, actor.person
    )
    return [Touched("match", actor.person)]


async def take_back_all(doctor: UUID, scheme: UUID) -> list[Touched]:
    """Whoever leaves a scheme is in no queue of it."""
    await connection().execute("DELETE FROM match_request WHERE account = $1 AND scheme = $2", doctor, scheme)
    return [Touched("match", doctor)]


@mutation("match.suggest")
async def suggest(actor: Actor, args: Suggest) -> list[Touched]:
    await must_look_after(actor, args.scheme)
    scheme = await scheme_now(args.scheme)
    must_match_by(scheme, "coordinator_suggests")
    here = connection()
    # Held as a doctor who is there: whoever leaves meanwhile finds what has begun.
    await here.execute(
        "SELECT FROM participation AS part JOIN match_request AS asked USING (account, scheme)"
        " WHERE office = $1 AND scheme = $2 AND role = 'mentee' FOR SHARE OF part",
        args.request,
        args.scheme,
    )
    row = await here.fetchrow(
        "SELECT id, account FROM match_request WHERE office = $1 AND scheme = $2"
        " AND how = 'coordinator_suggests' AND NOT suggested FOR NO KEY UPDATE",
        args.request,
        args.scheme,
    )
    if row is None and not await is_shown(f"members:{args.scheme}", "request", args.request):
        raise Refused("not-yours")
    mentor = await mentor_by("member", args.mentor, args.scheme, scheme.charter)
    if mentor.full:
        raise Refused("no-place")
    written = await here.fetchval(
        "INSERT INTO match_suggestion (id, scheme, suggested_on) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING true",
        args.request,
        args.scheme,
        day_of(actor),
    )
    if not written or (row is not None and mentor.account == row["account"]):
        raise Refused("not-yours")
    if row is None:
        return [Touched("suggestion", args.request)]
    apart = await are_kept_apart(row["account"], mentor.account)
    await here.execute(
        "UPDATE match_request SET suggested = true, answered = $2 WHERE id = $1", row["id"], not apart
    )
    both = [row["account"], mentor.account]
    made = await begin(
        actor,
        uuid4(),
        args.scheme,
        "suggested",
        [Joining(both[0], "mentee", yes=False), Joining(both[1], "mentor", yes=False)],
        hidden_from=both if apart else [],
        listing=mentor.listing,
    )
    return [Touched("match", row["account"]), Touched("suggestion", args.request), *made]


@view("match", every="SELECT account FROM match_request", follows={"account": "SELECT unnest($1::uuid[])"})
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    found = []
    for row in await connection().fetch(
        "SELECT asked.*, name FROM match_request AS asked JOIN account ON account.id = asked.account"
        " WHERE account = ANY($1::uuid[])",
        list(ids),
    ):
        account, scheme = row["account"], row["scheme"]
        wishes = Wishes(specialty=row["specialty"], site=row["site"], mode=row["mode"])
        if not row["answered"]:
            own = MatchDocument(scheme=scheme, how=row["how"], wishes=wishes)
            found.append(Document(f"doctor:{account}", row["id"], own, account))
        if row["how"] == "coordinator_suggests":
            queue = RequestDocument(scheme=scheme, name=row["name"], wishes=wishes)
            found.append(Document(f"members:{scheme}", row["office"], queue, account))
    return found


@view("suggestion", every="SELECT id FROM match_suggestion")
async def suggestions(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, scheme FROM match_suggestion WHERE id = ANY($1::uuid[])", list(ids)
    )
    return [
        Document(f"office:{row['scheme']}", row["id"], SuggestionDocument(scheme=row["scheme"]))
        for row in rows
    ]
