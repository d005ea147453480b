"""What a pair's phones hold of its meetings: the same bytes for every member.

What has closed says nothing of how: withdrawn, countered, not agreed to and lapsed read alike. What was
cancelled does not say by whom.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.database.engine import connection
from server.domain.directory import Mode
from server.domain.meetings.candidates import CandidateTime
from server.domain.meetings.meeting import MeetingState
from server.sync.registry import Document, Strict, document, view


@document("meeting", bucket="relationship")
class MeetingDocument(Strict):
    relationship: UUID
    state: MeetingState
    minutes: int
    mode: Mode
    place: str | None
    sequence: int
    """Raised by every change."""
    candidates: tuple[CandidateTime, ...]
    """Of a proposal, or of a move that waits while the agreed time stands; best first. Else empty."""
    proposed_by: UUID | None
    """Whose candidates they are: it is the others' turn. None when nothing waits for an answer."""
    accepted: tuple[UUID, ...]
    """Members of a circle who have said yes to some of them while others have still to."""
    starts: datetime | None
    """With `ends`, `wall` and `zone`: what was agreed."""
    ends: datetime | None
    wall: str | None
    zone: str | None
    correctable_until: datetime | None
    """Once it is held or missed."""


@view("meeting", every="SELECT id FROM meeting")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    here, which = connection(), list(ids)
    candidates: dict[UUID, list[CandidateTime]] = {}
    for row in await here.fetch(
        "SELECT meeting, at, wall, zone FROM meeting_candidate WHERE meeting = ANY($1::uuid[])"
        " ORDER BY meeting, rank",
        which,
    ):
        candidate = CandidateTime(at=row["at"], wall=row["wall"], zone=row["zone"])
        candidates.setdefault(row["meeting"], []).append(candidate)
    accepted: dict[UUID, list[UUID]] = {}
    for row in await here.fetch(
        "SELECT meeting, account FROM meeting_acceptance WHERE meeting = ANY($1::uuid[])"
        " ORDER BY meeting, account",
        which,
    ):
        accepted.setdefault(row["meeting"], []).append(row["account"])
    return [
        Document(
            f"relationship:{row['relationship']}",
            row["id"],
            MeetingDocument(
                candidates=tuple(candidates.get(row["id"], ())),
                accepted=tuple(accepted.get(row["id"], ())),
                **{name: row[name] for name in _AS_KEPT},
            ),
        )
        for row in await here.fetch("SELECT * FROM meeting WHERE id = ANY($1::uuid[])", which)
    ]


_AS_KEPT = MeetingDocument.model_fields.keys() - {"candidates", "accepted"}
