"""What time does to matching: who waits on a list is offered the next mentor, and old suggestions go."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.relationships.matching import KEPT
from server.domain.relationships.next_on_list import serve
from server.domain.schemes import scheme_now, today
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

TOGETHER = 100


class ServeWaiting(Strict):
    """`match.serve`: the next on the list for each of these requests, in this order."""

    requests: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


class ForgetSuggestions(Strict):
    """`match.forget`: suggestions of thirty days ago leave the queue, with their requests."""

    suggestions: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


@mutation("match.serve", system=True)
async def serve_waiting(actor: Actor, args: ServeWaiting) -> list[Touched]:
    told = []
    for request in args.requests:
        row = await connection().fetchrow(
            "SELECT account, match_request.scheme FROM match_request JOIN participation AS part"
            " USING (account, scheme) WHERE match_request.id = $1 AND how = 'next_on_list'"
            " AND role = 'mentee' AND state = 'in' FOR NO KEY UPDATE OF part",
            request,
        )
        if row is None:
            continue
        scheme = await scheme_now(row["scheme"])
        if scheme.state == "open" and "next_on_list" in scheme.charter.matching:
            told += await serve(actor, row["account"], scheme, request)
        told.append(Touched("match", row["account"]))
    return told


@mutation("match.forget", system=True)
async def forget(actor: Actor, args: ForgetSuggestions) -> list[Touched]:
    here, gone = connection(), list(args.suggestions)
    await here.execute("DELETE FROM match_suggestion WHERE id = ANY($1::uuid[])", gone)
    doctors = await here.fetch(
        "DELETE FROM match_request WHERE office = ANY($1::uuid[]) RETURNING account", gone
    )
    return [
        *(Touched("suggestion", suggestion) for suggestion in gone),
        *(Touched("match", row["account"]) for row in doctors),
    ]


async def match_due(now: datetime) -> int:
    """Serves everybody who waits on a list, longest first, and forgets old suggestions."""
    waiting = await pool().fetch(
        "SELECT id FROM match_request WHERE how = 'next_on_list' AND NOT answered ORDER BY asked_on, id"
    )
    for start in range(0, len(waiting), TOGETHER):
        args = ServeWaiting(requests=tuple(row["id"] for row in waiting[start : start + TOGETHER]))
        await act(system(now), "match.serve", args)
    while old := await pool().fetch(
        "SELECT id FROM match_suggestion WHERE suggested_on <= $1 LIMIT $2", today(now) - KEPT, TOGETHER
    ):
        await act(system(now), "match.forget", ForgetSuggestions(suggestions=tuple(row["id"] for row in old)))
    return len(waiting)
