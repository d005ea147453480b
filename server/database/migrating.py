"""Bring the tables up to date: all open migrations in one transaction, one process at a time."""

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import run_forwards

from server.database.engine import DB, Connection, close_database, open_database, transaction

# Any number serves, as long as nothing else in this database takes the same advisory lock.
_LOCK = 4_150_001


async def migrate(dsn: str) -> list[str]:
    """Run what has not run yet and say which; a failure leaves the database as it was."""
    opened = DB.pool is None
    if opened:
        await open_database(dsn, connections=2)
    try:
        async with transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            before = await _done(connection)
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                result = await run_forwards("alongside")
            if not result.success:
                raise RuntimeError(result.message or said.getvalue())
            return sorted(await _done(connection) - before)
    finally:
        if opened:
            await close_database()


async def _done(connection: Connection) -> set[str]:
    if not await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL"):
        return set()
    return {
        row["name"]
        for row in await connection.fetch("SELECT name FROM migration WHERE app_name = 'alongside'")
    }
