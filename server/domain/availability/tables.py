"""What is kept of when a mentor is free: what holds now, and for seven days what held before."""

from piccolo.columns import UUID as Uuid
from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table


class AvailabilityTable(Table, tablename="availability"):
    """One a person."""

    account = Uuid(primary_key=True, default=None)
    body = Varchar(length=32768, default="", help_text="the whole availability, as JSON")


class AvailabilityBeforeTable(Table, tablename="availability_before"):
    """What held until an instant. Primary key: account, until."""

    account = Uuid(primary_key=True, default=None)
    until = Timestamptz(default=None)
    body = Varchar(length=32768, default="", help_text="the whole availability as it was, as JSON")
