"""Declaring a conflict of role: onto the private list, and whatever the two share closes (P6).

The act never fails for who the other is: with or without such an account, the answer is the same.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.accounts.account import by_email
from server.domain.accounts.emails import normalised
from server.domain.never import hold_list
from server.domain.relationships.closing import part_from
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen


class DeclareConflict(Strict):
    """`relationship.declare_conflict`: never match me with this person. Named in exactly one way."""

    never: UUID = Field(json_schema_extra=seen("you"))
    email: Annotated[str, Field(min_length=3, max_length=254)] | None = Field(json_schema_extra=seen("you"))
    listing: UUID | None = Field(json_schema_extra=seen("you"))
    relationship: UUID | None = Field(json_schema_extra=seen("you"))


class WithdrawConflict(Strict):
    """`relationship.withdraw_conflict`: off the private list again."""

    never: UUID = Field(json_schema_extra=seen("you"))


@mutation("relationship.declare_conflict")
async def declare(actor: Actor, args: DeclareConflict) -> list[Touched]:
    doctor = actor.person
    if sum(named is not None for named in (args.email, args.listing, args.relationship)) != 1:
        raise Refused("value-not-allowed", field="email")
    email, others, label = None, list[tuple[UUID, str]](), ""
    if args.email is not None:
        email = label = normalised(args.email) or ""
        if not email:
            raise Refused("value-not-allowed", field="email")
        found = await by_email(email)
        others = [(found, label)] if found else []
    else:
        others = (
            await _by_listing(args.listing) if args.listing else await _by_pair(doctor, args.relationship)
        )
    here = connection()
    rows = [(None, label)] if email else others
    if not rows or doctor in dict(others):
        raise Refused("not-yours")
    await hold_list(doctor)
    for place, (other, name) in enumerate(rows):
        # A circle has two others: the second row's id follows from the first.
        key = args.never if place == 0 else UUID(int=args.never.int ^ place)
        done = await here.fetchval(
            "INSERT INTO never (id, account, other, email, label) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING RETURNING true",
            key,
            doctor,
            other,
            email,
            name,
        )
        if not done and not await here.fetchval(
            "SELECT true FROM never WHERE account = $1 AND (other = $2 OR email = $3)", doctor, other, email
        ):
            raise Refused("not-yours")
    touched = [Touched("never", doctor)]
    for other, _ in others:
        touched += await part_from(actor, other)
    return touched


async def _by_listing(listing: UUID) -> list[tuple[UUID, str]]:
    rows = await connection().fetch(
        "SELECT account.id, name FROM participation JOIN account ON account.id = account"
        " WHERE listing = $1 AND state <> 'out'",
        listing,
    )
    return [(row["id"], row["name"]) for row in rows]


async def _by_pair(doctor: UUID, pair: UUID | None) -> list[tuple[UUID, str]]:
    rows = await connection().fetch(
        "SELECT account.id, account.name FROM relationship_member AS other"
        " JOIN account ON account.id = other.account WHERE relationship = $1 AND account.id <> $2"
        " AND EXISTS (SELECT FROM relationship_member AS me"
        '   WHERE me.relationship = $1 AND me.account = $2 AND (me.shown OR me."left"))',
        pair,
        doctor,
    )
    return [(row["id"], row["name"]) for row in rows]


@mutation("relationship.withdraw_conflict")
async def withdraw(actor: Actor, args: WithdrawConflict) -> list[Touched]:
    await connection().execute("DELETE FROM never WHERE id = $1 AND account = $2", args.never, actor.person)
    return [Touched("never", actor.person)]
