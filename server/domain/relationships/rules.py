"""What a charter says about who may be paired with whom."""

import json
from dataclasses import dataclass
from uuid import UUID

from server.database.engine import connection
from server.domain.charter import Charter
from server.refusals import Refused

_RULES = {"specialty": "rule-specialty", "site": "rule-site"}


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor who can be asked: takes part, has not paused, is trained where that is asked."""

    account: UUID
    participation: UUID
    listing: UUID
    full: bool


# Somebody who takes part and may be matched with: $1 the scheme.
READY = (
    "SELECT part.id AS participation, part.account, part.listing, part.turns, part.waited_since,"
    " part.places IS NOT NULL AND part.taken >= part.places AS is_full"
    " FROM participation AS part WHERE part.scheme = $1 AND part.role = 'mentor' AND part.state = 'in'"
    " AND ($2::boolean IS FALSE OR EXISTS (SELECT FROM training"
    "   WHERE training.account = part.account AND training.scheme = part.scheme))"
)


async def mentor_by(column: str, value: UUID, scheme: UUID, charter: Charter) -> Mentor:
    """The mentor with this listing or member id; the same words for one who left, paused or never was.

    Held as they are until the transaction ends: whoever leaves meanwhile finds what has begun.
    """
    assert column in {"listing", "member"}  # noqa: S101 - our own words only
    row = await connection().fetchrow(
        f"{READY} AND part.{column} = $3 FOR SHARE OF part", scheme, bool(charter.training_gate), value
    )
    if row is None:
        raise Refused("mentor-not-free")
    return Mentor(row["account"], row["participation"], row["listing"], row["is_full"])


async def facts(accounts: list[UUID]) -> dict[UUID, dict[str, str]]:
    """Specialty and site as each says them, in lower case; what is not said is absent."""
    said: dict[UUID, dict[str, str]] = {account: {} for account in accounts}
    rows = await connection().fetch(
        "SELECT account, field, value FROM profile_field WHERE account = ANY($1::uuid[])"
        " AND field IN ('specialty', 'site') AND value IS NOT NULL"
        " UNION ALL SELECT id, 'specialty', to_json(specialty)::text FROM account"
        " WHERE id = ANY($1::uuid[]) AND specialty IS NOT NULL",
        accounts,
    )
    for row in rows:
        said[row["account"]].setdefault(row["field"], json.loads(row["value"]).casefold())
    return said


def fits(charter: Charter, one: dict[str, str], other: dict[str, str]) -> str | None:
    """The refusal that says which rule keeps these two from being paired; None when none does.

    What somebody has not said keeps nobody away.
    """
    for field, code in _RULES.items():
        rule = getattr(charter, f"{field}_rule")
        if rule == "either" or field not in one or field not in other:
            continue
        if (one[field] == other[field]) != (rule == "same"):
            return code
    return None


async def must_fit(charter: Charter, one: UUID, other: UUID) -> None:
    said = await facts([one, other])
    code = fits(charter, said[one], said[other])
    if code is not None:
        raise Refused(code)
