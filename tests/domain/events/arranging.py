"""Events as phones send them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.domain.world import Person

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int = 17, minute: int = 30, *, month: int = 12) -> datetime:
    """A time of December 2026, by the clock in London."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def wire(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def session(starts: datetime, minutes: int = 60, zone: str = "Europe/London") -> dict[str, str]:
    wall = starts.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    return {"starts": wire(starts), "ends": wire(starts + timedelta(minutes=minutes)), "wall": wall}


def words_of(*starts: datetime, **said: Any) -> dict[str, Any]:
    """What a change may say anew."""
    words: dict[str, Any] = {
        "title": "An hour of listening",
        "words": "Try what mentoring is like.",
        "sessions": [session(start) for start in starts or (at(8),)],
        "zone": "Europe/London",
        "place": "Larch House, room 2",
        "link": None,
        "facilitators": ["The mentoring team"],
        "cpd": 1,
        "places": 10,
    }
    return words | said


def event_of(scheme: UUID, *starts: datetime, **said: Any) -> dict[str, Any]:
    """The arguments of `event.publish`: a taster of ten places but for what is said."""
    words = {"event": str(uuid4()), "scheme": str(scheme), "kind": "taster", "open_to": "everyone"}
    return words_of(*starts) | words | {"named": False} | said


async def published(office: Person, scheme: UUID, *starts: datetime, **said: Any) -> str:
    """Published from the office's phone, which has heard that it was."""
    args = event_of(scheme, *starts, **said)
    office.phone.act("event.publish", **args)
    await office.phone.sync()
    assert office.phone.attention == []
    event: str = args["event"]
    return event


async def change(office: Person, event: str, *starts: datetime, **said: Any) -> None:
    """Changed on the office's phone to what `words_of` says, and sent."""
    office.phone.act("event.change", event=event, **words_of(*starts, **said))
    await office.phone.sync()


def codes(person: Person) -> Sequence[str]:
    """Why what they did on their phone came back."""
    return [told["code"] for told in person.phone.attention]


async def keeps(person: Person, event: str, *, going: bool = True) -> None:
    person.phone.act("rsvp.set", event=event, going=going)
    await person.phone.sync()
