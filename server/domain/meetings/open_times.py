"""Open times, and what a mentor's word on their time means for a meeting.

A meeting is by two people's own yes, so it need not lie in what the mentor offers: somebody proposes any
time, and whoever agrees to it has read it. Three things follow.

- A mentor's yes to a time stands, whatever their availability says: it is their later word.
- A time that the mentor proposed outside their open times was an exception of theirs, and stands.
- A time that the mentor proposed from among their open times stands for as long as it is one of them, and
  for seven days after they took it out (4-domain 4.4): long enough for an answer that was given with no
  signal. Then it is as little to be had as one that went to somebody else.

Nothing of this ever lets two meetings of a person overlap: that is decided by the claims, last.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from server.database.engine import connection
from server.domain.availability.documents import Availability
from server.domain.availability.documents import of as availability_of
from server.domain.availability.engine import covers, open_starts
from server.domain.availability.kept import offered_within_a_week
from server.domain.meetings.candidates import Candidate, CandidateTime
from server.domain.meetings.free_time import busy_of
from server.domain.meetings.meeting import Meeting
from server.domain.relationships.pair import Pair
from server.sync.registry import Actor

A_DAY, IN_ALL = 3, 12
"""How many starts a refusal offers instead. A phone can work out the others."""
_WEEK = 604_800


def mentors(pair: Pair) -> list[UUID]:
    """None in a circle, where nobody offers times."""
    return [member.account for member in pair.members if member.role == "mentor"]


async def are_offered(
    pair: Pair, candidates: Sequence[CandidateTime], minutes: int, now: datetime
) -> list[bool]:
    """Of each, whether the mentor's availability has it at this moment."""
    said = (await availability_of(mentors(pair), connection())).values()
    at = int(now.timestamp())
    return [
        any(covers(each, int(candidate.at.timestamp()), minutes, at) for each in said)
        for candidate in candidates
    ]


async def that_stand(meeting: Meeting, candidates: Sequence[Candidate], now: datetime) -> list[Candidate]:
    """Those whose time has not passed, and which a mentor who proposed them still means."""
    ahead = [each for each in candidates if each.at > now]
    mentor = meeting.proposed_by
    if mentor not in mentors(meeting.pair):
        return ahead
    said = (await availability_of([mentor], connection())).get(mentor)
    return [
        each
        for each in ahead
        if not each.offered or await _is_meant(mentor, said, each, meeting.minutes, now)
    ]


async def _is_meant(
    mentor: UUID, said: Availability | None, candidate: Candidate, minutes: int, now: datetime
) -> bool:
    start, at = int(candidate.at.timestamp()), int(now.timestamp())
    # It does not go because its notice has run out while the answer was awaited.
    if said and covers(said, start, minutes, min(at, start - said.notice_hours * 3600)):
        return True
    return await offered_within_a_week(mentor, start, minutes, at)


async def open_times(meeting: Meeting, actor: Actor) -> list[str]:
    """Starts that are free of what the mentor has and of what the actor has, soonest first; for a refusal.

    What another member of the pair has is not the actor's to see, so it is not taken out.
    """
    here = connection()
    busy = await busy_of([*mentors(meeting.pair), actor.person], here)
    found: list[str] = []
    for mentor, availability in (await availability_of(mentors(meeting.pair), here)).items():
        at = int(actor.now.timestamp())
        taken = [*busy.get(mentor, ()), *busy.get(actor.person, ())]
        starts = open_starts(
            availability,
            [(int(each.starts.timestamp()), int(each.ends.timestamp())) for each in taken],
            meeting.minutes,
            at,
            at + availability.horizon_weeks * _WEEK,
            at,
        )
        found += _some(starts, ZoneInfo(availability.zone))
    return sorted(found)[:IN_ALL]


def _some(starts: Sequence[int], zone: ZoneInfo) -> list[str]:
    """A few of each day, as they go over the wire."""
    days = groupby(starts, lambda start: datetime.fromtimestamp(start, zone).date())
    few = [start for _, of_a_day in days for start in list(of_a_day)[:A_DAY]]
    return [datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for start in few]
