"""Publishing: positions in commit order, and only what changed."""

import asyncio
import zlib
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.database.engine import pool, transaction
from server.sync.publish import publish, publishing, release
from server.sync.registry import Touched
from tests.sync.board import NOON, head, held, let_see, pin, unpin


async def test_a_reader_never_steps_over_a_change_that_commits_later(board: str) -> None:
    """First the hole that serial columns have, then that ours has none."""
    first, second, reader = [await asyncpg.connect(board) for _ in range(3)]
    try:
        # The hole: the writer that got its number first commits last, and the reader is past it by then.
        await reader.execute("CREATE TABLE serial_log (position bigserial PRIMARY KEY, words varchar(10))")
        late, early = first.transaction(), second.transaction()
        await late.start()
        await first.execute("INSERT INTO serial_log (words) VALUES ('late')")
        await early.start()
        await second.execute("INSERT INTO serial_log (words) VALUES ('early')")
        await early.commit()
        cursor = await reader.fetchval("SELECT max(position) FROM serial_log")
        await late.commit()
        seen = [
            row["words"]
            for row in await reader.fetch("SELECT words FROM serial_log WHERE position > $1", cursor)
        ]
        assert cursor == 2
        assert seen == [], "serial columns have the hole: 'late' will never be read"
    finally:
        for connection in (first, second, reader):
            await connection.close()

    # Ours: whoever has dealt a position commits before anybody else is dealt one.
    dealt, go_on = asyncio.Event(), asyncio.Event()
    one, two = uuid4(), uuid4()

    async def slow() -> None:
        async with transaction() as here:
            await here.execute("INSERT INTO test_note VALUES ($1, 'team:a', 'slow')", one)
            await publish([Touched("note", one)], NOON)
            dealt.set()
            await go_on.wait()

    async def fast() -> None:
        await dealt.wait()
        await pin("team:a", two)

    slow_task, fast_task = asyncio.create_task(slow()), asyncio.create_task(fast())
    await dealt.wait()
    await asyncio.wait([fast_task], timeout=0.3)
    assert not fast_task.done(), "nobody gets position 2 while position 1 is not committed"
    assert await head("team:a") is None, "and a reader sees neither"
    go_on.set()
    await asyncio.gather(slow_task, fast_task)
    assert {note: position for note, (position, _) in (await held("team:a")).items()} == {one: 1, two: 2}


async def test_fifty_writers_and_a_reader_that_never_misses_one(board: str) -> None:
    read: list[int] = []
    done = asyncio.Event()

    async def reader() -> None:
        cursor = 0
        while not (done.is_set() and len(read) == 100):
            rows = await pool().fetch(
                "SELECT position FROM bucket_document WHERE bucket = 'team:a' AND position > $1 ORDER BY 1",
                cursor,
            )
            read.extend(row["position"] for row in rows)
            cursor = read[-1] if read else 0

    async def writer() -> None:
        for _ in range(2):
            await pin("team:a", uuid4())

    watching = asyncio.create_task(reader())
    await asyncio.gather(*(writer() for _ in range(50)))
    done.set()
    await asyncio.wait_for(watching, 10)
    assert read == list(range(1, 101))


async def test_new_changed_and_missing_documents_and_the_checksum(board: str) -> None:
    kept, changed, gone = uuid4(), uuid4(), uuid4()
    await pin("team:a", kept, changed, gone)
    await pin("team:a", changed, words="changed")
    await unpin(gone)
    now = await held("team:a")
    assert now[changed] == (4, '{"lines":[],"words":"changed"}')
    assert now[gone] == (5, None)
    bucket = await head("team:a")
    assert (bucket["position"], bucket["documents"]) == (5, 2)
    assert (
        bucket["checksum"]
        == (
            zlib.crc32(f"team:a/team_note/{kept}@{now[kept][0]}".encode())
            + zlib.crc32(f"team:a/team_note/{changed}@4".encode())
        )
        % 2**32
    )


async def test_what_did_not_change_is_not_published(board: str) -> None:
    note = uuid4()
    await pin("team:a", note)
    before = await head("team:a")
    await pin("team:a", note)
    async with publishing(NOON) as touched:
        touched += [Touched("note", note), Touched("note", uuid4())]
    assert await head("team:a") == before


async def test_moving_deletes_here_and_puts_there(board: str) -> None:
    note = uuid4()
    await pin("team:a", note)
    await pin("team:b", note)
    assert (await held("team:a"))[note] == (2, None)
    assert (await held("team:b"))[note][0] == 1
    await pin("team:a", note)
    assert (await held("team:a"))[note][0] == 3, "a tombstone becomes a document again"
    assert [(await head(name))["documents"] for name in ("team:a", "team:b")] == [1, 0]


async def test_two_rows_of_one_document_never_miss_each_other(board: str) -> None:
    """Each transaction adds a line to the same note; the document must end with both."""
    note = uuid4()
    await pin("team:a", note)

    async def add(words: str) -> None:
        async with transaction() as here:
            await here.execute("INSERT INTO test_line VALUES (gen_random_uuid(), $1, $2)", note, words)
            await asyncio.sleep(0)
            await publish([Touched("note", note)], NOON)

    await asyncio.gather(*(add(f"line {number}") for number in range(8)))
    body = (await held("team:a"))[note][1]
    assert body is not None
    assert all(f"line {number}" in body for number in range(8))


async def test_a_note_that_is_being_made_does_not_miss_its_new_title(board: str) -> None:
    """One renames a title while another puts it on a new note, and neither can see the other yet."""
    title, note = uuid4(), uuid4()
    await pool().execute("INSERT INTO test_title VALUES ($1, 'old')", title)

    async def rename() -> None:
        async with transaction() as here:
            await here.execute("UPDATE test_title SET words = 'new' WHERE id = $1", title)
            await publish([Touched("title", title)], NOON)
            await asyncio.sleep(0.1)

    async def make() -> None:
        async with transaction() as here:
            await here.execute("INSERT INTO test_note VALUES ($1, 'team:a', 'made')", note)
            await here.execute("INSERT INTO test_entitled VALUES ($1, $2)", note, title)
            await publish([Touched("note", note)], NOON)
            await asyncio.sleep(0.1)

    for first, second in ((rename, make), (make, rename)):
        await asyncio.gather(first(), second())
        assert (await held("team:a"))[note][1] == '{"lines":["new"],"words":"made"}'
        await pool().execute("DELETE FROM test_entitled")
        await pool().execute("UPDATE test_title SET words = 'old'")
        await unpin(note)


async def test_a_view_that_answers_of_a_row_nobody_asked_is_found_at_once(board: str) -> None:
    from server.sync import registry

    real = registry.views["note"].function

    async def careless(ids: object) -> list[registry.Document]:
        return await real([UUID(int=7)])

    await pin("team:a", UUID(int=7))
    registry.views["note"] = registry.View("note", careless, "SELECT id FROM test_note", {})
    with pytest.raises(TypeError, match="say `of`"):
        await pin("team:a", uuid4())


async def test_daily_buckets_wait_for_the_release_and_their_positions_tell_nothing(board: str) -> None:
    account, note, late = uuid4(), uuid4(), uuid4()
    await let_see(account, "slow:a", "slow:b")
    await pin("slow:a", note)
    await pin("slow:b", uuid4())
    assert await held("slow:a") == {}
    first = await release(NOON)
    days = (NOON.date() - NOON.date().replace(year=2020, month=1, day=1)).days
    assert first == {"slow:a": days, "slow:b": days}
    assert (await held("slow:a"))[note][0] == days

    await pin("slow:a", late, words="the day after")
    assert await release(NOON + timedelta(hours=3)) == {}, "once a day"
    assert late not in await held("slow:a")
    second = await release(NOON + timedelta(days=1))
    assert second == {"slow:a": days + 1, "slow:b": days + 1}, "changed or not"
    assert (await held("slow:a"))[late][0] == days + 1
    assert await pool().fetchval("SELECT count(*) FROM bucket_pending") == 0
