"""What a mentor's own phones hold of when they are free: the whole. The server reckons with the same."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from server.database.engine import Asks, connection
from server.domain.directory import Mode
from server.sync.registry import Document, Strict, document, view

Minute = Annotated[int, Field(ge=0, le=2880)]
Range = tuple[Minute, Minute]
"""Minutes of a day's wall clock, the end exclusive. An end past 1440 is in the next day."""
Ranges = Annotated[tuple[Range, ...], Field(max_length=8)]


@document("availability", bucket="doctor")
class Availability(Strict):
    """Its id is the account's. What was never said has the value below."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    zone: str = "Europe/London"
    """IANA. All minutes and dates here are on its wall clocks."""
    weekdays: tuple[Ranges, ...] = Field(default=((),) * 7, min_length=7, max_length=7)
    """Monday first."""
    dates: dict[date, Ranges] = {}
    """Days that differ; none of their weekday's times hold. `[]` is closed."""
    valid_from: date | None = None
    valid_to: date | None = None
    """First and last day of the weekly times. Dates that differ hold all the same."""
    paused_until: date | None = None
    """Days before it are closed."""
    lengths: tuple[int, ...] = (30, 45, 60)
    """Of meetings, in minutes."""
    grid: int = 15
    """Meetings start at a multiple of this, in minutes of the wall clock."""
    before: int = 0
    after: int = 0
    """Minutes to keep beside a meeting. Between two of them the larger is kept, once."""
    notice_hours: int = 24
    horizon_weeks: int = 8
    modes: tuple[Mode, ...] = ()
    places: tuple[str, ...] = ()
    """Rooms, in the mentor's own words."""


@view("availability", every="SELECT account FROM availability")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    """A row here is an account."""
    held = await of(ids, connection())
    return [Document(f"doctor:{account}", account, body) for account, body in held.items()]


async def of(accounts: Iterable[UUID], here: Asks) -> dict[UUID, Availability]:
    """Theirs now, by one question. Who never said when they are free is absent, and is not free."""
    rows = await here.fetch(
        "SELECT account, body FROM availability WHERE account = ANY($1::uuid[])", list(accounts)
    )
    return {row["account"]: read(row["body"]) for row in rows}


def read(body: str) -> Availability:
    return Availability.model_validate_json(body)
