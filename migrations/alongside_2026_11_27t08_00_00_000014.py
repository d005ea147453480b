"""Notices: what coordinators tell a group, and whose phones a smaller group's notice is on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.database.engine import connection

ID = "2026-11-27T08:00:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "notices"

TABLES = """
CREATE TABLE notice (
    id uuid PRIMARY KEY,
    scheme uuid NOT NULL REFERENCES scheme (id) ON DELETE CASCADE,
    audience varchar(9) NOT NULL CHECK (audience IN ('followers', 'members', 'mentors', 'coming')),
    -- Links: what they lead to may go before the notice does.
    event uuid,
    page uuid,
    text varchar(600) NOT NULL,
    sends timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    state varchar(9) NOT NULL CHECK (state IN ('scheduled', 'sent', 'recalled', 'too_few', 'over')),
    sent_at timestamptz,
    told_to uuid,
    told_all boolean NOT NULL DEFAULT false,
    CHECK (expires > sends AND expires <= sends + interval '60 days'),
    CHECK ((text = '') = (state = 'over')),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL)
);
CREATE INDEX notice_scheme ON notice (scheme, sends);
CREATE INDEX notice_sends ON notice (sends) WHERE state = 'scheduled';
CREATE INDEX notice_expires ON notice (expires);
CREATE INDEX notice_to_tell ON notice (id) WHERE state = 'sent' AND NOT told_all;

CREATE TABLE told (
    notice uuid NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    account uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (notice, account)
);
CREATE INDEX told_account ON told (account);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="alongside", description=DESCRIPTION)

    async def create() -> None:
        await connection().execute(TABLES)

    manager.add_raw(create)
    return manager
