"""A feed as three readers see it: `icalendar`, ical.js, and the lines themselves."""

import asyncio
import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from icalendar import Calendar

from tests.domain.world import Person

ICAL_JS = Path(__file__).parent / "ical_js.cjs"


def lines(text: bytes) -> Sequence[bytes]:
    """As they were sent; every one ends in CRLF, has at most 75 octets and is UTF-8 by itself."""
    assert text.endswith(b"\r\n")
    found = text.split(b"\r\n")[:-1]
    for line in found:
        assert b"\r" not in line
        assert b"\n" not in line
        assert len(line) <= 75
        line.decode()
    return found


def events(text: bytes) -> list[dict[str, Any]]:
    """Each event by `icalendar`: its properties in lower case, times as datetimes."""
    lines(text)
    calendar = Calendar.from_ical(text)
    assert not calendar.errors
    assert {each.name for each in calendar.walk()} <= {"VCALENDAR", "VEVENT"}
    return [_event(each) for each in calendar.walk("VEVENT")]


def _event(component: Any) -> dict[str, Any]:
    assert not component.errors
    return {
        name.lower(): value.dt if hasattr(value, "dt") else value if isinstance(value, int) else str(value)
        for name, value in component.property_items(recursive=False)
        if name not in {"BEGIN", "END"}
    }


async def by_ical_js(text: bytes) -> list[dict[str, Any]]:
    """Each event by ical.js, times as instants."""
    node = shutil.which("node")
    assert node, "ical.js runs in Node"
    reading = await asyncio.create_subprocess_exec(
        node, str(ICAL_JS), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await reading.communicate(text)
    assert reading.returncode == 0
    found: list[dict[str, Any]] = json.loads(said)
    for each in found:
        each |= {name: datetime.fromisoformat(each[name]) for name in ("dtstart", "dtend", "last-modified")}
    return found


async def opened(person: Person) -> str:
    """The path of their feed."""
    person.phone.act("calendar.open")
    await person.phone.sync()
    return path_of(person)


def own(person: Person) -> Any:
    (body,) = person.phone.of("calendar").values()
    return body


def path_of(person: Person) -> str:
    return f"/calendar/{own(person)['token']}.ics"


async def ask(server: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    """A calendar app: no cookie, no word of ours."""
    assert not server.cookies
    return await server.get(path, headers=headers)


async def read(server: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await ask(server, path)
    assert answer.status_code == 200
    return events(answer.content)
