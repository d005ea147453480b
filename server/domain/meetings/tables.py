"""What is kept of meetings: when, where and how, as the pair agreed it. Never what was said, never why not.

`meeting_claim` is what keeps a double booking out (5-times 5.3). A claim holds the meeting itself and the
time that its owner keeps before and after meetings. Two exclusion constraints, one over [starts, kept_until)
and one over [kept_from, ends), say together that between two neighbours the larger of the two buffers is
free, counted once; one over the whole would count both.
"""

from piccolo.columns import UUID as Uuid
from piccolo.columns import Array, Boolean, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class MeetingTable(Table, tablename="meeting"):
    """A meeting of a pair or circle, from the proposal on."""

    id = Uuid(primary_key=True, default=None)
    relationship = Uuid(default=None)
    state = Varchar(
        length=9, default="proposed", help_text="proposed, confirmed, held, missed, cancelled, closed"
    )
    minutes = SmallInt(default=45)
    mode = Varchar(length=9, default="in_person", help_text="in_person, phone or video")
    place = Varchar(length=200, null=True, default=None, help_text="where, in their own words")
    sequence = Integer(default=0, help_text="raised by every change")
    proposed_by = Uuid(null=True, default=None, help_text="whose proposal or move waits for the others")
    starts = Timestamptz(null=True, default=None)
    ends = Timestamptz(null=True, default=None)
    wall = Varchar(length=16, null=True, default=None, help_text="the start by the clock they agreed it in")
    zone = Varchar(length=64, null=True, default=None, help_text="that clock's IANA zone")
    agreed_at = Timestamptz(null=True, default=None, help_text="when the present time was agreed")
    correctable_until = Timestamptz(null=True, default=None)
    changed_at = Timestamptz(default=None)


class CandidateTable(Table, tablename="meeting_candidate"):
    """A time that a proposal or a move offers. Primary key: meeting, rank."""

    meeting = Uuid(primary_key=True, default=None)
    rank = SmallInt(default=1)
    at = Timestamptz(default=None)
    wall = Varchar(length=16, default="", help_text="the start by the clock it was offered in")
    zone = Varchar(length=64, default="", help_text="that clock's IANA zone")
    offered = Boolean(default=False, help_text="it lay in the mentor's open times when it was proposed")


class AcceptanceTable(Table, tablename="meeting_acceptance"):
    """One member's yes, to these candidates in this order. Primary key: meeting, account."""

    meeting = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    ranking = Array(base_column=Timestamptz(), default=list)


class ClaimTable(Table, tablename="meeting_claim"):
    """A member's time, taken by a confirmed meeting. Primary key: meeting, account."""

    meeting = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    kept_from = Timestamptz(default=None, help_text="its owner keeps the time before it from here on")
    starts = Timestamptz(default=None)
    ends = Timestamptz(default=None)
    kept_until = Timestamptz(default=None)
    active = Boolean(default=True)


class ReminderTable(Table, tablename="reminder"):
    """Somebody was told of a meeting that is near. Primary key: meeting, account."""

    meeting = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    starts = Timestamptz(default=None)
