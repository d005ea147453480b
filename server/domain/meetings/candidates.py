"""Candidate times: what a proposal, a counter and a move carry, one to five of them, best first.

Each is an instant together with the wall time and the zone that it was chosen in: should a country change its
clocks, both can still see what they meant (4-domain 4.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, Field

from server.database.engine import connection
from server.domain.asking import FARTHEST
from server.refusals import Refused
from server.sync.registry import Strict

MOST = 5
_CLOCKS_DIFFER = timedelta(hours=2)
"""A phone may not have heard yet of a country's new rule for its clocks, or we may not."""


def _in_utc(at: datetime) -> datetime:
    if at.second or at.microsecond or not 2000 <= at.year <= 2200:
        raise ValueError("meetings start at a whole minute")
    return at.astimezone(UTC)


Start = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""The instant at which a meeting starts: a whole minute."""


class CandidateTime(Strict):
    """One time that would suit, as an instant and as it reads on the clock it was chosen by."""

    at: Start
    wall: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")
    zone: str = Field(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")


Candidates = Annotated[tuple[CandidateTime, ...], Field(min_length=1, max_length=MOST)]
Ranking = Annotated[tuple[Start, ...], Field(min_length=1, max_length=MOST)]
"""The starts of the candidates that suit, best first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One that waits for an answer. `offered`: it lay in the mentor's open times when it was proposed."""

    rank: int
    at: datetime
    wall: str
    zone: str
    offered: bool


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def to_come(candidates: Sequence[CandidateTime], now: datetime) -> list[CandidateTime]:
    """Those that are still ahead: what was made with no signal may arrive when some have passed.

    Refused: all have passed, one is too far away, comes twice, or reads otherwise than it is.
    """
    if len({each.at for each in candidates}) < len(candidates):
        raise Refused("value-not-allowed", field="candidates")
    for each in candidates:
        if not _reads_right(each):
            raise Refused("value-not-allowed", field="candidates")
        if each.at > now + FARTHEST:
            raise Refused("date-too-far")
    ahead = [each for each in candidates if each.at > now]
    if not ahead:
        raise Refused("date-passed")
    return ahead


def _reads_right(candidate: CandidateTime) -> bool:
    if candidate.zone not in _zones():
        return False
    try:
        wall = datetime.fromisoformat(candidate.wall)
    except ValueError:
        return False
    reads = candidate.at.astimezone(ZoneInfo(candidate.zone)).replace(tzinfo=None)
    return abs(reads - wall) <= _CLOCKS_DIFFER


async def put(meeting: UUID, candidates: Sequence[CandidateTime], offered: Sequence[bool]) -> None:
    """These wait for an answer now, instead of whatever waited; nobody has said yes to them."""
    await take_away(meeting)
    await connection().execute(
        "INSERT INTO meeting_candidate (meeting, rank, at, wall, zone, offered)"
        " SELECT $1, rank, at, wall, zone, offered"
        " FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::boolean[])"
        " WITH ORDINALITY AS candidate (at, wall, zone, offered, rank)",
        meeting,
        [each.at for each in candidates],
        [each.wall for each in candidates],
        [each.zone for each in candidates],
        list(offered),
    )


async def take_away(meeting: UUID) -> None:
    """None waits for an answer any more."""
    await take_away_all([meeting])


async def take_away_all(meetings: Sequence[UUID]) -> None:
    await connection().execute(
        "WITH said AS (DELETE FROM meeting_acceptance WHERE meeting = ANY($1::uuid[]))"
        " DELETE FROM meeting_candidate WHERE meeting = ANY($1::uuid[])",
        list(meetings),
    )


async def waiting(meeting: UUID) -> list[Candidate]:
    """Those that wait for an answer, in their proposer's order."""
    rows = await connection().fetch(
        "SELECT rank, at, wall, zone, offered FROM meeting_candidate WHERE meeting = $1 ORDER BY rank",
        meeting,
    )
    return [Candidate(*row) for row in rows]
