"""Meetings and events as calendar apps read them: RFC 5545, the least that all of them understand.

One entry for each meeting and each session of an event, its times in UTC: no time zones, repetitions or
alarms, which apps read each in their own way (5-times 5.4). The same entries give the same bytes, so that
their hash says whether anything changed. Lines end in CRLF and are folded at 75 octets between letters; the
`icalendar` package sees to that and to escaping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vText

MEDIA_TYPE = "text/calendar"
_REFRESH = timedelta(hours=1)
_NAME = "Held times"
"""What calendar apps list it as: neutral, like its entries."""
_MODES = {"in_person": "In person", "phone": "By phone", "video": "By video"}


class _Words(vText):
    """A person's own words. `vText` takes a backslash before an N in them for the end of a line."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting, or one session of an event. Neither `mode` nor `title`: its owner has not chosen detail,
    and it says only that time is held."""

    uid: str
    sequence: int
    """Raised by every change that can be seen here."""
    changed_at: datetime
    starts: datetime
    ends: datetime
    minutes: int
    cancelled: bool
    mode: str | None
    place: str | None
    title: str | None = None
    """Of an event."""


def text_of(entries: Sequence[Entry], *, feed: bool = True) -> bytes:
    """The whole file. A feed also says its name and how often to ask; a single meeting's file has neither,
    because apps would make a calendar of it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Alongside//Calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    if feed:
        calendar.add("name", _NAME)
        calendar.add("x-wr-calname", _NAME)
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.starts.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.title is not None:
        event.add("summary", _Words(entry.title))
    elif entry.mode is not None:
        event.add("summary", f"Mentoring: {entry.minutes} minutes")
        event.add("description", _MODES[entry.mode])
    else:
        event.add("summary", f"Hold: {entry.minutes} minutes")
        return event
    if entry.place:
        event.add("location", _Words(entry.place))
    # Colleagues who see this calendar are shown a busy time, and no words.
    event.add("class", "PRIVATE")
    return event
