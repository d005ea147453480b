"""The demo's people: plainly fictional, hundreds at a time, on an installation where everybody is.

What: accounts without log-in that take part as mentors and show what they publish, so that there is
something to look at and to search.
Who may: the operator's script, where the deployment says that every person in it is fictional.
Who hears: as with real people.
"""

from secrets import token_bytes
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field

from server.database.engine import connection
from server.domain.accounts.account import PersonName
from server.domain.charter import Role
from server.domain.directory import FieldName, FieldValue, checked, stored
from server.domain.participation import shown
from server.domain.schemes import scheme_now
from server.refusals import Refused
from server.sync.registry import Actor, Strict, Touched, mutation, new_id, seen


class DemoPart(Strict):
    """One role that a fictional person has said yes to."""

    scheme: UUID
    role: Role
    places: Annotated[int, Field(ge=0, le=20)] | None


class DemoPerson(Strict):
    """Somebody who does not exist."""

    account: UUID
    name: PersonName
    parts: tuple[DemoPart, ...]
    shows: dict[FieldName, FieldValue]


class BringPeople(Strict):
    """`demo.bring`: people who are here already are left as they are."""

    people: tuple[DemoPerson, ...] = Field(max_length=500, json_schema_extra=seen("doctors"))


@mutation("demo.bring", system=True)
async def bring(actor: Actor, args: BringPeople) -> list[Touched]:
    here = connection()
    if not actor.is_system or not await here.fetchval("SELECT demo FROM deployment"):
        raise Refused("not-yours")
    for scheme, role in {(part.scheme, part.role) for person in args.people for part in person.parts}:
        (await scheme_now(scheme)).must_offer(role)
    born = await here.fetch(
        "INSERT INTO account (id, name, handle, created_on)"
        " SELECT id, name, handle, $1 FROM unnest($2::uuid[], $3::text[], $4::bytea[])"
        " AS born (id, name, handle) ON CONFLICT (id) DO NOTHING RETURNING id",
        actor.now.date(),
        [person.account for person in args.people],
        [person.name for person in args.people],
        [token_bytes(32) for _ in args.people],
    )
    new = {row["id"] for row in born}
    people = [person for person in args.people if person.account in new]
    parts = [(person.account, part) for person in people for part in person.parts]
    await here.execute(
        "INSERT INTO participation (id, account, scheme, role, state, places, member, listing)"
        " SELECT id, account, scheme, role, 'in', places, member, listing FROM unnest($1::uuid[],"
        " $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::uuid[], $7::uuid[])"
        " AS part (id, account, scheme, role, places, member, listing)",
        [new_id(actor.now) for _ in parts],
        [account for account, _ in parts],
        [part.scheme for _, part in parts],
        [part.role for _, part in parts],
        [part.places for _, part in parts],
        [uuid4() for _ in parts],
        [uuid4() for _ in parts],
    )
    await here.execute(
        "INSERT INTO training (id, account, scheme, recorded_on)"
        " SELECT id, account, scheme, $4 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[])"
        " AS trained (id, account, scheme) ON CONFLICT DO NOTHING",
        [new_id(actor.now) for _ in parts],
        [account for account, _ in parts],
        [part.scheme for _, part in parts],
        actor.now.date(),
    )
    shows = [(person.account, field, value) for person in people for field, value in person.shows.items()]
    await here.execute(
        "INSERT INTO profile_field (account, field, value, published)"
        " SELECT account, field, value, true FROM unnest($1::uuid[], $2::text[], $3::text[])"
        " AS shows (account, field, value)",
        [account for account, _, _ in shows],
        [field for _, field, _ in shows],
        [stored(checked(field, value)) for _, field, value in shows],
    )
    return [
        each
        for account in new
        for each in (Touched("account", account), Touched("training", account), *shown(account))
    ]
