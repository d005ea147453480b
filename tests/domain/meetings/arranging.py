"""Two who have come together, and times that read as phones send them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.domain.world import Person, World, charter

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int = 17, minute: int = 30, *, month: int = 12) -> datetime:
    """A time of December 2026, by the clock in London."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def wire(start: datetime) -> str:
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def candidate(start: datetime, zone: str = "Europe/London") -> dict[str, str]:
    wall = start.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    return {"at": wire(start), "wall": wall, "zone": zone}


def candidates(*starts: datetime) -> list[dict[str, str]]:
    return [candidate(start) for start in starts]


@dataclass
class Two:
    """A pair and its scheme."""

    world: World
    scheme: UUID
    pair: str
    rowan: Person
    """The mentor."""
    hazel: Person
    """The mentee."""

    async def sync(self) -> None:
        await self.world.everybody_syncs(self.rowan, self.hazel, self.rowan)

    def propose(self, by: Person, *starts: datetime, **said: Any) -> str:
        """Written on their phone; nothing is sent yet."""
        meeting = str(uuid4())
        by.phone.act(
            "meeting.propose",
            **{
                "meeting": meeting,
                "relationship": self.pair,
                "candidates": candidates(*starts),
                "minutes": 45,
                "mode": "video",
                "place": None,
                **said,
            },
        )
        return meeting

    def accept(self, by: Person, meeting: str, *starts: datetime) -> None:
        by.phone.act("meeting.accept", meeting=meeting, ranking=[wire(start) for start in starts])

    async def agreed(self, *starts: datetime, **said: Any) -> str:
        """A meeting that both have agreed to."""
        meeting = self.propose(self.hazel, *starts, **said)
        await self.sync()
        self.accept(self.rowan, meeting, *starts)
        await self.sync()
        assert self.of(meeting)["state"] == "confirmed"
        return meeting

    def of(self, meeting: str) -> Any:
        """As both phones show it: the same bytes."""
        one, other = (person.phone.of("meeting").get(meeting) for person in (self.hazel, self.rowan))
        assert one == other
        return one


async def two(world: World, **settings: Any) -> Two:
    """Under a plain charter where either side suggests the first meeting, with these settings changed."""
    scheme = await world.scheme(charter=charter(**{"first_meeting_arranged_by": "either", **settings}))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    return Two(world, scheme, await world.pair(hazel, rowan, scheme), rowan, hazel)


async def another(pair: Two, name: str) -> Two:
    """The same mentor's pair with somebody else."""
    hazel = await pair.world.mentee(name, pair.scheme)
    return Two(
        pair.world, pair.scheme, await pair.world.pair(hazel, pair.rowan, pair.scheme), pair.rowan, hazel
    )


def codes(person: Person) -> Sequence[str]:
    return [told["code"] for told in person.phone.attention]


def after(start: datetime, **by: float) -> datetime:
    return start + timedelta(**by)
