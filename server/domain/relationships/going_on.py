"""The life of a pair: what they agreed, resting through a rotation, and ending without a word (4-domain 4.3).

There is no clock of activity: nobody but the two ever sees that they have not met for a while.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.asking import day_to_come
from server.domain.relationships.beginning import OnePair, leave
from server.domain.relationships.pair import LIVE, mine
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Rhythm = Literal["monthly", "six_weekly", "quarterly", "as_needed"]


class Agree(Strict):
    """`relationship.agree`: I know the limits of confidence, and go on under this version of the charter.

    `rhythm` and `ends`, when given, are what the two mean to do; the latest word stands for both.
    """

    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))
    charter_version: int = Field(ge=1, json_schema_extra=seen("you", "pair"))
    rhythm: Rhythm | None = Field(default=None, json_schema_extra=seen("you", "pair"))
    ends: date | None = Field(default=None, json_schema_extra=seen("you", "pair"))


class Rest(Strict):
    """`relationship.rest`: nothing is expected until a date."""

    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))
    until: date = Field(json_schema_extra=seen("you", "pair"))


@mutation("relationship.agree")
async def agree(actor: Actor, args: Agree) -> list[Touched]:
    pair, me = await mine(actor, args.relationship)
    if pair.state not in LIVE:
        raise Refused("relationship-closed" if pair.closing else "not-all-there")
    here = connection()
    newest = await here.fetchval("SELECT version FROM scheme WHERE id = $1", pair.scheme)
    if not pair.version <= args.charter_version <= newest:
        raise Refused("charter-moved-on")
    if args.ends is not None:
        if pair.charter.end_point != "date":
            raise Refused("value-not-allowed", field="ends")
        day_to_come(actor, args.ends)
    await here.execute(
        "UPDATE relationship_member SET agreed = greatest(agreed, $3)"
        " WHERE relationship = $1 AND account = $2",
        pair.id,
        me.account,
        args.charter_version,
    )
    await here.execute(
        "UPDATE relationship SET rhythm = coalesce($2, rhythm), ends_on = coalesce($3, ends_on),"
        " version = greatest(version, (SELECT min(coalesce(agreed, 0)) FROM relationship_member"
        "   WHERE relationship = $1)),"
        " state = CASE WHEN state = 'trying' AND NOT EXISTS (SELECT FROM relationship_member"
        "   WHERE relationship = $1 AND agreed IS NULL) THEN 'agreed' ELSE state END WHERE id = $1",
        pair.id,
        args.rhythm,
        args.ends,
    )
    return [Touched("relationship", pair.id)]


@mutation("relationship.rest")
async def rest(actor: Actor, args: Rest) -> list[Touched]:
    pair, _ = await mine(actor, args.relationship)
    if pair.state not in LIVE:
        raise Refused("not-all-there")
    day_to_come(actor, args.until)
    await connection().execute(
        "UPDATE relationship SET state = 'resting', until = $2 WHERE id = $1", pair.id, args.until
    )
    return [Touched("relationship", pair.id)]


@mutation("relationship.resume")
async def resume(actor: Actor, args: OnePair) -> list[Touched]:
    """Before its date; nothing happens to a pair that does not rest."""
    pair, _ = await mine(actor, args.relationship)
    await connection().execute(
        "UPDATE relationship SET state = 'agreed', until = NULL WHERE id = $1 AND state = 'resting'", pair.id
    )
    return [Touched("relationship", pair.id)]


@mutation("relationship.end")
async def end(actor: Actor, args: OnePair) -> list[Touched]:
    """One act, no word, no approval. Whatever state it is in, one's own request included."""
    pair, _ = await mine(actor, args.relationship)
    return [Touched("relationship", pair.id), *await leave(actor, pair.id)]
