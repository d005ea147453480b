"""The demo's events, and a notice of the first: a taster that joins nothing, a course of two mornings."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from server.database.engine import pool
from server.domain.events.event import Session
from server.domain.events.publishing import PublishEvent
from server.domain.notices.sending import SendNotice
from server.domain.schemes import ZONE
from server.sync.push import act
from server.sync.registry import system


async def load_events(small: UUID, everyone: UUID, now: datetime) -> None:
    """In these two schemes; nothing where there are events already."""
    if await pool().fetchval("SELECT EXISTS (SELECT FROM event)"):
        return
    taster = PublishEvent(
        event=uuid4(),
        scheme=small,
        kind="taster",
        title="An hour of listening",
        words="Try what it is like to be listened to, and to listen. You join nothing by coming.",
        sessions=(_session(now, days=12, hour=17, minutes=60),),
        zone=str(ZONE),
        place="Larkrise Infirmary, seminar room 2",
        link=None,
        facilitators=("Two mentors of the scheme",),
        cpd=1.0,
        places=12,
        open_to="everyone",
        named=False,
    )
    course = PublishEvent(
        event=uuid4(),
        scheme=everyone,
        kind="course",
        title="Mentoring skills, two mornings",
        words="For doctors who would like to mentor. Bring one thing that you would like to think about.",
        sessions=(
            _session(now, days=20, hour=9, minutes=180),
            _session(now, days=27, hour=9, minutes=180),
        ),
        zone=str(ZONE),
        place="Larkrise Infirmary, library",
        link=None,
        facilitators=("Scheme office", "An outside facilitator"),
        cpd=6.0,
        places=14,
        open_to="everyone",
        named=False,
    )
    for event in (taster, course):
        await act(system(now), "event.publish", event)
    notice = SendNotice(
        notice=uuid4(),
        scheme=small,
        audience="followers",
        event=taster.event,
        page=None,
        text="There is an hour of listening to try. Come if it suits you.",
        expires=taster.sessions[0].starts,
        sends=None,
    )
    await act(system(now), "notice.send", notice)


def _session(now: datetime, *, days: int, hour: int, minutes: int) -> Session:
    """So many days from now, at this hour of the clock there."""
    wall = (now.astimezone(ZONE) + timedelta(days=days)).replace(
        hour=hour, minute=0, second=0, microsecond=0, tzinfo=None
    )
    starts = wall.replace(tzinfo=ZONE).astimezone(UTC)
    return Session(starts=starts, ends=starts + timedelta(minutes=minutes), wall=f"{wall:%Y-%m-%dT%H:%M}")
