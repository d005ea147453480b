"""Events: what coordinators publish, and who keeps a place."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T08:00:00:000013"
VERSION = "1.38.0"
DESCRIPTION = "events"

TABLES = """
CREATE TABLE event (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id) ON DELETE CASCADE,
    kind varchar(13) NOT NULL
        CHECK (kind IN ('taster', 'workshop', 'course', 'support_group', 'conference', 'induction')),
    state varchar(9) NOT NULL DEFAULT 'published' CHECK (state IN ('published', 'cancelled')),
    body varchar(16384) NOT NULL,
    open_to varchar(8) NOT NULL CHECK (open_to IN ('everyone', 'members', 'mentors')),
    named boolean NOT NULL,
    places integer CHECK (places >= 1),
    starts timestamptz NOT NULL,
    ends timestamptz NOT NULL CHECK (ends > starts),
    code varchar(8) NOT NULL CHECK (length(code) = 8),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    sequence integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    made_at timestamptz NOT NULL,
    changed_at timestamptz,
    CHECK (NOT named OR kind NOT IN ('taster', 'induction'))
);
CREATE INDEX event_scheme ON event (scheme);
CREATE INDEX event_ends ON event (ends);

CREATE TABLE rsvp (
    event uuid NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    guest uuid NOT NULL UNIQUE,
    state varchar(7) NOT NULL CHECK (state IN ('going', 'waiting')),
    asked bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (event, account)
);
CREATE INDEX rsvp_account ON rsvp (account);
CREATE INDEX rsvp_in_order ON rsvp (event, state, asked);

-- No event has more going than places. Whoever else counts at the same moment waits for the event's row, and
-- then counts anew.
CREATE FUNCTION event_within_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE room integer; this uuid;
BEGIN
    this := (to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'event' THEN 'id' ELSE 'event' END)::uuid;
    SELECT places INTO room FROM event WHERE id = this FOR NO KEY UPDATE;
    IF room < (SELECT count(*) FROM rsvp WHERE rsvp.event = this AND state = 'going') THEN
        RAISE EXCEPTION 'more going than places'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_within_places';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rsvp_within_places AFTER INSERT OR UPDATE ON rsvp
    FOR EACH ROW WHEN (NEW.state = 'going') EXECUTE FUNCTION event_within_places();
CREATE TRIGGER event_within_places AFTER UPDATE OF places ON event
    FOR EACH ROW EXECUTE FUNCTION event_within_places();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
