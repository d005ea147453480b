"""What the server keeps so that changes can travel. Every row here can be made again or may be forgotten.

Two families. `bucket`, `bucket_document`, `bucket_pending`, `snapshot` and `snapshot_part` hold
what phones may see and can be rebuilt from the domain's tables at any time. `device`, `outcome`,
`mutation_try` and `quarantine` make every act happen once, whatever the network does.

Piccolo knows one column of a primary key; where the migration has more, it says so.
"""

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Bytea,
    Date,
    Integer,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

BUCKET = 80
KIND = 40
BODY = 131_072
PAYLOAD = 65_536


class Epoch(Table, tablename="epoch"):
    """One row: the epoch that new buckets start in. Changes when a backup is restored."""

    one = Boolean(primary_key=True, default=True)
    epoch = Varchar(length=16, default="", help_text="random, so that no two histories share one")


class Bucket(Table, tablename="bucket"):
    """A set of documents with one audience, and its own counter."""

    name = Varchar(length=BUCKET, primary_key=True, default="", help_text="kind and id: directory:0192…")
    epoch = Varchar(length=16, default="", help_text="changes when positions were broken")
    position = BigInt(default=0)
    floor = BigInt(default=0, help_text="tombstones up to here were purged: older cursors start anew")
    documents = BigInt(default=0)
    checksum = BigInt(default=0)


class BucketDocument(Table, tablename="bucket_document"):
    """The latest state of one document. Primary key: bucket, kind, id. No body: a tombstone."""

    bucket = Varchar(length=BUCKET, default="", help_text="the bucket that holds it")
    kind = Varchar(length=KIND, default="", help_text="the kind of document")
    id = UUID(primary_key=True, default=None)
    position = BigInt(default=0)
    body = Varchar(
        length=BODY, null=True, default=None, help_text="canonical JSON, the bytes that phones get"
    )
    entity = Varchar(length=KIND, default="", help_text="whose view made it")
    entity_id = UUID(default=None)
    changed_on = Date(default=None, help_text="for purging tombstones after 180 days")


class BucketPending(Table, tablename="bucket_pending"):
    """Rows whose documents in daily buckets wait for the release. Primary key: entity, entity_id."""

    entity = Varchar(length=KIND, default="", help_text="whose view is to be asked")
    entity_id = UUID(primary_key=True, default=None)


class Device(Table, tablename="device"):
    """One installation of the app, signed in as one account."""

    id = UUID(primary_key=True, default=None)
    account = UUID(default=None)
    name = Varchar(length=60, default="", help_text="what its owner calls it")
    app = Varchar(length=20, default="", help_text="the app version it last came with")
    last_number = BigInt(default=0)
    created_on = Date(default=None)
    seen_on = Date(default=None, help_text="a day, never a time")
    revoked_at = Timestamptz(null=True, default=None)


class Outcome(Table, tablename="outcome"):
    """What became of one numbered act. Primary key: device, number. Kept 180 days."""

    device = UUID(primary_key=True, default=None)
    number = BigInt(default=0)
    mutation = UUID(default=None, help_text="its random id: another one under this number is a twin")
    outcome = Varchar(length=12, default="applied", help_text="applied, refused or quarantined")
    code = Varchar(length=40, null=True, default=None, help_text="which refusal of the closed list")
    problem = Varchar(length=PAYLOAD, null=True, default=None, help_text="its words, until acknowledged")
    made_on = Date(default=None)


class MutationTry(Table, tablename="mutation_try"):
    """How often an act failed without an answer. Primary key: device, number. Gone once it is answered."""

    device = UUID(primary_key=True, default=None)
    number = BigInt(default=0)
    tries = SmallInt(default=0)
    first_at = Timestamptz(default=None)


class Quarantine(Table, tablename="quarantine"):
    """An act that our own fault kept from running, whole, for the operator. Primary key: device, number."""

    device = UUID(primary_key=True, default=None)
    number = BigInt(default=0)
    name = Varchar(length=64, default="", help_text="the act's name")
    payload = Varchar(length=PAYLOAD, default="", help_text="the act as it was sent")
    made_at = Timestamptz(default=None)


class Snapshot(Table, tablename="snapshot"):
    """A whole bucket at one position, in parts by id hash."""

    bucket = Varchar(length=BUCKET, primary_key=True, default="", help_text="the bucket")
    epoch = Varchar(length=16, default="", help_text="the epoch of its positions")
    position = BigInt(default=0)
    parts = Integer(default=1)


class SnapshotPart(Table, tablename="snapshot_part"):
    """Compressed documents, shared by everyone who may see the bucket. Primary key: bucket, sha256."""

    bucket = Varchar(length=BUCKET, default="", help_text="the bucket")
    sha256 = Varchar(length=64, primary_key=True, default="", help_text="of the uncompressed text: its name")
    part = Integer(default=0)
    documents = Integer(default=0)
    body = Bytea(default=b"", help_text="brotli")
    retired_at = Timestamptz(null=True, default=None, help_text="replaced, kept a day for phones half way")
