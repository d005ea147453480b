"""What is kept of events."""

from piccolo.columns import UUID as Uuid
from piccolo.columns import BigInt, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table


class EventTable(Table, tablename="event"):
    """An event of a scheme, as it is now."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    kind = Varchar(
        length=13,
        default="",
        help_text="taster, workshop, course, support_group, conference or induction",
    )
    state = Varchar(length=9, default="published", help_text="published or cancelled")
    body = Varchar(length=16_384, default="", help_text="what readers are shown of it, as JSON")
    open_to = Varchar(length=8, default="everyone", help_text="everyone, members or mentors")
    named = Boolean(default=False, help_text="the office sees who comes; said before anybody replied")
    places = Integer(null=True, default=None)
    starts = Timestamptz(default=None, help_text="of its first session")
    ends = Timestamptz(default=None, help_text="of its last session")
    code = Varchar(length=8, default="", help_text="shown at the event, for certificates")
    digest = Bytea(default=None, help_text="of the code, slow to make, so that phones check one offline")
    sequence = Integer(default=0, help_text="raised by every change")
    made_at = Timestamptz(default=None)
    changed_at = Timestamptz(null=True, default=None)


class RsvpTable(Table, tablename="rsvp"):
    """Somebody keeps a place, or waits for one. Primary key: event, account."""

    event = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    guest = Uuid(default=None, help_text="what the office knows them by; made by the server")
    state = Varchar(length=7, default="going", help_text="going or waiting")
    asked = BigInt(default=0, help_text="the order in which places were asked for")
