"""The tables of mentoring: schemes and guidance, taking part, profiles, photos, invitations."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-23T10:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "schemes, participation, directory, invitations"

TABLES = """
CREATE TABLE contact_point (
    id uuid PRIMARY KEY,
    organisation varchar(120) NOT NULL,
    kind varchar(10) NOT NULL CHECK (kind IN ('trust', 'deanery', 'college', 'provider')),
    role varchar(120) NOT NULL,
    email varchar(254),
    words varchar(1200) NOT NULL,
    signposts varchar(16384) NOT NULL DEFAULT '[]'
);

CREATE TABLE scheme (
    id uuid PRIMARY KEY,
    name varchar(120) NOT NULL,
    organisation varchar(120) NOT NULL,
    summary varchar(1200) NOT NULL,
    state varchar(12) NOT NULL CHECK (state IN ('considering', 'open', 'closed')),
    contact uuid REFERENCES contact_point (id),
    version integer NOT NULL CHECK (version >= 1),
    published_on date NOT NULL,
    listing varchar(8) NOT NULL CHECK (listing IN ('public', 'members', 'none'))
);

CREATE TABLE charter_version (
    scheme uuid NOT NULL REFERENCES scheme (id),
    version integer NOT NULL CHECK (version >= 1),
    body varchar(32768) NOT NULL,
    published_on date NOT NULL,
    PRIMARY KEY (scheme, version)
);
ALTER TABLE scheme ADD FOREIGN KEY (id, version) REFERENCES charter_version (scheme, version)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION charter_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a published charter is never changed'; END $$;
CREATE TRIGGER charter_is_never_changed BEFORE UPDATE OR DELETE ON charter_version
    FOR EACH ROW EXECUTE FUNCTION charter_is_never_changed();

CREATE TABLE page (
    id uuid PRIMARY KEY,
    scheme uuid REFERENCES scheme (id),
    title varchar(120) NOT NULL,
    paragraphs varchar(1200)[] NOT NULL
);

CREATE TABLE coordinator (
    scheme uuid NOT NULL REFERENCES scheme (id),
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (scheme, account)
);
CREATE INDEX coordinator_account ON coordinator (account);

CREATE TABLE participation (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid NOT NULL REFERENCES scheme (id),
    role varchar(10) NOT NULL CHECK (role IN ('mentee', 'mentor', 'co_mentor')),
    state varchar(6) NOT NULL CHECK (state IN ('in', 'paused', 'out')),
    until date,
    places smallint CHECK (places BETWEEN 0 AND 20),
    member uuid NOT NULL UNIQUE,
    listing uuid NOT NULL UNIQUE,
    UNIQUE (account, scheme, role),
    CHECK ((state = 'paused') = (until IS NOT NULL))
);
CREATE INDEX participation_scheme ON participation (scheme);
CREATE INDEX participation_until ON participation (until) WHERE until IS NOT NULL;

CREATE TABLE not_now (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid REFERENCES scheme (id),
    until date NOT NULL,
    UNIQUE NULLS NOT DISTINCT (account, scheme)
);
CREATE INDEX not_now_until ON not_now (until);

CREATE TABLE invited (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid NOT NULL REFERENCES scheme (id),
    role varchar(10) NOT NULL CHECK (role IN ('mentee', 'mentor', 'co_mentor')),
    UNIQUE (account, scheme, role)
);

CREATE TABLE profile_field (
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    field varchar(14) NOT NULL,
    value varchar(8192),
    published boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account, field)
);

CREATE TABLE photo (
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash varchar(64) NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) <= 40000),
    sent_on date NOT NULL,
    PRIMARY KEY (account, hash)
);
ALTER TABLE photo ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX photo_hash ON photo (hash);

CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id),
    role varchar(10) NOT NULL CHECK (role IN ('mentee', 'mentor', 'co_mentor')),
    email varchar(254) NOT NULL,
    name varchar(120) NOT NULL,
    fields varchar(32768) NOT NULL DEFAULT '{}',
    sent_on date NOT NULL,
    reached boolean,
    token bytea UNIQUE,
    used boolean NOT NULL DEFAULT false
);
CREATE INDEX invitation_email ON invitation (email);
CREATE INDEX invitation_scheme ON invitation (scheme, sent_on);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
