"""Drafts of charters: one a scheme, for a scheme that is there or one that is to be."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "drafts of charters"

TABLES = """
CREATE TABLE scheme_draft (
    scheme uuid PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    author uuid REFERENCES account (id) ON DELETE CASCADE,
    name varchar(120),
    organisation varchar(120),
    summary varchar(1200),
    state varchar(12) CHECK (state IN ('considering', 'open', 'closed')),
    contact uuid,
    charter varchar(32768) NOT NULL,
    drafted_on date NOT NULL
);
CREATE INDEX scheme_draft_author ON scheme_draft (author) WHERE author IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
