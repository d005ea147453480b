"""Parts of snapshots became lines, one for each page; those made before are made again when asked for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "snapshots in pages"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def forget() -> None:
        await connection().execute("DELETE FROM snapshot_part; DELETE FROM snapshot")

    manager.add_raw(forget)
    return manager
