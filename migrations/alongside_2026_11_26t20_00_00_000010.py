"""The tables of meetings: proposals and their candidates, times that are claimed once, and what was told."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-26T20:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "meetings, claims of times, reminders"

TABLES = """
CREATE TYPE uuidrange AS RANGE (subtype = uuid);

CREATE TABLE meeting (
    id uuid PRIMARY KEY,
    relationship uuid NOT NULL REFERENCES relationship (id) ON DELETE CASCADE,
    state varchar(9) NOT NULL
        CHECK (state IN ('proposed', 'confirmed', 'held', 'missed', 'cancelled', 'closed')),
    minutes smallint NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    mode varchar(9) NOT NULL CHECK (mode IN ('in_person', 'phone', 'video')),
    place varchar(200),
    sequence integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    proposed_by uuid,
    starts timestamptz,
    ends timestamptz,
    wall varchar(16),
    zone varchar(64),
    agreed_at timestamptz,
    correctable_until timestamptz,
    changed_at timestamptz NOT NULL,
    CHECK ((state IN ('proposed', 'closed')) = (starts IS NULL)),
    CHECK ((starts IS NULL) = (ends IS NULL) AND (starts IS NULL) = (wall IS NULL)
        AND (starts IS NULL) = (zone IS NULL) AND (starts IS NULL) = (agreed_at IS NULL)),
    CHECK (ends > starts),
    CHECK ((state IN ('held', 'missed')) = (correctable_until IS NOT NULL)),
    CHECK (CASE state WHEN 'proposed' THEN proposed_by IS NOT NULL
        WHEN 'confirmed' THEN true ELSE proposed_by IS NULL END)
);
CREATE INDEX meeting_relationship ON meeting (relationship);
CREATE INDEX meeting_confirmed ON meeting (starts) WHERE state = 'confirmed';
CREATE INDEX meeting_open ON meeting (id) WHERE proposed_by IS NOT NULL;
CREATE INDEX meeting_over ON meeting (changed_at) WHERE state IN ('cancelled', 'closed');

CREATE TABLE meeting_candidate (
    meeting uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    rank smallint NOT NULL CHECK (rank BETWEEN 1 AND 5),
    at timestamptz NOT NULL,
    wall varchar(16) NOT NULL,
    zone varchar(64) NOT NULL,
    offered boolean NOT NULL DEFAULT false,
    PRIMARY KEY (meeting, rank),
    UNIQUE (meeting, at)
);

CREATE TABLE meeting_acceptance (
    meeting uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    account uuid NOT NULL,
    ranking timestamptz[] NOT NULL CHECK (cardinality(ranking) BETWEEN 1 AND 5),
    PRIMARY KEY (meeting, account)
);

CREATE TABLE meeting_claim (
    meeting uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kept_from timestamptz NOT NULL,
    starts timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    kept_until timestamptz NOT NULL,
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (meeting, account),
    CHECK (kept_from <= starts AND starts < ends AND ends <= kept_until),
    -- Nobody is in two meetings at once, and between two of them lies the larger of what one's owner keeps
    -- after it and what they keep before the other, once: two meetings clash exactly when they overlap with
    -- the time after each, or when they overlap with the time before each.
    CONSTRAINT meeting_claim_after EXCLUDE USING gist
        (uuidrange(account, account, '[]') WITH &&, tstzrange(starts, kept_until) WITH &&) WHERE (active),
    CONSTRAINT meeting_claim_before EXCLUDE USING gist
        (uuidrange(account, account, '[]') WITH &&, tstzrange(kept_from, ends) WITH &&) WHERE (active)
);
CREATE INDEX meeting_claim_account ON meeting_claim (account) WHERE active;
CREATE INDEX meeting_claim_ends ON meeting_claim (ends) WHERE active;

CREATE TABLE reminder (
    meeting uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    starts timestamptz NOT NULL,
    PRIMARY KEY (meeting, account)
);

-- No pair has more held meetings than the charter that it goes by allows. Whoever else counts at the same
-- moment waits for the pair's row, and then counts anew.
CREATE FUNCTION meeting_within_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cap integer;
BEGIN
    PERFORM FROM relationship WHERE id = NEW.relationship FOR NO KEY UPDATE;
    SELECT (charter.body::jsonb ->> 'session_cap')::integer INTO cap FROM relationship AS pair
        JOIN charter_version AS charter ON charter.scheme = pair.scheme AND charter.version = pair.version
        WHERE pair.id = NEW.relationship;
    IF cap < (SELECT count(*) FROM meeting WHERE relationship = NEW.relationship AND state = 'held') THEN
        RAISE EXCEPTION 'more held meetings than the charter allows'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_within_cap';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER meeting_within_cap_new AFTER INSERT ON meeting
    FOR EACH ROW WHEN (NEW.state = 'held') EXECUTE FUNCTION meeting_within_cap();
CREATE TRIGGER meeting_within_cap AFTER UPDATE ON meeting
    FOR EACH ROW WHEN (NEW.state = 'held' AND OLD.state <> 'held') EXECUTE FUNCTION meeting_within_cap();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
