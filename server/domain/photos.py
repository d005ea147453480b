"""Photos: a small picture of a mentor, for those who see the listing that shows it.

What: a JPEG that the phone made small. It is known by the SHA-256 of the bytes that the phone sent; what
is kept is the picture alone, without anything that says where, when or with what it was taken.
Who may: the doctor alone; a photo that another sent cannot be named.
Who hears: whoever may see a listing that shows it, when they look.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Bytea, Date, Varchar
from piccolo.table import Table

from server.database.engine import connection, pool, transaction
from server.refusals import Refused
from server.sync.registry import Actor

MOST_BYTES = 40_000
MOST_SIDE = 1024
MOST_KEPT = 20
UNNAMED_FOR = timedelta(days=30)
"""A phone may be away between sending a photo and naming it."""

_SOI, _EOI, _SOS, _DQT, _DHT, _DRI, _ADOBE = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xEE
_FRAMES = {0xC0, 0xC1, 0xC2}
_RESTARTS = range(0xD0, 0xD8)


_NAMED = (
    "EXISTS (SELECT FROM profile_field AS named WHERE named.account = kept.account"
    " AND named.field = 'photo' AND named.value = to_json(kept.hash)::text)"
)
_PUBLISHED = f"{_NAMED[:-1]} AND named.published)"


class Photo(Table, tablename="photo"):
    """A picture that a doctor sent. Primary key: account, hash."""

    account = Uuid(default=None)
    hash = Varchar(length=64, primary_key=True, default="", help_text="SHA-256 of what the phone sent")
    body = Bytea(default=b"", help_text="the picture alone")
    sent_on = Date(default=None)


def picture_alone(sent: bytes) -> bytes:
    """A JPEG with only what draws it: tables, frame and scans. Raises ValueError for anything else."""
    kept = [b"\xff\xd8"]
    framed = scanned = False
    for marker, segment, scan in _segments(sent):
        if marker == _EOI:
            if not (framed and scanned):
                break
            return b"".join([*kept, b"\xff\xd9"])
        if marker in _FRAMES:
            if framed:
                break
            _check_frame(segment)
            framed = True
        elif marker == _SOS:
            if not framed:
                break
            scanned = True
        elif marker == _ADOBE:
            # Which colours the numbers mean; twelve bytes that say nothing else.
            if not (len(segment) == 12 and segment.startswith(b"Adobe")):
                continue
        elif marker not in {_DQT, _DHT, _DRI}:
            continue
        kept += [bytes((0xFF, marker)), (len(segment) + 2).to_bytes(2, "big"), segment, scan]
    raise ValueError("not a picture that we show")


def _segments(sent: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each marker, its segment and, after the start of a scan, the scan's own bytes."""
    if sent[:2] != bytes((0xFF, _SOI)):
        raise ValueError("not a JPEG")
    at = 2
    while at + 2 <= len(sent):
        if sent[at] != 0xFF:
            raise ValueError("a marker is missing")
        marker = sent[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        at += 2
        if marker == _EOI:
            yield marker, b"", b""
            return
        length = int.from_bytes(sent[at : at + 2], "big")
        if marker < 0xC0 or marker in _RESTARTS or marker == _SOI or length < 2 or at + length > len(sent):
            raise ValueError("a segment is broken")
        end = at + length
        after = _end_of_scan(sent, end) if marker == _SOS else end
        yield marker, sent[at + 2 : end], sent[end:after]
        at = after


def _end_of_scan(sent: bytes, at: int) -> int:
    """Where the next marker begins: FF followed by neither 00 nor a restart."""
    while (at := sent.find(b"\xff", at)) >= 0 and at + 1 < len(sent):
        if sent[at + 1] != 0 and sent[at + 1] not in _RESTARTS:
            return at
        at += 2
    raise ValueError("a scan does not end")


def _check_frame(segment: bytes) -> None:
    if len(segment) < 6 or len(segment) != 6 + 3 * segment[5]:
        raise ValueError("the frame is broken")
    height, width = int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big")
    if (
        segment[0] != 8
        or segment[5] not in {1, 3}
        or not (0 < height <= MOST_SIDE and 0 < width <= MOST_SIDE)
    ):
        raise ValueError("the frame is not one that we show")


async def keep_photo(actor: Actor, sent: bytes) -> str:
    """Keeps what draws the picture and gives the name that a phone may use for it."""
    doctor = actor.person
    if len(sent) > MOST_BYTES:
        raise Refused("bad-photo")
    try:
        body = picture_alone(sent)
    except ValueError:
        raise Refused("bad-photo") from None
    name = hashlib.sha256(sent).hexdigest()
    async with transaction() as here:
        # One at a time for each person, so that the limit holds.
        await here.execute("SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE", doctor)
        await here.execute(
            "INSERT INTO photo (account, hash, body, sent_on) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (account, hash) DO UPDATE SET sent_on = excluded.sent_on",
            doctor,
            name,
            body,
            actor.now.date(),
        )
        await here.execute(
            "DELETE FROM photo WHERE account = $1 AND hash IN (SELECT hash FROM photo AS kept"  # noqa: S608
            f" WHERE account = $1 AND hash <> $2 AND NOT {_NAMED} ORDER BY sent_on DESC, hash OFFSET $3)",
            doctor,
            name,
            MOST_KEPT - 1,
        )
    return name


async def has_photo(doctor: UUID, name: str) -> bool:
    return bool(
        await connection().fetchval("SELECT true FROM photo WHERE account = $1 AND hash = $2", doctor, name)
    )


async def read_photo(doctor: UUID, bucket: str, name: str) -> bytes | None:
    """A picture, for somebody who may see this bucket now: one of their own, or one that a listing shows."""
    kind, _, of = bucket.partition(":")
    if kind == "doctor" and of == str(doctor):
        found = await pool().fetchval("SELECT body FROM photo WHERE account = $1 AND hash = $2", doctor, name)
    elif kind == "directory":
        found = await pool().fetchval(
            "SELECT kept.body FROM photo AS kept JOIN participation AS part USING (account)"  # noqa: S608
            " JOIN scheme ON scheme.id = part.scheme AND scheme.state = 'open'"
            " JOIN charter_version AS charter"
            "   ON charter.scheme = scheme.id AND charter.version = scheme.version"
            "   AND charter.body::jsonb -> 'listing_fields' ? 'photo'"
            " WHERE 'directory:' || scheme.id = $1 AND kept.hash = $2"
            f" AND part.state = 'in' AND part.role <> 'mentee' AND {_NAMED} AND {_PUBLISHED} LIMIT 1",
            bucket,
            name,
        )
    else:
        return None
    return None if found is None else bytes(found)


async def forget_photos(now: datetime) -> None:
    """Photos that no profile names go after a while. For the job that keeps things short."""
    async with transaction() as here:
        await here.execute(
            f"DELETE FROM photo AS kept WHERE sent_on < $1 AND NOT {_NAMED}",  # noqa: S608
            (now - UNNAMED_FOR).date(),
        )
