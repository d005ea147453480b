"""A notice tells its office nothing of anybody: not whether they were told, read it, left or asked for quiet.

Eight mentors stand in the office's list, as few as can be told. In every copy of that world one of them does
something else on the same day, before or after the office sends. Every byte of the answer and of a fresh
phone is compared.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.api import sync
from server.database.engine import connection
from server.domain.notices import sending
from server.refusals import Refused
from server.sync import registry
from server.sync.limits import Budgets
from server.sync.registry import Document, Touched
from tests.conftest import Clock, NewDatabase
from tests.domain.notices.telling import WORDS, wire
from tests.domain.relationships.test_office_cannot_tell import (
    PAUSE,
    Copied,
    Story,
    closes_the_account,
    does,
    lived,
    opted,
)
from tests.domain.test_two_worlds import opened
from tests.domain.world import World

NOTICE = "01930000-0000-7000-8000-0000000000aa"


@pytest.fixture
async def copied(
    cluster: str, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Copied]:
    monkeypatch.setattr(sync, "budgets", Budgets(burst=100_000))
    clock = Clock()
    async with new_database() as dsn:
        async with opened(dsn, clock, tmp_path) as world:
            scheme = await world.scheme()
            ash = await world.coordinator("Ash Kite", scheme)
            mentors = [await world.mentor(f"Rowan Wren {number}", scheme) for number in range(7)]
            people = {"oak": await world.mentor("Oak Heron", scheme), "ivy": await world.doctor("Ivy Swift")}
            assert len(mentors) + 1 == 8
            await world.next_day()
            words: dict[str, Any] = {"notice": NOTICE, "event": None, "page": None, "text": WORDS}
            words |= {"expires": wire(clock.now + timedelta(days=14)), "sends": None}
            acts = {"notice.send": {**words, "audience": "mentors"}}
        yield Copied(cluster, dsn, clock.now, scheme, ash, people, acts, uuid4())


def told(*stories: Story) -> Story:
    """And the job brings the notice to its group, where there is one by now."""

    async def story(world: World, of: Copied) -> None:
        for each in stories:
            await each(world, of)
        await world.tell()

    return story


async def the_job(world: World, _: Copied) -> None:
    await world.tell()


async def dismisses(world: World, of: Copied) -> None:
    person = replace(of.people["oak"], phones=[])
    await world.another_phone(person)
    person.phone.act("notice.dismiss", notice=NOTICE)
    await person.phone.sync()


async def asks_for_quiet(world: World, of: Copied) -> None:
    person = replace(of.people["oak"], phones=[])
    await world.another_phone(person)
    person.phone.act("participation.not_now", scheme=None, until="2027-06-01")
    await person.phone.sync()


STORIES: dict[str, Story] = {
    "does nothing": told(),
    "reads it": told(the_job, does("oak")),
    "puts it away": told(the_job, dismisses),
    "leaves before it comes": told(does("oak", opted("out", "mentor"))),
    "asks for quiet": told(asks_for_quiet),
    "pauses": told(does("oak", PAUSE)),
    "leaves": told(the_job, does("oak", opted("out", "mentor"))),
    "leaves and comes back": told(does("oak", opted("out", "mentor"), opted("in", "mentor"))),
    "closes the account": told(closes_the_account("oak")),
    "another joins": told(does("ivy", opted("in", "mentor"))),
}


@pytest.mark.parametrize("audience", ["mentors", "members"])
@pytest.mark.parametrize("last", [False, True], ids=["the office first", "the doctor first"])
async def test_nothing_tells_what_they_did(copied: Copied, audience: str, last: bool, tmp_path: Path) -> None:
    copied.acts["notice.send"]["audience"] = audience
    nothing = await lived(copied, "notice.send", STORIES["does nothing"], tmp_path, last=last)
    assert b'"applied"' in nothing[0][2]
    assert b'["sent_notice"' in nothing[-1][2]
    for what, story in STORIES.items():
        assert await lived(copied, "notice.send", story, tmp_path, last=last) == nothing, what


# --- planted leaks ----------------------------------------------------------------------------------


def judged_by_who_is_in_now(patch: pytest.MonkeyPatch) -> None:
    async def now(scheme: UUID, audience: str, event: UUID | None) -> None:
        count = await connection().fetchval(
            "SELECT count(*) FROM participation WHERE scheme = $1 AND state = 'in'", scheme
        )
        if count < 8:
            raise Refused("group-too-small")

    patch.setattr(sending, "must_be_large_enough", now)


def counts_who_was_told(patch: pytest.MonkeyPatch) -> None:
    view, spread = registry.views["notice"], registry.mutations["notice.spread"]

    async def counts(ids: Any) -> list[Document]:
        rows = await connection().fetch("SELECT notice, count(*) FROM told GROUP BY 1")
        found = {row["notice"]: row["count"] for row in rows}
        return [
            replace(document, body=document.body.model_copy(update={"text": str(found.get(document.id, 0))}))
            for document in await view.function(ids)
        ]

    async def spreads(actor: Any, args: Any) -> list[Touched]:
        return [*await spread.handler(actor, args), Touched("notice", args.notice)]

    patch.setitem(registry.views, "notice", replace(view, function=counts))
    patch.setitem(registry.mutations, "notice.spread", replace(spread, handler=spreads))


@pytest.mark.parametrize(("plant", "last"), [(judged_by_who_is_in_now, True), (counts_who_was_told, False)])
async def test_a_planted_leak_is_caught(
    copied: Copied,
    plant: Callable[[pytest.MonkeyPatch], None],
    last: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    nothing = await lived(copied, "notice.send", STORIES["does nothing"], tmp_path, last=last)
    assert (
        await lived(copied, "notice.send", STORIES["leaves before it comes"], tmp_path, last=last) != nothing
    )
