"""When mentors are free: what holds now, and for a week what held before."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "availability"

TABLES = """
CREATE TABLE availability (
    account uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    body varchar(32768) NOT NULL
);

CREATE TABLE availability_before (
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    until timestamptz NOT NULL,
    body varchar(32768) NOT NULL,
    PRIMARY KEY (account, until)
);
CREATE INDEX availability_before_until ON availability_before (until);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
