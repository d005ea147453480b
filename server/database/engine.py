"""One pool of connections to PostgreSQL, and transactions that Piccolo and asyncpg share.

Inside `transaction()` every Piccolo query, and everything asked of `connection()`, runs on the same
connection. A task that is to outlive the transaction must be started with an empty
`contextvars.Context()`, or it would inherit a transaction that is over.
"""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Any, Literal, Protocol, cast

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

import server.settings  # noqa: F401  # it tells Piccolo where to find this engine
from server.database.in_hand import InHand

Isolation = Literal["read committed", "repeatable read"]
_SAVEPOINT_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class AsksOne(Protocol):
    """What can be asked for one row; it reads as a mapping and as a tuple."""

    async def fetchrow(self, query: str, *args: Any) -> Any: ...


class Asks(AsksOne, Protocol):
    """What both a connection and the pool can be asked."""

    async def fetch(self, query: str, *args: Any, timeout: float | None = None) -> list[Any]: ...
    async def fetchrow(self, query: str, *args: Any, timeout: float | None = None) -> Any: ...
    async def fetchval(
        self, query: str, *args: Any, column: int = 0, timeout: float | None = None
    ) -> Any: ...
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str: ...
    async def executemany(
        self, query: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None
    ) -> None: ...


class Connection(Asks, Protocol):
    """An asyncpg connection, as far as we use it (asyncpg brings no types of its own)."""

    def cursor(self, query: str, *args: Any, prefetch: int | None = None) -> Any: ...
    def transaction(self, *, isolation: str | None = None, readonly: bool = False) -> Any: ...
    def is_in_transaction(self) -> bool: ...
    async def copy_records_to_table(
        self, table_name: str, *, records: Iterable[Sequence[Any]], columns: Sequence[str] | None = None
    ) -> str: ...
    async def add_listener(self, channel: str, callback: Any) -> None: ...
    async def remove_listener(self, channel: str, callback: Any) -> None: ...
    def add_termination_listener(self, callback: Any) -> None: ...
    async def close(self, *, timeout: float | None = None) -> None: ...


class Pool(Asks, Protocol):
    """asyncpg's pool, for reads outside a transaction."""

    def acquire(self, *, timeout: float | None = None) -> AbstractAsyncContextManager[Connection]: ...
    def get_size(self) -> int: ...
    def get_idle_size(self) -> int: ...


class _Transaction(PostgresTransaction):
    """Piccolo's transaction, but a failing COMMIT or ROLLBACK gives its connection back.

    Piccolo's own leaves the connection out of the pool and the task inside a dead transaction: five
    such failures and the pool is empty for good.
    """

    __slots__ = ("isolation", "readonly")

    engine: "_Engine"

    def __init__(
        self,
        engine: "_Engine",
        allow_nested: bool = True,
        isolation: Isolation = "read committed",
        readonly: bool = False,
    ) -> None:
        super().__init__(engine, allow_nested=allow_nested)
        self.isolation = isolation
        self.readonly = readonly

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction(
                isolation=self.isolation.replace(" ", "_"), readonly=self.readonly
            )
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            if self._committed or self._rolled_back:
                pass
            elif exception is None:
                await self.commit()
            else:
                await self.rollback()
        finally:
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class _Engine(PostgresEngine):
    """Piccolo's engine without its visits to the database when it is constructed."""

    __slots__ = ("in_hand",)

    def __init__(self) -> None:
        super().__init__(config={})
        self.in_hand: InHand | None = None

    async def check_version(self) -> None:
        """Nothing: the database is not open while modules are imported."""

    async def prep_database(self) -> None:
        """Nothing: no migration needs an extension."""

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        return _Transaction(self, allow_nested=allow_nested)


DB = _Engine()
_SESSION = {"application_name": "alongside", "timezone": "UTC", "jit": "off"}


async def open_database(dsn: str, *, connections: int = 10) -> None:
    """Open the pool; at the start of the application's life. A third of them is kept in hand."""
    if DB.pool is not None:
        raise RuntimeError("the database is open already")
    few = max(1, connections // 3)
    pool = await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=max(1, connections - few),
        server_settings=_SESSION,
        reset=_nothing_to_reset,
    )
    DB.in_hand = InHand(dsn, few, _SESSION)
    DB.config = {"dsn": dsn}
    DB.pool = pool


async def _nothing_to_reset(_: Connection) -> None:
    """Nobody changes a session: settings are LOCAL, advisory locks are the transaction's, LISTEN has a
    connection of its own. asyncpg rolls an open transaction back before it asks this; its own reset is four
    statements more for each thing that is asked, more than a sync with nothing to do itself."""


async def close_database() -> None:
    """Close the pool; at the end of the application's life."""
    if DB.pool is not None:
        open_pool, DB.pool = DB.pool, None
        kept, DB.in_hand = DB.in_hand, None
        DB.config = {}
        if kept is not None:
            await kept.close()
        await open_pool.close()


def pool() -> Pool:
    """The pool, for reads outside a transaction."""
    if DB.pool is None:
        raise RuntimeError("the database is not open")
    return cast(Pool, DB.pool)


def in_hand() -> AsksOne:
    """Connections for what every request asks first; outside a transaction, as the pool's are."""
    if DB.in_hand is None:
        raise RuntimeError("the database is not open")
    return DB.in_hand


def address() -> str:
    """The open database's DSN, for the few connections that live outside the pool (LISTEN)."""
    if DB.pool is None:
        raise RuntimeError("the database is not open")
    return str(DB.config["dsn"])


def connection() -> Connection:
    """The current transaction's connection; outside a transaction there is none, and that is a fault."""
    current = DB.current_transaction.get()
    if current is None:
        raise RuntimeError("not inside a transaction")
    return cast(Connection, current.connection)


@asynccontextmanager
async def transaction(
    isolation: Isolation = "read committed", readonly: bool = False
) -> AsyncIterator[Connection]:
    """A transaction of its own; one inside another is a fault (use `savepoint`)."""
    if DB.pool is None:
        raise RuntimeError("the database is not open")
    async with _Transaction(DB, allow_nested=False, isolation=isolation, readonly=readonly):
        yield connection()


@asynccontextmanager
async def savepoint(name: str = "act") -> AsyncIterator[Connection]:
    """What happens inside is undone when it raises; the transaction around it goes on."""
    if not _SAVEPOINT_NAME.fullmatch(name):
        raise ValueError(f"not a name for a savepoint: {name!r}")
    here = connection()
    await here.execute(f"SAVEPOINT {name}")
    try:
        yield here
    except BaseException:
        await here.execute(f"ROLLBACK TO SAVEPOINT {name}")
        await here.execute(f"RELEASE SAVEPOINT {name}")
        raise
    await here.execute(f"RELEASE SAVEPOINT {name}")
