"""What phones hold of events.

Everybody who follows the scheme reads the event, and whether its places are taken: never how many, nor by
whom.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from server.database.engine import connection
from server.domain.events.event import SAID, EventKind, EventState, OpenTo, Said
from server.sync.registry import Document, bucket_kind, document, view

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


@view("event", every="SELECT id FROM event")
async def events(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT event.*, coalesce(places <= (SELECT count(*) FROM rsvp"
        "   WHERE rsvp.event = event.id AND rsvp.state = 'going'), false) AS full"
        " FROM event WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    return [
        Document(f"scheme:{row['scheme']}", row["id"], EventDocument(full=row["full"], **shown(row)))
        for row in rows
    ]


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Shown`, of a row of the table `event`."""
    said = Said.model_validate_json(row["body"])
    as_kept = {name: row[name] for name in _AS_KEPT}
    return {**{name: getattr(said, name) for name in SAID}, **as_kept, "check": row["digest"].hex()}


_AS_KEPT = Shown.model_fields.keys() - Said.model_fields.keys() - {"check"}
