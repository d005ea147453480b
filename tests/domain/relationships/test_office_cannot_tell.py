"""What an office does of somebody tells it nothing of them: not by the answer, not by what shows afterwards.

One database is copied; in every copy one doctor does something else on the same day, and the coordinator
does the same act, before or after it. Every byte of the act's answer and of a fresh phone is compared. Then
the nights pass: who paused, who left and who closed their account are gone from the list in the same way.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from server.api import sync
from server.database.engine import connection
from server.domain import leaving
from server.domain.outside import AskFromOutside
from server.domain.relationships.matching import AskForMatch, Wishes
from server.refusals import Refused
from server.sync import registry
from server.sync.limits import Budgets
from server.sync.publish import publishing
from server.sync.registry import Actor, Document, Touched
from tests.conftest import Clock, NewDatabase
from tests.domain.test_two_worlds import DEVICE, a_copy, opened
from tests.domain.test_two_worlds import Copied as Cluster
from tests.domain.world import Person, World, charter
from tests.people import Device

Story = Callable[[World, "Copied"], Awaitable[None]]
Seen = list[tuple[str, int, bytes]]


@dataclass
class Copied:
    """Oak and Rowan are mentors, Hazel has asked to be matched, and Ivy asks from outside."""

    cluster: str
    dsn: str
    began: datetime
    scheme: UUID
    ash: Person
    people: dict[str, Person]
    acts: dict[str, dict[str, Any]]
    """What the coordinator can do of them, with its arguments."""
    wish: UUID


@pytest.fixture
async def copied(
    cluster: str, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Copied]:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    clock = Clock()
    async with new_database() as dsn:
        async with opened(dsn, clock, tmp_path) as world:
            settings = charter(
                matching=("coordinator_suggests",),
                listing="none",
                listing_fields=(),
                training_gate=("A half-day.",),
                outside_requests="routed",
            )
            scheme = await world.scheme(charter=settings, contact=await world.contact_point())
            ash = await world.coordinator("Ash Kite", scheme)
            people = {
                "oak": await world.mentor("Oak Heron", scheme),
                "rowan": await world.mentor("Rowan Wren", scheme),
                "hazel": await world.mentee("Hazel Linnet", scheme),
                "ivy": await world.doctor("Ivy Swift"),
            }
            await world.train(people["rowan"], scheme)
            wish = uuid4()
            wishes = Wishes(specialty="either", site="either", mode="any")
            await world.does(
                people["hazel"],
                "match.ask",
                AskForMatch(request=wish, scheme=scheme, how="coordinator_suggests", wishes=wishes),
            )
            await world.does(people["ivy"], "outside.ask", AskFromOutside(question=uuid4(), scheme=scheme))
            await world.next_day()
            await ash.phone.sync()
            listed = {body["name"]: key for key, body in ash.phone.of("member").items()}
            (request,), (question,) = ash.phone.of("request"), ash.phone.of("outside_question")
            acts: dict[str, dict[str, Any]] = {
                "training.record": {"member": listed["Oak Heron"], "done": True},
                "match.suggest": {"request": request, "mentor": listed["Rowan Wren"]},
                "outside.answer": {"question": question, "answer": "welcome", "contact": None},
            }
        yield Copied(cluster, dsn, clock.now, scheme, ash, people, acts, wish)


async def lived(of: Copied, name: str, story: Story, folder: Path, *, last: bool, nights: int = 0) -> Seen:
    """The answer to the coordinator's act, done before or after (`last`) the story, and a fresh phone."""
    clock = Clock()
    clock.now = of.began
    source = Cluster(of.cluster, of.dsn, of.began, of.ash, (of.scheme, of.scheme))
    seen: Seen = []

    async def keep(response: httpx.Response) -> None:
        seen.append((response.request.url.path, response.status_code, await response.aread()))

    async with a_copy(source) as dsn, opened(dsn, clock, folder) as world:
        await world.confirm(of.ash)
        if last:
            await story(world, of)
        phone = await office_phone(world, of)
        await phone.sync()
        phone.client.event_hooks = {"response": [keep]}
        phone.act(name, scheme=of.scheme, **of.acts[name])
        for act in phone.outbox:
            act["id"] = str(DEVICE)
        await phone.sync()
        if not last:
            await story(world, of)
        for _ in range(nights):
            await world.next_day()
        phone.buckets.clear()
        await phone.sync()
    return seen


async def office_phone(world: World, of: Copied) -> Device:
    """It follows no list: a listing's going is seen by design."""
    phone = await world.another_phone(replace(of.ash, phones=[]))
    phone.id = DEVICE
    return phone


def does(who: str, *acts: tuple[str, dict[str, Any]]) -> Story:
    async def story(world: World, of: Copied) -> None:
        person = replace(of.people[who], phones=[])
        await world.another_phone(person)
        for name, args in acts:
            said = {"request": of.wish} if name == "match.take_back" else {"scheme": of.scheme, **args}
            person.phone.act(name, **said)
        await person.phone.sync()
        assert person.phone.attention == []

    return story


def closes_the_account(who: str) -> Story:
    async def story(world: World, of: Copied) -> None:
        async with publishing(world.now) as touched:
            touched += await leaving.close_account(Actor(of.people[who].account, None, world.now))

    return story


def opted(way: str, role: str) -> tuple[str, dict[str, Any]]:
    return f"participation.opt_{way}", {"role": role, **({"current": "end"} if way == "out" else {})}


PAUSE = ("participation.pause", {"until": "2027-06-01"})
OAK: dict[str, Story] = {
    "stays": does("oak"),
    "pauses": does("oak", PAUSE),
    "leaves": does("oak", opted("out", "mentor")),
    "leaves and comes back": does("oak", opted("out", "mentor"), opted("in", "mentor")),
    "closes the account": closes_the_account("oak"),
}
HAZEL: dict[str, Story] = {
    "stays": does("hazel"),
    "takes the wish back": does("hazel", ("match.take_back", {})),
    "leaves": does("hazel", opted("out", "mentee")),
    "closes the account": closes_the_account("hazel"),
}
IVY: dict[str, Story] = {"stays": does("ivy"), "closes the account": closes_the_account("ivy")}
OF = {"training.record": OAK, "match.suggest": HAZEL, "outside.answer": IVY}


@pytest.mark.parametrize("name", OF)
@pytest.mark.parametrize("last", [False, True], ids=["the office first", "the doctor first"])
async def test_on_the_day_itself_nothing_tells_what_they_did(
    copied: Copied, name: str, last: bool, tmp_path: Path
) -> None:
    stays = await lived(copied, name, OF[name]["stays"], tmp_path, last=last)
    assert b'"applied"' in stays[0][2]
    for what, story in OF[name].items():
        assert await lived(copied, name, story, tmp_path, last=last) == stays, what


@pytest.mark.parametrize("nights", [1, 31])
async def test_later_a_pause_is_as_good_as_a_leaving(copied: Copied, nights: int, tmp_path: Path) -> None:
    gone = [OAK[what] for what in ("pauses", "leaves", "closes the account")]
    seen = [
        await lived(copied, "training.record", story, tmp_path, last=last, nights=nights)
        for story in gone
        for last in (False, True)
    ]
    assert all(each == seen[0] for each in seen)
    assert (b'["trained"' in seen[0][-1][2]) == (nights == 1), "the mark goes by the clock"


# --- planted leaks ----------------------------------------------------------------------------------


def judged_by_what_they_did_since(patch: pytest.MonkeyPatch) -> None:
    record = registry.mutations["training.record"]

    async def tells(actor: Any, args: Any) -> list[Touched]:
        if not await connection().fetchval(
            "SELECT true FROM participation WHERE member = $1 AND state <> 'out'", args.member
        ):
            raise Refused("not-yours")
        return list(await record.handler(actor, args))

    patch.setitem(registry.mutations, "training.record", replace(record, handler=tells))


def goes_with_its_member(patch: pytest.MonkeyPatch) -> None:
    view, leave = registry.views["trained"], registry.mutations["participation.opt_out"]

    async def shows(ids: Any) -> list[Document]:
        rows = await connection().fetch("SELECT member FROM participation WHERE state <> 'out'")
        here = {row["member"] for row in rows}
        return [document for document in await view.function(ids) if document.id in here]

    async def leaves(actor: Any, args: Any) -> list[Touched]:
        rows = await connection().fetch("SELECT member FROM participation WHERE account = $1", actor.account)
        return [*await leave.handler(actor, args), *(Touched("trained", row["member"]) for row in rows)]

    patch.setitem(registry.views, "trained", replace(view, function=shows))
    patch.setitem(registry.mutations, "participation.opt_out", replace(leave, handler=leaves))


@pytest.mark.parametrize(
    ("plant", "last"), [(judged_by_what_they_did_since, True), (goes_with_its_member, False)]
)
async def test_a_planted_leak_is_caught(
    copied: Copied,
    plant: Callable[[pytest.MonkeyPatch], None],
    last: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    stays = await lived(copied, "training.record", OAK["stays"], tmp_path, last=last)
    assert await lived(copied, "training.record", OAK["leaves"], tmp_path, last=last) != stays
