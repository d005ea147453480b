"""Builds the application. The only file that knows every room.

Each room gives its route handlers; `HANDLERS` lists them and `LIFESPANS` lists what runs beside them.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

import server.domain  # noqa: F401  # every room declares its acts, documents and views
from server import jobs
from server import settings as reading
from server.api import calendar, health, imports, pages, photos, pokes, snapshots, sync, webpush
from server.api.accounts import entering, invitations, own, passkeys
from server.api.guards import StrictBodies, UnsafeMethods, security_headers
from server.api.problems import EXCEPTION_HANDLERS
from server.database.engine import DB, close_database, open_database
from server.logs import log_as_json
from server.refusals import Refused
from server.settings import Settings, SettingWrong
from server.sync.pokes import hub

Clock = Callable[[], datetime]

_BODY = 256 * 1024
"""The most that a route takes unless it says otherwise (`request_max_body_size=`)."""

HANDLERS: list[ControllerRouterHandler] = [
    health.livez,
    health.readyz,
    health.counts,
    pages.page,
    sync.sync,
    sync.protocol,
    snapshots.part,
    pokes.pokes,
    *entering.HANDLERS,
    *invitations.HANDLERS,
    *passkeys.HANDLERS,
    *own.HANDLERS,
    *photos.HANDLERS,
    *imports.HANDLERS,
    *calendar.HANDLERS,
    *webpush.HANDLERS,
]


def wall_clock() -> datetime:
    """The only place that asks what time it is; everything else is told."""
    return datetime.now(UTC)


@asynccontextmanager
async def _database(app: Litestar) -> AsyncIterator[None]:
    """The pool lives as long as the application, unless whoever built it opened the database already."""
    settings: Settings = app.state.settings
    if DB.pool is not None:
        yield
        return
    if settings.database_url is None:
        raise SettingWrong("Set DATABASE_URL, or start with ./run, which brings a PostgreSQL of its own.")
    await open_database(settings.database_url, connections=settings.database_connections)
    try:
        yield
    finally:
        await close_database()


LIFESPANS: list[Callable[[Litestar], AbstractAsyncContextManager[None]]] = [
    _database,
    pokes.listening,
    snapshots.refreshing,
    jobs.running,
]
"""In this order; the first is the last to end."""

ON_STOP: list[Callable[[], None]] = [
    hub.end_all,
]
"""Called when the process is told to stop, while it still serves: what would keep a request open for ever."""


async def _only_the_document(request: Request[Any, Any, Any]) -> None:
    """Litestar answers every other address beside the document with a page."""
    if request.scope["path"] != "/api/schema/openapi.json":
        raise Refused("not-found")


def create_app(settings: Settings, *, clock: Clock = wall_clock) -> Litestar:
    """The whole server but for its PostgreSQL. `app.state` has settings, clock and the built app's files."""
    state = State(
        {"settings": settings, "clock": clock, "files": pages.load(settings.build), "stopping": False}
    )

    def stop() -> None:
        state.stopping = True
        for end in ON_STOP:
            end()

    state.stop = stop
    return Litestar(
        HANDLERS,
        lifespan=LIFESPANS,
        state=state,
        middleware=[UnsafeMethods(settings)],
        before_send=[security_headers(settings)],
        exception_handlers=EXCEPTION_HANDLERS,
        plugins=[StrictBodies()],
        request_max_body_size=_BODY,
        openapi_config=OpenAPIConfig(
            title="Alongside",
            version="1",
            openapi_router=Router(
                "/api/schema", route_handlers=[], include_in_schema=False, before_request=_only_the_document
            ),
            render_plugins=[JsonRenderPlugin()],  # with none at all, Litestar brings pages of its own
            use_handler_docstrings=True,
        ),
        logging_config=None,
        debug=False,
    )


def from_environment() -> Litestar:
    """For uvicorn's workers, each of which builds its own application."""
    log_as_json()
    return create_app(reading.from_environment())
