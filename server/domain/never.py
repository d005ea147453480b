"""The private list: people never to be matched with, and never shown to, whoever wrote it down (P6).

What: somebody named by their email address, their listing or a pair. The list holds no reason: "I manage,
supervise or appraise this person" and no cause at all are the same row.
Who may: the doctor alone.
Who hears: the doctor's own phones. Neither the other person nor any coordinator is ever shown it, and no
answer differs by it.
"""

import zlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from piccolo.columns import UUID as Uuid
from piccolo.columns import Varchar
from piccolo.table import Table

from server.database.engine import connection
from server.sync.registry import Document, Strict, document, view


class NeverTable(Table, tablename="never"):
    """Somebody on somebody's private list: an account, or an address that may become one."""

    id = Uuid(primary_key=True, default=None)
    account = Uuid(default=None)
    other = Uuid(null=True, default=None)
    email = Varchar(length=254, null=True, default=None, help_text="normalised, where they were named by it")
    label = Varchar(length=254, default="", help_text="what the list calls them: a name or the address")


class FormerEmailTable(Table, tablename="former_email"):
    """An address that somebody took away from their account. Nobody logs in with it, and no mail goes there.

    Primary key: email, account.
    """

    email = Varchar(length=254, primary_key=True, default="", help_text="normalised")
    account = Uuid(default=None)


@document("never", bucket="doctor")
class NeverDocument(Strict):
    """`listings`: what the phone leaves out of its own screens."""

    label: str
    listings: tuple[UUID, ...]


_LISTS = zlib.crc32(b"private lists") - 2**31
_STRIPES = 256

# Whoever holds the address now is meant, also when they registered after the list was written, and whoever
# had it when they took it away.
_MEANT = (
    "(SELECT id, account, other AS meant FROM never WHERE other IS NOT NULL"
    " UNION SELECT never.id, never.account, holder.account FROM never JOIN"
    " (SELECT email, account FROM account_email UNION ALL SELECT email, account FROM former_email) AS holder"
    " ON holder.email = never.email) AS lists"
)


async def kept_apart(doctor: UUID, others: Iterable[UUID]) -> set[UUID]:
    """Those of the others that are on this doctor's list, or have this doctor on theirs.

    Nobody writes on one of these lists until the transaction ends: whoever does then finds what has begun.
    """
    others = list(others)
    await _lock("pg_advisory_xact_lock_shared", [doctor, *others])
    rows = await connection().fetch(
        f"SELECT meant AS found FROM {_MEANT} WHERE account = $1 AND meant = ANY($2::uuid[])"  # noqa: S608
        f" UNION SELECT account FROM {_MEANT} WHERE account = ANY($2::uuid[]) AND meant = $1",
        doctor,
        others,
    )
    return {row["found"] for row in rows}


async def lists_with(doctor: UUID) -> list[UUID]:
    """Whose lists this doctor is on."""
    rows = await connection().fetch(f"SELECT account FROM {_MEANT} WHERE meant = $1", doctor)  # noqa: S608
    return [row["account"] for row in rows]


async def hold_list(doctor: UUID) -> None:
    """Before a line is written: nothing begins with this doctor until the transaction ends."""
    await _lock("pg_advisory_xact_lock", [doctor])


async def _lock(function: str, doctors: Sequence[UUID]) -> None:
    stripes = sorted({zlib.crc32(doctor.bytes) % _STRIPES for doctor in doctors})
    await connection().execute(
        f"SELECT {function}({_LISTS}, stripe) FROM unnest($1::int[]) AS stripes (stripe)",  # noqa: S608 - our own words only
        stripes,
    )


async def stays_named(doctor: UUID, address: str) -> None:
    """Before this address of theirs goes: lists that name them by it, or will, go on meaning them."""
    await connection().execute(
        "INSERT INTO former_email (email, account) VALUES ($1, $2) ON CONFLICT DO NOTHING", address, doctor
    )


async def are_kept_apart(one: UUID, other: UUID) -> bool:
    return bool(await kept_apart(one, [other]))


@view(
    "never",
    every="SELECT account FROM never",
    follows={
        "taking_part": f"SELECT account FROM {_MEANT} WHERE meant = ANY($1::uuid[])",  # noqa: S608
    },
)
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    rows = await connection().fetch(
        "SELECT never.id, never.account, label, coalesce(array_agg(DISTINCT listing ORDER BY listing)"  # noqa: S608
        " FILTER (WHERE listing IS NOT NULL), '{}') AS listings"
        f" FROM never LEFT JOIN {_MEANT} ON lists.id = never.id"
        " LEFT JOIN participation ON participation.account = meant"
        " AND participation.state = 'in' AND role <> 'mentee'"
        " WHERE never.account = ANY($1::uuid[]) GROUP BY never.id",
        list(ids),
    )
    return [
        Document(
            f"doctor:{row['account']}",
            row["id"],
            NeverDocument(label=row["label"], listings=tuple(row["listings"])),
            row["account"],
        )
        for row in rows
    ]
