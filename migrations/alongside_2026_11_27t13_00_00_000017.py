"""Codes for another address of an account that is there already."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T13:00:00:000017"
VERSION = "1.38.0"
DESCRIPTION = "addresses"

TABLES = """
ALTER TABLE mailed_code
    DROP CONSTRAINT mailed_code_purpose_check,
    ADD CONSTRAINT mailed_code_purpose_check CHECK (purpose IN ('register', 'reset', 'add'));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def change() -> None:
        await connection().execute(TABLES)

    manager.add_raw(change)
    return manager
