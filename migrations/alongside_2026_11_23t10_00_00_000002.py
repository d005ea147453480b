"""The tables of accounts: people, how they come in, and what happens later."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-23T10:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "accounts, sessions, codes, passkeys"

TABLES = """
CREATE TABLE deployment (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    demo boolean NOT NULL DEFAULT false
);
INSERT INTO deployment DEFAULT VALUES;

CREATE TABLE account (
    id uuid PRIMARY KEY,
    name varchar(120) NOT NULL,
    grade varchar(80),
    specialty varchar(80),
    password varchar(200),
    handle bytea NOT NULL UNIQUE CHECK (length(handle) = 32),
    created_on date NOT NULL
);

CREATE TABLE account_email (
    email varchar(254) PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    verified_on date NOT NULL
);
CREATE INDEX account_email_account ON account_email (account);

CREATE TABLE session (
    token bytea PRIMARY KEY CHECK (length(token) = 32),
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device uuid,
    came_by varchar(10) NOT NULL CHECK (came_by IN ('password', 'code', 'invitation', 'passkey')),
    proved_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    used_on date NOT NULL,
    revoked_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_device ON session (device);
CREATE INDEX session_used_on ON session (used_on);

CREATE TABLE known_browser (
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    browser bytea NOT NULL CHECK (length(browser) = 32),
    used_on date NOT NULL,
    PRIMARY KEY (account, browser)
);
CREATE INDEX known_browser_used_on ON known_browser (used_on);

CREATE TABLE guessing (
    key bytea PRIMARY KEY CHECK (length(key) = 32),
    level double precision NOT NULL CHECK (level >= 0),
    at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX guessing_at ON guessing (at);

CREATE TABLE mailed_code (
    id uuid PRIMARY KEY,
    email varchar(254) NOT NULL,
    purpose varchar(10) NOT NULL CHECK (purpose IN ('register', 'reset')),
    code bytea NOT NULL CHECK (length(code) = 32),
    browser bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    tries smallint NOT NULL DEFAULT 0,
    tries_elsewhere smallint NOT NULL DEFAULT 0
);
CREATE INDEX mailed_code_email ON mailed_code (email, purpose);
CREATE INDEX mailed_code_expires_at ON mailed_code (expires_at);

CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential bytea NOT NULL UNIQUE CHECK (length(credential) <= 1023),
    public_key bytea NOT NULL CHECK (length(public_key) <= 4096),
    sign_count bigint NOT NULL,
    name varchar(60) NOT NULL,
    created_on date NOT NULL
);
CREATE INDEX passkey_account ON passkey (account);

CREATE TABLE passkey_challenge (
    challenge bytea PRIMARY KEY CHECK (length(challenge) = 32),
    purpose varchar(10) NOT NULL CHECK (purpose IN ('register', 'log-in', 'confirm')),
    token bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenge_expires_at ON passkey_challenge (expires_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
