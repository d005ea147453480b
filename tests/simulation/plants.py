"""Faults planted on purpose in a process of a test, to show that the simulation finds them."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from server.database.engine import Connection, pool
from server.domain.events import places, publishing
from server.domain.meetings import agreeing
from server.domain.relationships import beginning, matching, next_on_list
from server.sync import positions, publish, pull, push
from server.sync.positions import Change, term
from tests.simulation.points import Points

PUSH: Any = push
PULL: Any = pull
PUBLISH: Any = publish
BEGINNING: Any = beginning
MATCHING: Any = matching
NEXT_ON_LIST: Any = next_on_list
AGREEING: Any = agreeing
EVENT_PLACES: Any = places
EVENT_PUBLISHING: Any = publishing


def _serial_cursor(points: Points) -> None:
    """Positions come from a counter of their own, before the lock that lives until the commit."""

    async def deal(
        here: Connection, changes: Sequence[Change], today: date, batch: int | None
    ) -> dict[str, int]:
        if not changes or batch is not None:
            return await positions.deal(here, changes, today, batch)
        dealt = [
            await pool().fetchval(
                "INSERT INTO sim_counter"
                " SELECT $1, 1 + coalesce((SELECT position FROM bucket WHERE name = $1), 0)"
                " ON CONFLICT (bucket) DO UPDATE SET position = greatest(sim_counter.position + 1,"
                " excluded.position) RETURNING position",
                change.key.bucket,
            )
            for change in changes
        ]
        await points.at("positions to be dealt")
        moved = await _write(here, changes, dealt, today)
        await points.at("positions dealt")
        return moved

    PUBLISH.deal = deal


async def _write(
    here: Connection, changes: Sequence[Change], dealt: list[int], today: date
) -> dict[str, int]:
    rows = await here.fetch(
        "SELECT name, position, documents, checksum FROM bucket WHERE name = ANY($1::text[])"
        " ORDER BY name FOR NO KEY UPDATE",
        sorted({change.key.bucket for change in changes}),
    )
    position = {row["name"]: row["position"] for row in rows}
    count = {row["name"]: row["documents"] for row in rows}
    checksum = {row["name"]: row["checksum"] for row in rows}
    for change, at in zip(changes, dealt, strict=True):
        name = change.key.bucket
        position[name] = max(position[name], at)
        if change.held is not None and change.held.body is not None:
            count[name] -= 1
            checksum[name] -= term(change.key, change.held.position)
        if change.body is not None:
            count[name] += 1
            checksum[name] += term(change.key, at)
    names = list(position)
    await here.fetchval(
        positions._WRITE,
        [change.key.bucket for change in changes],
        [change.key.kind for change in changes],
        [change.key.id for change in changes],
        dealt,
        [change.body for change in changes],
        [change.entity for change in changes],
        [change.row for change in changes],
        [change.held.position if change.held else None for change in changes],
        today,
        names,
        [position[name] for name in names],
        [count[name] for name in names],
        [checksum[name] % 2**32 for name in names],
    )
    return position


def _lost_outcome(points: Points) -> None:
    """What was refused is counted as answered, and its outcome is stored nowhere."""
    store = PUSH._store

    @functools.wraps(store)
    async def forgetful(here: Connection, actor: Any, answered: Sequence[push.Answered]) -> None:
        await store(here, actor, answered)
        await here.execute("DELETE FROM outcome WHERE device = $1 AND outcome = 'refused'", actor.device)

    PUSH._store = forgetful


def _missing_drop(points: Points) -> None:
    """A phone is never told that a bucket is not its any more."""
    PULL.drops = lambda standing, envelope: []


def _double_publish(points: Points) -> None:
    """Every put is counted into its bucket twice."""
    deal = PUBLISH.deal

    @functools.wraps(deal)
    async def twice(here: Connection, changes: Sequence[Change], today: date, batch: int | None) -> Any:
        moved: dict[str, int] = await deal(here, changes, today, batch)
        for change in changes:
            if change.body is not None and batch is None:
                await here.execute(
                    "UPDATE bucket SET position = position + 1, documents = documents + 1 WHERE name = $1",
                    change.key.bucket,
                )
        return moved

    PUBLISH.deal = twice


def _places_not_counted(points: Points) -> None:
    """A mentor's places are given away without being counted."""

    async def take_place(*_: Any) -> None:
        return None

    BEGINNING.take_place = take_place


def _private_list_ignored(points: Points) -> None:
    """Whoever is kept away is asked and matched like anybody."""

    async def nobody(*_: Any) -> set[Any]:
        return set()

    BEGINNING.kept_apart = BEGINNING.are_kept_apart = nobody
    MATCHING.are_kept_apart = NEXT_ON_LIST.are_kept_apart = nobody


def _time_not_claimed(points: Points) -> None:
    """Whoever agrees to a time has it, whatever they have then already."""

    async def book(meeting: Any, minutes: int, members: Any, wishes: Sequence[Any]) -> Any:
        return wishes[0] if wishes else None

    AGREEING.book = book


def _nobody_moves_up(points: Points) -> None:
    """A place that frees is nobody's, and who waits goes on waiting."""

    async def move_up(*_: Any) -> list[Any]:
        return []

    EVENT_PLACES.move_up = EVENT_PUBLISHING.move_up = move_up


SERVER: dict[str, Callable[[Points], None]] = {
    "serial cursor": _serial_cursor,
    "lost outcome": _lost_outcome,
    "missing drop": _missing_drop,
    "double publish": _double_publish,
    "places not counted": _places_not_counted,
    "private list ignored": _private_list_ignored,
    "time not claimed": _time_not_claimed,
    "nobody moves up": _nobody_moves_up,
}
PHONE = ("outbox trimmed too early",)
