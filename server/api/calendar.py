"""Calendars, over HTTP: a feed for whoever has its address, and one meeting as a file for its members."""

import hashlib
from uuid import UUID

from litestar import Response, get, route
from litestar.di import NamedDependency, Provide
from litestar.enums import HttpMethod
from litestar.params import FromPath

from server.api.accounts.cookies import AnyRequest, actor, now
from server.api.accounts.models import problems
from server.api.pages import holds
from server.domain.calendar import entries, entry, reader_by
from server.domain.calendar_text import MEDIA_TYPE, text_of
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
    try:
        meeting = UUID(name.removesuffix(_ENDING))
    except ValueError:
        raise Refused("not-yours") from None
    text = text_of([await entry(actor.person, meeting)], feed=False)
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="meeting.ics"'}
    return Response(text, headers=headers, media_type=MEDIA_TYPE)


HANDLERS = [feed, meeting_file]
