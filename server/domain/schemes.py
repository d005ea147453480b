"""Schemes: who offers mentoring, under which charter, and whom to ask.

What: a scheme with its charter in versions, pages of guidance to read offline, and contact points, one
per trust, deanery or college, with or without a scheme, so that nobody meets a dead end (P10).
Who may: a scheme's coordinators, and the operator's scripts.
Who hears: every signed-in doctor (bucket `public`).
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.domain.charter import Charter, Paragraph, Role, Sentence
from server.sync.registry import Strict, document, seen

Name = Annotated[str, Field(min_length=1, max_length=120)]
SchemeState = Literal["considering", "open", "closed"]


class PublishScheme(Strict):
    """`scheme.publish`: a new scheme, or a new version of its charter and texts."""

    scheme: UUID = Field(json_schema_extra=seen("doctors"))
    name: Name = Field(json_schema_extra=seen("doctors"))
    organisation: Name = Field(json_schema_extra=seen("doctors"))
    summary: Paragraph = Field(json_schema_extra=seen("doctors"))
    state: SchemeState = Field(json_schema_extra=seen("doctors"))
    contact: UUID | None = Field(json_schema_extra=seen("doctors"))
    charter: Charter = Field(json_schema_extra=seen("doctors"))


class PublishPage(Strict):
    """`page.publish`: guidance to read offline. `scheme` None: for everyone."""

    page: UUID = Field(json_schema_extra=seen("doctors"))
    scheme: UUID | None = Field(json_schema_extra=seen("doctors"))
    title: Name = Field(json_schema_extra=seen("doctors"))
    paragraphs: tuple[Paragraph, ...] = Field(max_length=40, json_schema_extra=seen("doctors"))


class Signpost(Strict):
    """Another place that can help, in plain words."""

    name: Name
    words: Sentence


class PublishContactPoint(Strict):
    """`contact_point.publish`: a role to write to ("Scheme office"), never a person's name."""

    contact_point: UUID = Field(json_schema_extra=seen("doctors"))
    organisation: Name = Field(json_schema_extra=seen("doctors"))
    kind: Literal["trust", "deanery", "college", "provider"] = Field(json_schema_extra=seen("doctors"))
    role: Name = Field(json_schema_extra=seen("doctors"))
    email: Annotated[str, Field(max_length=254)] | None = Field(json_schema_extra=seen("doctors"))
    words: Paragraph = Field(json_schema_extra=seen("doctors"))
    signposts: tuple[Signpost, ...] = Field(max_length=12, json_schema_extra=seen("doctors"))


@document("scheme", bucket="public")
class SchemeDocument(Strict):
    name: str
    organisation: str
    summary: str
    state: SchemeState
    roles: tuple[Role, ...]
    contact: UUID | None
    version: int
    published: date
    charter: Charter


@document("page", bucket="public")
class PageDocument(Strict):
    scheme: UUID | None
    title: str
    paragraphs: tuple[str, ...]


@document("contact_point", bucket="public")
class ContactPointDocument(Strict):
    organisation: str
    kind: Literal["trust", "deanery", "college", "provider"]
    role: str
    email: str | None
    words: str
    signposts: tuple[Signpost, ...]


@document("office", bucket="doctor")
class OfficeDocument(Strict):
    """On a coordinator's own phones: "you look after this scheme"."""

    scheme: UUID
