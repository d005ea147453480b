"""Who is asking, for the routes of sync: the request's session, as sync's one statement wants it (step 6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request

from server.database.engine import Asks
from server.domain.accounts.sessions import SESSION_SQL, hashed, token_of
from server.refusals import Refused
from server.sync.heads import Standing, standing

AnyRequest = Request[Any, Any, Any]


def token(request: AnyRequest) -> bytes:
    """The hash of the session's token; of nothing when there is none."""
    said = token_of(request.cookies, secure=request.app.state.settings.secure)
    return hashed(said) if said else b""


def now(request: AnyRequest) -> datetime:
    told: datetime = request.app.state.clock()
    return told


async def who(
    asks: Asks,
    request: AnyRequest,
    moment: datetime,
    *,
    account: UUID | None = None,
    device: UUID | None = None,
    acknowledged: int = 0,
    follow: Sequence[UUID] = (),
) -> tuple[UUID, Standing]:
    """The account and where it stands, or the refusal. A revoked device hears that before anything else:
    its session went with it, and it is to wipe what it holds. `account` is whose phone says it is asking."""
    stands = await standing(
        asks, SESSION_SQL, token(request), moment, device=device, acknowledged=acknowledged, follow=follow
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
