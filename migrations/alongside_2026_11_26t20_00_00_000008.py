"""What an office last said, by its own ids: of a member's training, to a question from outside."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "what offices said of training and of questions from outside"

TABLES = """
CREATE TABLE training_mark (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id),
    recorded_on date,
    marked_on date NOT NULL
);
CREATE INDEX training_mark_marked_on ON training_mark (marked_on);

CREATE TABLE outside_answer (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id),
    answer varchar(9) NOT NULL CHECK (answer IN ('welcome', 'elsewhere')),
    contact uuid REFERENCES contact_point (id),
    answered_on date NOT NULL,
    CHECK ((answer = 'elsewhere') = (contact IS NOT NULL))
);
CREATE INDEX outside_answer_answered_on ON outside_answer (answered_on);

-- Members say whether they are trained from the next daily release on.
INSERT INTO bucket_pending (entity, entity_id) SELECT DISTINCT 'taking_part', account FROM participation
ON CONFLICT DO NOTHING;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
