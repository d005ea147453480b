"""Addresses come and go: codes for another one, and those that were somebody's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T13:00:00:000017"
VERSION = "1.38.0"
DESCRIPTION = "addresses"

TABLES = """
ALTER TABLE mailed_code
    DROP CONSTRAINT mailed_code_purpose_check,
    ADD CONSTRAINT mailed_code_purpose_check CHECK (purpose IN ('register', 'reset', 'add'));

CREATE TABLE former_email (
    email varchar(254) NOT NULL,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (email, account)
);
CREATE INDEX former_email_account ON former_email (account);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def change() -> None:
        await connection().execute(TABLES)

    manager.add_raw(change)
    return manager
