"""What phones hold of a pair: the same bytes for all its members, a mark of each member's own, and for the
charter's lead who the two are, where the charter says that a lead knows.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from server.database.engine import connection
from server.domain.charter import Charter, Role
from server.domain.relationships.going_on import Rhythm
from server.domain.relationships.pair import LIVE, RelationshipState
from server.sync.registry import Document, Strict, bucket_kind, document, view


class MemberPart(Strict):
    account: UUID
    name: str
    role: Role
    yes: bool
    agreed: int | None
    """The newest version of the charter that they have agreed to."""


@document("relationship", bucket="relationship")
class RelationshipDocument(Strict):
    """Circles are symmetric: members stand in the order of their ids."""

    scheme: UUID
    version: int
    state: RelationshipState
    listing: UUID | None
    """Whose listing was asked, where somebody was asked by it."""
    code: str | None
    rhythm: Rhythm | None
    until: date | None
    since: date | None
    lapses: date | None
    ends: date | None
    members: tuple[MemberPart, ...]


@document("pairing", bucket="doctor")
class PairingDocument(Strict):
    """A member's own mark of it. That it comes tells their open phones of a bucket that is new to them."""

    relationship: UUID
    left: bool
    """They ended it: it is over for them now, and for the others at the common hour."""


@document("pair", bucket="lead")
class PairDocument(Strict):
    """To the scheme's lead, where the charter says so: who is paired, and nothing of what they do."""

    scheme: UUID
    names: tuple[str, ...]
    kind: Literal["pair", "circle"]


bucket_kind(
    "relationship",
    sees="SELECT 'relationship:' || relationship FROM relationship_member WHERE account = $1 AND shown",
    audience="the two or three members of it",
)
bucket_kind(
    "lead",
    sees="SELECT 'lead:' || scheme FROM coordinator WHERE account = $1 AND lead",
    audience="the scheme's lead, where its charter says that a lead knows pairs",
)


@view(
    "relationship",
    every="SELECT id FROM relationship",
    follows={
        "account": "SELECT relationship FROM relationship_member WHERE account = ANY($1::uuid[])",
    },
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    here = connection()
    members: dict[UUID, list[MemberPart]] = {}
    found: list[Document] = []
    for row in await here.fetch(
        "SELECT member.*, coalesce(account.name, member.name, '') AS called"
        " FROM relationship_member AS member LEFT JOIN account ON account.id = member.account"
        " WHERE relationship = ANY($1::uuid[]) ORDER BY relationship, member.account",
        list(ids),
    ):
        members.setdefault(row["relationship"], []).append(
            MemberPart(
                account=row["account"],
                name=row["called"],
                role=row["role"],
                yes=row["yes"],
                agreed=row["agreed"],
            )
        )
        if row["shown"]:
            mark = PairingDocument(relationship=row["relationship"], left=row["left"])
            found.append(Document(f"doctor:{row['account']}", row["relationship"], mark))
    for row in await here.fetch(
        "SELECT relationship.*, body FROM relationship JOIN charter_version AS charter"
        " ON charter.scheme = relationship.scheme AND charter.version = relationship.version"
        " WHERE id = ANY($1::uuid[])",
        list(ids),
    ):
        who = tuple(members.get(row["id"], ()))
        body = RelationshipDocument(
            scheme=row["scheme"],
            version=row["version"],
            state=row["state"],
            listing=row["listing"],
            code=row["code"],
            rhythm=row["rhythm"],
            until=row["until"],
            since=row["since"],
            lapses=row["lapses_on"],
            ends=row["ends_on"],
            members=who,
        )
        found.append(Document(f"relationship:{row['id']}", row["id"], body))
        if row["state"] in LIVE and Charter.model_validate_json(row["body"]).who_knows_pairs == "lead":
            pair = PairDocument(
                scheme=row["scheme"],
                names=tuple(sorted(member.name for member in who)),
                kind="circle" if who[0].role == "co_mentor" else "pair",
            )
            found.append(Document(f"lead:{row['scheme']}", row["id"], pair))
    return found
