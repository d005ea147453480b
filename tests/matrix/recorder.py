"""Between the tests and the server: everything that is asked and answered, and what must hold of each."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from server.refusals import CODES
from tests.matrix.privacy_page import Page

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PROBLEM = {"type", "title", "status", "detail"}


@dataclass(frozen=True, slots=True)
class Exchange:
    method: str
    path: str
    sent: bytes
    status: int
    headers: httpx.Headers
    answered: bytes


@dataclass
class Recorder(httpx.AsyncBaseTransport):
    """Passes requests on. Every answer is judged at once; `wrong` collects what is not as promised."""

    inner: httpx.AsyncBaseTransport
    page: Page
    route_of: Callable[[str], str]
    listed: bool = True
    """Whether requests are a phone's own, so that every field in them must be on the page."""
    client: httpx.AsyncClient = field(init=False)
    exchanges: list[Exchange] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        await self.judge(answer, request)
        return answer

    async def judge(self, answer: httpx.Response, request: httpx.Request | None = None) -> None:
        request = request or answer.request
        sent, body = await request.aread(), await answer.aread()
        path = request.url.raw_path.decode("latin-1").partition("?")[0]
        exchange = Exchange(request.method, path, sent, answer.status_code, answer.headers, body)
        self.exchanges.append(exchange)
        faults = [*faults_of(exchange), *self._unlisted(exchange)]
        self.wrong += [f"{request.method} {path[:80]} {answer.status_code}: {fault}" for fault in faults]

    def _unlisted(self, exchange: Exchange) -> Iterable[str]:
        if "json" not in exchange.headers.get("content-type", "") or exchange.status >= 400:
            return
        route = self.route_of(exchange.path)
        answer = _said(exchange)
        sent = json.loads(exchange.sent) if self.listed and exchange.sent.startswith(b"{") else {}
        yield from self.page.unlisted(f"{exchange.method} {route}", sent, answer)

    def close_recording(self) -> None:
        """Nothing was other than promised."""
        assert not self.wrong, "\n".join(sorted(set(self.wrong)))


def _said(exchange: Exchange) -> Any:
    """What was answered; a part of a snapshot is lines of JSON, each with some of its puts."""
    if "ndjson" in exchange.headers["content-type"]:
        return [put for line in exchange.answered.splitlines() for put in json.loads(line)]
    return json.loads(exchange.answered or b"null")


def faults_of(exchange: Exchange) -> list[str]:
    """What is promised of every answer, whoever asked for whatever."""
    headers, faults = exchange.headers, []
    faults += [f"no {name}" for name, value in HEADERS.items() if headers.get(name) != value]
    policy = headers.get("content-security-policy", "")
    faults += [f"policy without {part}" for part in _POLICY if part not in policy]
    if "permissions-policy" not in headers:
        faults.append("no permissions-policy")
    if "clear-site-data" in headers:
        faults.append("it clears what the phone keeps")
    if "server" in headers or "x-powered-by" in headers:
        faults.append("it says what it is made of")
    if "access-control-allow-origin" in headers:
        faults.append("other sites may read it")
    if exchange.path.startswith("/api/") and headers.get("cache-control") not in {"no-store", "no-cache"}:
        faults.append("it may be kept on the way")
    if headers.get("content-type", "").startswith("text/html") and exchange.path.startswith("/api/"):
        faults.append("a page where there is none")
    for cookie in headers.get_list("set-cookie"):
        faults += [f"cookie without {part}" for part in _COOKIE if part not in cookie.lower()]
    if exchange.status >= 400:
        faults += problem_faults(exchange)
    return faults


_POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
_COOKIE = ("httponly", "samesite=lax", "path=/")
_INNARDS = re.compile(
    r"traceback|litestar|pydantic|asyncpg|validationerror|/server/|\.py\b|select .* from", re.I
)


def problem_faults(exchange: Exchange) -> list[str]:
    """An error is ours to explain: plain words, one of the closed list, nothing of what was sent."""
    if exchange.status >= 500:
        return [f"a fault of ours: {exchange.answered[:200]!r}"]
    if exchange.method == "HEAD":
        return []
    if exchange.headers.get("content-type") != "application/problem+json":
        return ["an error that is no problem"]
    said = json.loads(exchange.answered)
    faults = [] if said.keys() >= PROBLEM else ["a problem that lacks words"]
    if said.get("code") not in CODES:
        faults.append(f"an unknown code {said.get('code')}")
    elif (said["title"], said["detail"]) != (CODES[said["code"]].title, CODES[said["code"]].detail):
        faults.append("words of somebody else")
    if said["status"] != exchange.status:
        faults.append("two statuses")
    if len(exchange.answered) > 4096:
        faults.append("an error that goes on and on")
    if _INNARDS.search(exchange.answered.decode()):
        faults.append("it shows its innards")
    return faults
