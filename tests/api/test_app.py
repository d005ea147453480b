"""What every address of the server promises, whatever lies behind it."""

import json
from pathlib import Path

import httpx
import pytest
from litestar import Litestar, post
from litestar.params import JSONBody
from pydantic import BaseModel, ConfigDict

from server import app as building
from server.app import create_app
from server.settings import Settings
from tests.conftest import Clock, served

PROMISED = {"content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"}


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    count: int


@post("/api/probe")
async def probe(data: JSONBody[Note]) -> dict[str, int]:
    if data.count < 0:
        raise ZeroDivisionError("a secret word")
    return {"count": data.count}


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock) -> Litestar:
    monkeypatch.setattr(building, "HANDLERS", [*building.HANDLERS, probe])
    return create_app(Settings(build=tmp_path), clock=clock)


async def test_unknown_addresses_are_problems_with_every_header(client: httpx.AsyncClient) -> None:
    for address in ("/api/nothing-here", "/api/", "/nothing.js", "/reflections/x"):
        answer = await client.get(address)
        assert answer.status_code == 404, address
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not-found"
        for header in (
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
        ):
            assert header in answer.headers, address
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers


async def test_hsts_only_where_people_come_by_https(database: str, tmp_path: Path, clock: Clock) -> None:
    secure = create_app(Settings(origin="https://alongside.example", build=tmp_path), clock=clock)
    async with served(secure) as client:
        assert (
            (await client.get("/livez")).headers["strict-transport-security"].startswith("max-age=63072000")
        )
        assert "strict-transport-security" in (await client.get("/api/none")).headers


async def test_a_wrong_method_says_which_are_right(client: httpx.AsyncClient) -> None:
    answer = await client.post("/livez")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["code"] == "not-allowed"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Origin": "http://localhost:8000"}, 201),
        ({"Origin": "http://localhost:8000.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"}, 403),
        ({"X-Forwarded-Host": "localhost:8000", "Origin": "http://evil.example"}, 403),
    ],
)
async def test_another_site_cannot_change_anything(
    probed: Litestar, database: str, headers: dict[str, str], status: int
) -> None:
    async with served(probed) as client:
        answer = await client.post("/api/probe", json={"count": 1}, headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"]
)
async def test_json_under_another_name_is_not_read(probed: Litestar, database: str, media_type: str) -> None:
    async with served(probed) as client:
        answer = await client.post(
            "/api/probe", content=b'{"count": 1}', headers={"Content-Type": media_type}
        )
        assert answer.status_code == 415
        assert answer.json()["code"] == "not-json"


@pytest.mark.parametrize(
    "body", [b'{"count": "1"}', b'{"count": 1, "more": 2}', b"{}", b"[]", b"{", b"\xff", b"1e9"]
)
async def test_bodies_are_read_strictly_and_never_echoed(
    probed: Litestar, database: str, body: bytes
) -> None:
    async with served(probed) as client:
        answer = await client.post("/api/probe", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert answer.json()["code"] == "bad-request"


async def test_a_body_without_end_is_refused(probed: Litestar, database: str) -> None:
    async with served(probed) as client:
        answer = await client.post("/api/probe", json={"count": 1, "more": "x" * 300_000})
        assert answer.status_code == 413
        assert answer.json()["code"] == "too-large"


async def test_a_fault_tells_nothing_and_logs_no_words(
    probed: Litestar, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with served(probed) as client:
        answer = await client.post("/api/probe", json={"count": -1})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nosniff" in answer.headers["x-content-type-options"]
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.out + said.err
    assert "a secret word" not in answer.text + said.out + said.err


async def test_the_openapi_document_is_there_and_no_page_beside_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/schema/openapi.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["info"]["title"] == "Alongside"


async def test_readiness_follows_the_database(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).text == "alive\n"
    assert (await client.get("/readyz")).text == "ready\n"


async def test_counts_are_for_this_machine_only(client: httpx.AsyncClient) -> None:
    assert "alongside_sync_seconds_count" in (await client.get("/metrics")).text
    forged = await client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert forged.status_code == 404
