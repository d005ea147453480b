"""One database, one server and one cast for each file of this room, and everything said between them kept."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from litestar import Litestar
from litestar.routes import HTTPRoute

from server.api import sync
from server.app import create_app
from server.database.engine import close_database, open_database
from server.logs import _FromLibraries
from server.settings import Settings
from server.sync.limits import Budgets
from tests.conftest import Clock, NewDatabase, served
from tests.matrix import privacy_page
from tests.matrix.cast import Cast
from tests.matrix.recorder import Recorder

CANARIES = (
    *("@example.org", "example.org", "Otta", "Fell", "Orla", "Person ", "Ivo", "Some Body", "Sam With"),
    *(
        "Kept to myself",
        "Plans at a desk",
        "Night shifts",
        "What the office wrote",
        "Larch",
        "New Name",
        "Canary",
    ),
    *("three quiet rivers", "1234 5678", "192.0.2.1", "127.0.0.1", "DROP TABLE", "xxxxxxxxxx", "A B"),
)
"""Names, addresses, words, passwords and codes of everybody in this room."""


def routes(app: Litestar) -> list[tuple[str, str]]:
    """Every method and address that the application answers; what kind a part is of does not matter here."""
    return sorted(
        (method, _plain(route))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS"}
    )


def _plain(route: HTTPRoute) -> str:
    parts = [part if isinstance(part, str) else f"{{{part.name}}}" for part in route.path_components]
    return "/" + "/".join(parts)


@pytest.fixture(scope="module", autouse=True)
def logged() -> Iterator[StringIO]:
    """Every line that the server logs, through the real formatting; and nobody's words are in any."""
    told, before, root = StringIO(), structlog.get_config(), logging.getLogger()
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(file=told),
        cache_logger_on_first_use=False,
    )
    libraries = _FromLibraries(logging.WARNING)
    root.addHandler(libraries)
    yield told
    root.removeHandler(libraries)
    structlog.configure(**before)
    assert [words for words in CANARIES if words in told.getvalue()] == []


@pytest.fixture(scope="module")
def moving() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
async def application(
    new_database: NewDatabase, moving: Clock, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Litestar]:
    folder = tmp_path_factory.mktemp("matrix")
    async with new_database() as dsn:
        await open_database(dsn)
        try:
            yield create_app(
                Settings(
                    database_url=dsn,
                    data=folder,
                    build=_built(folder),
                    jobs=False,
                    mail_domains=("example.org",),
                ),
                clock=moving,
            )
        finally:
            await close_database()


def _built(folder: Path) -> Path:
    """An app of one page: what it shows is another room's."""
    build = folder / "build"
    build.mkdir()
    (build / "index.html").write_text("<!doctype html><title>Alongside</title>")
    return build


def _is(path: str, route: str) -> bool:
    parts, wanted = path.strip("/").split("/"), route.strip("/").split("/")
    return len(parts) == len(wanted) and all(
        want.startswith("{") or want == part for want, part in zip(wanted, parts, strict=True)
    )


@pytest.fixture(scope="module")
async def recorder(application: Litestar) -> AsyncIterator[Recorder]:
    """The way to the server; at the end nothing may have been other than promised."""
    known = [path for _, path in routes(application) if path != "/{path}"]

    def route_of(path: str) -> str:
        found = (candidate for candidate in known if _is(path, candidate))
        return next(found, "/{path}")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sync, "budgets", Budgets(burst=1_000_000))
        async with served(application) as client:
            recording = Recorder(client._transport, privacy_page.read(), route_of)
            client._transport = recording
            recording.client = client
            yield recording
            recording.close_recording()


@pytest.fixture(scope="module")
async def cast(recorder: Recorder, moving: Clock) -> AsyncIterator[Cast]:
    there = await Cast(recorder.client, moving).build()
    yield there
    await there.close()
