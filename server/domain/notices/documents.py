"""What phones hold of notices: the words, for as long as they last, and never who else was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.database.engine import connection
from server.domain.notices.audience import Audience
from server.sync.registry import Document, Strict, document, view

SentState = Literal["scheduled", "sent", "recalled", "too_few"]


@document("notice", bucket="scheme")
class NoticeDocument(Strict):
    """To everybody who follows the scheme, and nobody knows who they are."""

    scheme: UUID
    text: str
    event: UUID | None
    page: UUID | None
    sent: datetime
    expires: datetime
    """From then on no phone shows it, by its own clock."""


@document("told", bucket="doctor")
class ToldDocument(Strict):
    """A notice to a smaller group, on the phones of each of them. Its id is the notice's."""

    scheme: UUID
    audience: Audience
    text: str
    event: UUID | None
    page: UUID | None
    sent: datetime
    expires: datetime
    """From then on no phone shows it, by its own clock."""


@document("sent_notice", bucket="office")
class SentNoticeDocument(Strict):
    """To coordinators: what they wrote, and whether it has gone. Nothing is counted."""

    scheme: UUID
    audience: Audience
    event: UUID | None
    page: UUID | None
    text: str
    sends: datetime
    expires: datetime
    state: SentState
    """`too_few`: when its time came, the group in the office's own list was too small."""


@view("notice", every="SELECT id FROM notice")
async def notices(ids: Sequence[UUID]) -> list[Document]:
    found = []
    for row in await connection().fetch(
        "SELECT * FROM notice WHERE id = ANY($1::uuid[]) AND state <> 'over'", list(ids)
    ):
        said = SentNoticeDocument(**{name: row[name] for name in SentNoticeDocument.model_fields})
        found.append(Document(f"office:{row['scheme']}", row["id"], said))
        if row["audience"] == "followers" and row["state"] == "sent":
            shown = NoticeDocument(
                scheme=row["scheme"],
                text=row["text"],
                event=row["event"],
                page=row["page"],
                sent=row["sent_at"],
                expires=row["expires"],
            )
            found.append(Document(f"scheme:{row['scheme']}", row["id"], shown))
    return found


@view("told", every="SELECT DISTINCT account FROM told")
async def told(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    return [
        Document(
            f"doctor:{row['account']}",
            row["id"],
            ToldDocument(
                scheme=row["scheme"],
                audience=row["audience"],
                text=row["text"],
                event=row["event"],
                page=row["page"],
                sent=row["sent_at"],
                expires=row["expires"],
            ),
            row["account"],
        )
        for row in await connection().fetch(
            "SELECT account, notice.* FROM told JOIN notice ON notice.id = told.notice"
            " WHERE account = ANY($1::uuid[])",
            list(ids),
        )
    ]
