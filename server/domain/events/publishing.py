"""Publishing an event, changing it, cancelling it: its scheme's coordinators do."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.events.code import digest_of, new_code
from server.domain.events.event import (
    NAMELESS,
    SAID,
    EventKind,
    Facilitators,
    Link,
    OpenTo,
    Places,
    Points,
    Said,
    Sessions,
    Words,
    Zone,
    must_read_right,
)
from server.domain.schemes import Name, SchemeNow, must_look_after, scheme_now
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Place = Annotated[str, Field(min_length=1, max_length=200)]


class PublishEvent(Strict):
    """`event.publish`: from now on everybody who follows the scheme can read it."""

    event: UUID = Field(json_schema_extra=seen("doctors"))
    scheme: UUID = Field(json_schema_extra=seen("doctors"))
    kind: EventKind = Field(json_schema_extra=seen("doctors"))
    title: Name = Field(json_schema_extra=seen("doctors"))
    words: Words = Field(json_schema_extra=seen("doctors"))
    sessions: Sessions = Field(json_schema_extra=seen("doctors"))
    zone: Zone = Field(json_schema_extra=seen("doctors"))
    place: Place = Field(json_schema_extra=seen("doctors"))
    link: Link | None = Field(json_schema_extra=seen("doctors"))
    facilitators: Facilitators = Field(json_schema_extra=seen("doctors"))
    cpd: Points | None = Field(json_schema_extra=seen("doctors"))
    places: Places | None = Field(json_schema_extra=seen("coordinators"))
    """None: as many as like."""
    open_to: OpenTo = Field(json_schema_extra=seen("doctors"))
    named: bool = Field(json_schema_extra=seen("doctors"))
    """The office sees the names of those who keep a place. Said before anybody replies, and never changed."""


@mutation("event.publish")
async def publish(actor: Actor, args: PublishEvent) -> list[Touched]:
    scheme = await scheme_now(args.scheme)
    await must_look_after(actor, args.scheme)
    if scheme.state != "open":
        raise Refused("scheme-closed")
    _must_fit(scheme, args)
    said = Said(**{name: getattr(args, name) for name in SAID})
    must_read_right(said, actor.now)
    code = new_code()
    added = await connection().fetchval(
        "INSERT INTO event (id, scheme, kind, body, open_to, named, places, starts, ends, code, digest)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING RETURNING id",
        args.event,
        args.scheme,
        args.kind,
        said.model_dump_json(),
        args.open_to,
        args.named,
        args.places,
        said.starts,
        said.ends,
        code,
        await digest_of(code, args.event),
    )
    if added is None:
        raise Refused("not-yours")
    return [Touched("event", args.event)]


def _must_fit(scheme: SchemeNow, args: PublishEvent) -> None:
    """A taster is for anybody. Whom an event is open to, the scheme must have. Of some kinds, never names."""
    if args.open_to != "everyone" and (args.kind == "taster" or not scheme.charter.roles):
        raise Refused("value-not-allowed", field="open_to")
    if args.named and args.kind in NAMELESS:
        raise Refused("value-not-allowed", field="named")
