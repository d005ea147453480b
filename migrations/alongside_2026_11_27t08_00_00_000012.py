"""What closed phones are told: who asked for it on which phone, what happened, and what is still to go."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T08:00:00:000012"
VERSION = "1.38.0"
DESCRIPTION = "web push"

TABLES = """
CREATE TABLE webpush_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    private bytea NOT NULL CHECK (octet_length(private) = 32),
    made_at timestamptz NOT NULL
);

CREATE TABLE webpush_subscription (
    device uuid PRIMARY KEY REFERENCES device (id) ON DELETE CASCADE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    session bytea NOT NULL REFERENCES session (token) ON DELETE CASCADE,
    endpoint varchar(1024) NOT NULL UNIQUE,
    origin varchar(300) NOT NULL,
    p256dh bytea NOT NULL CHECK (octet_length(p256dh) = 65),
    auth bytea NOT NULL CHECK (octet_length(auth) = 16),
    kinds varchar(8)[] NOT NULL CHECK (kinds <@ '{notice,event,meeting}'),
    schemes uuid[] NOT NULL,
    detail boolean NOT NULL DEFAULT false,
    quiet_from smallint NOT NULL CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_to smallint NOT NULL CHECK (quiet_to BETWEEN 0 AND 1439),
    zone varchar(64) NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX webpush_subscription_account ON webpush_subscription (account);
CREATE INDEX webpush_subscription_session ON webpush_subscription (session);
CREATE INDEX webpush_subscription_schemes ON webpush_subscription USING gin (schemes);

CREATE TABLE webpush_happening (
    id uuid PRIMARY KEY,
    kind varchar(8) NOT NULL CHECK (kind IN ('notice', 'event', 'meeting')),
    about uuid NOT NULL,
    scheme uuid REFERENCES scheme (id) ON DELETE CASCADE,
    accounts uuid[],
    detail varchar(1000) NOT NULL,
    until timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    spread boolean NOT NULL DEFAULT false,
    CHECK ((scheme IS NULL) <> (accounts IS NULL)),
    CHECK (until > made_at)
);
CREATE INDEX webpush_happening_about ON webpush_happening (about);

CREATE TABLE webpush_delivery (
    happening uuid NOT NULL REFERENCES webpush_happening (id) ON DELETE CASCADE,
    device uuid NOT NULL REFERENCES webpush_subscription (device) ON DELETE CASCADE,
    origin varchar(300) NOT NULL,
    due timestamptz NOT NULL,
    taken_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (happening, device)
);
CREATE INDEX webpush_delivery_device ON webpush_delivery (device);
CREATE INDEX webpush_delivery_due ON webpush_delivery (origin, due) WHERE taken_at IS NULL;

CREATE TABLE webpush_pause (
    origin varchar(300) PRIMARY KEY,
    until timestamptz NOT NULL,
    tries smallint NOT NULL
);

-- When a phone with these quiet hours may be told, at the earliest.
CREATE FUNCTION webpush_due(at timestamptz, quiet_from smallint, quiet_to smallint, zone text)
RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN quiet_from = quiet_to THEN at
        WHEN quiet_from < quiet_to AND (minute < quiet_from OR minute >= quiet_to) THEN at
        WHEN quiet_from > quiet_to AND minute < quiet_from AND minute >= quiet_to THEN at
        ELSE greatest(at, (
            date_trunc('day', local) + quiet_to * interval '1 minute'
            + CASE WHEN minute >= quiet_to THEN interval '1 day' ELSE interval '0' END
        ) AT TIME ZONE zone)
    END
    FROM (SELECT at AT TIME ZONE zone AS local) AS here,
        LATERAL (SELECT extract(hour FROM local) * 60 + extract(minute FROM local) AS minute) AS clock
$$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
