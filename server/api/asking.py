"""Who is asking, for the routes of sync: the request's session, as sync's one statement wants it (step 6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.exceptions import InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from server.database.engine import AsksOne, in_hand
from server.domain.accounts.sessions import SESSION_SQL, hashed, token_of
from server.refusals import Refused
from server.sync.heads import Standing, standing

AnyRequest = Request[Any, Any, Any]


class PlainRequest(Request[Any, Any, Any]):
    """A body and a cookie read without two generators and a map of every header, which were a twelfth of a
    sync with nothing to do."""

    @property
    def cookies(self) -> dict[str, str]:
        """As they were sent; ours need no decoding."""
        said = b";".join(value for name, value in self.scope["headers"] if name == b"cookie").decode(
            "latin-1"
        )
        return {name.strip(): value for name, _, value in (part.partition("=") for part in said.split(";"))}

    async def body(self) -> bytes:
        """The whole body, once. Raises `too-large` above the route's `request_max_body_size`."""
        most = self.route_handler.resolve_request_max_body_size()
        body = b""
        while True:
            message = await self.receive()
            if message["type"] != "http.request":
                raise InternalServerException("the phone hung up")
            body += message.get("body", b"")
            if most is not None and len(body) > most:
                raise Refused("too-large")
            if not message.get("more_body", False):
                return body


class PlainRoute(HTTPRouteHandler):
    """A route whose function gives a ready ASGI answer: nothing is left for Litestar to make of it."""

    async def to_response(self, app: Any, data: Any, request: Any) -> ASGIApp:
        ready: ASGIApp = data
        return ready


def token(request: AnyRequest) -> bytes:
    """The hash of the session's token; of nothing when there is none."""
    said = token_of(request.cookies, secure=request.app.state.settings.secure)
    return hashed(said) if said else b""


def now(request: AnyRequest) -> datetime:
    told: datetime = request.app.state.clock()
    return told


async def who(
    request: AnyRequest,
    moment: datetime,
    *,
    here: AsksOne | None = None,
    account: UUID | None = None,
    device: UUID | None = None,
    acknowledged: int = 0,
    follow: Sequence[UUID] = (),
) -> tuple[UUID, Standing]:
    """The account and where it stands, or the refusal. A revoked device hears that before anything else:
    its session went with it, and it is to wipe what it holds. `account` is whose phone says it is asking;
    `here` the transaction to be asked in."""
    stands = await standing(
        here or in_hand(),
        SESSION_SQL,
        token(request),
        moment,
        device=device,
        acknowledged=acknowledged,
        follow=follow,
    )
    if stands.revoked:
        raise Refused("device-revoked")
    if stands.account is None or account not in (None, stands.account):
        raise Refused("signed-out")
    if stands.owner is not None and stands.owner != stands.account:
        raise Refused("fork")
    return stands.account, stands


def followed(text: str) -> list[UUID]:
    """`uuid,uuid` from an address; what is no id is nobody's scheme."""
    found = []
    for part in text.split(",")[:200]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found
