"""Builds the application. The only file that knows every room.

Each room gives its route handlers; `HANDLERS` lists them and `LIFESPANS` lists what runs beside them.
"""

import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.openapi.config import OpenAPIConfig
from litestar.types import ControllerRouterHandler

import server.domain  # noqa: F401  # every room declares its acts, documents and views
from server import jobs
from server import settings as reading
from server.api import health, pages, pokes, snapshots, sync
from server.api.accounts import entering, passkeys
from server.api.guards import StrictBodies, UnsafeMethods, security_headers
from server.api.problems import EXCEPTION_HANDLERS, told
from server.database.engine import DB, close_database, open_database
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
    *passkeys.HANDLERS,
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
            title="Alongside", version="1", path="/api/schema", render_plugins=[], use_handler_docstrings=True
        ),
        logging_config=None,
        debug=False,
    )


def from_environment() -> Litestar:
    """For uvicorn's workers, each of which builds its own application."""
    log_as_json()
    return create_app(reading.from_environment())


def log_as_json() -> None:
    """One line of JSON an event, on standard error: JSON escapes what might pretend to be another line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_FromLibraries()], level=logging.WARNING, force=True)


class _FromLibraries(logging.Handler):
    """What libraries log: their sentence without what they put into it, which may be a person's words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().warning(
            "library", logger=record.name, said=str(record.msg), **(told(error) if error else {})
        )
