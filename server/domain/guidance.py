"""Guidance and contact points: what to read with no signal, and whom to ask.

What: pages in plain words, as Markdown; contact points, one per trust, deanery or college, with or without a
scheme, so that nobody meets a dead end (P10). A contact point is a role ("Scheme office"), never a person.
Who may: a scheme's coordinators for its own pages; the operator's scripts for everything else.
Who hears: every logged-in doctor (bucket `public`).
"""

import json
from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Varchar
from piccolo.table import Table
from pydantic import Field, TypeAdapter

from server.database.engine import connection
from server.domain.accounts.emails import normalised
from server.domain.charter import Paragraph, Sentence
from server.domain.schemes import Name, must_look_after
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

Kind = Literal["trust", "deanery", "college", "provider"]


class PageTable(Table, tablename="page"):
    """Guidance to read offline."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(null=True, default=None)
    title = Varchar(length=120, default="", help_text="the page's heading")
    text = Varchar(length=50_000, default="", help_text="the guidance, as Markdown")


class ContactPointTable(Table, tablename="contact_point"):
    """Whom to ask."""

    id = Uuid(primary_key=True, default=None)
    organisation = Varchar(length=120, default="", help_text="trust, deanery, college or provider")
    kind = Varchar(length=10, default="trust", help_text="which of the four it is")
    role = Varchar(length=120, default="", help_text="such as Scheme office")
    email = Varchar(length=254, null=True, default=None, help_text="where to write to the role")
    words = Varchar(length=1200, default="", help_text="what it can help with")
    signposts = Varchar(length=16_384, default="[]", help_text="other places that can help, as JSON")


class PublishPage(Strict):
    """`page.publish`: guidance to read offline. `scheme` None: for everyone.

    The phone reads `text` as Markdown and shows no HTML, picture or script of it, whatever it holds."""

    page: UUID = Field(json_schema_extra=seen("doctors"))
    scheme: UUID | None = Field(json_schema_extra=seen("doctors"))
    title: Name = Field(json_schema_extra=seen("doctors"))
    text: Annotated[str, Field(min_length=1, max_length=20_000)] = Field(json_schema_extra=seen("doctors"))


class Signpost(Strict):
    """Another place that can help, in plain words."""

    name: Name
    words: Sentence


class PublishContactPoint(Strict):
    """`contact_point.publish`: a role to write to ("Scheme office"), never a person's name."""

    contact_point: UUID = Field(json_schema_extra=seen("doctors"))
    organisation: Name = Field(json_schema_extra=seen("doctors"))
    kind: Kind = Field(json_schema_extra=seen("doctors"))
    role: Name = Field(json_schema_extra=seen("doctors"))
    email: Annotated[str, Field(max_length=254)] | None = Field(json_schema_extra=seen("doctors"))
    words: Paragraph = Field(json_schema_extra=seen("doctors"))
    signposts: tuple[Signpost, ...] = Field(max_length=12, json_schema_extra=seen("doctors"))


@document("page", bucket="public")
class PageDocument(Strict):
    scheme: UUID | None
    title: str
    text: str


@document("contact_point", bucket="public")
class ContactPointDocument(Strict):
    organisation: str
    kind: Kind
    role: str
    email: str | None
    words: str
    signposts: tuple[Signpost, ...]


_signposts = TypeAdapter(tuple[Signpost, ...])


@mutation("page.publish")
async def publish_page(actor: Actor, args: PublishPage) -> list[Touched]:
    here = connection()
    before = await here.fetchrow("SELECT scheme FROM page WHERE id = $1 FOR NO KEY UPDATE", args.page)
    if not actor.is_system:
        # Somebody else's page, and one for everyone, are refused in the same words as no such scheme.
        if args.scheme is None or (before and before["scheme"] != args.scheme):
            raise Refused("not-yours")
        await must_look_after(actor, args.scheme)
    await here.execute(
        "INSERT INTO page (id, scheme, title, text) VALUES ($1, $2, $3, $4) ON CONFLICT (id)"
        " DO UPDATE SET scheme = excluded.scheme, title = excluded.title, text = excluded.text",
        args.page,
        args.scheme,
        args.title,
        args.text,
    )
    return [Touched("page", args.page)]


@mutation("contact_point.publish")
async def publish_contact_point(actor: Actor, args: PublishContactPoint) -> list[Touched]:
    if not actor.is_system:
        raise Refused("not-yours")
    if args.email is not None and normalised(args.email) is None:
        raise Refused("value-not-allowed", field="email")
    signposts = [signpost.model_dump() for signpost in args.signposts]
    await connection().execute(
        "INSERT INTO contact_point (id, organisation, kind, role, email, words, signposts)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET"
        " organisation = excluded.organisation, kind = excluded.kind, role = excluded.role,"
        " email = excluded.email, words = excluded.words, signposts = excluded.signposts",
        args.contact_point,
        args.organisation,
        args.kind,
        args.role,
        args.email,
        args.words,
        json.dumps(signposts, ensure_ascii=False),
    )
    return [Touched("contact_point", args.contact_point)]


@view("page", every="SELECT id FROM page")
async def pages(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch("SELECT * FROM page WHERE id = ANY($1::uuid[])", list(ids))
    return [
        Document(
            "public",
            row["id"],
            PageDocument(scheme=row["scheme"], title=row["title"], text=row["text"]),
        )
        for row in rows
    ]


@view("contact_point", every="SELECT id FROM contact_point")
async def contact_points(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch("SELECT * FROM contact_point WHERE id = ANY($1::uuid[])", list(ids))
    return [
        Document(
            "public",
            row["id"],
            ContactPointDocument(
                organisation=row["organisation"],
                kind=row["kind"],
                role=row["role"],
                email=row["email"],
                words=row["words"],
                signposts=_signposts.validate_json(row["signposts"]),
            ),
        )
        for row in rows
    ]
