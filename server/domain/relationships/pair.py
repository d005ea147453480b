"""One relationship as an act finds it: locked, with its members and the charter it goes by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from server.database.engine import connection
from server.domain.charter import Charter, Role
from server.domain.participation import shown
from server.domain.schemes import today
from server.refusals import Refused
from server.sync.registry import Actor, Touched

RelationshipState = Literal["requested", "offered", "suggested", "trying", "agreed", "resting", "closed"]
LAPSES = timedelta(days=14)
"""Unanswered for so long, a request closes by itself."""
BEGINNING = ("requested", "offered", "suggested")
LIVE = ("trying", "agreed", "resting")


@dataclass(frozen=True, slots=True)
class Member:
    account: UUID
    role: Role
    yes: bool
    agreed: int | None
    shown: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair or circle and its members."""

    id: UUID
    scheme: UUID
    version: int
    state: RelationshipState
    closing: bool
    code: str | None
    members: tuple[Member, ...]
    charter: Charter

    @property
    def size(self) -> int:
        """How many it is meant for."""
        return 3 if self.charter.model == "triad" else 2

    def touched(self) -> list[Touched]:
        """It began, was answered or ended."""
        return touched(self.id, [member.account for member in self.members])


def touched(pair: UUID, accounts: Sequence[UUID]) -> list[Touched]:
    """What a change of it shows: the pair itself, and the places in its mentors' listings."""
    return [Touched("relationship", pair), *(one for account in accounts for one in shown(account))]


async def mine(actor: Actor, pair: UUID) -> tuple[Pair, Member]:
    """Held until the transaction ends; refused when the actor is not one of its members."""
    found = await held(pair)
    for member in found.members if found else ():
        if member.account == actor.person and member.shown:
            assert found is not None  # noqa: S101 - it has members
            if found.state == "closed" or member.left:
                raise Refused("relationship-closed")
            return found, member
    raise Refused("not-yours")


async def held(pair: UUID) -> Pair | None:
    here = connection()
    # First the lock, then a fresh statement: one that waits for a lock would read the members before.
    await here.execute("SELECT FROM relationship WHERE id = $1 FOR NO KEY UPDATE", pair)
    row = await here.fetchrow(
        "SELECT relationship.*, body FROM relationship JOIN charter_version AS charter"
        " ON charter.scheme = relationship.scheme AND charter.version = relationship.version WHERE id = $1",
        pair,
    )
    if row is None:
        return None
    members = await here.fetch(
        'SELECT account, role, yes, agreed, shown, "left" FROM relationship_member'
        " WHERE relationship = $1 ORDER BY account",
        pair,
    )
    return Pair(
        id=pair,
        scheme=row["scheme"],
        version=row["version"],
        state=row["state"],
        closing=row["closing"],
        code=row["code"],
        members=tuple(Member(*member) for member in members),
        charter=Charter.model_validate_json(row["body"]),
    )


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is to be a member, and whether they have said yes to it."""

    account: UUID
    role: Role
    yes: bool


async def begin(
    actor: Actor,
    pair: UUID,
    scheme: UUID,
    state: RelationshipState,
    members: Sequence[Joining],
    *,
    hidden_from: Sequence[UUID] = (),
    listing: UUID | None = None,
    code: str | None = None,
) -> list[Touched]:
    """A new relationship under the charter in force. An id that is taken is refused like one unseen."""
    here = connection()
    done: Any = await here.fetchval(
        "INSERT INTO relationship (id, scheme, version, state, listing, code, lapses_on)"
        " SELECT $1, id, version, $3, $4, $5, $6 FROM scheme WHERE id = $2"
        " ON CONFLICT DO NOTHING RETURNING true",
        pair,
        scheme,
        state,
        listing,
        code,
        today(actor.now) + LAPSES,
    )
    if not done:
        raise Refused("not-yours")
    await join(pair, members, hidden_from)
    return touched(pair, [member.account for member in members])


async def join(pair: UUID, members: Sequence[Joining], hidden_from: Sequence[UUID] = ()) -> None:
    await connection().execute(
        "INSERT INTO relationship_member (relationship, account, role, yes, shown)"
        " SELECT $1, account, role, yes, NOT account = ANY($5::uuid[])"
        " FROM unnest($2::uuid[], $3::text[], $4::boolean[]) AS joining (account, role, yes)",
        pair,
        [member.account for member in members],
        [member.role for member in members],
        [member.yes for member in members],
        list(hidden_from),
    )


async def take_place(mentor: UUID, scheme: UUID) -> None:
    """One of the mentor's places; refused when none is left, however many ask at once."""
    taken = await connection().fetchval(
        "UPDATE participation SET taken = taken + 1 WHERE account = $1 AND scheme = $2 AND role = 'mentor'"
        " AND state <> 'out' AND (places IS NULL OR taken < places) RETURNING true",
        mentor,
        scheme,
    )
    if not taken:
        raise Refused("no-place")


async def must_be_in(doctor: UUID, scheme: UUID, role: Role) -> None:
    """Taking part in this role, paused or not: a pause hides a listing, and stops nothing that one does.

    Held as it is until the transaction ends.
    """
    if not await connection().fetchval(
        "SELECT true FROM participation WHERE account = $1 AND scheme = $2 AND role = $3 AND state <> 'out'"
        " FOR NO KEY UPDATE",
        doctor,
        scheme,
        role,
    ):
        raise Refused("not-taking-part")


def day_of(actor: Actor) -> date:
    return today(actor.now)
