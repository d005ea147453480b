"""Calendars outside: a person's agreed meetings and places at events, read by the calendar app they use
anyway (5-times 5.4).

What: one private address for each person, which anybody who has it can read without a log-in, and one choice:
whether entries say more than "Hold".
Who may: the person alone opens it, chooses, and takes the address back; from then on it answers nobody.
Who hears: the person's own devices, and whoever they give the address to. The other members of a pair never
stand in it by name: who puts mentoring into an outside calendar speaks for themselves only (P3, P4).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import asyncpg
from piccolo.columns import UUID as Uuid
from piccolo.columns import Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table
from pydantic import Field

from server.database.engine import connection, pool
from server.domain.calendar_text import Entry
from server.domain.events.event import Said
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

SHOWN = timedelta(days=30)
"""How long what is over stays in the feed: a cancelled meeting from the cancelling on, any other from its
end. Calendar apps that ask seldom must still learn of a cancelling."""


class CalendarTable(Table, tablename="calendar"):
    """Somebody's address and choice.

    The address is kept as it is, because each of its owner's phones shows it again; requests are looked up by
    its SHA-256, so that no answer's time tells how much of an address was right. Whoever can read this table
    can read the meetings themselves.
    """

    account = Uuid(primary_key=True, default=None)
    token = Varchar(length=43, null=True, default=None, help_text="base64url of 32 random bytes, while open")
    digest = Bytea(null=True, default=None, help_text="SHA-256 of the token")
    detail = Boolean(default=False)
    revision = Integer(default=0, help_text="raised by every change of what entries say")
    revised_at = Timestamptz(default=None)


class OpenCalendar(Strict):
    """`calendar.open`: an address for a calendar app. Whoever has one keeps it."""


class DetailCalendar(Strict):
    """`calendar.detail`: whether entries say that it is mentoring, where and how."""

    detail: bool = Field(json_schema_extra=seen("you"))


class RevokeCalendar(Strict):
    """`calendar.revoke`: the address works no more, for anybody."""


@document("calendar", bucket="doctor")
class CalendarDocument(Strict):
    token: str | None
    """Part of the address, `/calendar/{token}.ics`; None when there is none."""
    detail: bool


@mutation("calendar.open")
async def open_calendar(actor: Actor, args: OpenCalendar) -> list[Touched]:
    """Opened on two phones at once it is one address: the first one's."""
    token = secrets.token_urlsafe(32)
    await connection().execute(
        "INSERT INTO calendar AS held (account, token, digest, revised_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (account) DO UPDATE SET token = excluded.token, digest = excluded.digest"
        " WHERE held.token IS NULL",
        actor.person,
        token,
        digest_of(token),
        actor.now,
    )
    return [Touched("calendar", actor.person)]


@mutation("calendar.detail")
async def detail(actor: Actor, args: DetailCalendar) -> list[Touched]:
    """Holds for files of single meetings too, with or without an address."""
    await connection().execute(
        "INSERT INTO calendar AS held (account, detail, revision, revised_at) VALUES ($1, $2, 1, $3)"
        " ON CONFLICT (account) DO UPDATE SET detail = excluded.detail, revision = held.revision + 1,"
        " revised_at = excluded.revised_at WHERE held.detail <> excluded.detail",
        actor.person,
        args.detail,
        actor.now,
    )
    return [Touched("calendar", actor.person)]


@mutation("calendar.revoke")
async def revoke(actor: Actor, args: RevokeCalendar) -> list[Touched]:
    """What was chosen stays, and so does the count of revisions: an entry's never falls."""
    await connection().execute(
        "UPDATE calendar SET token = NULL, digest = NULL WHERE account = $1", actor.person
    )
    return [Touched("calendar", actor.person)]


@view("calendar", every="SELECT account FROM calendar")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    rows = await connection().fetch(
        "SELECT account, token, detail FROM calendar WHERE account = ANY($1::uuid[])", list(ids)
    )
    return [
        Document(
            f"doctor:{row['account']}",
            row["account"],
            CalendarDocument(token=row["token"], detail=row["detail"]),
        )
        for row in rows
    ]


# --- what is read --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose meetings are read, and as they chose."""

    account: UUID
    detail: bool
    revision: int
    revised_at: datetime | None


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def reader_by(token: str) -> Reader | None:
    """Whose address this is. One question of the database, whatever was sent."""
    row = await pool().fetchrow(
        "SELECT account, detail, revision, revised_at FROM calendar WHERE digest = $1", digest_of(token)
    )
    return Reader(**dict(row)) if row else None


# $1 the account, $2 since when what is over is shown, $3 one meeting alone. What took place, did not, or is
# still to be said, reads alike: that is nobody's outside. Who sees it is who has the pair's bucket.
_ENTRIES = """
    SELECT meeting.id, starts, ends, minutes, mode, place, sequence, changed_at,
        state = 'cancelled' AS cancelled
    FROM meeting JOIN relationship_member AS member USING (relationship)
    WHERE member.account = $1 AND member.shown AND starts IS NOT NULL
        AND CASE state WHEN 'cancelled' THEN changed_at ELSE ends END > $2
        AND ($3::uuid IS NULL OR meeting.id = $3)
    ORDER BY starts, meeting.id
"""
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


# $1 the account, $2 since when what is over is shown, $3 one event alone. Who waits for a place holds no
# time.
_SESSIONS = """
    SELECT event.id, body, sequence, coalesce(changed_at, made_at) AS changed_at,
        event.state = 'cancelled' AS cancelled
    FROM rsvp JOIN event ON event.id = rsvp.event
    WHERE account = $1 AND rsvp.state = 'going'
        AND CASE event.state WHEN 'cancelled' THEN changed_at ELSE ends END > $2
        AND ($3::uuid IS NULL OR event.id = $3)
    ORDER BY starts, event.id
"""


async def entries(reader: Reader, now: datetime) -> list[Entry]:
    """Every meeting of theirs whose time was agreed, and every event that they have a place at."""
    rows = await pool().fetch(_ENTRIES, reader.account, now - SHOWN, None)
    events = await pool().fetch(_SESSIONS, reader.account, now - SHOWN, None)
    found = [_entry(reader, row) for row in rows]
    found += [entry for row in events for entry in _sessions(reader, row)]
    return sorted(found, key=lambda entry: (entry.starts, entry.uid))


async def entry(account: UUID, meeting: UUID) -> Entry:
    """One meeting of this person's, for a file of its own. Refused when it is not theirs, or when no time of
    it was agreed, with the same words."""
    reader = await _reader(account)
    row = await pool().fetchrow(_ENTRIES, account, _EVER, meeting)
    if row is None:
        raise Refused("not-yours")
    return _entry(reader, row)


async def sessions(account: UUID, event: UUID) -> list[Entry]:
    """One event that this person has a place at, each of its sessions. Refused to others in the same words as
    when there is none."""
    reader = await _reader(account)
    row = await pool().fetchrow(_SESSIONS, account, _EVER, event)
    if row is None:
        raise Refused("not-yours")
    return _sessions(reader, row)


async def _reader(account: UUID) -> Reader:
    own = await pool().fetchrow(
        "SELECT account, detail, revision, revised_at FROM calendar WHERE account = $1", account
    )
    return Reader(**dict(own)) if own else Reader(account, detail=False, revision=0, revised_at=None)


def _entry(reader: Reader, row: asyncpg.Record) -> Entry:
    """Its name is this person's own: two calendars at one host do not show by it that they are a pair."""
    return Entry(
        uid=str(uuid5(reader.account, row["id"].hex)),
        sequence=row["sequence"] + reader.revision,
        changed_at=max(row["changed_at"], reader.revised_at or row["changed_at"]),
        starts=row["starts"],
        ends=row["ends"],
        minutes=row["minutes"],
        cancelled=row["cancelled"],
        mode=row["mode"] if reader.detail else None,
        place=row["place"] if reader.detail else None,
    )


def _sessions(reader: Reader, row: asyncpg.Record) -> list[Entry]:
    """Each by its place in the event, so that a change moves it."""
    said = Said.model_validate_json(row["body"])
    return [
        Entry(
            uid=str(uuid5(reader.account, f"{row['id'].hex}{number}")),
            sequence=row["sequence"] + reader.revision,
            changed_at=max(row["changed_at"], reader.revised_at or row["changed_at"]),
            starts=session.starts,
            ends=session.ends,
            minutes=int((session.ends - session.starts) / timedelta(minutes=1)),
            cancelled=row["cancelled"],
            mode=None,
            place=said.place if reader.detail else None,
            title=said.title if reader.detail else None,
        )
        for number, session in enumerate(said.sessions, 1)
    ]
