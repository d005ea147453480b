"""Every error leaves as RFC 9457 problem details in our own words, and none carries what was sent."""

import json
import traceback
from typing import Any

import asyncpg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from server.logs import told
from server.metrics import FAULTS
from server.refusals import CODES, Refused

_log = structlog.get_logger()
_BY_STATUS = {
    400: "bad-request",
    401: "signed-out",
    404: "not-found",
    405: "not-allowed",
    413: "too-large",
    415: "not-json",
    429: "too-often",
}
_FAULT = {"title": "Something went wrong here", "detail": "It is not your doing. Try again in a moment."}
_AWAY = {"title": "The service is having a rest", "detail": "What you saved is kept. Try again in a moment."}
_DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    ConnectionError,
    TimeoutError,
)


def refused(_: Request[Any, Any, Any], refusal: Refused) -> Response[bytes]:
    """An expected no: its own words, and when to come again where that is known."""
    again = refusal.facts.get("retry_after")
    return problem(refusal.problem(), {"Retry-After": str(again)} if again else {})


def http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What Litestar itself refuses: our words for its status, its Allow header, nothing of its detail."""
    code = _BY_STATUS.get(error.status_code)
    if error.status_code >= 500 or code is None:
        body: dict[str, Any] = {"type": "about:blank", **_FAULT, "status": error.status_code}
    else:
        body = Refused(code).problem() | {"status": error.status_code}
    allowed = (error.headers or {}).get("allow")
    return problem(body, {"Allow": allowed} if allowed else {})


def too_deep(_: Request[Any, Any, Any], error: RecursionError) -> Response[bytes]:
    """Brackets in brackets, thousands deep: the JSON reader gives up, and nothing of ours recurses."""
    return problem(Refused("bad-request").problem())


def unreadable(request: Request[Any, Any, Any], error: UnicodeDecodeError) -> Response[bytes]:
    """JSON that is no UTF-8, which Litestar lets through; any other text of ours that is none is a fault."""
    frames = traceback.extract_tb(error.__traceback__)
    if frames and frames[-1].name == "decode_json":
        return refused(request, Refused("bad-request"))
    return fault(request, error)


def fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What nobody expected: logged with where, never with what; a database that is away is a 503."""
    route = request.scope.get("path_template") or "unknown"
    if isinstance(error, _DATABASE_AWAY):
        _log.warning("database away", route=route, error=type(error).__name__)
        return problem({"type": "about:blank", **_AWAY, "status": 503}, {"Retry-After": "5"})
    FAULTS.add()
    _log.error("fault", route=route, method=request.method, **told(error))
    return problem({"type": "about:blank", **_FAULT, "status": 500})


def problem(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(
        json.dumps(body, default=str).encode(),
        status_code=body["status"],
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refused: refused,
    HTTPException: http,
    RecursionError: too_deep,
    UnicodeDecodeError: unreadable,
    Exception: fault,
}
assert set(_BY_STATUS.values()) <= set(CODES)  # noqa: S101  # a code without words would be found too late
