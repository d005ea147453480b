"""The tables of sync: buckets and what travels, devices and what was answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-23T10:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "buckets, devices, outcomes, snapshots"

TABLES = """
CREATE TABLE epoch (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch varchar(16) NOT NULL
);
INSERT INTO epoch (epoch) VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 8));

CREATE TABLE bucket (
    name varchar(80) PRIMARY KEY,
    epoch varchar(16) NOT NULL,
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
    floor bigint NOT NULL DEFAULT 0 CHECK (floor <= position),
    documents bigint NOT NULL DEFAULT 0 CHECK (documents >= 0),
    checksum bigint NOT NULL DEFAULT 0 CHECK (checksum BETWEEN 0 AND 4294967295)
) WITH (fillfactor = 50);

CREATE TABLE bucket_document (
    bucket varchar(80) NOT NULL REFERENCES bucket (name),
    kind varchar(40) NOT NULL,
    id uuid NOT NULL,
    position bigint NOT NULL,
    body varchar(131072),
    entity varchar(40) NOT NULL,
    entity_id uuid NOT NULL,
    changed_on date NOT NULL,
    PRIMARY KEY (bucket, kind, id)
) WITH (fillfactor = 80);
CREATE INDEX bucket_document_position ON bucket_document (bucket, position);
CREATE INDEX bucket_document_entity ON bucket_document (entity, entity_id);
CREATE INDEX bucket_document_tombstone ON bucket_document (changed_on) WHERE body IS NULL;

CREATE TABLE bucket_pending (
    entity varchar(40) NOT NULL,
    entity_id uuid NOT NULL,
    PRIMARY KEY (entity, entity_id)
);

CREATE TABLE device (
    id uuid PRIMARY KEY,
    account uuid NOT NULL,
    name varchar(60) NOT NULL DEFAULT '',
    app varchar(20) NOT NULL,
    last_number bigint NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    created_on date NOT NULL,
    seen_on date NOT NULL,
    revoked_at timestamptz
) WITH (fillfactor = 70);
CREATE INDEX device_account ON device (account);

CREATE TABLE outcome (
    device uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    mutation uuid NOT NULL,
    outcome varchar(12) NOT NULL CHECK (outcome IN ('applied', 'refused', 'quarantined')),
    code varchar(40),
    problem varchar(65536),
    made_on date NOT NULL,
    PRIMARY KEY (device, number)
);
CREATE INDEX outcome_mutation ON outcome (mutation);
CREATE INDEX outcome_words ON outcome (device, number) WHERE problem IS NOT NULL;
CREATE INDEX outcome_made_on ON outcome (made_on);

CREATE TABLE mutation_try (
    device uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    tries smallint NOT NULL,
    first_at timestamptz NOT NULL,
    PRIMARY KEY (device, number)
);

CREATE TABLE quarantine (
    device uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    name varchar(64) NOT NULL,
    payload varchar(65536) NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (device, number)
);

CREATE TABLE snapshot (
    bucket varchar(80) PRIMARY KEY REFERENCES bucket (name),
    epoch varchar(16) NOT NULL,
    position bigint NOT NULL,
    parts integer NOT NULL CHECK (parts >= 1)
);

CREATE TABLE snapshot_part (
    bucket varchar(80) NOT NULL REFERENCES snapshot (bucket) ON DELETE CASCADE,
    sha256 varchar(64) NOT NULL,
    part integer NOT NULL,
    documents integer NOT NULL,
    body bytea NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (bucket, sha256)
);
ALTER TABLE snapshot_part ALTER COLUMN body SET STORAGE EXTERNAL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
