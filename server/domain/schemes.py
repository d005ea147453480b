"""Schemes: who offers mentoring, under which charter, and who looks after it.

What: a scheme with its charter in versions that are never changed.
Who may: a scheme's coordinators, and the operator's scripts; the operator names the first coordinator, or
it is who drafted the scheme (drafts.py).
Who hears: every logged-in doctor (bucket `public`); coordinators' own phones (`office`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Date, Integer, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection
from server.domain.charter import Charter, Role
from server.refusals import Refused
from server.sync.registry import (
    Actor,
    Document,
    Strict,
    Touched,
    bucket_kind,
    document,
    mutation,
    seen,
    view,
)

ZONE = ZoneInfo("Europe/London")
"""Days are those of the scheme's zone."""

Name = Annotated[str, Field(min_length=1, max_length=120)]
SchemeState = Literal["considering", "open", "closed"]


class SchemeTable(Table, tablename="scheme"):
    """A scheme as it is now."""

    id = Uuid(primary_key=True, default=None)
    name = Varchar(length=120, default="", help_text="what the scheme is called")
    organisation = Varchar(length=120, default="", help_text="who offers it")
    summary = Varchar(length=1200, default="", help_text="what it is, in a few sentences")
    state = Varchar(length=12, default="considering", help_text="considering, open or closed")
    contact = Uuid(null=True, default=None)
    version = Integer(default=1)
    published_on = Date(default=None)
    listing = Varchar(length=8, default="none", help_text="the charter's: it decides who sees the list")


class CharterVersion(Table, tablename="charter_version"):
    """A charter as it was published; the database refuses to change one. Primary key: scheme, version."""

    scheme = Uuid(primary_key=True, default=None)
    version = Integer(default=1)
    body = Varchar(length=32_768, default="", help_text="the settings, as canonical JSON")
    published_on = Date(default=None)


class Coordinator(Table, tablename="coordinator"):
    """Who looks after a scheme. Primary key: scheme, account."""

    scheme = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    lead = Boolean(default=False)


class LookAfter(Strict):
    """`coordinator.add` and `coordinator.remove`: the operator's word on who looks after a scheme."""

    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    account: UUID = Field(json_schema_extra=seen("server"))
    lead: bool = Field(default=False, json_schema_extra=seen("server"))
    """The one role that knows the pairs, where the charter names it."""


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


@document("charter", bucket="public")
class CharterDocument(Strict):
    """One version, for those whose pair stays on it when the scheme has gone on (P11)."""

    scheme: UUID
    version: int
    published: date
    charter: Charter


@document("office", bucket="doctor")
class OfficeDocument(Strict):
    """On a coordinator's own phones: "you look after this scheme"."""

    scheme: UUID
    lead: bool
    """The one role that knows the pairs, where the charter names it."""


bucket_kind("public", sees="SELECT 'public' WHERE $1 IS NOT NULL", audience="every logged-in doctor")
bucket_kind(
    "office",
    # A scheme that is only drafted has no coordinators: its author is told by the draft itself.
    sees="SELECT 'office:' || scheme FROM coordinator WHERE account = $1"
    " UNION ALL SELECT 'office:' || scheme FROM scheme_draft WHERE author = $1",
    audience="the scheme's coordinators",
)


WITH_CHARTER = (
    "SELECT scheme.*, body FROM scheme JOIN charter_version AS charter"
    " ON charter.scheme = scheme.id AND charter.version = scheme.version"
)
"""Every scheme as it is now, with the charter in force."""


@dataclass(frozen=True, slots=True)
class SchemeNow:
    """A scheme and the charter in force."""

    id: UUID
    state: SchemeState
    charter: Charter

    def must_offer(self, role: Role) -> None:
        """The scheme is open and has this role, or the refusal that says which is not so."""
        if self.state != "open":
            raise Refused("scheme-closed")
        if role not in self.charter.roles:
            raise Refused("role-not-offered")


def today(now: datetime) -> date:
    """The day it is where the schemes are."""
    return now.astimezone(ZONE).date()


async def scheme_now(scheme: UUID) -> SchemeNow:
    """The scheme, held as it is until the transaction ends; refused when there is none."""
    # First the lock, then a fresh statement: one that waits for a lock would join the version before.
    await connection().execute("SELECT FROM scheme WHERE id = $1 FOR SHARE", scheme)
    row = await connection().fetchrow(f"{WITH_CHARTER} WHERE id = $1", scheme)
    if row is None:
        raise Refused("not-yours")
    return SchemeNow(scheme, row["state"], Charter.model_validate_json(row["body"]))


async def must_look_after(actor: Actor, scheme: UUID) -> None:
    """A coordinator of this scheme with a fresh passkey, or the system."""
    if actor.is_system:
        return
    if not await connection().fetchval(
        "SELECT true FROM coordinator WHERE scheme = $1 AND account = $2", scheme, actor.account
    ):
        raise Refused("not-yours")
    if not actor.confirmed:
        raise Refused("passkey-needed")


async def must_have_an_office(actor: Actor) -> None:
    """For what no scheme's coordinator can say yet: somebody who looks after any, with a fresh passkey."""
    if not await connection().fetchval(
        "SELECT true FROM coordinator WHERE account = $1 LIMIT 1", actor.person
    ):
        raise Refused("not-yours")
    if not actor.confirmed:
        raise Refused("passkey-needed")


@mutation("coordinator.add", system=True)
async def add_coordinator(actor: Actor, args: LookAfter) -> list[Touched]:
    await scheme_now(args.scheme)
    await connection().execute(
        "INSERT INTO coordinator (scheme, account, lead) VALUES ($1, $2, $3)"
        " ON CONFLICT (scheme, account) DO UPDATE SET lead = coordinator.lead OR excluded.lead",
        args.scheme,
        args.account,
        args.lead,
    )
    return [Touched("office", args.scheme)]


@mutation("coordinator.remove", system=True)
async def remove_coordinator(actor: Actor, args: LookAfter) -> list[Touched]:
    await connection().execute(
        "DELETE FROM coordinator WHERE scheme = $1 AND account = $2", args.scheme, args.account
    )
    return [Touched("office", args.scheme)]


def charter_id(scheme: UUID, version: int) -> UUID:
    """The id of one version's document, which whoever knows the scheme and the version can work out."""
    return uuid5(scheme, str(version))


@view("scheme", every="SELECT id FROM scheme")
async def schemes(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a scheme: as it is now, and every version that its charter has had."""
    rows = await connection().fetch(
        "SELECT scheme.*, charter.version AS of, body, charter.published_on AS said_on"
        " FROM scheme JOIN charter_version AS charter ON charter.scheme = scheme.id"
        " WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    found = []
    for row in rows:
        charter = Charter.model_validate_json(row["body"])
        version = CharterDocument(
            scheme=row["id"], version=row["of"], published=row["said_on"], charter=charter
        )
        found.append(Document("public", charter_id(row["id"], row["of"]), version, of=row["id"]))
        if row["of"] != row["version"]:
            continue
        body = SchemeDocument(
            name=row["name"],
            organisation=row["organisation"],
            summary=row["summary"],
            state=row["state"],
            roles=charter.roles,
            contact=row["contact"],
            version=row["version"],
            published=row["published_on"],
            charter=charter,
        )
        found.append(Document("public", row["id"], body))
    return found


@view("office", every="SELECT DISTINCT scheme FROM coordinator")
async def offices(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a scheme; each of its coordinators has one document of it."""
    rows = await connection().fetch(
        "SELECT scheme, account, lead FROM coordinator WHERE scheme = ANY($1::uuid[])", list(ids)
    )
    return [
        Document(
            f"doctor:{row['account']}", row["scheme"], OfficeDocument(scheme=row["scheme"], lead=row["lead"])
        )
        for row in rows
    ]
