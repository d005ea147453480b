"""What people of the place arrange from phones that a journey does not tell of.

One pair has a meeting in every state, so that each screen can be looked at.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from server.domain.availability.patching import PatchAvailability
from server.domain.meetings.agreeing import AcceptMeeting
from server.domain.meetings.candidates import CandidateTime
from server.domain.meetings.meeting import OneMeeting
from server.domain.meetings.moving import MoveMeeting
from server.domain.meetings.proposing import CounterMeeting, ProposeMeeting
from server.domain.meetings.reminders import RemindOfMeetings
from server.sync.push import act
from server.sync.registry import new_id, system
from tests.journeys.settled import does

if TYPE_CHECKING:
    from tests.journeys.place import Place

OFFERED = ((12 * 60, 14 * 60), (17 * 60, 20 * 60))
"""When mentors who offer times are free, every day: at lunch and after work."""


def times(*starts: datetime) -> tuple[CandidateTime, ...]:
    """As they read in London in winter."""
    return tuple(CandidateTime(at=at, wall=f"{at:%Y-%m-%dT%H:%M}", zone="Europe/London") for at in starts)


async def offers_times(place: Place, mentor: str, now: datetime) -> None:
    for weekday in range(1, 8):
        said = PatchAvailability(weekday=weekday, ranges=OFFERED)
        await does(place, mentor, "availability.patch", said, now)


async def suggests(place: Place, who: str, pair: UUID, starts: tuple[datetime, ...], now: datetime) -> UUID:
    meeting = new_id(now)
    args = ProposeMeeting(
        meeting=meeting, relationship=pair, candidates=times(*starts), minutes=45, mode="phone", place=None
    )
    await does(place, who, "meeting.propose", args, now)
    return meeting


async def answers(place: Place, who: str, meeting: UUID, starts: tuple[datetime, ...], now: datetime) -> UUID:
    """With other times. Its id comes after that of what it answers, as it does among people."""
    instead = new_id(now + timedelta(seconds=1))
    args = CounterMeeting(meeting=meeting, instead=instead, candidates=times(*starts))
    await does(place, who, "meeting.counter", args, now)
    return instead


async def agrees(place: Place, who: str, meeting: UUID, at: datetime, now: datetime) -> None:
    await does(place, who, "meeting.accept", AcceptMeeting(meeting=meeting, ranking=(at,)), now)


async def settle_meetings(place: Place, now: datetime) -> None:
    """All of them Dr Sam Winter's, with one mentor."""
    pair, mentor, known = place.pairs["agreed"], "mentor49", place.meetings
    await offers_times(place, mentor, now)
    evening = now.replace(hour=17, minute=30, second=0, microsecond=0)
    earlier = now - timedelta(days=6)

    def day(days: int) -> datetime:
        return evening + timedelta(days=days)

    async def agreed(days: int, since: datetime = now) -> UUID:
        meeting = await suggests(place, "paired", pair, (day(days),), since)
        await agrees(place, mentor, meeting, day(days), since)
        return meeting

    known["took_place"], known["been"] = await agreed(-4, earlier), await agreed(-2, earlier)
    took_place = OneMeeting(meeting=known["took_place"])
    await does(place, "paired", "meeting.confirm_held", took_place, now)
    known["arranged"], known["moving"], known["dropped"] = await agreed(5), await agreed(9), await agreed(10)
    await does(place, mentor, "meeting.cancel", OneMeeting(meeting=known["dropped"]), now)
    move = MoveMeeting(meeting=known["moving"], candidates=times(day(11), day(12)))
    await does(place, mentor, "meeting.move", move, now)
    known["shut"] = await suggests(place, "paired", pair, (day(6),), now)
    known["unanswered"] = await answers(place, mentor, known["shut"], (day(14), day(13), day(15)), now)
    known["sent"] = await suggests(place, "paired", pair, (day(20), day(21)), now)
    await act(system(now), "meeting.remind", RemindOfMeetings(meetings=(known["arranged"],)))
