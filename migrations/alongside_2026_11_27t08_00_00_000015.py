"""Pages to read are one Markdown text each, where they were a list of paragraphs."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T08:00:00:000015"
VERSION = "1.38.0"
DESCRIPTION = "pages as Markdown"

# Forty paragraphs of 1,200 characters, with the blank lines between them, fit.
TABLES = """
ALTER TABLE page ADD COLUMN text varchar(50000) NOT NULL DEFAULT '';
UPDATE page SET text = array_to_string(paragraphs, E'\\n\\n');
ALTER TABLE page ALTER COLUMN text DROP DEFAULT, DROP COLUMN paragraphs;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def change() -> None:
        await connection().execute(TABLES)

    manager.add_raw(change)
    return manager
