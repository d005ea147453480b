"""Calendars, over HTTP: a feed for whoever has its address; one meeting as a file for its members, one event
for whoever has a place."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, route
from litestar.di import NamedDependency, Provide
from litestar.enums import HttpMethod
from litestar.params import FromPath

from server.api.accounts.cookies import AnyRequest, actor, now
from server.api.accounts.models import problems
from server.api.pages import holds
from server.domain.calendar import entries, entry, reader_by, sessions
from server.domain.calendar_text import MEDIA_TYPE, Entry, text_of
from server.refusals import Refused
from server.sync.registry import Actor

_ENDING = ".ics"


@route(
    "/calendar/{name:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    tags=["Calendars"],
    summary="A person's agreed meetings, for their calendar app",
    responses=problems("not-found"),
)
async def feed(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """`{token}.ics`, without a log-in. An address that was taken back and one that never was are answered
    alike, after the same question of the database."""
    reader = await reader_by(name.removesuffix(_ENDING))
    if reader is None or not name.endswith(_ENDING):
        raise Refused("not-found")
    text = text_of(await entries(reader, now(request)))
    headers = {
        "ETag": f'"{hashlib.sha256(text).hexdigest()[:32]}"',
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": 'inline; filename="calendar.ics"',
    }
    if holds(request, headers["ETag"]):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(text))
        text = b""
    return Response(text, headers=headers, media_type=MEDIA_TYPE)


@get(
    "/api/meetings/{name:str}",
    tags=["Calendars"],
    summary="One agreed meeting as a file for a calendar app",
    dependencies={"actor": Provide(actor)},
    responses=problems("signed-out", "device-revoked", "not-yours"),
)
async def meeting_file(name: FromPath[str], actor: NamedDependency[Actor]) -> Response[bytes]:
    """`{meeting}.ics`, for the members of its pair or circle alone."""
    return _file([await entry(actor.person, _named(name))], "meeting.ics")


@get(
    "/api/events/{name:str}",
    tags=["Calendars"],
    summary="One event as a file for a calendar app",
    dependencies={"actor": Provide(actor)},
    responses=problems("signed-out", "device-revoked", "not-yours"),
)
async def event_file(name: FromPath[str], actor: NamedDependency[Actor]) -> Response[bytes]:
    """`{event}.ics`, for whoever has a place at it."""
    return _file(await sessions(actor.person, _named(name)), "event.ics")


def _named(name: str) -> UUID:
    try:
        return UUID(name.removesuffix(_ENDING))
    except ValueError:
        raise Refused("not-yours") from None


def _file(entries: Sequence[Entry], name: str) -> Response[bytes]:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}"'}
    return Response(text_of(entries, feed=False), headers=headers, media_type=MEDIA_TYPE)


HANDLERS = [feed, meeting_file, event_file]
