"""Every way of ending looks the same to whoever hears of it, and to the office there was nothing at all.

One database is copied; in every copy the same pair ends in another way on the same day, the common hour
passes, and the other member and a coordinator take fresh phones. What those get is compared byte for byte.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import httpx
import pytest

from server.api import sync
from server.database.engine import pool
from server.domain import leaving
from server.sync.limits import Budgets
from server.sync.publish import publishing
from server.sync.registry import Actor
from tests.conftest import Clock, NewDatabase
from tests.domain.test_two_worlds import DEVICE, a_copy, opened
from tests.domain.test_two_worlds import Copied as Cluster
from tests.domain.world import Person, World, charter

Story = Callable[[World, "Copied"], Awaitable[None]]
Seen = list[tuple[str, bytes]]
LAST_DAY = 13
"""The day on which a request of the first day lapses with the night."""


@dataclass
class Copied:
    """Hazel asked Rowan thirteen days ago, and meets Elder with an end that is due tomorrow."""

    cluster: str
    dsn: str
    began: datetime
    scheme: UUID
    hazel: Person
    rowan: Person
    elder: Person
    ash: Person
    asked: str
    agreed: str


@pytest.fixture
async def copied(
    cluster: str, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Copied]:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    clock = Clock()
    async with new_database() as dsn:
        async with opened(dsn, clock, tmp_path) as world:
            scheme = await world.scheme(charter=charter(end_point="date"))
            ash = await world.coordinator("Ash Kite", scheme)
            rowan, elder = await world.mentor("Rowan Wren", scheme), await world.mentor("Elder Finch", scheme)
            hazel = await world.mentee("Hazel Linnet", scheme)
            agreed = await world.pair(hazel, elder, scheme)
            asked = await world.ask(hazel, rowan, scheme)
            ends = str((clock.now + timedelta(days=LAST_DAY + 1)).date())
            elder.phone.act("relationship.agree", relationship=agreed, charter_version=1, ends=ends)
            await elder.phone.sync()
            for _ in range(LAST_DAY):
                await world.next_day()
        yield Copied(cluster, dsn, clock.now, scheme, hazel, rowan, elder, ash, asked, agreed)


async def lived(of: Copied, story: Story, folder: Path) -> tuple[Seen, Seen]:
    """What Hazel's and the coordinator's fresh phones get after the story and the common hour."""
    clock = Clock()
    clock.now = of.began
    source = Cluster(of.cluster, of.dsn, of.began, of.ash, (of.scheme, of.scheme))
    async with a_copy(source) as dsn, opened(dsn, clock, folder) as world:
        await story(world, of)
        await world.next_day()
        return await seen_by(world, of.hazel), await seen_by(world, of.ash)


async def seen_by(world: World, person: Person) -> Seen:
    """Every byte of a fresh phone's sync. It follows no list: a listing's going is seen by design."""
    seen: Seen = []

    async def keep(response: httpx.Response) -> None:
        seen.append((response.request.url.path, await response.aread()))

    await world.confirm(person)
    phone = await world.another_phone(replace(person, phones=[]))
    phone.id = uuid5(DEVICE, person.name)
    phone.client.event_hooks = {"response": [keep]}
    await phone.sync()
    return seen


def does(who: str, name: str, **args: object) -> Story:
    async def story(world: World, of: Copied) -> None:
        person: Person = replace(getattr(of, who), phones=[])
        await world.another_phone(person)
        named = {
            key: getattr(of, value)
            if isinstance(value, str) and value in {"asked", "agreed", "scheme"}
            else value
            for key, value in args.items()
        }
        person.phone.act(name, **named)
        await person.phone.sync()
        assert person.phone.attention == []

    return story


def closes_the_account(who: str) -> Story:
    async def story(world: World, of: Copied) -> None:
        async with publishing(world.now) as touched:
            touched += await leaving.close_account(Actor(getattr(of, who).account, None, world.now))

    return story


async def nothing(world: World, of: Copied) -> None:
    return


LEAVES = {"name": "participation.opt_out", "scheme": "scheme", "role": "mentor", "current": "end"}
ASKED: dict[str, Story] = {
    "it lapsed": nothing,
    "declined": does("rowan", "relationship.decline", relationship="asked"),
    "ended": does("rowan", "relationship.end", relationship="asked"),
    "the mentor left": does("rowan", **LEAVES),
    "the mentor closed the account": closes_the_account("rowan"),
    "onto the private list": does(
        "rowan",
        "relationship.declare_conflict",
        never="01930000-0000-7000-8000-0000000000aa",
        email=None,
        listing=None,
        relationship="asked",
    ),
    "onto the private list, by address": does(
        "rowan",
        "relationship.declare_conflict",
        never="01930000-0000-7000-8000-0000000000aa",
        email="hazel.linnet@example.org",
        listing=None,
        relationship=None,
    ),
}
AGREED: dict[str, Story] = {
    "its day had come": nothing,
    "ended": does("elder", "relationship.end", relationship="agreed"),
    "the mentor left": does("elder", **LEAVES),
    "the mentor closed the account": closes_the_account("elder"),
    "onto the private list": does(
        "elder",
        "relationship.declare_conflict",
        never="01930000-0000-7000-8000-0000000000aa",
        email=None,
        listing=None,
        relationship="agreed",
    ),
}


@pytest.mark.parametrize("stories", [ASKED, AGREED], ids=["a request", "a pair"])
async def test_however_it_ended_the_other_hears_the_same_and_the_office_nothing(
    copied: Copied, stories: dict[str, Story], tmp_path: Path
) -> None:
    (first, plain), *rest = stories.items()
    hazel, office = await lived(copied, plain, tmp_path)
    assert b'"state":"closed"' in b"".join(body for _, body in hazel)
    for how, story in rest:
        also, office_also = await lived(copied, story, tmp_path)
        assert also == hazel, f"{how} differs from {first}"
        # Whoever leaves the scheme itself is no member any more: that the office is shown, once a day.
        if "left" not in how and "account" not in how:
            assert office_also == office, f"the office can tell {how} from {first}"


async def test_nothing_of_a_pair_reaches_the_office(copied: Copied, tmp_path: Path) -> None:
    office = (await lived(copied, nothing, tmp_path))[1]
    told = b"".join(body for _, body in office)
    for trace in (copied.asked, copied.agreed, "relationship"):
        assert trace.encode() not in told


async def test_no_row_says_who_left_once_the_hour_is_over(copied: Copied, tmp_path: Path) -> None:
    clock = Clock()
    clock.now = copied.began
    source = Cluster(copied.cluster, copied.dsn, copied.began, copied.ash, (copied.scheme, copied.scheme))
    rows = []
    for story in (nothing, does("rowan", "relationship.decline", relationship="asked")):
        clock.now = copied.began
        async with a_copy(source) as dsn, opened(dsn, clock, tmp_path) as world:
            await story(world, copied)
            await world.next_day()
            rows.append(
                [
                    dict(row)
                    for row in await pool().fetch(
                        "SELECT relationship.*, member.* FROM relationship"
                        " JOIN relationship_member AS member ON member.relationship = relationship.id"
                        " WHERE relationship.id = $1 ORDER BY account",
                        UUID(copied.asked),
                    )
                ]
            )
    assert rows[0] == rows[1]
