"""Work never learns that you asked: worlds that differ only in what one doctor did look the same.

One database is copied, a doctor does something else in every copy, the nights pass, and a coordinator takes
a fresh phone. Every byte that it gets is compared: the answers to the sync, to inviting that very doctor,
to importing a file with them in it, and what the phone holds afterwards.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from server.api import sync
from server.database.engine import close_database, connection, open_database, pool
from server.domain.participation import MemberDocument, OptIn
from server.settings import Settings
from server.sync import registry
from server.sync.limits import Budgets
from server.sync.registry import Document
from tests.conftest import Clock, NewDatabase, app_for, served
from tests.domain.world import Person, World, charter
from tests.people import Device

Story = Callable[[World, UUID, int], Awaitable[None]]
"""What doctor X does in this scheme on the first day (0) and on the second (1)."""
Seen = list[tuple[str, int, bytes]]
Plant = Callable[[pytest.MonkeyPatch], None]

DEVICE = UUID("11111111-2222-4333-8444-555555555555")
INVITATION = UUID("99999999-2222-4333-8444-555555555555")
X = "Robin Doe"
EMAIL = "robin.doe@example.org"


@dataclass
class Copied:
    """A world to copy: its database, its coordinator, and two schemes, one of which has a member."""

    cluster: str
    dsn: str
    began: datetime
    ash: Person
    schemes: tuple[UUID, UUID]


@asynccontextmanager
async def opened(dsn: str, clock: Clock, folder: Path) -> AsyncIterator[World]:
    await open_database(dsn)
    try:
        async with served(app_for(Settings(data=folder, jobs=False), clock)) as client:
            world = World(client, clock)
            yield world
            for each in world.clients:
                await each.aclose()
    finally:
        await close_database()


@pytest.fixture
async def copied(
    cluster: str, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Copied]:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    clock = Clock()
    async with new_database() as dsn:
        async with opened(dsn, clock, tmp_path) as world:
            empty = await world.scheme(charter=charter(listing="members"))
            peopled = await world.scheme()
            ash = await world.coordinator("Ash Kite", empty, peopled)
            ivy = await world.doctor("Ivy Swift")
            await world.does(ivy, "participation.opt_in", OptIn(scheme=peopled, role="mentee"))
            await world.mentor("Oak Heron", peopled)
            await world.next_day()
        yield Copied(cluster, dsn, clock.now, ash, (empty, peopled))


@asynccontextmanager
async def a_copy(of: Copied) -> AsyncIterator[str]:
    admin = await asyncpg.connect(of.cluster)
    source = of.dsn.rpartition("/")[2].partition("?")[0]
    copy = f"{source}_copy"
    try:
        await admin.execute(f"CREATE DATABASE {copy} TEMPLATE {source} STRATEGY file_copy")
        yield of.dsn.replace(f"/{source}", f"/{copy}")
        await admin.execute(f"DROP DATABASE {copy} WITH (FORCE)")
    finally:
        await admin.close()


async def lived(of: Copied, story: Story, scheme: UUID, folder: Path) -> Seen:
    """Two days of a story, and everything that a fresh phone of the coordinator gets after them."""
    clock = Clock()
    clock.now = of.began
    async with a_copy(of) as dsn, opened(dsn, clock, folder) as world:
        for day in (0, 1):
            await story(world, scheme, day)
            await world.next_day()
        return await everything(world, of, scheme)


async def everything(world: World, of: Copied, scheme: UUID) -> Seen:
    seen: Seen = []

    async def keep(response: httpx.Response) -> None:
        content = await response.aread()
        seen.append((response.request.url.path, response.status_code, content))

    await world.confirm(of.ash)
    phone = await fresh_phone(world, of, keep)
    await phone.sync()
    phone.act(
        "invitation.send",
        invitation=INVITATION,
        scheme=scheme,
        role="mentee",
        email=EMAIL,
        name=X,
        fields={},
    )
    await phone.sync()
    for check in ("true", "false"):
        await phone.client.post(
            f"/api/schemes/{scheme}/mentors/import?check={check}",
            content=f"Name,Email\n{X},{EMAIL}\n".encode(),
            headers={"content-type": "text/csv"},
        )
    await world.post()
    await world.next_day()
    await phone.sync()
    phone.buckets.clear()
    await phone.sync()
    # What the office made itself has ids that were dealt by chance; the same acts, other ids.
    imported = await pool().fetch("SELECT id FROM invitation WHERE id <> $1", INVITATION)
    for row in imported:
        seen = [(path, status, body.replace(str(row[0]).encode(), b"*")) for path, status, body in seen]
    return [(path, status, without_chance(body)) for path, status, body in seen]


def without_chance(body: bytes) -> bytes:
    """A checksum is made of ids: where one was dealt by chance, so was the checksum."""
    if b'"*"' not in body:
        return body
    return re.sub(rb'("office:[^{]*\{[^{}\[]*"checksum":)\d+', rb"\1*", body)


async def fresh_phone(world: World, of: Copied, keep: Any) -> Device:
    ash = replace(of.ash, phones=[])
    phone = await world.another_phone(ash, *of.schemes)
    phone.id = DEVICE
    phone.client.event_hooks = {"response": [keep]}
    return phone


# --- what doctor X did ------------------------------------------------------------------------------


async def no_such_doctor(world: World, scheme: UUID, day: int) -> None:
    return


def did(*days: list[tuple[str, dict[str, Any]]]) -> Story:
    """X has an account, and does these things on the first and on the second day."""
    people: dict[World, Person] = {}

    async def story(world: World, scheme: UUID, day: int) -> None:
        robin = people.get(world) or await world.doctor(X, scheme)
        people[world] = robin
        for name, args in days[day] if day < len(days) else []:
            robin.phone.act(name, **{"scheme": scheme, **args})
            await robin.phone.sync()

    return story


def opted(way: str, role: str = "mentee") -> tuple[str, dict[str, Any]]:
    return f"participation.opt_{way}", {"role": role, **({"current": "end"} if way == "out" else {})}


def put_off(scheme: bool) -> tuple[str, dict[str, Any]]:
    return "participation.not_now", {"until": "2027-06-01", **({} if scheme else {"scheme": None})}


PAUSE = ("participation.pause", {"until": "2027-06-01"})
STORIES: dict[str, Story] = {
    "no such doctor": no_such_doctor,
    "never": did(),
    "not now, here": did([put_off(scheme=True)]),
    "not now, anywhere": did([], [put_off(scheme=False)]),
    "joined and left on one day": did([opted("in"), opted("out")]),
    "joined, was there for a night, and left": did([opted("in")], [opted("out")]),
    "paused and then left": did([opted("in"), PAUSE], [opted("out")]),
    "left without ever being in": did([opted("out")]),
    "left, came back and left again": did([opted("in"), opted("out")], [opted("in"), opted("out")]),
    "is in, and pauses": did([opted("in")], [PAUSE]),
}


@pytest.mark.parametrize("which", [0, 1], ids=["in a scheme without members", "in a scheme with some"])
async def test_a_coordinators_fresh_phone_cannot_tell_them_apart(
    copied: Copied, which: int, tmp_path: Path
) -> None:
    scheme = copied.schemes[which]
    never = await lived(copied, STORIES["never"], scheme, tmp_path)
    assert any(path.endswith("/import") for path, _, _ in never)
    assert all(status == 200 for _, status, _ in never)
    assert X.encode() in b"".join(body for _, _, body in never)  # the office's own invitation
    for name, story in STORIES.items():
        assert await lived(copied, story, scheme, tmp_path) == never, name


@pytest.mark.parametrize("seed", range(4))
async def test_nor_in_worlds_that_nobody_thought_of(copied: Copied, seed: int, tmp_path: Path) -> None:
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    acts = [
        opted("in"),
        opted("out"),
        PAUSE,
        ("participation.resume", {}),
        put_off(scheme=True),
        ("participation.set_places", {"places": 1}),
    ]
    days = [chance.choices(acts, k=chance.randint(0, 6)) for _ in range(2)]
    days[1].append(opted("out"))
    scheme = copied.schemes[seed % 2]
    never = await lived(copied, STORIES["never"], scheme, tmp_path)
    assert await lived(copied, did(*days), scheme, tmp_path) == never, days


def shows_who_left(patch: pytest.MonkeyPatch) -> None:
    """A view that still shows whoever has gone."""
    view = registry.views["taking_part"]

    async def leaks(ids: Any) -> list[Document]:
        rows = await connection().fetch(
            "SELECT * FROM participation WHERE account = ANY($1::uuid[]) AND state = 'out'", list(ids)
        )
        gone = [
            Document(
                f"members:{row['scheme']}",
                row["member"],
                MemberDocument(scheme=row["scheme"], name="", role=row["role"], trained=None),
                row["account"],
            )
            for row in rows
        ]
        return [*await view.function(ids), *gone]

    patch.setitem(registry.views, "taking_part", replace(view, function=leaks))


def moves_at_once(patch: pytest.MonkeyPatch) -> None:
    """Members that are not released by the day: every coming and going has a position of its own."""
    patch.setitem(registry.buckets, "members", replace(registry.buckets["members"], daily=False))


def tells_who_said_not_now(patch: pytest.MonkeyPatch) -> None:
    """An office that is told when an invitation does not reach anybody."""
    view = registry.views["invitation"]

    async def leaks(ids: Any) -> list[Document]:
        unreached = await connection().fetch("SELECT id FROM invitation WHERE NOT reached")
        hidden = {row["id"] for row in unreached}
        return [document for document in await view.function(ids) if document.id not in hidden]

    patch.setitem(registry.views, "invitation", replace(view, function=leaks))
    touched = registry.mutations["invitation.deliver"]

    async def tells(actor: Any, args: Any) -> list[registry.Touched]:
        return [*await touched.handler(actor, args), registry.Touched("invitation", args.invitation)]

    patch.setitem(registry.mutations, "invitation.deliver", replace(touched, handler=tells))


@pytest.mark.parametrize(
    ("plant", "story"),
    [
        (shows_who_left, "joined and left on one day"),
        (moves_at_once, "joined and left on one day"),
        (moves_at_once, "joined, was there for a night, and left"),
        (tells_who_said_not_now, "not now, here"),
    ],
)
async def test_a_planted_leak_is_caught(
    copied: Copied, plant: Plant, story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = copied.schemes[1]
    plant(monkeypatch)
    never = await lived(copied, STORIES["never"], scheme, tmp_path)
    assert await lived(copied, STORIES[story], scheme, tmp_path) != never


async def test_a_bucket_that_is_born_with_its_first_member_would_be_caught(
    copied: Copied, tmp_path: Path
) -> None:
    scheme = copied.schemes[0]
    connection = await asyncpg.connect(copied.dsn)
    await connection.execute("DELETE FROM bucket WHERE name = $1", f"members:{scheme}")
    await connection.close()
    never = await lived(copied, STORIES["never"], scheme, tmp_path)
    assert await lived(copied, STORIES["joined and left on one day"], scheme, tmp_path) != never


async def test_of_a_mentor_who_was_listed_and_left_nothing_is_left_but_a_number(
    copied: Copied, tmp_path: Path
) -> None:
    """The charter shows listings to all who look, so their coming and going is seen by design: of a listed
    mentor the directory's position tells that something in it moved. It tells nothing else."""
    scheme = copied.schemes[1]

    async def held(story: Story) -> tuple[dict[str, Any], dict[str, int]]:
        clock = Clock()
        clock.now = copied.began
        async with a_copy(copied) as dsn, opened(dsn, clock, tmp_path) as world:
            for day in (0, 1):
                await story(world, scheme, day)
                await world.next_day()
            phone = await fresh_phone(world, copied, lambda _: no_such_doctor(world, scheme, 0))
            await phone.sync()
            documents = {name: bucket.documents for name, bucket in phone.buckets.items()}
            return documents, {name: bucket.position for name, bucket in phone.buckets.items()}

    never, before = await held(did())
    left, after = await held(did([opted("in", "mentor")], [opted("out", "mentor")]))
    assert left == never
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {f"directory:{scheme}"}
    assert before.keys() == after.keys()
