"""Headers on every address, for every method and error, over http and https; and no other site's request.

The recorder judges each answer of this whole room; here are the ones that nobody asks for otherwise.
"""

from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from server.app import create_app
from server.settings import Settings
from tests.conftest import Clock, served
from tests.matrix.cast import Cast, kept
from tests.matrix.conftest import routes
from tests.matrix.recorder import Recorder

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8000.evil.example"},
)


def addresses(application: Litestar) -> list[tuple[str, str]]:
    nobody = "00000000-0000-4000-8000-000000000000"
    return [
        (method, path.replace("{scheme}", nobody).replace("{passkey}", nobody))
        for method, path in routes(application)
        if path != "/api/pokes"
    ]


async def test_every_method_of_every_address(application: Litestar, recorder: Recorder) -> None:
    first = len(recorder.exchanges)
    for path in sorted({path for _, path in addresses(application)}):
        for method in (
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "BREW",
        ):
            await recorder.client.request(method, path)
    assert len(recorder.exchanges) - first > 200


async def test_no_other_site_can_ask_for_anything_that_changes(
    application: Litestar, cast: Cast, recorder: Recorder
) -> None:
    asker = await cast.asker("lead")
    before = await kept()
    for method, path in addresses(application):
        if method in {"GET", "HEAD"}:
            continue
        for foreign in FOREIGN:
            answer = await asker.client.request(method, path, headers=foreign)
            assert (answer.status_code, answer.json()["code"]) == (403, "cross-site"), (method, path, foreign)
    assert await kept() == before


@pytest.fixture
async def secure(application: Litestar, moving: Clock, tmp_path: Path) -> Litestar:
    """The same, as people reach it by https."""
    settings = Settings(origin="https://alongside.example", data=tmp_path, build=tmp_path, jobs=False)
    return create_app(settings, clock=moving)


async def test_everything_by_https_only_and_cookies_for_this_host_alone(
    secure: Litestar, cast: Cast, application: Litestar
) -> None:
    asker = await cast.asker("mentor")
    async with served(secure) as client:
        client.base_url = httpx.URL("https://alongside.example")
        for method, path in addresses(application):
            answer = await client.request(method, path)
            assert answer.headers["strict-transport-security"].startswith("max-age=63072000"), path
            assert "clear-site-data" not in answer.headers
        # The cookie that another host, or plain http, could have set opens nothing.
        plain = {"Cookie": f"alongside-session={asker.known.token}"}
        assert (await client.get("/api/accounts/me", headers=plain)).status_code == 401
        own = {"Cookie": f"__Host-alongside={asker.known.token}"}
        told = await client.get("/api/accounts/me", headers=own)
        assert told.status_code == 200
        for cookie in told.headers.get_list("set-cookie"):
            name, *marks = (part.strip().lower() for part in cookie.split(";"))
            assert name.startswith("__host-")
            assert {"secure", "httponly", "path=/", "samesite=lax"} <= set(marks)
            assert not any(mark.startswith("domain") for mark in marks)
        gone = await client.post("/api/accounts/log-out", headers=own)
        assert gone.status_code == 204
        assert "clear-site-data" not in gone.headers  # what the phone keeps is the phone's
        assert (await client.get("/api/accounts/me", headers=own)).status_code == 401
