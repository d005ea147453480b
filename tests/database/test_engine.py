"""Transactions: what Piccolo and asyncpg share, and what a failing COMMIT must leave behind."""

import asyncio
import contextvars

import asyncpg
import pytest

from server.database.engine import DB, connection, in_hand, pool, savepoint, transaction

DEFERRED = """
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
"""


async def test_a_failing_commit_gives_its_connection_back(database: str) -> None:
    await pool().execute(DEFERRED)
    for _ in range(25):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with transaction() as here:
                await here.execute("INSERT INTO child VALUES (7)")
        assert not DB.transaction_exists()
    assert pool().get_size() == pool().get_idle_size()
    assert await pool().fetchval("SELECT count(*) FROM child") == 0


async def test_a_lost_connection_leaves_no_dead_transaction(database: str) -> None:
    for _ in range(12):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            async with transaction() as here:
                await here.fetchval("SELECT pg_terminate_backend(pg_backend_pid())")
        assert not DB.transaction_exists()
    assert await pool().fetchval("SELECT 1") == 1


async def test_piccolo_and_asyncpg_share_one_connection(database: str) -> None:
    async with transaction() as here:
        ours = await here.fetchval("SELECT pg_backend_pid()")
        piccolos = await DB.run_ddl("SELECT pg_backend_pid() AS pid")
        assert piccolos[0]["pid"] == ours
        assert connection() is here


async def test_outside_a_transaction_there_is_no_connection(database: str) -> None:
    with pytest.raises(RuntimeError, match="not inside a transaction"):
        connection()


async def test_one_transaction_inside_another_is_refused(database: str) -> None:
    async with transaction():
        with pytest.raises(Exception, match="already active"):
            async with transaction():
                pass


async def test_a_savepoint_undoes_only_itself(database: str) -> None:
    await pool().execute("CREATE TABLE said (word varchar(10))")
    async with transaction() as here:
        await here.execute("INSERT INTO said VALUES ('before')")
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with savepoint():
                await here.execute("INSERT INTO said VALUES ('within')")
                await here.execute("SELECT 1 / 0")
        async with savepoint():
            await here.execute("INSERT INTO said VALUES ('after')")
    assert [row["word"] for row in await pool().fetch("SELECT word FROM said")] == ["before", "after"]


async def test_isolation_and_readonly_are_what_was_asked_for(database: str) -> None:
    async with transaction() as here:
        assert await here.fetchval("SHOW transaction_isolation") == "read committed"
    async with transaction(isolation="repeatable read", readonly=True) as here:
        assert await here.fetchval("SHOW transaction_isolation") == "repeatable read"
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await here.execute("CREATE TABLE never (id int)")


async def test_a_task_with_an_empty_context_does_not_inherit_the_transaction(database: str) -> None:
    async def inherits() -> bool:
        return DB.transaction_exists()

    async with transaction():
        assert await asyncio.create_task(inherits())
        assert not await asyncio.create_task(inherits(), context=contextvars.Context())


async def test_a_connection_in_hand_that_was_lost_is_opened_anew(database: str) -> None:
    process = (await in_hand().fetchrow("SELECT pg_backend_pid()"))[0]
    assert (await in_hand().fetchrow("SELECT pg_backend_pid()"))[0] == process
    for _ in range(8):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            await in_hand().fetchrow("SELECT pg_terminate_backend(pg_backend_pid())")
    # One that dies while nobody asks it anything.
    process = (await in_hand().fetchrow("SELECT pg_backend_pid()"))[0]
    await pool().execute("SELECT pg_terminate_backend($1, 5000)", process)
    assert (await in_hand().fetchrow("SELECT pg_backend_pid()"))[0] != process


async def test_a_question_given_up_half_way_keeps_nobody_waiting(database: str) -> None:
    for _ in range(8):
        slow = asyncio.ensure_future(in_hand().fetchrow("SELECT pg_sleep(30)"))
        while not await pool().fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep'"
        ):
            pass
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
    answers = await asyncio.gather(*(in_hand().fetchrow("SELECT $1::int", n) for n in range(40)))
    assert [one[0] for one in answers] == list(range(40))
