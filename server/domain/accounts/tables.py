"""What the server keeps of a person: as little as logging in takes.

Nothing here logs anybody in by itself: passwords are argon2id, tokens and codes are hashes, of passkeys
only the public half is known.
"""

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

NAME = 120
EMAIL = 254
LINE = 80


class Deployment(Table, tablename="deployment"):
    """One row: whether everybody here is fictional. Only loading the demo says so; nothing unsays it."""

    one = Boolean(primary_key=True, default=True)
    demo = Boolean(default=False)


class Account(Table, tablename="account"):
    """A person. The id never leaves their own devices and their pairs."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(length=NAME, default="", help_text="what they are called, as they wrote it")
    grade = Varchar(length=LINE, null=True, default=None, help_text="self-declared, if they wish")
    specialty = Varchar(length=LINE, null=True, default=None, help_text="self-declared, if they wish")
    password = Varchar(length=200, null=True, default=None, help_text="argon2id, with its parameters")
    handle = Bytea(default=b"", help_text="random: what passkeys know the person by")
    created_on = Date(default=None)


class AccountEmail(Table, tablename="account_email"):
    """A verified address; an account may have several."""

    email = Varchar(
        length=EMAIL, primary_key=True, default="", help_text="normalised, for logging in and mail"
    )
    account = UUID(default=None)
    verified_on = Date(default=None)


class Session(Table, tablename="session"):
    """One log-in in one browser, keyed by the SHA-256 of its token."""

    token = Bytea(primary_key=True, default=b"")
    account = UUID(default=None)
    device = UUID(null=True, default=None, help_text="the installation that last synced with it")
    came_by = Varchar(length=10, default="password", help_text="password, code, invitation or passkey")
    proved_at = Timestamptz(default=None, help_text="when the person last proved who they are")
    confirmed_at = Timestamptz(null=True, default=None, help_text="when a passkey last stood behind it")
    used_on = Date(default=None, help_text="a day, never a time; expiry slides with it")
    revoked_at = Timestamptz(null=True, default=None, help_text="its device was removed")


class KnownBrowser(Table, tablename="known_browser"):
    """A browser that has logged in to this account before: guesses from elsewhere do not count against it.

    Primary key: account, browser.
    """

    account = UUID(default=None)
    browser = Bytea(primary_key=True, default=b"", help_text="SHA-256 of its long-lived cookie")
    used_on = Date(default=None)


class Guessing(Table, tablename="guessing"):
    """How much of a budget is used up; it drains by itself. No addresses: the key is a hash."""

    key = Bytea(primary_key=True, default=b"")
    level = DoublePrecision(default=0.0)
    at = Timestamptz(default=None)


class MailedCode(Table, tablename="mailed_code"):
    """A code that was sent by mail, as a hash, for half an hour."""

    id = UUID(primary_key=True, default=None)
    email = Varchar(length=EMAIL, default="", help_text="where it was sent")
    purpose = Varchar(length=10, default="", help_text="register, reset or add")
    code = Bytea(default=b"", help_text="SHA-256 of id and code")
    browser = Bytea(default=b"", help_text="which browser asked: it has tries of its own")
    expires_at = Timestamptz(default=None)
    tries = SmallInt(default=0, help_text="wrong ones from the browser that asked")
    tries_elsewhere = SmallInt(default=0, help_text="wrong ones from any other")


class Passkey(Table, tablename="passkey"):
    """The public half of a passkey."""

    id = UUID(primary_key=True, default=None)
    account = UUID(default=None)
    credential = Bytea(default=b"", help_text="its own id")
    public_key = Bytea(default=b"")
    sign_count = BigInt(default=0)
    name = Varchar(length=60, default="", help_text="what its owner calls it")
    created_on = Date(default=None)


class PasskeyChallenge(Table, tablename="passkey_challenge"):
    """A question put to a passkey, good once and for five minutes."""

    challenge = Bytea(primary_key=True, default=b"", help_text="SHA-256 of it")
    purpose = Varchar(length=10, default="", help_text="register, log-in or confirm")
    token = Bytea(default=b"", help_text="the session that asked, empty when logging in")
    expires_at = Timestamptz(default=None)
