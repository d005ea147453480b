"""What a pair sees of its mentor's time: when they are free by their own word, and when they have something.

With it a phone without signal works out open times as the server does (5-times 5.1). What they have is
start and end and nothing more: not with whom, not where, not for which scheme. It is there once both have
said yes, and as long as the pair lives.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from server.database.engine import Asks, connection
from server.domain.availability.documents import Availability
from server.domain.availability.documents import of as availability_of
from server.domain.relationships.pair import LIVE
from server.sync.registry import Document, Strict, Touched, document, view


class BusyTime(Strict):
    """From a start, inclusive, to an end, exclusive; without buffers."""

    starts: datetime
    ends: datetime


@document("free_time", bucket="relationship")
class FreeTimeDocument(Strict):
    """Its id is the pair's: a mentor has one of these in each of theirs, and they come and go one by one."""

    availability: Availability | None
    """Without their own words for rooms. None: they have offered no times."""
    busy: tuple[BusyTime, ...]
    """This pair's own meetings among them."""


def busy_changed(accounts: Iterable[UUID]) -> list[Touched]:
    """Times of theirs were claimed or given back. Of who is nobody's mentor, nobody is shown anything."""
    return [Touched("free_time", account) for account in accounts]


async def busy_of(accounts: Sequence[UUID], here: Asks) -> dict[UUID, list[BusyTime]]:
    found: dict[UUID, list[BusyTime]] = {}
    for row in await here.fetch(
        "SELECT account, starts, ends FROM meeting_claim WHERE account = ANY($1::uuid[]) AND active"
        " ORDER BY account, starts",
        list(accounts),
    ):
        found.setdefault(row["account"], []).append(BusyTime(starts=row["starts"], ends=row["ends"]))
    return found


@view(
    "free_time",
    every="SELECT DISTINCT account FROM relationship_member WHERE role = 'mentor'",
    follows={
        "availability": "SELECT unnest($1::uuid[])",
        # A pair that begins or closes touches its members' taking part.
        "taking_part": "SELECT DISTINCT account FROM relationship_member"
        " WHERE account = ANY($1::uuid[]) AND role = 'mentor'",
    },
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account: a mentor's time is the same in all their pairs.

    Whose account has gone offers no times: that is what a mentor who offers none looks like, until the pair
    closes at the common hour.
    """
    here, mentors = connection(), list(ids)
    pairs = await here.fetch(
        "SELECT account, pair.id AS relationship FROM relationship_member AS member"
        " JOIN relationship AS pair ON pair.id = member.relationship"
        " WHERE account = ANY($1::uuid[]) AND role = 'mentor' AND state = ANY($2::text[])",
        mentors,
        list(LIVE),
    )
    said, busy = await availability_of(mentors, here), await busy_of(mentors, here)
    found = []
    for row in pairs:
        mentor = row["account"]
        availability = said.get(mentor)
        body = FreeTimeDocument(
            availability=availability and availability.model_copy(update={"places": ()}),
            busy=tuple(busy.get(mentor, ())),
        )
        pair = row["relationship"]
        found.append(Document(f"relationship:{pair}", pair, body, mentor))
    return found
