"""Buckets can be made again from the domain's tables at any time, and a phone cannot tell."""

import random
from datetime import date
from uuid import uuid4

from server.database.engine import pool
from server.sync.publish import release
from server.sync.rebuild import purge, rebuild
from tests.conftest import Clock
from tests.sync.board import head, held, let_see, pin, unpin
from tests.sync.conftest import Phone

ANN = uuid4()


async def test_after_any_history_there_is_nothing_to_rebuild(board: str, clock: Clock) -> None:
    dice = random.Random(7)  # noqa: S311 - the same history every time
    notes = [uuid4() for _ in range(30)]
    for step in range(120):
        note = dice.choice(notes)
        match dice.randrange(4):
            case 0:
                await unpin(note, now=clock.now)
            case 1:
                await release(clock.forward(days=1))
            case _:
                await pin(dice.choice(["team:a", "team:b", "slow:a"]), note, words=str(step), now=clock.now)
    assert await rebuild(clock.now, check=True) == []
    await release(clock.forward(days=1))
    assert await rebuild(clock.now, check=True) == []


async def test_what_was_damaged_is_found_repaired_and_reaches_phones(phone: Phone, clock: Clock) -> None:
    await let_see(ANN, "team:a", "team:b")
    notes = [uuid4() for _ in range(5)]
    await pin("team:a", *notes)
    await pin("team:b", uuid4())
    device = await phone(ANN)
    await device.sync()
    truth, untouched = device.of("team_note"), await head("team:b")
    await pool().execute("UPDATE bucket_document SET body = '{}' WHERE id = $1", notes[0])
    await pool().execute("DELETE FROM bucket_document WHERE id = $1", notes[1])
    await pool().execute(
        "INSERT INTO bucket_document VALUES ('team:a', 'team_note', $1, 5, '{}', 'note', $1, $2)",
        uuid4(),
        date(2026, 1, 1),
    )
    found = await rebuild(clock.now, check=True)
    assert sorted(different.what for different in found) == [
        "count or checksum",
        "extra team_note",
        "missing team_note",
        "other team_note",
    ]
    assert {different.bucket for different in found} == {"team:a"}
    await rebuild(clock.now, check=False)
    assert await rebuild(clock.now, check=True) == []
    assert await head("team:b") == untouched
    await device.sync()
    assert device.of("team_note") == truth
    assert not device.healed


async def test_purging_changes_nothing_that_a_phone_can_see(phone: Phone, clock: Clock) -> None:
    await let_see(ANN, "team:a")
    notes = [uuid4() for _ in range(4)]
    await pin("team:a", *notes, now=clock.now)
    device = await phone(ANN)
    await unpin(*notes[:2], now=clock.now)
    device.act("note.refuse", at="2026-11-22T12:00:00Z")
    await device.sync()
    before = device.buckets
    await purge(clock.forward(days=181))
    assert len(await held("team:a")) == 2
    assert await pool().fetchval("SELECT count(*) FROM outcome") == 0
    assert await rebuild(clock.now, check=True) == []
    await device.sync()
    assert device.buckets == before
    # A document that comes back after its tombstone was forgotten is simply new.
    await pin("team:a", notes[0], now=clock.now)
    await device.sync()
    assert len(device.of("team_note")) == 3
    assert not device.healed
