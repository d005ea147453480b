"""What phones hold of events.

Everybody who follows the scheme reads the event, and whether its places are taken: never how many, nor by
whom.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from server.database.engine import connection
from server.domain.events.event import SAID, EventKind, EventState, OpenTo, Said
from server.sync.registry import Document, Strict, bucket_kind, document, view

bucket_kind(
    "scheme",
    sees="SELECT 'scheme:' || id FROM scheme"
    " WHERE id = ANY($2::uuid[]) AND state <> 'considering' AND $1 IS NOT NULL",
    audience="every logged-in doctor who looks at the scheme",
    shared=True,
    followed=True,
)


class Shown(Said):
    """What everybody reads of an event."""

    scheme: UUID
    kind: EventKind
    state: EventState
    open_to: OpenTo
    named: bool
    """The office sees the names of those who keep a place."""
    sequence: int
    """Raised by every change."""
    changed_at: datetime | None
    check: str
    """Digest of the code that is shown at the event (code.py), as hex."""


@document("event", bucket="scheme")
class EventDocument(Shown):
    full: bool
    """Who keeps a place now waits for one."""


@document("event_office", bucket="office")
class EventOfficeDocument(Strict):
    """To coordinators: how it stands with an event's places, and the code to be shown there. Its id is the
    event's."""

    scheme: UUID
    places: int | None
    taken: int
    waiting: int
    code: str


@document("rsvp", bucket="doctor")
class RsvpDocument(Shown):
    """One's own place, and the event with it: what changes reaches who comes, whatever they look at."""

    event: UUID
    standing: Literal["going", "waiting"]


@document("guest", bucket="office")
class GuestDocument(Strict):
    """To coordinators: who keeps a place at an event that said so beforehand."""

    event: UUID
    name: str


@view("event", every="SELECT id FROM event")
async def events(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT event.*, coalesce(taken, 0) AS taken, coalesce(waiting, 0) AS waiting"
        " FROM event LEFT JOIN (SELECT rsvp.event AS id, count(*) FILTER (WHERE state = 'going') AS taken,"
        "   count(*) FILTER (WHERE state = 'waiting') AS waiting FROM rsvp"
        "   WHERE rsvp.event = ANY($1::uuid[]) GROUP BY 1) AS kept USING (id)"
        " WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    found = []
    for row in rows:
        full = row["places"] is not None and row["taken"] >= row["places"]
        office = EventOfficeDocument(**{name: row[name] for name in EventOfficeDocument.model_fields})
        found += [
            Document(f"scheme:{row['scheme']}", row["id"], EventDocument(full=full, **shown(row))),
            Document(f"office:{row['scheme']}", row["id"], office),
        ]
    return found


@view(
    "rsvp",
    every="SELECT guest FROM rsvp",
    follows={
        "account": "SELECT guest FROM rsvp JOIN event ON event.id = rsvp.event"
        " WHERE named AND account = ANY($1::uuid[])"
    },
)
async def rsvps(ids: Sequence[UUID]) -> list[Document]:
    """A row here is a guest: their own phones' document, and the office's where the event has names."""
    rows = await connection().fetch(
        "SELECT event.*, guest, account, rsvp.state AS standing, account.name FROM rsvp"
        " JOIN event ON event.id = rsvp.event JOIN account ON account.id = rsvp.account"
        " WHERE guest = ANY($1::uuid[])",
        list(ids),
    )
    found = []
    for row in rows:
        own = RsvpDocument(event=row["id"], standing=row["standing"], **shown(row))
        found.append(Document(f"doctor:{row['account']}", row["guest"], own))
        if row["named"] and row["standing"] == "going":
            guest = GuestDocument(event=row["id"], name=row["name"])
            found.append(Document(f"office:{row['scheme']}", row["guest"], guest))
    return found


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Shown`, of a row of the table `event`."""
    said = Said.model_validate_json(row["body"])
    as_kept = {name: row[name] for name in _AS_KEPT}
    return {**{name: getattr(said, name) for name in SAID}, **as_kept, "check": row["digest"].hex()}


_AS_KEPT = Shown.model_fields.keys() - Said.model_fields.keys() - {"check"}
