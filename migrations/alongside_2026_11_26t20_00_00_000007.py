"""The tables of relationships: pairs and circles, matching, private lists, training, asking from outside."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "relationships, matching, private lists, training, outside requests"

TABLES = """
ALTER TABLE participation
    ADD COLUMN taken smallint NOT NULL DEFAULT 0 CHECK (taken >= 0),
    ADD COLUMN turns integer NOT NULL DEFAULT 0 CHECK (turns >= 0),
    ADD COLUMN waited_since timestamptz;
ALTER TABLE coordinator ADD COLUMN lead boolean NOT NULL DEFAULT false;

CREATE TABLE training (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid NOT NULL REFERENCES scheme (id),
    recorded_on date NOT NULL,
    UNIQUE (account, scheme)
);

CREATE TABLE outside_request (
    id uuid PRIMARY KEY,
    office uuid NOT NULL UNIQUE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid NOT NULL REFERENCES scheme (id),
    answer varchar(9) CHECK (answer IN ('welcome', 'elsewhere')),
    contact uuid REFERENCES contact_point (id),
    UNIQUE (account, scheme),
    CHECK ((answer IS NOT DISTINCT FROM 'elsewhere') = (contact IS NOT NULL))
);

CREATE TABLE never (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    other uuid REFERENCES account (id) ON DELETE CASCADE,
    email varchar(254),
    label varchar(254) NOT NULL,
    UNIQUE (account, other),
    UNIQUE (account, email),
    CHECK ((other IS NULL) <> (email IS NULL))
);
CREATE INDEX never_other ON never (other);
CREATE INDEX never_email ON never (email);

CREATE TABLE relationship (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL,
    version integer NOT NULL,
    state varchar(9) NOT NULL
        CHECK (state IN ('requested', 'offered', 'suggested', 'trying', 'agreed', 'resting', 'closed')),
    listing uuid,
    code varchar(8) UNIQUE,
    rhythm varchar(10) CHECK (rhythm IN ('monthly', 'six_weekly', 'quarterly', 'as_needed')),
    until date,
    since date,
    lapses_on date,
    ends_on date,
    closing boolean NOT NULL DEFAULT false,
    closed_on date,
    FOREIGN KEY (scheme, version) REFERENCES charter_version (scheme, version),
    CHECK ((state = 'resting') = (until IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((state IN ('requested', 'offered', 'suggested')) = (lapses_on IS NOT NULL))
);
CREATE INDEX relationship_lapses_on ON relationship (lapses_on) WHERE lapses_on IS NOT NULL;
CREATE INDEX relationship_closing ON relationship (id) WHERE closing;
CREATE INDEX relationship_until ON relationship (until) WHERE until IS NOT NULL;
CREATE INDEX relationship_ends_on ON relationship (ends_on) WHERE ends_on IS NOT NULL;
CREATE INDEX relationship_closed_on ON relationship (closed_on) WHERE closed_on IS NOT NULL;

CREATE TABLE relationship_member (
    relationship uuid NOT NULL REFERENCES relationship (id) ON DELETE CASCADE,
    account uuid NOT NULL,
    role varchar(10) NOT NULL CHECK (role IN ('mentee', 'mentor', 'co_mentor')),
    yes boolean NOT NULL DEFAULT false,
    agreed integer,
    shown boolean NOT NULL DEFAULT true,
    "left" boolean NOT NULL DEFAULT false,
    name varchar(120),
    PRIMARY KEY (relationship, account)
);
CREATE INDEX relationship_member_account ON relationship_member (account, relationship) INCLUDE (shown);

CREATE TABLE once_paired (
    first uuid NOT NULL,
    second uuid NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
);
CREATE INDEX once_paired_second ON once_paired (second);

CREATE TABLE hearing (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    participation uuid NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    UNIQUE (account, participation)
);
CREATE INDEX hearing_participation ON hearing (participation);

CREATE TABLE match_request (
    id uuid PRIMARY KEY,
    office uuid NOT NULL UNIQUE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    scheme uuid NOT NULL REFERENCES scheme (id),
    how varchar(20) NOT NULL CHECK (how IN ('coordinator_suggests', 'next_on_list')),
    specialty varchar(9) NOT NULL CHECK (specialty IN ('same', 'different', 'either')),
    site varchar(9) NOT NULL CHECK (site IN ('same', 'different', 'either')),
    mode varchar(9) NOT NULL CHECK (mode IN ('in_person', 'phone', 'video', 'any')),
    asked_on date NOT NULL,
    suggested boolean NOT NULL DEFAULT false,
    answered boolean NOT NULL DEFAULT false
);
CREATE INDEX match_request_account ON match_request (account, scheme);

CREATE TABLE match_suggestion (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id),
    suggested_on date NOT NULL
);
CREATE INDEX match_suggestion_suggested_on ON match_suggestion (suggested_on);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
