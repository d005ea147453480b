"""Letters of invitation: looking at one, and coming in with it.

The token stands in the address's fragment, which browsers do not send: only the page hands it over. A robot
that follows links sees an empty page; one that runs the page has looked, and looking uses nothing up.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from litestar import Response, post
from litestar.params import JSONBody

from server.api.accounts.cookies import AnyRequest, asking, now
from server.api.accounts.models import Invitation, LookAtInvitation, Me, RedeemInvitation, problems
from server.database.engine import pool
from server.domain import letters
from server.domain.accounts import entering
from server.sync.registry import Touched

_TAGS = ["Invitations"]


@post(
    "/api/accounts/invitations/look",
    status_code=200,
    tags=_TAGS,
    summary="What an invitation is about",
    responses=problems("invitation-over", "cross-site", "not-json"),
)
async def look(request: AnyRequest, data: JSONBody[LookAtInvitation]) -> Invitation:
    """Does not use it up, however often."""
    told = await letters.look(data.token, now(request))
    scheme = await pool().fetchval("SELECT name FROM scheme WHERE id = $1", told.scheme)
    return Invitation(
        scheme=told.scheme, scheme_name=scheme or "", role=told.role, name=told.name, email=told.email
    )


@post(
    "/api/accounts/invitations/redeem",
    status_code=200,
    tags=_TAGS,
    summary="Come in with an invitation",
    responses=problems(
        "invitation-over", "weak-password", "wrong-log-in", "wait-to-log-in", "cross-site", "not-json"
    ),
)
async def redeem(request: AnyRequest, data: JSONBody[RedeemInvitation]) -> Response[Me]:
    """Makes the account, or logs in to the one that the address has. The address must be typed, and be the
    one that the letter went to. It says yes to nothing: taking part is an act of its own."""
    asked = asking(request)
    told = await letters.look(data.token, asked.visit.now)

    async def use_up(account: UUID, email: str, moment: datetime) -> Sequence[Touched]:
        return [
            *await letters.redeem(data.token, email, account, moment),
            *await letters.welcome(account, email, moment),
        ]

    return asked.entered(
        await entering.by_invitation(
            told.email, data.email, data.name, data.password, asked.visit, welcome=use_up
        )
    )


HANDLERS = [look, redeem]
