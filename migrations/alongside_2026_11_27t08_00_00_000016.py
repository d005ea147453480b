"""Totals of a finished quarter, already suppressed: the exact numbers are kept nowhere."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T08:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "figures"

TABLES = """
CREATE TABLE figure (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id) ON DELETE CASCADE,
    quarter date NOT NULL,
    mentors varchar(6),
    mentees varchar(6),
    trained varchar(6),
    held varchar(6),
    UNIQUE (scheme, quarter),
    CHECK (num_nulls(mentors, mentees, trained, held) IN (0, 4)),
    CHECK (concat(mentors, mentees, trained, held) ~ '^([0-9]*[05]|[*])*$')
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
