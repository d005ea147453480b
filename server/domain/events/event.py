"""What an event is: its words and sessions as a coordinator writes them, and one event as an act finds it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, Field

from server.database.engine import connection
from server.domain.schemes import Name, must_look_after
from server.refusals import Refused
from server.sync.registry import Actor, Strict

EventKind = Literal["taster", "workshop", "course", "support_group", "conference", "induction"]
EventState = Literal["published", "cancelled"]
OpenTo = Literal["everyone", "members", "mentors"]
NAMELESS = {"taster", "induction"}
"""Kinds for which no office learns a name, whatever its charter says."""

FARTHEST = timedelta(days=731)
_CLOCKS_DIFFER = timedelta(hours=2)
"""Phone and server may know other rules of a zone; more than this is another time."""


def _in_utc(at: datetime) -> datetime:
    if at.second or at.microsecond:
        raise ValueError("sessions start and end at a whole minute")
    return at.astimezone(UTC)


Minute = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An instant: a whole minute."""
Zone = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]
Link = Annotated[str, Field(pattern=r"^https://[^\s<>\"]{1,500}$")]
Person = Annotated[str, Field(min_length=1, max_length=80)]


class Session(Strict):
    """From a start to an end, as instants, and the start as it reads on the clock of the event's zone."""

    starts: Minute
    ends: Minute
    wall: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")


Sessions = Annotated[tuple[Session, ...], Field(min_length=1, max_length=20)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Facilitators = Annotated[tuple[Person, ...], Field(max_length=12)]
Points = Annotated[float, Field(gt=0, le=100, multiple_of=0.5)]
Places = Annotated[int, Field(ge=1, le=10_000)]


class Said(Strict):
    """What readers are shown of an event, and what a change can say anew. Kept as one JSON text."""

    title: Name
    words: Words
    sessions: Sessions
    zone: str
    place: str
    link: str | None
    facilitators: tuple[str, ...]
    """Roles or names, as the office types them."""
    cpd: float | None
    """CPD points, in halves."""

    @property
    def starts(self) -> datetime:
        return self.sessions[0].starts

    @property
    def ends(self) -> datetime:
        return self.sessions[-1].ends


SAID = tuple(Said.model_fields)


def must_read_right(said: Said, now: datetime) -> None:
    """Refused: sessions that overlap, run backwards or read otherwise than they are; an event that is over
    already or too far away."""
    if said.zone not in _zones():
        raise Refused("value-not-allowed", field="zone")
    before = None
    for session in said.sessions:
        ahead = before is None or before <= session.starts
        if not (ahead and session.starts < session.ends and _reads_right(session, said.zone)):
            raise Refused("value-not-allowed", field="sessions")
        before = session.ends
    if said.ends <= now:
        raise Refused("date-passed")
    if said.ends > now + FARTHEST:
        raise Refused("date-too-far")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _reads_right(session: Session, zone: str) -> bool:
    try:
        wall = datetime.fromisoformat(session.wall)
    except ValueError:
        return False
    reads = session.starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return abs(reads - wall) <= _CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Event:
    """An event as an act finds it; its row is held until the transaction ends."""

    id: UUID
    scheme: UUID
    kind: EventKind
    state: EventState
    body: str
    open_to: OpenTo
    named: bool
    places: int | None
    starts: datetime
    ends: datetime

    def is_over(self, now: datetime) -> bool:
        """It has ended or was cancelled."""
        return self.state == "cancelled" or self.ends <= now


async def held(event: UUID) -> Event | None:
    """The event, held: who keeps a place and who changes it come one after the other."""
    row = await connection().fetchrow(
        "SELECT id, scheme, kind, state, body, open_to, named, places, starts, ends"
        " FROM event WHERE id = $1 FOR NO KEY UPDATE",
        event,
    )
    return Event(**dict(row)) if row else None


async def must_arrange(actor: Actor, event: UUID) -> Event:
    """For its scheme's coordinators; refused to others in the same words as when there is none."""
    found = await held(event)
    if found is None:
        raise Refused("not-yours")
    await must_look_after(actor, found.scheme)
    return found
