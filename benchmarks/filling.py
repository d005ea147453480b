"""Fills a database with mentors and with people who are logged in.

Rows of the domain go in by COPY, because accounts come in by no act; what phones hold of them is made by
the domain's own views and the real publishing, 500 at a time, as imports do.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from benchmarks.mentors import Mentor
from server.database.engine import close_database, connection, open_database, pool
from server.database.migrating import migrate
from server.domain.accounts.sessions import PLAIN_COOKIE, hashed
from server.domain.charter import Charter
from server.domain.drafts import PublishScheme
from server.sync import snapshots
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Touched, system

Mentors = list[tuple[str, Mentor]]
_BATCH = 500
_CHARTER = Charter(
    definition="A conversation between two doctors, one of whom has walked the road before.",
    expectations=("Meet about once a month.",),
    model="one_way",
    style="free",
    prompt_cards="none",
    matching=("free_choice",),
    first_meeting_arranged_by="mentee",
    trial_meeting=False,
    notes="private",
    session_cap=None,
    end_point="none",
    pay="none",
    feedback="none",
    listing="public",
    listing_fields=(),
    specialty_rule="either",
    site_rule="either",
    eligibility="Any doctor.",
    outside_requests="welcome",
    training_gate=(),
    support=(),
    who_knows_pairs="pair",
)


@dataclass(frozen=True, slots=True)
class Person:
    """An account that is logged in."""

    account: UUID
    token: str

    @property
    def cookie(self) -> str:
        return f"{PLAIN_COOKIE}={self.token}"


async def fill(dsn: str, mentors: Mentors, scheme: UUID, people: int) -> list[Person]:
    """Migrate, publish the scheme and its mentors, make the snapshot. People are mentors first."""
    await migrate(dsn)
    await open_database(dsn)
    try:
        now = datetime.now(UTC)
        await act(
            system(now),
            "scheme.publish",
            PublishScheme(
                scheme=scheme,
                name="Example scheme",
                organisation="Example Trust",
                summary="For doctors who would like somebody to think with.",
                state="open",
                contact=None,
                charter=_CHARTER,
            ),
        )
        accounts = [uuid4() for _ in mentors]
        for start in range(0, len(mentors), _BATCH):
            some = slice(start, start + _BATCH)
            await _list(accounts[some], mentors[some], scheme, now)
        accounts += [uuid4() for _ in range(people - len(accounts))]
        await _join(accounts[len(mentors) :], ["Dr Example"] * (len(accounts) - len(mentors)), now)
        logged_in = await _log_in(accounts[:people], now)
        await snapshots.make(f"directory:{scheme}", now)
        await pool().execute("VACUUM ANALYZE")
        return logged_in
    finally:
        await close_database()


async def _join(accounts: Sequence[UUID], names: Sequence[str], now: datetime) -> None:
    for start in range(0, len(accounts), _BATCH):
        async with publishing(now) as touched:
            some = slice(start, start + _BATCH)
            touched += await _open_accounts(accounts[some], names[some], now)


async def _open_accounts(accounts: Sequence[UUID], names: Sequence[str], now: datetime) -> list[Touched]:
    await connection().copy_records_to_table(
        "account",
        records=[
            (account, name, uuid4().bytes + uuid4().bytes, now.date())
            for account, name in zip(accounts, names, strict=True)
        ],
        columns=["id", "name", "handle", "created_on"],
    )
    return [Touched("account", account) for account in accounts]


async def _list(accounts: Sequence[UUID], mentors: Mentors, scheme: UUID, now: datetime) -> None:
    """These doctors take part as mentors and have published every field that they filled in."""
    async with publishing(now) as touched:
        touched += await _open_accounts(accounts, [body["name"] for _, body in mentors], now)
        places = {"open": 2, "full": 0, None: None}
        await connection().copy_records_to_table(
            "participation",
            records=[
                (uuid4(), account, scheme, "mentor", "in", places[body["places"]], uuid4(), UUID(listing))
                for account, (listing, body) in zip(accounts, mentors, strict=True)
            ],
            columns=["id", "account", "scheme", "role", "state", "places", "member", "listing"],
        )
        await connection().copy_records_to_table(
            "profile_field",
            records=[
                (account, field, json.dumps(value), True)
                for account, (_, body) in zip(accounts, mentors, strict=True)
                for field, value in body.items()
                if field not in {"scheme", "name", "places"}
            ],
            columns=["account", "field", "value", "published"],
        )
        touched += [Touched("profile", account) for account in accounts]
        touched += [Touched("taking_part", account) for account in accounts]


async def _log_in(accounts: Sequence[UUID], now: datetime) -> list[Person]:
    people = [Person(account, uuid4().hex) for account in accounts]
    await pool().executemany(
        "INSERT INTO session (token, account, came_by, proved_at, used_on)"
        " VALUES ($1, $2, 'password', $3, $4)",
        [(hashed(person.token), person.account, now, now.date()) for person in people],
    )
    return people
