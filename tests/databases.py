"""Fresh databases in a moment: one that a test is done with is made as if it were new, and used again.

A copy of the template costs a quarter of a second of a processor; making one empty again, a tenth of that.
What cannot be told from a new one is used again: a database whose shape a test has changed is dropped.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from server.database.migrating import migrate

_TEMPLATE = "template_migrated"
_SHAPE = """
    SELECT md5(concat(
        (SELECT string_agg(concat_ws(' ', oid, relname, relnamespace, relkind, reloptions), ',' ORDER BY oid)
            FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i', 'v', 'S', 'm', 'p')),
        (SELECT string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull), ','
                ORDER BY attrelid, attname)
            FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0),
        (SELECT string_agg(concat_ws(' ', oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
        (SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_constraint WHERE oid >= 16384),
        (SELECT string_agg(md5(prosrc), ',' ORDER BY oid) FROM pg_proc WHERE oid >= 16384),
        (SELECT count(*) FROM pg_stats WHERE schemaname = 'public')
    ))
"""
"""Everything that a test could have made, changed or measured, but for rows."""
_USED = """
    SELECT quote_ident(relname) AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 ORDER BY 1
"""
_COUNTED = (
    "SELECT quote_ident(sequencename) AS name, last_value FROM pg_sequences WHERE schemaname = 'public'"
)
_GOODBYE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Databases:
    """All of one PostgreSQL, for one run."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._numbers = count(1)
        self._resting: list[str] = []
        self._shape = ""
        self._rows: dict[str, str] = {}
        """What the template holds, as JSON, by table."""
        self._last: dict[str, int | None] = {}

    def named(self, database: str) -> str:
        return urlunsplit(urlsplit(self._cluster)._replace(path=f"/{database}"))

    async def prepare(self) -> None:
        """Makes the template, that nobody stays connected to."""
        await self._administer(f"CREATE DATABASE {_TEMPLATE}")
        await migrate(self.named(_TEMPLATE))
        async with _connected(self.named(_TEMPLATE)) as here:
            self._shape = await here.fetchval(_SHAPE)
            for row in await here.fetch(_USED):
                said = f"SELECT json_agg(each) FROM {row['name']} AS each"
                self._rows[row["name"]] = await here.fetchval(said) or "[]"
            self._last = {row["name"]: row["last_value"] for row in await here.fetch(_COUNTED)}

    @asynccontextmanager
    async def new(self) -> AsyncIterator[str]:
        """The DSN of a database as the template is. Nothing is opened on it."""
        if self._resting:
            name = self._resting.pop()
        else:
            name = f"test_{next(self._numbers)}"
            await self._administer(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
        again = False
        try:
            yield self.named(name)
            again = await self._as_new(name)
        finally:
            if again:
                self._resting.append(name)
            else:
                await self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    async def _as_new(self, name: str) -> bool:
        """Whether it is as it was made, now that it was emptied."""
        async with _connected(self.named(name)) as here:
            await here.execute(_GOODBYE)
            if await here.fetchval(_SHAPE) != self._shape:
                return False
            async with here.transaction():
                await here.execute("SET LOCAL session_replication_role = replica")
                used = [row["name"] for row in await here.fetch(_USED)]
                if used:
                    await here.execute(f"TRUNCATE {', '.join(used)} CASCADE")
                for table, rows in self._rows.items():
                    await here.execute(
                        f"INSERT INTO {table} OVERRIDING SYSTEM VALUE"
                        f" SELECT * FROM json_populate_recordset(NULL::{table}, $1)",
                        rows,
                    )
                for row in await here.fetch(_COUNTED):
                    last = self._last[row["name"]]
                    if row["last_value"] != last:
                        await here.execute(
                            "SELECT setval($1::text::regclass, coalesce($2, 1), $2::bigint IS NOT NULL)",
                            row["name"],
                            last,
                        )
        return True

    async def _administer(self, statement: str) -> None:
        async with _connected(self._cluster) as here:
            await here.execute(statement)


@asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()
