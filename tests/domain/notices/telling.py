"""A scheme with an office and enough people in it to be told something."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from server.domain.asking import NotNow
from tests.domain.world import Person, World

WORDS = "The reading room is open on Tuesday evenings. Come if it suits you."


def wire(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Told:
    """The office of one scheme, its mentors and its mentees."""

    world: World
    scheme: UUID
    ash: Person
    mentors: list[Person]
    mentees: list[Person]

    @property
    def everybody(self) -> list[Person]:
        return [*self.mentors, *self.mentees]

    def send(self, audience: str = "mentors", **said: Any) -> str:
        """The office writes; gives the notice's id. `days`: how long it lasts."""
        notice, days = str(uuid4()), said.pop("days", 14)
        begins = said.get("sends")
        begins = begins if isinstance(begins, datetime) else self.world.now
        words = {
            "scheme": self.scheme,
            "audience": audience,
            "event": None,
            "page": None,
            "text": WORDS,
            "sends": None,
            "expires": wire(begins + timedelta(days=days)),
        }
        said = {key: wire(value) if isinstance(value, datetime) else value for key, value in said.items()}
        self.ash.phone.act("notice.send", notice=notice, **words | said)
        return notice

    async def sent(self, audience: str = "mentors", **said: Any) -> str:
        """Sent, and its job is done."""
        notice = self.send(audience, **said)
        await self.arrives()
        return notice

    async def arrives(self) -> None:
        await self.world.confirm(self.ash)
        await self.ash.phone.sync()
        await self.world.tell()
        await self.world.everybody_syncs(self.ash, *self.everybody)

    def answers(self) -> list[str]:
        return [outcome["code"] for outcome in self.ash.phone.attention]

    def answered(self, notice: str) -> dict[str, Any]:
        """The arguments with which it was sent."""
        (args,) = [act["args"] for act in self.ash.phone.answered if act["args"].get("notice") == notice]
        return dict(args)

    def state(self, notice: str) -> str | None:
        """As the office reads it."""
        body = self.ash.phone.of("sent_notice").get(notice)
        return body and body["state"]

    def have(self, notice: str) -> list[str]:
        """The names of those whose phones hold it."""
        return [each.name for each in self.everybody if notice in each.phone.of("told")]

    async def not_now(self, person: Person, scheme: UUID | None) -> None:
        later = NotNow(scheme=scheme, until=(self.world.now + timedelta(days=90)).date())
        await self.world.does(person, "participation.not_now", later)


async def office(world: World, mentors: int = 8, mentees: int = 1) -> Told:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    told = Told(
        world,
        scheme,
        ash,
        [await world.mentor(f"Oak Mentor {number}", scheme) for number in range(mentors)],
        [await world.mentee(f"Elm Mentee {number}", scheme) for number in range(mentees)],
    )
    await world.next_day()
    await told.arrives()
    return told
