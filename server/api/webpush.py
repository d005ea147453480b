"""Whether this phone is told when the app is closed, over HTTP. The phone is the session's."""

import base64

from litestar import Response, delete, get, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import BaseModel, Field

from server.api.accounts.cookies import AnyRequest, now, signed_in
from server.api.accounts.models import problems
from server.database.engine import transaction
from server.domain.accounts.sessions import Session
from server.domain.webpush.keys import private_key
from server.domain.webpush.subscribing import Choice, Subscription, choice_of, subscribe, unsubscribe
from server.settings import Settings
from server.webpush.vapid import public_of

_TAGS = ["Telling a closed phone"]


class Telling(BaseModel):
    """What a browser needs to subscribe, and what this phone is told of now."""

    key: str = Field(description="This server's public key, base64url")
    choice: Choice | None = Field(description="None when this phone is told nothing")
    endpoint: str | None = Field(description="Where the server reaches it")


@get(
    "/api/webpush",
    tags=_TAGS,
    summary="What this phone is told of",
    dependencies={"session": Provide(signed_in)},
    responses=problems("signed-out", "device-revoked"),
)
async def telling(request: AnyRequest, session: NamedDependency[Session]) -> Telling:
    key = base64.urlsafe_b64encode(public_of(await private_key(now(request)))).rstrip(b"=").decode()
    choice, endpoint = await choice_of(session) or (None, None)
    return Telling(key=key, choice=choice, endpoint=endpoint)


@put(
    "/api/webpush",
    status_code=204,
    tags=_TAGS,
    summary="Have this phone told, or otherwise than before",
    dependencies={"session": Provide(signed_in)},
    responses=problems("signed-out", "device-revoked", "push-unknown", "phone-unknown", "not-json"),
)
async def tell(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[Subscription]
) -> Response[None]:
    """Only push services that this server knows. It ends with this log-in, or when this phone is removed."""
    settings: Settings = request.app.state.settings
    async with transaction():
        await subscribe(session, data, settings.push_origins)
    return Response(None, status_code=204)


@delete(
    "/api/webpush",
    status_code=204,
    tags=_TAGS,
    summary="Tell this phone nothing any more",
    dependencies={"session": Provide(signed_in)},
    responses=problems("signed-out", "device-revoked"),
)
async def stop(session: NamedDependency[Session]) -> Response[None]:
    async with transaction():
        await unsubscribe(session)
    return Response(None, status_code=204)


HANDLERS = [telling, tell, stop]
