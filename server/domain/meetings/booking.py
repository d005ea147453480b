"""Booking one time once (5-times 5.3).

First the members' own rows are locked, in the order of their ids: whoever books for one of them meanwhile
waits, and then reads what was booked. So the constraint on `meeting_claim`, which would deadlock under load
if it were asked first, only ever finds what nobody foresaw. The lock is FOR NO KEY UPDATE, which two bookings
share as little as FOR UPDATE; but that one would also wait for, and hold up, everything that merely names the
account by a foreign key.
"""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from server.database.engine import connection, savepoint
from server.domain.availability.documents import Availability
from server.domain.availability.documents import of as availability_of
from server.domain.meetings.candidates import Candidate
from server.domain.meetings.free_time import busy_changed
from server.sync.registry import Touched

# $1 the meeting, $2 its minutes, $3 starts that would suit, $4 members and the minutes they keep before ($5)
# and after ($6) a meeting. A meeting is not in its own way.
_CLAIM = """
    WITH member AS (
        SELECT * FROM unnest($4::uuid[], $5::integer[], $6::integer[]) AS member (account, before, after)
    ), wish AS (
        SELECT wish.at, wish.at + make_interval(mins => $2) AS ends
        FROM unnest($3::timestamptz[]) WITH ORDINALITY AS wish (at, rank)
        WHERE NOT EXISTS (
            SELECT FROM meeting_claim AS taken JOIN member USING (account)
            WHERE taken.active AND taken.meeting <> $1
                AND (tstzrange(taken.starts, taken.kept_until)
                        && tstzrange(wish.at, wish.at + make_interval(mins => $2 + after))
                    OR tstzrange(taken.kept_from, taken.ends)
                        && tstzrange(wish.at - make_interval(mins => before),
                            wish.at + make_interval(mins => $2))))
        ORDER BY rank LIMIT 1
    )
    INSERT INTO meeting_claim AS held (meeting, account, kept_from, starts, ends, kept_until)
    SELECT $1, account, at - make_interval(mins => before), at, ends, ends + make_interval(mins => after)
    FROM wish, member ORDER BY account
    ON CONFLICT (meeting, account) DO UPDATE SET kept_from = excluded.kept_from, starts = excluded.starts,
        ends = excluded.ends, kept_until = excluded.kept_until, active = true
    RETURNING starts
"""


async def book(
    meeting: UUID, minutes: int, members: Sequence[UUID], wishes: Sequence[Candidate]
) -> Candidate | None:
    """Claims the first of these times that is free for every member, in place of what the meeting had
    claimed; None when none is, and then nothing has changed."""
    here = connection()
    await here.execute(
        "SELECT FROM account WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE", list(members)
    )
    said = await availability_of(members, here)
    keeps = [said.get(member, Availability()) for member in members]
    who = (list(members), [each.before for each in keeps], [each.after for each in keeps])
    for _ in range(2):
        try:
            async with savepoint("claim"):
                at = await here.fetchval(_CLAIM, meeting, minutes, [wish.at for wish in wishes], *who)
        except asyncpg.ExclusionViolationError:
            continue  # taken after all: once more
        return next((wish for wish in wishes if wish.at == at), None)
    return None


async def give_back(meetings: Sequence[UUID]) -> list[Touched]:
    """Their times are free again."""
    rows = await connection().fetch(
        "UPDATE meeting_claim SET active = false WHERE meeting = ANY($1::uuid[]) AND active"
        " RETURNING account",
        list(meetings),
    )
    return busy_changed({row["account"] for row in rows})
