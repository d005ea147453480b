"""How two or three come together: asking, offering, joining by a code, and each one's yes or no.

Asking carries no free text. Whoever is on the other's private list is answered like anybody else; the
request then waits where nobody sees it, and lapses like any other.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.charter import Matching
from server.domain.never import are_kept_apart, kept_apart
from server.domain.relationships.pair import (
    BEGINNING,
    Joining,
    Pair,
    begin,
    day_of,
    join,
    mine,
    must_be_in,
    take_place,
)
from server.domain.relationships.parting import end_all_of
from server.domain.relationships.rules import mentor_by, must_fit
from server.domain.schemes import SchemeNow, scheme_now
from server.domain.training import is_trained
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, seen

Code = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{8}$")]
"""Eight letters and digits of Crockford's base 32: forty bits, single use, dead after fourteen days."""


class RequestMentor(Strict):
    """`relationship.request`: would you be my mentor? `mentor` is a listing."""

    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))
    scheme: UUID = Field(json_schema_extra=seen("you", "pair"))
    mentor: UUID = Field(json_schema_extra=seen("you", "pair"))


class ByCode(Strict):
    """`relationship.offer` and `circle.form`: a mentor offers, or a circle forms, by a code."""

    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))
    scheme: UUID = Field(json_schema_extra=seen("you", "pair"))
    code: Code = Field(json_schema_extra=seen("you", "pair"))


class Join(Strict):
    """`relationship.join`: I was given this code."""

    code: Code = Field(json_schema_extra=seen("you", "pair"))


class OnePair(Strict):
    """`relationship.accept` and `relationship.decline`: yes, or no without a word."""

    relationship: UUID = Field(json_schema_extra=seen("you", "pair"))


def must_match_by(scheme: SchemeNow, way: Matching) -> None:
    if scheme.state != "open":
        raise Refused("scheme-closed")
    if way not in scheme.charter.matching:
        raise Refused("not-matched-this-way")


@mutation("relationship.request")
async def request(actor: Actor, args: RequestMentor) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    must_match_by(scheme, "free_choice")
    # Holding one's own part makes a doctor's requests of one scheme serial: nobody is asked twice at once.
    await must_be_in(doctor, args.scheme, "mentee")
    mentor = await mentor_by("listing", args.mentor, args.scheme, scheme.charter)
    if mentor.account == doctor:
        raise Refused("not-yours")
    await must_fit(scheme.charter, doctor, mentor.account)
    if await connection().fetchval(
        "SELECT true FROM relationship JOIN relationship_member AS me ON me.relationship = id"
        " JOIN relationship_member AS other ON other.relationship = id"
        " WHERE scheme = $1 AND me.account = $2 AND me.shown AND NOT me.left AND other.account = $3"
        " AND state <> 'closed'",
        args.scheme,
        doctor,
        mentor.account,
    ):
        raise Refused("already-asked")
    if mentor.full:
        raise Refused("no-place")
    apart = await are_kept_apart(doctor, mentor.account)
    return await begin(
        actor,
        args.relationship,
        args.scheme,
        "requested",
        [Joining(doctor, "mentee", yes=True), Joining(mentor.account, "mentor", yes=False)],
        hidden_from=[mentor.account] if apart else [],
        listing=args.mentor,
    )


@mutation("relationship.offer")
async def offer(actor: Actor, args: ByCode) -> list[Touched]:
    mentor = actor.person
    scheme = await scheme_now(args.scheme)
    must_match_by(scheme, "mentor_offers")
    await must_be_in(mentor, args.scheme, "mentor")
    if scheme.charter.training_gate and not await is_trained(mentor, args.scheme):
        raise Refused("training-needed")
    await _free(args.code)
    return await begin(
        actor,
        args.relationship,
        args.scheme,
        "offered",
        [Joining(mentor, "mentor", yes=True)],
        code=args.code,
    )


@mutation("circle.form")
async def form(actor: Actor, args: ByCode) -> list[Touched]:
    doctor = actor.person
    scheme = await scheme_now(args.scheme)
    must_match_by(scheme, "formed_on_course")
    if "co_mentor" not in scheme.charter.roles:
        raise Refused("not-matched-this-way")
    await _may_be_in_a_circle(doctor, scheme)
    await _free(args.code)
    return await begin(
        actor,
        args.relationship,
        args.scheme,
        "suggested",
        [Joining(doctor, "co_mentor", yes=False)],
        code=args.code,
    )


async def _may_be_in_a_circle(doctor: UUID, scheme: SchemeNow) -> None:
    await must_be_in(doctor, scheme.id, "co_mentor")
    if scheme.charter.training_gate and not await is_trained(doctor, scheme.id):
        raise Refused("training-needed")


async def _free(code: str) -> None:
    if await connection().fetchval("SELECT true FROM relationship WHERE code = $1", code):
        raise Refused("not-yours")


@mutation("relationship.join")
async def take_up(actor: Actor, args: Join) -> list[Touched]:
    """A code that is over, full, one's own, or of somebody to be kept away from is simply not known."""
    doctor = actor.person
    here = connection()
    found = await here.fetchrow(
        "SELECT id, scheme FROM relationship WHERE code = $1 AND NOT closing AND state <> 'closed'"
        " AND lapses_on > $2 FOR NO KEY UPDATE",
        args.code,
        day_of(actor),
    )
    if found is None:
        raise Refused("code-unknown")
    there = [
        row["account"]
        for row in await here.fetch(
            "SELECT account FROM relationship_member WHERE relationship = $1", found["id"]
        )
    ]
    if doctor in there or await kept_apart(doctor, there):
        raise Refused("code-unknown")
    scheme = await scheme_now(found["scheme"])
    circle = "co_mentor" in scheme.charter.roles
    if circle:
        await _may_be_in_a_circle(doctor, scheme)
        await join(found["id"], [Joining(doctor, "co_mentor", yes=False)])
    else:
        await must_be_in(doctor, scheme.id, "mentee")
        for mentor in there:
            await must_fit(scheme.charter, doctor, mentor)
        await join(found["id"], [Joining(doctor, "mentee", yes=True)])
    pair, _ = await mine(actor, found["id"])
    if len(pair.members) == pair.size:
        await here.execute("UPDATE relationship SET code = NULL WHERE id = $1", pair.id)
    if not circle:
        await _come_together(pair, actor)
    return pair.touched()


@mutation("relationship.accept")
async def accept(actor: Actor, args: OnePair) -> list[Touched]:
    pair, me = await mine(actor, args.relationship)
    if pair.closing or pair.state not in BEGINNING:
        if me.yes and not pair.closing:
            return []
        raise Refused("relationship-closed")
    if len(pair.members) < pair.size:
        raise Refused("not-all-there")
    await must_be_in(actor.person, pair.scheme, me.role)
    await connection().execute(
        "UPDATE relationship_member SET yes = true WHERE relationship = $1 AND account = $2",
        pair.id,
        actor.person,
    )
    if all(member.yes or member is me for member in pair.members):
        await _come_together(pair, actor)
    return pair.touched()


async def _come_together(pair: Pair, actor: Actor) -> None:
    """Everybody has said yes: a trial meeting first, where the charter has one."""
    for member in pair.members:
        if member.role == "mentor":
            await take_place(member.account, pair.scheme)
    await connection().execute(
        "UPDATE relationship SET state = $2, since = $3, lapses_on = NULL WHERE id = $1",
        pair.id,
        "trying" if pair.charter.trial_meeting else "agreed",
        day_of(actor),
    )


@mutation("relationship.decline")
async def decline(actor: Actor, args: OnePair) -> list[Touched]:
    """No, or taken back: the same act, and the others are told the same as if it had lapsed.

    One that was made with no signal may find that the other has said yes meanwhile: it is honoured still.
    """
    pair, _ = await mine(actor, args.relationship)
    return [*pair.touched(), *await leave(actor, pair.id)]


async def leave(actor: Actor, pair: UUID) -> list[Touched]:
    """Written down now, shown to the others at the common hour."""
    here = connection()
    await here.execute("UPDATE relationship SET closing = true, code = NULL WHERE id = $1", pair)
    await here.execute(
        'UPDATE relationship_member SET "left" = true WHERE relationship = $1 AND account = $2',
        pair,
        actor.person,
    )
    return await end_all_of([pair], actor.now)
