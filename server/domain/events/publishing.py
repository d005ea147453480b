"""Publishing an event, changing it, cancelling it: its scheme's coordinators do."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import asyncpg
from pydantic import Field

from server.database.engine import connection
from server.domain.events.code import digest_of, new_code
from server.domain.events.event import (
    NAMELESS,
    SAID,
    Event,
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
    must_arrange,
    must_read_right,
)
from server.domain.events.places import move_up
from server.domain.schemes import Name, SchemeNow, must_look_after, scheme_now
from server.domain.webpush import happening
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Place = Annotated[str, Field(min_length=1, max_length=200)]


class Arranged(Strict):
    """What a change says anew, all of it."""

    event: UUID = Field(json_schema_extra=seen("doctors"))
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

    def said(self) -> Said:
        return Said(**{name: getattr(self, name) for name in SAID})


class PublishEvent(Arranged):
    """`event.publish`: from now on everybody who follows the scheme can read it."""

    scheme: UUID = Field(json_schema_extra=seen("doctors"))
    kind: EventKind = Field(json_schema_extra=seen("doctors"))
    open_to: OpenTo = Field(json_schema_extra=seen("doctors"))
    named: bool = Field(json_schema_extra=seen("doctors"))
    """The office sees the names of those who keep a place. Said before anybody replies, and never changed."""


class ChangeEvent(Arranged):
    """`event.change`: it is like this now. Who comes keeps their place, and is told."""


class CancelEvent(Strict):
    """`event.cancel`: it does not take place."""

    event: UUID = Field(json_schema_extra=seen("doctors"))


@mutation("event.publish")
async def publish(actor: Actor, args: PublishEvent) -> list[Touched]:
    scheme = await scheme_now(args.scheme)
    await must_look_after(actor, args.scheme)
    if scheme.state != "open":
        raise Refused("scheme-closed")
    _must_fit(scheme, args)
    said = args.said()
    must_read_right(said, actor.now)
    code = new_code()
    added = await connection().fetchval(
        "INSERT INTO event (id, scheme, kind, body, open_to, named, places, starts, ends, code, digest,"
        " made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (id) DO NOTHING RETURNING id",
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
        actor.now,
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
    if args.named and scheme.charter.event_names == "none":
        raise Refused("names-not-offered")


@mutation("event.change")
async def change(actor: Actor, args: ChangeEvent) -> list[Touched]:
    """Refused when more places are kept than there would be: nobody is put out."""
    event = await must_arrange(actor, args.event)
    if event.is_over(actor.now):
        raise Refused("event-over")
    said = args.said()
    must_read_right(said, actor.now)
    # Where there are only other places, who comes is told nothing: for them nothing changed.
    anew = said.model_dump_json() != event.body
    if not anew and args.places == event.places:
        return []
    try:
        await connection().execute(
            "UPDATE event SET body = $2, places = $3, starts = $4, ends = $5,"
            " sequence = sequence + $6::int, changed_at = CASE $6::int WHEN 1 THEN $7 ELSE changed_at END"
            " WHERE id = $1",
            event.id,
            said.model_dump_json(),
            args.places,
            said.starts,
            said.ends,
            int(anew),
            actor.now,
        )
    except asyncpg.CheckViolationError as broken:
        if broken.constraint_name != "event_within_places":
            raise
        raise Refused("places-taken") from None
    told = await _tell(actor, event, "event-changed", said) if anew else []
    return [Touched("event", event.id), *told, *await move_up([event.id], actor.now)]


@mutation("event.cancel")
async def cancel(actor: Actor, args: CancelEvent) -> list[Touched]:
    event = await must_arrange(actor, args.event)
    if event.state == "cancelled":
        return []
    if event.is_over(actor.now):
        raise Refused("event-over")
    await connection().execute(
        "UPDATE event SET state = 'cancelled', sequence = sequence + 1, changed_at = $2 WHERE id = $1",
        event.id,
        actor.now,
    )
    return [
        Touched("event", event.id),
        *await _tell(actor, event, "event-cancelled", Said.model_validate_json(event.body)),
    ]


async def _tell(actor: Actor, event: Event, what: happening.What, said: Said) -> list[Touched]:
    """Who comes and who waits reads it on their phones; closed ones are told, of the newest alone."""
    rows: Sequence[asyncpg.Record] = await connection().fetch(
        "SELECT guest, account FROM rsvp WHERE event = $1", event.id
    )
    await happening.take_back([event.id])
    await happening.tell(
        actor.now,
        "event",
        event.id,
        happening.Said(what=what, text=said.title, at=said.starts),
        max(said.ends, event.ends),
        accounts=[row["account"] for row in rows],
    )
    return [Touched("rsvp", row["guest"]) for row in rows]
