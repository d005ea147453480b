"""Many at once: 200 phones that want one time, and 5,000 bookings from 20 tasks.

What must hold afterwards is read from the database, not from what the acts said of themselves.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from server.database.engine import connection, pool, transaction
from server.domain.accounts import account
from server.domain.meetings.agreeing import AcceptMeeting
from server.domain.meetings.candidates import CandidateTime
from server.domain.meetings.meeting import OneMeeting
from server.domain.meetings.moving import MoveMeeting
from server.domain.meetings.proposing import ProposeMeeting
from server.domain.relationships.pair import Joining, begin
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.push import act, act_all
from server.sync.rebuild import rebuild
from server.sync.registry import Actor, Strict, Touched, system
from tests.domain.meetings.arranging import at, candidate, wire
from tests.domain.world import Person, World, charter

OVERLAPS = """
    SELECT count(*) FROM meeting AS one JOIN meeting AS other ON one.id < other.id
        AND tstzrange(one.starts, one.ends) && tstzrange(other.starts, other.ends)
    JOIN relationship_member AS mine ON mine.relationship = one.relationship
    JOIN relationship_member AS also ON also.relationship = other.relationship AND also.account = mine.account
    WHERE one.state = 'confirmed' AND other.state = 'confirmed'
"""
NOT_CLAIMED = """
    SELECT count(*) FROM meeting JOIN relationship_member AS member USING (relationship)
    FULL JOIN (SELECT * FROM meeting_claim WHERE active) AS claim
        ON claim.meeting = meeting.id AND claim.account = member.account
        AND claim.starts = meeting.starts AND claim.ends = meeting.ends
    WHERE coalesce(meeting.state, 'none') = 'confirmed' AND claim.meeting IS NULL
        OR claim.meeting IS NOT NULL AND meeting.state IS DISTINCT FROM 'confirmed'
"""


def one_of(start: datetime) -> CandidateTime:
    return CandidateTime.model_validate_json(str(candidate(start)).replace("'", '"'))


async def people(world: World, how_many: int) -> list[UUID]:
    async with publishing(world.now) as touched:
        made = [
            await account.create(f"Doctor {number}", f"{uuid4().hex}@example.org", None, world.now)
            for number in range(how_many)
        ]
        touched += [Touched("account", each) for each in made if each]
    return [each for each in made if each]


async def paired(world: World, scheme: UUID, both: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
    """Pairs of a mentor and a mentee who have come together."""
    found = []
    async with publishing(world.now) as touched:
        for mentor, mentee in both:
            found.append(uuid4())
            joining = [Joining(mentee, "mentee", yes=True), Joining(mentor, "mentor", yes=True)]
            touched += await begin(system(world.now), found[-1], scheme, "requested", joining)
        await connection().execute("UPDATE relationship SET state = 'agreed', lapses_on = NULL")
    return found


async def test_of_200_phones_that_want_one_time_exactly_one_has_it(world: World) -> None:
    scheme = await world.scheme(charter=charter(first_meeting_arranged_by="mentor"))
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("availability.patch", weekday=4, ranges=[[1020, 1200]])
    await rowan.phone.sync()
    doctors: list[Person] = [await world.doctor(f"Doctor {number}") for number in range(200)]
    pairs = await paired(world, scheme, [(rowan.account, doctor.account) for doctor in doctors])
    meetings = [uuid4() for _ in pairs]
    mine = Actor(rowan.account, None, world.now)
    offers: list[tuple[str, Strict]] = [
        (
            "meeting.propose",
            ProposeMeeting(
                meeting=meeting,
                relationship=pair,
                candidates=(one_of(at(3)),),
                minutes=45,
                mode="video",
                place=None,
            ),
        )
        for pair, meeting in zip(pairs, meetings, strict=True)
    ]
    await act_all(mine, offers, together=50)

    async def takes(doctor: Person, meeting: UUID) -> None:
        doctor.phone.act("meeting.accept", meeting=meeting, ranking=[wire(at(3))])
        while doctor.phone.outbox:
            await doctor.phone.sync()

    await asyncio.gather(*(takes(*each) for each in zip(doctors, meetings, strict=True)))
    told = Counter(len(doctor.phone.attention) for doctor in doctors)
    assert told == {0: 1, 1: 199}
    for doctor, meeting in zip(doctors, meetings, strict=True):
        state = doctor.phone.of("meeting")[str(meeting)]["state"]
        assert state == ("proposed" if doctor.phone.attention else "confirmed")
        for refused in doctor.phone.attention:
            assert refused["code"] == "no-candidate-free"
            open_times = refused["problem"]["open_times"]
            assert wire(at(3, 18, 15)) in open_times
            assert wire(at(3)) not in open_times
    assert await pool().fetchval(NOT_CLAIMED) == await pool().fetchval(OVERLAPS) == 0


MIXED, TASKS, DOCTORS, MENTORS_OF_EACH = 5_000, 20, 100, 5
PROPOSALS = 4_000
"""About a quarter of what is booked is cancelled or moved again."""


class Crowd:
    """Twenty tasks that book, move and cancel for whoever comes next."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.world = world
        self.dice = dice
        self.became: Counter[str] = Counter()
        self.meetings: list[tuple[UUID, UUID, UUID, datetime]] = []
        """Meeting, mentor, mentee, and when it was proposed for."""

    def some_time(self) -> datetime:
        return at(self.dice.randint(1, 12), self.dice.randint(9, 19), self.dice.choice((0, 15, 30, 45)))

    async def offer(self, pairs: Sequence[tuple[UUID, UUID, UUID]]) -> None:
        for pair, mentor, mentee in pairs:
            offers: list[tuple[str, Strict]] = []
            for _ in range(PROPOSALS // len(pairs)):
                meeting, start = uuid4(), self.some_time()
                self.meetings.append((meeting, mentor, mentee, start))
                times = (one_of(start), one_of(start + timedelta(hours=2)))
                said = ProposeMeeting(
                    meeting=meeting, relationship=pair, candidates=times, minutes=45, mode="phone", place=None
                )
                offers.append(("meeting.propose", said))
            await act_all(Actor(mentor, None, self.world.now), offers)
        self.dice.shuffle(self.meetings)

    async def does(self, who: UUID, name: str, args: Strict) -> bool:
        try:
            await act(Actor(who, None, self.world.now), name, args)
        except Refused as refused:
            self.became[f"{name} {refused.code}"] += 1
            return False
        self.became[name] += 1
        return True

    async def work(self, mine: Sequence[tuple[UUID, UUID, UUID, datetime]]) -> None:
        for meeting, mentor, mentee, start in mine:
            ranking = (start, start + timedelta(hours=2))
            if not await self.does(mentee, "meeting.accept", AcceptMeeting(meeting=meeting, ranking=ranking)):
                continue
            chance = self.dice.random()
            if chance < 0.15:
                await self.does(mentee, "meeting.cancel", OneMeeting(meeting=meeting))
            elif chance < 0.3:
                later = self.some_time()
                move = MoveMeeting(meeting=meeting, candidates=(one_of(later),))
                await self.does(mentee, "meeting.move", move)
                await self.does(mentor, "meeting.accept", AcceptMeeting(meeting=meeting, ranking=(later,)))


async def test_5000_bookings_of_20_tasks_never_overlap_and_nobody_hears_of_a_deadlock(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = await world.scheme(charter=charter(first_meeting_arranged_by="either"))
    dice = random.Random(5)  # noqa: S311 - the same crowd every time
    doctors = await people(world, DOCTORS)
    both = [
        (doctors[(place + step) % DOCTORS], doctors[place])
        for place in range(DOCTORS)
        for step in range(1, MENTORS_OF_EACH + 1)
    ]
    crowd = Crowd(world, dice)
    pairs = await paired(world, scheme, both)
    await crowd.offer([(pair, *each) for pair, each in zip(pairs, both, strict=True)])
    assert len(crowd.meetings) == PROPOSALS
    async with transaction() as here:
        await here.execute("ANALYZE")
    with capsys.disabled():
        print(f"\n{PROPOSALS} proposals wait for {TASKS} tasks", flush=True)
    began = time.monotonic()
    await asyncio.gather(*(crowd.work(crowd.meetings[task::TASKS]) for task in range(TASKS)))
    seconds = time.monotonic() - began
    acts = crowd.became.total()
    with capsys.disabled():
        print(f"{acts} acts in {seconds:.1f} s: {acts / seconds:.0f}/s; {dict(crowd.became)}", flush=True)
    assert await pool().fetchval(OVERLAPS) == 0
    assert await pool().fetchval(NOT_CLAIMED) == 0
    assert acts >= MIXED
    assert crowd.became["meeting.accept"] > 1_000
    assert crowd.became["meeting.accept no-candidate-free"] > 500
    assert await rebuild(world.now, check=True) == []
