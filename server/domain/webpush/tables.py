"""What is kept of Web Push. All of it goes: happenings when they are over, the rest with its phone."""

from piccolo.columns import UUID as Uuid
from piccolo.columns import Array, Boolean, Bytea, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class KeyTable(Table, tablename="webpush_key"):
    """This installation's own key (VAPID, RFC 8292): one, made on the first start and kept."""

    one = Boolean(primary_key=True, default=True)
    private = Bytea(default=None, help_text="the scalar of a P-256 key")
    made_at = Timestamptz(default=None)


class SubscriptionTable(Table, tablename="webpush_subscription"):
    """A phone on which somebody asked to be told."""

    device = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    session = Bytea(default=None, help_text="the log-in that it was asked in: it ends with it")
    endpoint = Varchar(length=1024, default="", help_text="where its browser's push service takes messages")
    origin = Varchar(length=300, default="", help_text="scheme, host and port of the endpoint")
    p256dh = Bytea(default=None, help_text="the browser's public key, an uncompressed point of P-256")
    auth = Bytea(default=None, help_text="the browser's secret (RFC 8291)")
    kinds = Array(base_column=Varchar(length=8), default=list, help_text="any of notice, event, meeting")
    schemes = Array(base_column=Uuid(), default=list, help_text="whose notices to all who follow")
    detail = Boolean(default=False, help_text="whether the lock screen may say what it is")
    quiet_from = SmallInt(default=1200, help_text="minute of the day, by the clock of its zone")
    quiet_to = SmallInt(default=480)
    zone = Varchar(length=64, default="Europe/London", help_text="IANA zone")
    made_at = Timestamptz(default=None)


class HappeningTable(Table, tablename="webpush_happening"):
    """Something that closed phones are to be told of. For all who follow a scheme, or for these accounts."""

    id = Uuid(primary_key=True, default=None)
    kind = Varchar(length=8, default="", help_text="notice, event or meeting: what a phone may leave out")
    about = Uuid(default=None, help_text="the notice, event or meeting")
    scheme = Uuid(null=True, default=None)
    accounts = Array(base_column=Uuid(), null=True, default=None)
    detail = Varchar(length=1000, default="", help_text="for phones with detail on: Said, as JSON")
    until = Timestamptz(default=None, help_text="nobody is told from then on")
    made_at = Timestamptz(default=None)
    spread = Boolean(default=False, help_text="whether its deliveries are written down")


class DeliveryTable(Table, tablename="webpush_delivery"):
    """One phone that is told of one happening. Primary key: happening, device."""

    happening = Uuid(primary_key=True, default=None)
    device = Uuid(default=None)
    origin = Varchar(length=300, default="", help_text="the push service that it goes through")
    due = Timestamptz(default=None, help_text="when it is to go")
    taken_at = Timestamptz(null=True, default=None, help_text="somebody sends it: nobody else ever does")
    attempts = SmallInt(default=0)


class PauseTable(Table, tablename="webpush_pause"):
    """A push service that is to be left alone for a while."""

    origin = Varchar(length=300, primary_key=True, default="", help_text="scheme, host and port of it")
    until = Timestamptz(default=None)
    tries = SmallInt(default=0, help_text="how often in a row")
