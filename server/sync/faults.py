"""Which errors mean "try again", which mean "the database is away", and how the rest are told."""

import traceback
from typing import Any

import asyncpg

from server.sync.positions import Collision

AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError, Collision)
"""Two transactions met. Nothing is wrong with either."""

AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its connection is being cut off at this very moment
    ConnectionError,
    TimeoutError,
)
"""The database is not there. No act is to blame."""


def where(error: BaseException) -> dict[str, Any]:
    """An exception for the log: its kind and its place. Its message may hold a person's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return {
        "error": type(error).__name__,
        "sqlstate": getattr(error, "sqlstate", None),
        "at": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }
