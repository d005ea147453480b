"""Something happened that closed phones are to be told of (2-architecture 2.2, step 11).

Whoever acts says who hears, in the transaction of the act: a rollback takes it back, and what is cancelled,
moved or recalled takes back what has not gone. The sending is a job's, one for each happening.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.database.queue import later_all
from server.sync.registry import Strict, new_id

JOB = "webpush"
"""`later(JOB, happening=…)`: tells the phones of one happening (server/jobs.py does)."""

Kind = Literal["notice", "event", "meeting"]
"""What a person says yes to, each by itself, on each phone."""


What = Literal[
    "notice",
    "event-place",
    "event-changed",
    "event-cancelled",
    "meeting-suggested",
    "meeting-agreed",
    "meeting-moved",
    "meeting-cancelled",
    "meeting-near",
]


class Said(Strict):
    """What a phone with detail on may show: the phone has the words, this is what they are about.

    `text`: a notice's first words or an event's title; never the name of a person.
    """

    what: What
    text: Annotated[str, Field(max_length=200)] | None = None
    at: datetime | None = None


async def tell(
    now: datetime,
    kind: Kind,
    about: UUID,
    said: Said,
    until: datetime,
    *,
    accounts: Sequence[UUID] | None = None,
    followers_of: UUID | None = None,
) -> None:
    """Tell these accounts, or whoever asked for a scheme's notices, on phones that asked for this kind.

    Nothing is written down when no phone asked, or when it is over already.
    """
    await tell_all(now, kind, [News(about, said, until, accounts, followers_of)])


@dataclass(frozen=True, slots=True)
class News:
    """One thing of many that are told at once, to these accounts or to all who follow a scheme."""

    about: UUID
    said: Said
    until: datetime
    accounts: Sequence[UUID] | None = None
    followers_of: UUID | None = None


async def tell_all(now: datetime, kind: Kind, news: Sequence[News]) -> None:
    """As `tell` does, for as many as there are with the same two questions."""
    rows = [
        {
            "id": str(new_id(now)),
            "about": str(each.about),
            "scheme": each.followers_of and str(each.followers_of),
            "accounts": [str(account) for account in each.accounts] if each.accounts else None,
            "detail": each.said.model_dump_json(exclude_none=True),
            "until": each.until.isoformat(),
        }
        for each in news
        if each.until > now and (each.accounts or each.followers_of)
    ]
    if not rows:
        return
    told = await connection().fetch(
        "INSERT INTO webpush_happening (id, kind, about, scheme, accounts, detail, until, made_at)"
        " SELECT id, $2::varchar, about, scheme, accounts, detail, until, $3"
        " FROM jsonb_to_recordset($1::jsonb) AS new"
        "   (id uuid, about uuid, scheme uuid, accounts uuid[], detail text, until timestamptz)"
        " WHERE EXISTS (SELECT FROM webpush_subscription WHERE $2::varchar = ANY(kinds)"
        "   AND (account = ANY(new.accounts) OR schemes @> ARRAY[new.scheme]))"
        " RETURNING id",
        json.dumps(rows),
        kind,
        now,
    )
    await later_all(JOB, [{"happening": str(row["id"])} for row in told])


async def take_back(about: Sequence[UUID]) -> None:
    """Nobody who has not been told of these notices, events or meetings yet will be."""
    await connection().execute("DELETE FROM webpush_happening WHERE about = ANY($1::uuid[])", list(about))


async def take_back_from(account: UUID, about: Sequence[UUID]) -> None:
    """They have left or put away these notices or events: what has not gone to their phones never will.

    Enough as it is: whoever is not among the accounts any more has no delivery taken (`deliveries.take`).
    """
    await connection().execute(
        "UPDATE webpush_happening SET accounts = array_remove(accounts, $1) WHERE id IN"
        " (SELECT id FROM webpush_happening WHERE about = ANY($2::uuid[]) AND $1 = ANY(accounts)"
        "   ORDER BY id FOR NO KEY UPDATE)",
        account,
        list(about),
    )
