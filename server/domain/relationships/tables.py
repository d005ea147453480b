"""What is kept of a pair or circle: who, under which charter, and where it stands. Never why.

A closing is written down at once and shown to the others at the next common hour, with one sentence
whatever came before it. Until then `state` goes on as if nothing had happened.
"""

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Date, Integer, Varchar
from piccolo.table import Table


class RelationshipTable(Table, tablename="relationship"):
    """A pair or circle, from the first asking to the closing."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    version = Integer(default=1)
    state = Varchar(
        length=9,
        default="requested",
        help_text="requested, offered, suggested, trying, agreed, resting, closed",
    )
    listing = Uuid(null=True, default=None)
    code = Varchar(length=8, null=True, default=None, help_text="what others join by, until all are there")
    rhythm = Varchar(
        length=10, null=True, default=None, help_text="how often they mean to meet, a closed word"
    )
    until = Date(null=True, default=None)
    since = Date(null=True, default=None)
    lapses_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)
    closing = Boolean(default=False)
    closed_on = Date(null=True, default=None)


class MemberTable(Table, tablename="relationship_member"):
    """One of two or three; all are the same but for their role. Primary key: relationship, account."""

    relationship = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    role = Varchar(length=10, default="mentee", help_text="mentee, mentor or co_mentor")
    yes = Boolean(default=False)
    agreed = Integer(null=True, default=None)
    shown = Boolean(default=True)
    left = Boolean(default=False)
    name = Varchar(
        length=120, null=True, default=None, help_text="once the account is gone, what it was called"
    )


class OncePairedTable(Table, tablename="once_paired"):
    """Two who have had their chance. Primary key: first, second; first is the lesser id."""

    first = Uuid(primary_key=True, default=None)
    second = Uuid(default=None)
