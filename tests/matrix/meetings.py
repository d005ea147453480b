"""How acts of meetings are asked for, and whatever has to be there for it."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from server.database.engine import connection
from server.sync.publish import publishing
from server.sync.registry import Touched
from tests.domain.meetings.arranging import candidate, wire
from tests.matrix import pairs
from tests.matrix.cast import Asker, Cast

Args = dict[str, Any]
_hours = count(48)
_STANDS = {"meeting.accept": "proposed", "meeting.counter": "proposed", "meeting.correct": "held"}
"""What each act is about; the others are about an agreed one."""
_AFTERWARDS = {"meeting.confirm_held", "meeting.record_missed", "meeting.correct"}


async def arguments(cast: Cast, asker: Asker, act: str, of: str) -> Args:
    """Arguments that nothing is wrong with, but for whose they are."""
    if act in {"meeting.pass", "meeting.remind"}:
        return {"meetings": [str(uuid4())]}
    start = cast.clock.now + timedelta(hours=next(_hours))
    times = {"candidates": [candidate(start)]}
    if act == "meeting.propose":
        taken = of == "taken"
        pair = await _pair(cast, asker, "mine" if taken else of)
        return {
            "meeting": await arranged(cast, cast.pair, cast.third.account, "proposed", start)
            if taken
            else uuid4(),
            "relationship": pair,
            "minutes": 45,
            "mode": "video",
            "place": None,
            **times,
        }
    meeting = uuid4() if of == "nowhere" else await _meeting(cast, asker, act, of, start)
    match act:
        case "meeting.accept":
            return {"meeting": meeting, "ranking": [wire(start)]}
        case "meeting.counter":
            return {"meeting": meeting, "instead": uuid4(), **times}
        case "meeting.move":
            return {"meeting": meeting, **times}
        case "meeting.correct":
            return {"meeting": meeting, "state": "missed"}
    return {"meeting": meeting}


async def _pair(cast: Cast, asker: Asker, of: str) -> UUID:
    match of:
        case "other":
            return cast.pair
        case "nowhere":
            return uuid4()
        case "unseen":
            return await pairs.paired(cast, asker, "requested", seen=False)
        case "left":
            return await pairs.paired(cast, asker, "agreed", left=True)
        case "closed":
            return await pairs.paired(cast, asker, "closed")
    return await pairs.paired(cast, asker, "agreed")


async def _meeting(cast: Cast, asker: Asker, act: str, of: str, start: datetime) -> UUID:
    """One that the other of the two proposed; or agreed to, or had, as the act asks for."""
    pair = await _pair(cast, asker, "mine" if of == "own" else of)
    by = pairs.account(cast, asker) if of == "own" else cast.office.account
    if act in _AFTERWARDS:
        start = cast.clock.now - timedelta(hours=1)
    return await arranged(cast, pair, by, _STANDS.get(act, "confirmed"), start)


async def arranged(cast: Cast, pair: UUID, by: UUID, state: str, start: datetime) -> UUID:
    """A meeting as it stands, told to the phones of its pair."""
    meeting, here_and_now = uuid4(), cast.clock.now
    asked, said = state == "proposed", candidate(start)
    async with publishing(here_and_now) as touched:
        await connection().execute(
            "INSERT INTO meeting (id, relationship, state, minutes, mode, proposed_by, starts, ends, wall,"
            " zone, agreed_at, correctable_until, changed_at)"
            " VALUES ($1, $2, $3, 45, 'video', $4, $5, $6, $7, $8, $9, $10, $11)",
            meeting,
            pair,
            state,
            by if asked else None,
            *(4 * [None] if asked else [start, start + timedelta(minutes=45), said["wall"], said["zone"]]),
            None if asked else here_and_now,
            here_and_now + timedelta(days=14) if state == "held" else None,
            here_and_now,
        )
        if asked:
            await connection().execute(
                "INSERT INTO meeting_candidate VALUES ($1, 1, $2, $3, $4, false)",
                meeting,
                start,
                said["wall"],
                said["zone"],
            )
        touched.append(Touched("meeting", meeting))
    return meeting
