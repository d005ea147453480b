"""The directory: what a mentor chooses to say, field by field.

What: one profile a doctor, each field with a "published" mark of its own; one listing per scheme and
mentor role, with an id of its own, that shows the name and the published fields and nothing else.
Who may: the doctor alone.
Who hears: the doctor's own phones (the whole profile); doctors who look at a scheme's mentors (the
listing), for as long as the mentor takes part, is trained where the charter asks it, and has not paused.
"""

import json
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Varchar
from piccolo.table import Table
from pydantic import Field, TypeAdapter, ValidationError

from server.database.engine import connection
from server.domain.charter import Charter
from server.domain.photos import has_photo
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

FieldName = Literal[
    "specialty",
    "grade",
    "site",
    "organisation",
    "modes",
    "languages",
    "topics",
    "usually_free",
    "pronouns",
    "about",
    "contact",
    "photo",
]
Mode = Literal["in_person", "phone", "video"]
Line = Annotated[str, Field(min_length=1, max_length=80)]
Part = Annotated[str, Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)_(morning|afternoon|evening)$")]
FieldValue = Annotated[str, Field(max_length=600)] | Annotated[tuple[Line, ...], Field(max_length=21)] | None


class ProfileFieldTable(Table, tablename="profile_field"):
    """One field of one doctor's profile. Primary key: account, field."""

    account = Uuid(primary_key=True, default=None)
    field = Varchar(length=14, default="", help_text="which field of a listing")
    value = Varchar(length=8192, null=True, default=None, help_text="what the doctor wrote, as JSON")
    published = Boolean(default=False)


class PatchProfile(Strict):
    """`profile.patch`: one field, the latest commit wins. None empties it."""

    field: FieldName = Field(json_schema_extra=seen("you"))
    value: FieldValue = Field(json_schema_extra=seen("you", "doctors"))


class PublishField(Strict):
    """`profile.publish`: show this field in the listings, or stop showing it."""

    field: FieldName = Field(json_schema_extra=seen("you"))
    publish: bool = Field(json_schema_extra=seen("you"))


class SetPhoto(Strict):
    """`profile.set_photo`: the SHA-256 (hex) of a photo that was uploaded before. None removes it."""

    photo: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        json_schema_extra=seen("you", "doctors")
    )


class ProfileField(Strict):
    value: FieldValue
    published: bool


@document("profile", bucket="doctor")
class ProfileDocument(Strict):
    """The whole profile. A field that was never touched is absent."""

    fields: dict[FieldName, ProfileField]


@document("mentor", bucket="directory")
class MentorDocument(Strict):
    """A listing: the name and what the mentor published. An unpublished field is None."""

    scheme: UUID
    name: str
    places: Literal["open", "full"] | None
    specialty: str | None = None
    grade: str | None = None
    site: str | None = None
    organisation: str | None = None
    modes: tuple[Mode, ...] | None = None
    languages: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    usually_free: tuple[str, ...] | None = None
    pronouns: str | None = None
    about: str | None = None
    contact: str | None = None
    photo: str | None = None


bucket_kind(
    "directory",
    sees="SELECT 'directory:' || scheme.id FROM scheme WHERE scheme.id = ANY($2::uuid[]) AND state = 'open'"
    " AND (listing = 'public' AND $1 IS NOT NULL OR listing = 'members' AND EXISTS (SELECT FROM participation"
    "   WHERE account = $1 AND participation.scheme = scheme.id AND participation.state <> 'out'))",
    audience="doctors who look at the scheme: all of them, its members or nobody, as its charter says",
    shared=True,
    followed=True,
)

LONG = 600
LINE = 80
MANY = 21
_SEVERAL: dict[str, TypeAdapter[Any]] = {
    "modes": TypeAdapter(tuple[Mode, ...]),
    "languages": TypeAdapter(tuple[Line, ...]),
    "topics": TypeAdapter(tuple[Line, ...]),
    "usually_free": TypeAdapter(tuple[Part, ...]),
}
_ONCE_OFFERED = {"photo", "contact"}
"""Shown only where the charter offers them."""
# Marks that turn the direction of the text around them, and would let a name look like another.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def checked(field: FieldName, value: FieldValue) -> FieldValue:
    """The value as it is kept: without blanks round it, None when nothing is left, or refused."""
    several = _SEVERAL.get(field)
    if isinstance(value, tuple) if several is None else isinstance(value, str):
        raise Refused("value-not-allowed", field=field)
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        if len(text) > (LONG if field == "about" else LINE) or not is_readable(text, field == "about"):
            raise Refused("value-not-allowed", field=field)
        return text or None
    parts = tuple(dict.fromkeys(part.strip() for part in value))
    try:
        assert several is not None  # noqa: S101 - a tuple got past the first check
        several.validate_python(parts)
    except ValidationError:
        raise Refused("value-not-allowed", field=field) from None
    if len(parts) > MANY or not all(is_readable(part, lines=False) for part in parts):
        raise Refused("value-not-allowed", field=field)
    return parts or None


def is_readable(text: str, lines: bool) -> bool:
    """No control characters but, where `lines` says so, ends of lines; no marks that turn the text."""
    return not any(
        (unicodedata.category(letter) == "Cc" and not (lines and letter == "\n")) or letter in _TURNING
        for letter in text
    )


def stored(value: FieldValue) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


@mutation("profile.patch")
async def patch(actor: Actor, args: PatchProfile) -> list[Touched]:
    doctor = actor.person
    if args.field == "photo":
        raise Refused("field-not-offered")  # a photo is sent first and then named: profile.set_photo
    await _write(doctor, args.field, checked(args.field, args.value))
    return [Touched("profile", doctor)]


@mutation("profile.publish")
async def publish(actor: Actor, args: PublishField) -> list[Touched]:
    doctor = actor.person
    await connection().execute(
        "INSERT INTO profile_field (account, field, published) VALUES ($1, $2, $3)"
        " ON CONFLICT (account, field) DO UPDATE SET published = excluded.published",
        doctor,
        args.field,
        args.publish,
    )
    return [Touched("profile", doctor)]


@mutation("profile.set_photo")
async def set_photo(actor: Actor, args: SetPhoto) -> list[Touched]:
    doctor = actor.person
    if args.photo is not None and not await has_photo(doctor, args.photo):
        raise Refused("photo-missing")
    await _write(doctor, "photo", args.photo)
    return [Touched("profile", doctor)]


async def _write(doctor: UUID, field: FieldName, value: FieldValue) -> None:
    await connection().execute(
        "INSERT INTO profile_field (account, field, value, published) VALUES ($1, $2, $3, false)"
        " ON CONFLICT (account, field) DO UPDATE SET value = excluded.value",
        doctor,
        field,
        stored(value),
    )


@view(
    "profile",
    every="SELECT account FROM profile_field UNION SELECT account FROM participation WHERE role <> 'mentee'",
    follows={
        "account": "SELECT unnest($1::uuid[])",
        "scheme": "SELECT account FROM participation WHERE scheme = ANY($1::uuid[]) AND role <> 'mentee'",
    },
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account: the whole profile for its own phones, and its listings."""
    here, accounts = connection(), list(ids)
    profiles: dict[UUID, dict[FieldName, ProfileField]] = {}
    for row in await here.fetch(
        "SELECT account, field, value, published FROM profile_field"
        " WHERE account = ANY($1::uuid[]) ORDER BY account, field",
        accounts,
    ):
        value = None if row["value"] is None else json.loads(row["value"])
        profiles.setdefault(row["account"], {})[row["field"]] = ProfileField(
            value=tuple(value) if isinstance(value, list) else value, published=row["published"]
        )
    found = [
        Document(f"doctor:{account}", account, ProfileDocument(fields=fields))
        for account, fields in profiles.items()
    ]
    charters: dict[str, Charter] = {}
    for row in await here.fetch(
        "SELECT part.account, part.scheme, part.listing, part.places, part.taken, account.name, charter.body,"
        " EXISTS (SELECT FROM training WHERE training.account = part.account"
        "   AND training.scheme = part.scheme) AS trained"
        " FROM participation AS part JOIN account ON account.id = part.account"
        " JOIN scheme ON scheme.id = part.scheme AND scheme.state = 'open' AND scheme.listing <> 'none'"
        " JOIN charter_version AS charter ON charter.scheme = scheme.id AND charter.version = scheme.version"
        " WHERE part.account = ANY($1::uuid[]) AND part.role <> 'mentee' AND part.state = 'in'",
        accounts,
    ):
        if row["body"] not in charters:
            charters[row["body"]] = Charter.model_validate_json(row["body"])
        charter = charters[row["body"]]
        if charter.training_gate and not row["trained"]:
            continue
        offered = set(get_args(FieldName)) - _ONCE_OFFERED | set(charter.listing_fields)
        shown = {
            name: field.value
            for name, field in profiles.get(row["account"], {}).items()
            if field.published and name in offered
        }
        places = None if row["places"] is None else "open" if row["taken"] < row["places"] else "full"
        listing = MentorDocument(scheme=row["scheme"], name=row["name"], places=places, **shown)  # type: ignore[arg-type]  # each field was checked when it was written
        found.append(Document(f"directory:{row['scheme']}", row["listing"], listing, row["account"]))
    return found
