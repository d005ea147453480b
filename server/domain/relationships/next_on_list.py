"""Next on the list: of those who take part, are trained where the charter asks it, have a place, fit the
rules and have never been offered to this doctor, the one with the fewest turns; among equals, whoever has
waited longest. Somebody new begins with as many turns as the least of the others, so that a newcomer is
not given everybody.
"""

from uuid import UUID, uuid4

from server.database.engine import connection
from server.domain.charter import Charter
from server.domain.never import are_kept_apart
from server.domain.relationships.pair import Joining, begin
from server.domain.relationships.rules import READY, facts, fits
from server.domain.schemes import SchemeNow
from server.sync.registry import Actor, Touched

# $1 the scheme, $2 whether training is asked for, $3 the doctor.
_NEXT = (
    f"SELECT * FROM ({READY}) AS ready WHERE NOT is_full AND account <> $3"  # noqa: S608 - our own words
    " AND account NOT IN (SELECT second FROM once_paired WHERE first = $3"
    "   UNION ALL SELECT first FROM once_paired WHERE second = $3"
    "   UNION ALL SELECT other.account FROM relationship_member AS me JOIN relationship_member AS other"
    "   ON other.relationship = me.relationship WHERE me.account = $3)"
    " ORDER BY turns, waited_since NULLS FIRST, participation"
)


async def _wished(scheme: SchemeNow, request: UUID) -> Charter:
    """The charter's rules, with the doctor's wishes where it leaves them free."""
    wishes = await connection().fetchrow("SELECT specialty, site FROM match_request WHERE id = $1", request)
    free = {
        f"{field}_rule": wishes[field]
        for field in ("specialty", "site")
        if getattr(scheme.charter, f"{field}_rule") == "either"
    }
    return scheme.charter.model_copy(update=free)


async def serve(actor: Actor, doctor: UUID, scheme: SchemeNow, request: UUID) -> list[Touched]:
    """The next on the list for this doctor; nothing when nobody fits now, and the request waits."""
    here = connection()
    # One at a time in a scheme, so that turns are taken in order.
    await here.execute("SELECT pg_advisory_xact_lock(hashtextextended('next ' || $1, 0))", str(scheme.id))
    waiting = await here.fetch(
        _NEXT,
        scheme.id,
        bool(scheme.charter.training_gate),
        doctor,
    )
    wished = await _wished(scheme, request)
    rules = {wished.specialty_rule, wished.site_rule} != {"either"}
    said = await facts([doctor, *(row["account"] for row in waiting)]) if rules else {}
    for row in waiting:
        if rules and fits(wished, said[doctor], said[row["account"]]):
            continue
        if await are_kept_apart(doctor, row["account"]):
            continue
        if not await here.fetchval(
            "UPDATE participation SET turns = turns + 1, waited_since = $2"
            " WHERE id = $1 AND state = 'in' RETURNING true",
            row["participation"],
            actor.now,
        ):
            continue  # they left meanwhile
        await here.execute("DELETE FROM match_request WHERE id = $1", request)
        both = [Joining(doctor, "mentee", yes=False), Joining(row["account"], "mentor", yes=False)]
        return await begin(actor, uuid4(), scheme.id, "suggested", both, listing=row["listing"])
    return []
