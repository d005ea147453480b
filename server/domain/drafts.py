"""Drafting and publishing: what a scheme is to say, and its saying it.

What: at most one draft a scheme, whole, the newest in place of the one before; gone once that one is
published.
Who may: a scheme's coordinators, with a fresh passkey, and the operator's scripts. A scheme that is not
there yet can be drafted by whoever looks after another one here; only they go on with it, and when they
publish it they look after it.
Who hears: of a draft, the scheme's coordinators, or its author as long as there is no scheme (bucket
`office`); of what is published, every logged-in doctor (`public`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Date, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.charter import Charter, DraftCharter, Paragraph
from server.domain.schemes import (
    WITH_CHARTER,
    Name,
    SchemeState,
    must_have_an_office,
    must_look_after,
    today,
)
from server.refusals import Refused
from server.sync.publish import canonical, open_buckets
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view


class SchemeDraft(Table, tablename="scheme_draft"):
    """What a scheme is to say. `author`: of one that is not there yet; nobody of any other."""

    scheme = Uuid(primary_key=True, default=None)
    id = Uuid(default=None)
    author = Uuid(null=True, default=None)
    name = Varchar(length=120, null=True, default=None, help_text="what the scheme is to be called")
    organisation = Varchar(length=120, null=True, default=None, help_text="who is to offer it")
    summary = Varchar(length=1200, null=True, default=None, help_text="what it is to be, in a few sentences")
    state = Varchar(length=12, null=True, default=None, help_text="considering, open or closed")
    contact = Uuid(null=True, default=None)
    charter = Varchar(length=32_768, default="", help_text="the settings so far, as canonical JSON")
    drafted_on = Date(default=None)


class DraftScheme(Strict):
    """`scheme.draft`: all that `scheme.publish` says, as far as it is known. None: not yet."""

    draft: UUID = Field(json_schema_extra=seen("coordinators"))
    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    name: Name | None = Field(json_schema_extra=seen("coordinators"))
    organisation: Name | None = Field(json_schema_extra=seen("coordinators"))
    summary: Paragraph | None = Field(json_schema_extra=seen("coordinators"))
    state: SchemeState | None = Field(json_schema_extra=seen("coordinators"))
    contact: UUID | None = Field(json_schema_extra=seen("coordinators"))
    charter: DraftCharter = Field(json_schema_extra=seen("coordinators"))


class DiscardDraft(Strict):
    """`scheme.discard_draft`: this one. A newer draft of somebody else's stays."""

    draft: UUID = Field(json_schema_extra=seen("coordinators"))
    scheme: UUID = Field(json_schema_extra=seen("coordinators"))


class PublishScheme(Strict):
    """`scheme.publish`: a new scheme, or a new version of its charter and texts.

    `draft` is the one that says so, and goes with it; a newer draft of somebody else's stays.
    """

    scheme: UUID = Field(json_schema_extra=seen("doctors"))
    name: Name = Field(json_schema_extra=seen("doctors"))
    organisation: Name = Field(json_schema_extra=seen("doctors"))
    summary: Paragraph = Field(json_schema_extra=seen("doctors"))
    state: SchemeState = Field(json_schema_extra=seen("doctors"))
    contact: UUID | None = Field(json_schema_extra=seen("doctors"))
    charter: Charter = Field(json_schema_extra=seen("doctors"))
    draft: UUID | None = Field(default=None, json_schema_extra=seen("coordinators"))


@document("draft", bucket="office")
class DraftDocument(Strict):
    scheme: UUID
    name: str | None
    organisation: str | None
    summary: str | None
    state: SchemeState | None
    contact: UUID | None
    drafted: date
    charter: DraftCharter


async def _must_draft(actor: Actor, scheme: UUID) -> UUID | None:
    """Who may, as above; gives the author of a scheme that is not there yet."""
    here = connection()
    if actor.is_system:
        return None
    if await here.fetchval("SELECT true FROM scheme WHERE id = $1 FOR SHARE", scheme):
        await must_look_after(actor, scheme)
        return None
    draft = await here.fetchrow("SELECT author FROM scheme_draft WHERE scheme = $1 FOR UPDATE", scheme)
    if draft is not None and draft["author"] != actor.account:
        raise Refused("not-yours")
    await must_have_an_office(actor)
    return actor.account


@mutation("scheme.draft")
async def draft(actor: Actor, args: DraftScheme) -> list[Touched]:
    author = await _must_draft(actor, args.scheme)
    here = connection()
    if await here.fetchval(
        "SELECT true FROM scheme_draft WHERE id = $1 AND scheme <> $2", args.draft, args.scheme
    ):
        raise Refused("not-yours")  # the id is taken: the words are those for one that may not be seen
    said: dict[str, Any] = {
        "id": args.draft,
        "author": author,
        "name": args.name,
        "organisation": args.organisation,
        "summary": args.summary,
        "state": args.state,
        "contact": args.contact,
        "charter": canonical(args.charter),
        "drafted_on": today(actor.now),
    }
    await here.execute(
        f"INSERT INTO scheme_draft (scheme, {', '.join(said)})"  # noqa: S608 - our own columns
        f" VALUES ($1, {', '.join(f'${place}' for place in range(2, len(said) + 2))})"
        f" ON CONFLICT (scheme) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in said)}",
        args.scheme,
        *said.values(),
    )
    return [Touched("draft", args.scheme)]


@mutation("scheme.discard_draft")
async def discard(actor: Actor, args: DiscardDraft) -> list[Touched]:
    await _must_draft(actor, args.scheme)
    await connection().execute(
        "DELETE FROM scheme_draft WHERE scheme = $1 AND id = $2", args.scheme, args.draft
    )
    return [Touched("draft", args.scheme)]


async def _must_publish(actor: Actor, scheme: UUID) -> None:
    """Its coordinators; and whoever drafted one that is not there yet, while they look after another."""
    author = await connection().fetchval("SELECT author FROM scheme_draft WHERE scheme = $1", scheme)
    if author is not None and author == actor.account:
        await must_have_an_office(actor)
    else:
        await must_look_after(actor, scheme)


@mutation("scheme.publish")
async def publish(actor: Actor, args: PublishScheme) -> list[Touched]:
    await _must_publish(actor, args.scheme)
    here = connection()
    wrong = args.charter.contradictions()
    if args.charter.outside_requests == "routed" and args.contact is None:
        wrong.append("contact")  # nobody meets a dead end (P10)
    if args.contact and not await here.fetchval("SELECT true FROM contact_point WHERE id = $1", args.contact):
        wrong.append("contact")
    if wrong:
        raise Refused("charter-incomplete", settings=wrong)
    body = canonical(args.charter)
    await here.execute("SELECT FROM scheme WHERE id = $1 FOR NO KEY UPDATE", args.scheme)
    before = await here.fetchrow(f"{WITH_CHARTER} WHERE id = $1", args.scheme)
    said = {name: getattr(args, name) for name in ("name", "organisation", "summary", "state", "contact")}
    # Read, not compared as text: one of before a setting came says of it what its default says.
    new_charter = before is None or Charter.model_validate_json(before["body"]) != args.charter
    if before and not new_charter and all(before[name] == value for name, value in said.items()):
        return await _drafted(args)
    version = 1 if before is None else before["version"] + new_charter
    day = today(actor.now) if before is None or new_charter else before["published_on"]
    await here.execute(
        "INSERT INTO scheme (id, name, organisation, summary, state, contact, version, published_on, listing)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " organisation = excluded.organisation, summary = excluded.summary, state = excluded.state,"
        " contact = excluded.contact, version = excluded.version, published_on = excluded.published_on,"
        " listing = excluded.listing",
        args.scheme,
        *said.values(),
        version,
        day,
        args.charter.listing,
    )
    if new_charter:
        await here.execute(
            "INSERT INTO charter_version (scheme, version, body, published_on) VALUES ($1, $2, $3, $4)",
            args.scheme,
            version,
            body,
            day,
        )
    # From the scheme's first day, so that the bucket's being there tells nothing about anybody.
    await open_buckets([f"members:{args.scheme}"])
    return [Touched("scheme", args.scheme), *await _drafted(args)]


async def _drafted(args: PublishScheme) -> list[Touched]:
    """What that draft says is said now. Whoever drafted a new scheme looks after it from its first day."""
    author = await connection().fetchval(
        "WITH draft AS (DELETE FROM scheme_draft WHERE scheme = $1 AND (id = $2 OR author IS NOT NULL)"
        " RETURNING scheme, author)"
        " INSERT INTO coordinator (scheme, account) SELECT scheme, author FROM draft WHERE author IS NOT NULL"
        " ON CONFLICT DO NOTHING RETURNING account",
        args.scheme,
        args.draft,
    )
    return [Touched("draft", args.scheme), *([Touched("office", args.scheme)] if author else [])]


@view("draft", every="SELECT scheme FROM scheme_draft")
async def drafts(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a scheme, for it has one draft at most."""
    rows = await connection().fetch("SELECT * FROM scheme_draft WHERE scheme = ANY($1::uuid[])", list(ids))
    return [
        Document(
            f"office:{row['scheme']}",
            row["id"],
            DraftDocument(
                scheme=row["scheme"],
                name=row["name"],
                organisation=row["organisation"],
                summary=row["summary"],
                state=row["state"],
                contact=row["contact"],
                drafted=row["drafted_on"],
                charter=DraftCharter.model_validate_json(row["charter"]),
            ),
            of=row["scheme"],
        )
        for row in rows
    ]
