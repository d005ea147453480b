"""The built app: sent small, asked for again cheaply, and never in place of what is not there."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import brotli
import httpx
import pytest

from server.api.guards import PAGE_POLICY
from server.api.pages import load
from server.app import create_app
from server.settings import Settings
from tests.conftest import Clock, served

SCRIPT = b"export const word = 'alongside';\n" * 100
SEALED = {
    "content-security-policy": "default-src 'none'; script-src 'sha256-0000'",
    "cross-origin-opener-policy": "noopener-allow-popups",
    "connection-allowlist": "(response-origin)",
}
NAVIGATION = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Alongside</title>" + " " * 400)
    (tmp_path / "sw.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "app-B3x9_aQz.js").write_bytes(SCRIPT)
    (tmp_path / "icon.png").write_bytes(b"\x89PNG" * 200)
    (tmp_path / "app.webmanifest").write_text("{}")
    (tmp_path / "reflections").mkdir()
    (tmp_path / "reflections" / "index.html").write_text(
        "<!doctype html><title>Reflections</title>" + " " * 400
    )
    (tmp_path / "reflections" / "headers.json").write_text(json.dumps({"reflections/index.html": SEALED}))
    return tmp_path


@pytest.fixture
async def visitor(build: Path, database: str, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    async with served(create_app(Settings(build=build), clock=clock)) as client:
        client.headers["Accept-Encoding"] = "identity"
        yield client


async def test_a_hashed_file_is_kept_for_ever_and_a_page_is_asked_for_again(
    visitor: httpx.AsyncClient,
) -> None:
    assert "immutable" in (await visitor.get("/assets/app-B3x9_aQz.js")).headers["cache-control"]
    for again in ("/", "/index.html", "/sw.js", "/app.webmanifest", "/icon.png"):
        assert (await visitor.get(again)).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("", ""),
        ("br;q=0", ""),
    ],
)
async def test_it_comes_in_the_smallest_form_that_the_browser_takes(
    visitor: httpx.AsyncClient, accepted: str, encoding: str
) -> None:
    async with visitor.stream("GET", "/sw.js", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](raw)
    assert opened == SCRIPT


async def test_what_a_browser_holds_is_not_sent_again(visitor: httpx.AsyncClient) -> None:
    first = await visitor.get("/sw.js", headers={"Accept-Encoding": "br"})
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    assert tag != (await visitor.get("/sw.js")).headers["etag"], "other bytes, other tag"
    for held in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        second = await visitor.get("/sw.js", headers={"Accept-Encoding": "br", "If-None-Match": held})
        assert second.status_code == 304, held
        assert second.content == b""
        assert second.headers["etag"] == tag
    changed = await visitor.get("/sw.js", headers={"Accept-Encoding": "br", "If-None-Match": '"other"'})
    assert changed.status_code == 200


async def test_an_address_of_the_app_gets_the_page_and_nothing_else_does(visitor: httpx.AsyncClient) -> None:
    for address in ("/", "/mentors", "/mentors/0192/", "/you/listing"):
        answer = await visitor.get(address, headers=NAVIGATION)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].startswith("text/html")
    for address in ("/api/nothing", "/api", "/reflections/check", "/reflections/x", "/calendar/x"):
        answer = await visitor.get(address, headers=NAVIGATION)
        assert answer.status_code == 404, address
    for address in ("/assets/app-00000000.js", "/missing.png"):
        answer = await visitor.get(address, headers={"Sec-Fetch-Mode": "no-cors"})
        assert answer.status_code == 404, address


async def test_pages_allow_no_foreign_script_and_no_unsafe_sink(visitor: httpx.AsyncClient) -> None:
    policy = (await visitor.get("/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_a_sealed_page_has_headers_of_its_own_each_once(visitor: httpx.AsyncClient) -> None:
    for address in ("/reflections/", "/reflections", "/reflections/index.html"):
        for answer in (await visitor.get(address, headers=NAVIGATION), await visitor.head(address)):
            assert answer.status_code == 200
            for name, value in SEALED.items():
                assert answer.headers.get_list(name) == [value]
            assert answer.headers.get_list("content-type") == ["text/html; charset=utf-8"]
    assert (await visitor.get("/")).headers["content-security-policy"] == PAGE_POLICY
    assert (await visitor.get("/reflections/headers.json")).status_code == 404


async def test_other_headers_are_another_file(build: Path) -> None:
    """A browser keeps the headers of the bytes it holds, so it must not be told that it holds them."""
    before = load(build)["reflections/index.html"].tag("br")
    headers = build / "reflections" / "headers.json"
    headers.write_text(headers.read_text().replace("0000", "1111"))
    assert load(build)["reflections/index.html"].tag("br") != before


async def test_nothing_outside_the_build_can_be_named(visitor: httpx.AsyncClient) -> None:
    for address in ("/../settings.py", "/..%2f..%2fpyproject.toml", "/%2e%2e/pyproject.toml", "//etc/passwd"):
        answer = await visitor.get(address, headers={"Sec-Fetch-Mode": "cors"})
        assert answer.status_code == 404, address


async def test_head_says_what_get_would(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.head("/sw.js")
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(SCRIPT)
