"""Photos, over HTTP: sent before they are named, fetched when somebody looks."""

import re
from typing import Annotated

from litestar import Response, get, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel

from server.api import asking
from server.api.accounts.cookies import AnyRequest, actor
from server.api.accounts.models import problems
from server.domain.photos import MOST_BYTES, keep_photo, read_photo
from server.refusals import Refused
from server.sync.registry import Actor

_NAME = re.compile(r"[0-9a-f]{64}")


class Kept(BaseModel):
    """The photo's name: SHA-256, in hexadecimal, of the bytes that were sent."""

    hash: str


@put(
    "/api/photos",
    tags=["Photos"],
    summary="Send a photo before naming it in a profile",
    opt={"takes": "image/jpeg"},
    request_max_body_size=MOST_BYTES,
    dependencies={"actor": Provide(actor)},
    responses=problems("signed-out", "bad-photo", "too-large"),
)
async def send_photo(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Kept]:
    """A JPEG of at most 40 kB. Everything but the picture itself is taken out."""
    return Response(Kept(hash=await keep_photo(actor, await request.body())))


@get(
    "/api/photos/{name:str}",
    tags=["Photos"],
    summary="A photo that a listing shows",
    responses=problems("signed-out", "not-yours"),
)
async def photo(
    request: AnyRequest,
    name: FromPath[str],
    bucket: Annotated[str, QueryParameter(description="The bucket whose document names it", max_length=80)],
) -> Response[bytes]:
    """For whoever may see that bucket now. Kept by the app as long as it holds the bucket, by nobody else."""
    account, stands = await asking.who(
        request, asking.now(request), follow=asking.followed(bucket.partition(":")[2])
    )
    may = bucket in stands.heads and _NAME.fullmatch(name)
    body = await read_photo(account, bucket, name) if may else None
    if body is None:
        raise Refused("not-yours")
    return Response(body, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


HANDLERS = [send_photo, photo]
