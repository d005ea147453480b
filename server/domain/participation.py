"""Taking part: a doctor's own yes, in one role of one scheme, and its undoing.

What: `none -> in <-> paused`, `in|paused -> out -> in ...`, and "not now until a date" for one scheme or
for all. Nothing is set at the start; nothing records why (P1, P5).
Who may: the doctor alone. Nobody else can set, ask for or approve it.
Who hears: the doctor's own phones; the scheme's coordinators, once a day, only of people who are in.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.domain.charter import Role
from server.sync.registry import Strict, document, seen

ParticipationState = Literal["in", "paused", "out"]


class OptIn(Strict):
    """`participation.opt_in`: I take part in this role."""

    scheme: UUID = Field(json_schema_extra=seen("you", "coordinators"))
    role: Role = Field(json_schema_extra=seen("you", "coordinators"))


class OptOut(Strict):
    """`participation.opt_out`: I leave this role. `current`: keep or end the pairs I have."""

    scheme: UUID = Field(json_schema_extra=seen("you"))
    role: Role = Field(json_schema_extra=seen("you"))
    current: Literal["keep", "end"] = Field(json_schema_extra=seen("you"))


class NotNow(Strict):
    """`participation.not_now`: leave me alone until a date. `scheme` None: all schemes."""

    scheme: UUID | None = Field(json_schema_extra=seen("you"))
    until: date = Field(json_schema_extra=seen("you"))


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


@document("participation", bucket="doctor")
class ParticipationDocument(Strict):
    scheme: UUID
    role: Role
    state: ParticipationState
    until: date | None
    """Paused until the start of this day, in the scheme's zone."""
    places: int | None


@document("not_now", bucket="doctor")
class NotNowDocument(Strict):
    scheme: UUID | None
    until: date


@document("member", bucket="members")
class MemberDocument(Strict):
    """To coordinators: someone who said yes. Leaving or pausing takes it away; nothing else is ever shown."""

    scheme: UUID
    name: str
    role: Role
