"""The directory: what a mentor chooses to say, field by field.

What: one profile a doctor, each field with a "published" mark of its own; one listing per scheme and
mentor role, with an id of its own, that shows the name and the published fields and nothing else.
Who may: the doctor alone.
Who hears: the doctor's own phones (the whole profile); doctors who look at a scheme's mentors (the
listing), for as long as the mentor takes part and has not paused.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.sync.registry import Strict, document, seen

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
