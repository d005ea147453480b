"""Closings: released once a day at a common hour, the same whatever came before (4-domain 4.6).

What time does is here too: requests lapse, rests and agreed ends come, and thirty days after a closing
nothing is left of it but that the two have had their chance.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import Field

from server.database.engine import connection, pool
from server.domain.charter import Role
from server.domain.relationships.pair import touched
from server.domain.relationships.parting import end_all_of
from server.domain.schemes import today
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, mutation, seen, system

TOGETHER = 500
KEPT = timedelta(days=30)


class Release(Strict):
    """`relationship.release`: what time does to these pairs on this day."""

    relationships: tuple[UUID, ...] = Field(max_length=TOGETHER, json_schema_extra=seen("server"))


_DUE = (
    "SELECT id FROM relationship WHERE closing AND state <> 'closed' OR lapses_on <= $1"
    " OR state <> 'closed' AND ends_on <= $1 OR state = 'resting' AND until <= $1"
    " OR state = 'closed' AND closed_on <= $1 - $2::int"
)


async def release_due(now: datetime) -> int:
    """Everything whose day has come, a few hundred at a time; gives how many. For the nightly job."""
    day, done = today(now), 0
    while due := await pool().fetch(f"{_DUE} ORDER BY id LIMIT $3", day, KEPT.days, TOGETHER):
        args = Release(relationships=tuple(row["id"] for row in due))
        await act(system(now), "relationship.release", args)
        done += len(due)
    await pool().execute(
        "DELETE FROM once_paired WHERE NOT EXISTS (SELECT FROM participation"
        " WHERE account = first AND state <> 'out') OR NOT EXISTS (SELECT FROM participation"
        " WHERE account = second AND state <> 'out')"
    )
    return done


@mutation("relationship.release", system=True)
async def release(actor: Actor, args: Release) -> list[Touched]:
    here, day, pairs = connection(), today(actor.now), list(args.relationships)
    await here.execute(
        "SELECT FROM relationship WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE", pairs
    )
    members = await _members(pairs)
    await here.execute(
        "UPDATE relationship SET state = 'agreed', until = NULL"
        " WHERE id = ANY($1::uuid[]) AND state = 'resting' AND until <= $2 AND NOT closing",
        pairs,
        day,
    )
    closed = await here.fetch(
        "UPDATE relationship SET state = 'closed', closed_on = $2, closing = false, code = NULL,"
        " until = NULL, since = NULL, lapses_on = NULL, ends_on = NULL, rhythm = NULL"
        " WHERE id = ANY($1::uuid[]) AND state <> 'closed'"
        " AND (closing OR lapses_on <= $2 OR ends_on <= $2) RETURNING id",
        pairs,
        day,
    )
    # What each said, and who left, is nobody's from now on.
    await here.execute(
        'UPDATE relationship_member SET yes = false, agreed = NULL, "left" = false'
        " WHERE relationship = ANY($1::uuid[])",
        [row["id"] for row in closed],
    )
    gone = await _over(pairs, day - KEPT)
    ended = await end_all_of([*(row["id"] for row in closed), *gone], actor.now)
    await _forget(gone)
    await _count_places([account for accounts in members.values() for account in accounts])
    return [*(one for pair, accounts in members.items() for one in touched(pair, accounts)), *ended]


async def _members(pairs: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {pair: [] for pair in pairs}
    for row in await connection().fetch(
        "SELECT relationship, account FROM relationship_member WHERE relationship = ANY($1::uuid[])",
        list(pairs),
    ):
        found[row["relationship"]].append(row["account"])
    return found


async def _over(pairs: Sequence[UUID], before: date) -> list[UUID]:
    rows = await connection().fetch(
        "SELECT id FROM relationship WHERE id = ANY($1::uuid[]) AND state = 'closed' AND closed_on <= $2",
        list(pairs),
        before,
    )
    return [row["id"] for row in rows]


async def _forget(gone: Sequence[UUID]) -> None:
    """Two ids and nothing else, so that next on the list offers nobody twice."""
    here = connection()
    await here.execute(
        "INSERT INTO once_paired (first, second) SELECT DISTINCT one.account, other.account"
        " FROM relationship_member AS one JOIN relationship_member AS other"
        " ON other.relationship = one.relationship AND one.account < other.account"
        " WHERE one.relationship = ANY($1::uuid[]) ON CONFLICT DO NOTHING",
        list(gone),
    )
    await here.execute("DELETE FROM relationship WHERE id = ANY($1::uuid[])", list(gone))


async def _count_places(accounts: Sequence[UUID]) -> None:
    """Places are free again when the closing is shown, and not before: they would tell of it."""
    here = connection()
    # First the lock, then a fresh statement: one that waits for a lock would count the pairs before.
    await here.execute(
        "SELECT FROM participation WHERE account = ANY($1::uuid[]) AND role = 'mentor'"
        " ORDER BY id FOR NO KEY UPDATE",
        list(accounts),
    )
    await here.execute(
        "UPDATE participation SET taken = now.taken FROM (SELECT part.id, (SELECT count(*)"
        "   FROM relationship_member AS member JOIN relationship ON relationship.id = member.relationship"
        "   WHERE member.account = part.account AND member.role = 'mentor'"
        "   AND relationship.scheme = part.scheme"
        "   AND relationship.state IN ('trying', 'agreed', 'resting')) AS taken"
        "   FROM participation AS part WHERE part.account = ANY($1::uuid[]) AND part.role = 'mentor') AS now"
        " WHERE participation.id = now.id AND participation.taken <> now.taken",
        list(accounts),
    )


async def leave_role(actor: Actor, scheme: UUID, role: Role, *, keep: bool) -> list[Touched]:
    """Whoever leaves a role leaves what was being asked, and its pairs unless they keep them."""
    return await _leave(
        actor.now,
        "account = $1 AND role = $3 AND relationship IN (SELECT id FROM relationship WHERE scheme = $2"
        " AND state <> 'closed'"
        " AND ($4::boolean IS FALSE OR state IN ('requested', 'offered', 'suggested')))",
        actor.person,
        scheme,
        role,
        keep,
    )


async def leave_all(actor: Actor) -> list[Touched]:
    """The account goes: to everybody else it is as if they had left each pair."""
    await connection().execute(
        "UPDATE relationship_member SET name = (SELECT name FROM account WHERE id = $1) WHERE account = $1",
        actor.person,
    )
    return await _leave(actor.now, "account = $1", actor.person)


async def wait_unseen(doctor: UUID, other: UUID) -> list[Touched]:
    """What the other asked, or was suggested, goes from this doctor's sight. It lapses like any other."""
    hidden = await connection().fetch(
        "UPDATE relationship_member AS me SET shown = false FROM relationship"
        " WHERE relationship.id = me.relationship AND me.account = $1 AND NOT me.yes"
        " AND state IN ('requested', 'suggested') AND EXISTS (SELECT FROM relationship_member AS other"
        "   WHERE other.relationship = me.relationship AND other.account = $2)"
        " RETURNING me.relationship",
        doctor,
        other,
    )
    return [Touched("relationship", row["relationship"]) for row in hidden]


async def part_from(actor: Actor, other: UUID) -> list[Touched]:
    """These two are to be kept apart. What the other asked waits on unseen; what is shared closes."""
    here, doctor = connection(), actor.person
    hidden = await wait_unseen(doctor, other)
    shared = (
        "account = $1 AND shown AND relationship IN (SELECT relationship FROM relationship_member"
        " WHERE account = $2)"
    )
    left = await _leave(
        actor.now,
        f"{shared} AND relationship IN (SELECT id FROM relationship WHERE state <> 'closed')",  # noqa: S608
        doctor,
        other,
    )
    # From now on none of it is on the phones of whoever keeps away; the other is shown what anybody is.
    gone = await here.fetch(
        f"UPDATE relationship_member SET shown = false WHERE {shared} RETURNING relationship",  # noqa: S608
        doctor,
        other,
    )
    return [*hidden, *(Touched("relationship", row["relationship"]) for row in gone), *left]


async def _leave(now: datetime, which: str, *values: object) -> list[Touched]:
    here = connection()
    rows = await here.fetch(
        f'UPDATE relationship_member SET "left" = true WHERE {which} AND NOT "left" RETURNING relationship',  # noqa: S608 - our own words only
        *values,
    )
    pairs = [row["relationship"] for row in rows]
    await here.execute(
        "UPDATE relationship SET closing = true, code = NULL"
        " WHERE id = ANY($1::uuid[]) AND state <> 'closed'",
        pairs,
    )
    return [*(Touched("relationship", pair) for pair in pairs), *await end_all_of(pairs, now)]
