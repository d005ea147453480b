"""Letters of invitation: one to each person who may be asked, and what becomes of it.

What: the job writes the letter; whoever holds it may read what it is about, and use it up by typing their
address. The token in it is kept nowhere, only its hash.
Who may: the holder of the letter whose address it was sent to.
Who hears: that person's own phones. Nobody is told whether a letter was sent, read or used.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.database.engine import connection, pool, transaction
from server.domain.accounts.emails import normalised
from server.domain.asking import ask, is_open_to
from server.domain.charter import Role
from server.domain.directory import stored
from server.domain.invitations import Deliver
from server.domain.schemes import today
from server.mail import Letter
from server.refusals import Refused
from server.sync.push import act
from server.sync.registry import Touched, system

LASTS = timedelta(days=60)

_SUBJECT = "An invitation, if it suits you"
# A letter may be opened where others can see it: what it is about stands on the page, not here (P3).
_WORDS = """\
{organisation} invites you to something it offers doctors.

You can take part if it suits you. You do not need a reason either way.

You can read here what it is:

    {address}

If you do nothing, nothing happens. The link works for 60 days.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the holder of a letter may read before they type anything."""

    scheme: UUID
    role: Role
    name: str
    email: str


async def write(invitation: UUID, origin: str, now: datetime) -> Letter | None:
    """The job: decide, and write the letter if there is to be one. The token itself is kept nowhere."""
    await act(system(now), "invitation.deliver", Deliver(invitation=invitation))
    token = secrets.token_urlsafe(32)
    async with transaction() as here:
        row = await here.fetchrow(
            "UPDATE invitation SET token = $2 FROM scheme WHERE scheme.id = invitation.scheme"
            " AND invitation.id = $1 AND reached AND NOT used"
            " RETURNING email, organisation",
            invitation,
            _hashed(token),
        )
    if row is None:
        return None
    words = _WORDS.format(organisation=row["organisation"], address=f"{origin}/invitation#{token}")
    return Letter(row["email"], _SUBJECT, words)


async def look(token: str, now: datetime) -> Told:
    """What a letter is about; looking does not use it up, for mail scanners follow links."""
    row = await pool().fetchrow(f"{_IN_FORCE} AND token = $2", today(now) - LASTS, _hashed(token))
    if row is None:
        raise Refused("invitation-over")
    return Told(row["scheme"], row["role"], row["name"], row["email"])


async def redeem(token: str, email: str, doctor: UUID, now: datetime) -> list[Touched]:
    """Use a letter up, inside the transaction that let its reader in."""
    row = await connection().fetchrow(
        f"{_IN_FORCE} AND token = $2 FOR NO KEY UPDATE", today(now) - LASTS, _hashed(token)
    )
    if row is None or row["email"] != normalised(email):
        raise Refused("invitation-over")
    return await _take_up([row], doctor, now)


async def welcome(doctor: UUID, email: str, now: datetime) -> list[Touched]:
    """Somebody registered by themselves: the letters to their proved address have found their reader."""
    rows = await connection().fetch(
        f"{_IN_FORCE} AND email = $2 ORDER BY id FOR NO KEY UPDATE", today(now) - LASTS, normalised(email)
    )
    return await _take_up(rows, doctor, now)


async def _take_up(rows: Sequence[Mapping[str, Any]], doctor: UUID, now: datetime) -> list[Touched]:
    """Says yes to nothing: the question is put on the person's phones, and the office's words into their
    profile, where nothing stands yet, unpublished."""
    here, touched = connection(), [Touched("profile", doctor)]
    for row in rows:
        await here.execute("UPDATE invitation SET used = true WHERE id = $1", row["id"])
        words = json.loads(row["fields"])
        await here.execute(
            "INSERT INTO profile_field (account, field, value, published)"
            " SELECT $1, field, value, false FROM unnest($2::text[], $3::text[]) AS words (field, value)"
            " ON CONFLICT (account, field) DO NOTHING",
            doctor,
            list(words),
            [stored(tuple(value) if isinstance(value, list) else value) for value in words.values()],
        )
        if await is_open_to(doctor, row["scheme"], row["role"], today(now)):
            touched += await ask(doctor, row["scheme"], row["role"], now)
    return touched


_IN_FORCE = (
    "SELECT id, scheme, role, name, email, fields FROM invitation WHERE reached AND NOT used AND sent_on > $1"
)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
