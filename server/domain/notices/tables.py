"""What is kept of notices, and only for as long as they last or their scheme's budget counts them."""

from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Timestamptz, Varchar
from piccolo.table import Table


class NoticeTable(Table, tablename="notice"):
    """A notice as its office wrote it."""

    id = Uuid(primary_key=True, default=None)
    scheme = Uuid(default=None)
    audience = Varchar(
        length=9, default="followers", help_text="the group: followers, members, mentors or coming"
    )
    event = Uuid(null=True, default=None)
    page = Uuid(null=True, default=None)
    text = Varchar(length=600, default="", help_text="the notice in plain words; empty once it is over")
    sends = Timestamptz(default=None)
    expires = Timestamptz(default=None)
    state = Varchar(length=9, default="sent", help_text="scheduled, sent, recalled, too_few or over")
    sent_at = Timestamptz(null=True, default=None)
    told_to = Uuid(null=True, default=None, help_text="accounts up to this one have been told, by their id")
    told_all = Boolean(default=False)


class ToldTable(Table, tablename="told"):
    """A smaller group's notice on one person's phones. Putting it away takes the row. Primary key: both."""

    notice = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
