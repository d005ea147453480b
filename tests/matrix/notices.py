"""How acts of notices are asked for, and whatever has to be there for it."""

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from server.database.engine import connection
from server.domain.notices.sending import SendNotice
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Touched, system
from tests.matrix.cast import Cast

Args = dict[str, Any]
TOLD = "The mentors' room is open."
_weeks = count(1)


async def arguments(cast: Cast, name: str, of: str) -> Args:
    """Arguments that nothing is wrong with, but for whose they are."""
    schemes = {"here": cast.here, "there": cast.there, "closed": cast.closed, "other": cast.here}
    scheme = schemes.get(of)
    match name:
        case "notice.send":
            taken = await written(cast, cast.hidden) if of == "other" else uuid4()
            return _notice(cast, scheme or uuid4()) | {"notice": taken}
        case "notice.recall" | "notice.dismiss":
            return {"notice": await written(cast, scheme) if scheme else uuid4()}
        case "notice.spread":
            return {"notice": uuid4()}
        case "notice.pass":
            return {"notices": [uuid4()]}
    raise AssertionError(name)


def _notice(cast: Cast, scheme: UUID) -> Args:
    """Each to go in a week of its own, so that no scheme sends too many."""
    goes = cast.clock.now.replace(microsecond=0) + timedelta(days=3 * next(_weeks))
    words = {"text": "Come if it suits you.", "audience": "followers", "event": None, "page": None}
    return {"scheme": scheme, **words, "sends": _wire(goes), "expires": _wire(goes + timedelta(days=30))}


def _wire(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def written(cast: Cast, scheme: UUID, **said: Any) -> UUID:
    """A notice of this scheme's office."""
    args = _notice(cast, scheme) | {"notice": uuid4()} | said
    if args["sends"] is None:
        args["expires"] = _wire(cast.clock.now + timedelta(days=30))
    asked = SendNotice.model_validate_json(json.dumps(args, default=str))
    await act(system(cast.clock.now), "notice.send", asked)
    return asked.notice


async def told_to(cast: Cast, scheme: UUID, *accounts: UUID) -> UUID:
    """A notice to mentors that these people were told of: a group of eight would be a crowd here."""
    notice = uuid4()
    async with publishing(cast.clock.now) as touched:
        await connection().execute(
            "INSERT INTO notice (id, scheme, audience, text, sends, expires, state, sent_at, told_all)"
            " VALUES ($1, $2, 'mentors', $3, $4, $5, 'sent', $4, true)",
            notice,
            scheme,
            TOLD,
            cast.clock.now,
            cast.clock.now + timedelta(days=30),
        )
        await connection().execute(
            "INSERT INTO told (notice, account) SELECT $1, unnest($2::uuid[])", notice, list(accounts)
        )
        touched += [Touched("notice", notice), *(Touched("told", account) for account in accounts)]
    return notice
