"""What is checked before any route runs, and the headers that every answer carries.

Routes that take something other than JSON say so with `opt={"takes": "text/csv"}`.
"""

from collections.abc import Callable
from typing import Any

from litestar.config.app import AppConfig
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.plugins.pydantic import (
    PydanticDIPlugin,
    PydanticInitPlugin,
    PydanticPlugin,
    PydanticSchemaPlugin,
)
from litestar.types import ASGIApp, BeforeMessageSendHookHandler, Message, Receive, Scope, Send
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from server.refusals import Refused
from server.settings import Settings

Decoder = tuple[Callable[[Any], bool], Callable[[Any, Any], Any]]

_SAFE = {"GET", "HEAD", "OPTIONS"}
_API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types alongside",
    )
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=63072000; includeSubDomains"


class UnsafeMethods(ASGIMiddleware):
    """A request that changes something comes from our own pages and says what it carries.

    Browsers say where a request comes from (`Sec-Fetch-Site`, and `Origin` before that); programs say
    neither, and have no cookie that another site could borrow.
    """

    def __init__(self, settings: Settings) -> None:
        self._origin = settings.origin.encode()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in _SAFE:
            headers = dict(scope["headers"])
            self._same_site(headers)
            _takes(str(scope["route_handler"].opt.get("takes", "application/json")), headers)
        await next_app(scope, receive, send)

    def _same_site(self, headers: dict[bytes, bytes]) -> None:
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            if site not in {b"same-origin", b"none"}:
                raise Refused("cross-site")
        elif headers.get(b"origin", self._origin) != self._origin:
            raise Refused("cross-site")


def _takes(takes: str, headers: dict[bytes, bytes]) -> None:
    """The content type of a body; a request without a body need not say."""
    has_body = headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers
    said = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if (has_body or said) and said != takes.encode():
        raise Refused("not-json")


def security_headers(settings: Settings) -> BeforeMessageSendHookHandler:
    """Headers for every answer, the ones for unknown addresses and faults included."""
    always = [(name.encode(), value.encode()) for name, value in _ALWAYS.items()]
    always.append((b"content-security-policy", _API_POLICY.encode()))
    if settings.secure:
        always.append((b"strict-transport-security", _HSTS.encode()))
    api = [*always, (b"cache-control", b"no-store")]
    named = {name for name, _ in api}

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        # As ready bytes: through Litestar's own headers this was a tenth of a sync with nothing to do.
        said = message["headers"]
        there = {name.lower() for name, _ in said}
        ours = api if scope["path"].startswith("/api/") else always
        message["headers"] = [*said, *(ours if there.isdisjoint(named) else _lacking(ours, there))]

    return add


def _lacking(ours: list[tuple[bytes, bytes]], there: set[bytes]) -> list[tuple[bytes, bytes]]:
    return [one for one in ours if one[0] not in there]


class StrictBodies(PydanticPlugin):
    """Pydantic models in request bodies are read as strict JSON; Litestar's own reading is lenient."""

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.plugins.extend([_StrictModels(), PydanticSchemaPlugin(), PydanticDIPlugin()])
        return app_config


class _StrictModels(PydanticInitPlugin):
    __slots__ = ()

    @classmethod
    def decoders(cls, validate_strict: bool = True) -> list[Decoder]:
        return [(_is_model, _decode), *super().decoders(validate_strict)]


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _decode(model: type[BaseModel], value: object) -> BaseModel:
    try:
        return model.model_validate_json(to_json(value), strict=True)
    except ValidationError as error:
        raise Refused(
            "bad-request",
            fields=[".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)],
        ) from None
