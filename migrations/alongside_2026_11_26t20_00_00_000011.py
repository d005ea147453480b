"""The table of calendars: the private address at which a person's own calendar app reads their meetings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "calendars outside"

TABLES = """
CREATE TABLE calendar (
    account uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    token varchar(43) CHECK (length(token) = 43),
    digest bytea UNIQUE CHECK (octet_length(digest) = 32),
    detail boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 0 CHECK (revision >= 0),
    revised_at timestamptz NOT NULL,
    CHECK ((token IS NULL) = (digest IS NULL))
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
