"""Every route of accounts: hostile bodies are refused in plain words, and the OpenAPI document is true."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.api.accounts import entering, invitations, own, passkeys
from server.domain.accounts import account
from server.refusals import CODES
from tests.api.accounts.conftest import Browser
from tests.conftest import Clock

EMAIL, PASSWORD = "v.kaur@example.org", "six small boats"
HANDLERS = [*entering.HANDLERS, *invitations.HANDLERS, *passkeys.HANDLERS, *own.HANDLERS]
POSTS = sorted(
    path for handler in HANDLERS for path in handler.paths if "POST" in {str(m) for m in handler.http_methods}
)
HOSTILE: list[Any] = [
    "",
    "\u0000",
    "a\u0000b@example.org",
    "\ufeff\u202e\u2066",
    "\U0001d518\U0001d52b" * 40,
    "'; DROP TABLE account; --",
    "a@b@c@example.org",
    "<script>alert(1)</script>@example.org",
    "x" * 300,
    "é" * 254,
    "a@" + "b" * 250,
    "a@" + "." * 60,
    "a@xn--\u0000.org",
    "a@" + "ü" * 70 + ".org",
    0,
    -1,
    1e308,
    True,
    None,
    [],
    {},
    [[[[[[]]]]]],
]
FIELDS = ("email", "password", "code", "name", "token", "credential")


@pytest.fixture
async def client(browser: Browser, clock: Clock) -> httpx.AsyncClient:
    await account.add("Veer Kaur", EMAIL, PASSWORD, clock())
    new = browser()
    await comes_back(new, clock)
    return new


async def comes_back(client: httpx.AsyncClient, clock: Clock) -> None:
    """Logged in, whatever the last request did: one of them closes the account."""
    answer = await client.post("/api/accounts/log-in", json={"email": EMAIL, "password": PASSWORD})
    if answer.status_code == 401:
        await account.add("Veer Kaur", EMAIL, PASSWORD, clock())
        answer = await client.post("/api/accounts/log-in", json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code in {200, 429}, answer.text


def is_a_plain_no(answer: httpx.Response) -> bool:
    body = answer.json()
    return (
        400 <= answer.status_code < 500
        and answer.headers["content-type"] == "application/problem+json"
        and body["code"] in CODES
        and "traceback" not in answer.text.lower()
    )


async def test_hostile_values_get_no_fault(client: httpx.AsyncClient, clock: Clock) -> None:
    for path in POSTS:
        await _try(client, path)
        await comes_back(client, clock)


async def _try(client: httpx.AsyncClient, path: str) -> None:
    good: dict[str, Any] = {
        "email": EMAIL,
        "password": "not this one",
        "code": "1",
        "name": "V",
        "token": "t",
        "close": True,
    }
    asked = {
        "log-in": ("email", "password"),
        "register": ("email",),
        "reset": ("email",),
        "register/finish": ("email", "code", "name", "password"),
        "reset/finish": ("email", "code", "password"),
        "emails": ("email",),
        "emails/finish": ("email", "code"),
        "emails/remove": ("email", "password"),
        "close": ("close", "password"),
        "invitations/look": ("token",),
        "invitations/redeem": ("token", "email", "name", "password"),
    }.get(path.removeprefix("/api/accounts/"), ("credential",))
    for field in asked:
        for value in HOSTILE:
            body = {name: good.get(name, {}) for name in asked} | {field: value}
            if body.get("password") == "not this one" and "log-in" in path:
                body["password"] = "x"
            answer = await client.post(path, json=body)
            nothing_wrong = answer.status_code in {200, 202, 204}
            assert nothing_wrong or is_a_plain_no(answer), (path, field, value, answer.text)


UNREADABLE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b'{"email": "\\ud800"}',
    b'{"email": ' + b"[" * 5000,
    b'{"email": "' + b"x" * 300_000 + b'"}',
    b'{"unknown": 1}',
]


async def test_bodies_that_cannot_be_read(client: httpx.AsyncClient, clock: Clock) -> None:
    for path in POSTS:
        for body in UNREADABLE:
            answer = await client.post(path, content=body, headers={"Content-Type": "application/json"})
            takes_nothing = path.endswith(("log-out", "/options")) and answer.status_code in {
                200,
                204,
            }
            assert takes_nothing or is_a_plain_no(answer), (path, body[:40], answer.text)
        await comes_back(client, clock)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(email=st.text(max_size=80), domain=st.text(max_size=40))
async def test_any_text_as_an_address(client: httpx.AsyncClient, email: str, domain: str) -> None:
    for typed in (email, f"{email}@{domain}.org", f"a@{domain}"):
        try:
            body = json.dumps({"email": typed}).encode()
        except UnicodeEncodeError:
            continue
        answer = await client.post(
            "/api/accounts/reset", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 202 or is_a_plain_no(answer)


async def test_the_openapi_document_says_what_the_routes_do(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/schema/openapi.json")).json()
    for handler in HANDLERS:
        for path in handler.paths:
            for method in handler.http_methods:
                shown = document["paths"][path.replace(":uuid", "")][str(method).lower()]
                assert shown["summary"]
                assert shown["tags"]
                assert len([status for status in shown["responses"] if status.startswith("2")]) == 1
                for status, answer in shown["responses"].items():
                    if status.startswith("4"):
                        assert list(answer["content"]) == ["application/problem+json"], (path, status)
    log_in = document["paths"]["/api/accounts/log-in"]["post"]
    assert set(log_in["responses"]) == {"200", "400", "401", "403", "415", "429"}
    body = log_in["requestBody"]["content"]["application/json"]["schema"]
    assert document["components"]["schemas"][body["$ref"].rpartition("/")[2]]["required"] == [
        "email",
        "password",
    ]


async def test_answers_are_what_the_openapi_document_says(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/schema/openapi.json")).json()
    for handler in HANDLERS:
        for path in handler.paths:
            for method in (str(each) for each in handler.http_methods):
                address = path.replace("{passkey:uuid}", "0192a1b2-0000-7000-8000-000000000000")
                shown = document["paths"][path.replace(":uuid", "")][method.lower()]["responses"]
                for body in ({}, {"email": EMAIL, "password": "not this one"}, {"email": EMAIL}):
                    answer = await client.request(method, address, json=body if method == "POST" else None)
                    assert str(answer.status_code) in shown, (path, answer.status_code)
