"""Phones that are told, and the push service they are told through."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from server.database.engine import pool, transaction
from server.domain.webpush.happening import JOB, Kind, Said, tell
from server.domain.webpush.telling import tell_phones
from server.settings import Settings
from tests.domain.world import Person, World
from tests.push.carrier import Browser, PushService, Received, push_service

WISH = {
    "kinds": ["notice", "event", "meeting"],
    "schemes": [],
    "detail": False,
    "quiet_from": 1200,
    "quiet_to": 480,
    "zone": "Europe/London",
}


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, service: PushService) -> Settings:
    return replace(settings, push_origins=(service.origin,))


@dataclass
class Phones:
    """Who asked to be told on which phone, and the job that tells them."""

    world: World
    service: PushService
    settings: Settings
    browsers: dict[str, Browser] = field(default_factory=dict)

    async def subscribe(self, person: Person, **otherwise: Any) -> str:
        """Asks by the route, as the phone does; gives the name of its subscription."""
        name = otherwise.pop("name", None) or f"{person.name.replace(' ', '-')}-{uuid4().hex[:8]}"
        await person.phone.sync()
        answer = await self.ask(person, **{"endpoint": self.service.endpoint(name), **otherwise})
        assert answer.status_code == 204, answer.text
        self.browsers[name] = self._browser
        return name

    async def ask(self, person: Person, **otherwise: Any) -> httpx.Response:
        self._browser = Browser()
        said = {**WISH, **self._browser.keys(), **otherwise}
        return await person.phone.client.put("/api/webpush", json=said)

    async def happens(
        self,
        *accounts: UUID,
        kind: Kind = "meeting",
        what: str = "meeting-agreed",
        text: str | None = None,
        scheme: UUID | None = None,
        about: UUID | None = None,
        until: datetime | None = None,
    ) -> UUID:
        about = about or uuid4()
        now = self.world.now
        async with transaction():
            await tell(
                now,
                kind,
                about,
                Said(what=what, text=text),  # type: ignore[arg-type]  # checked when it is made
                until or now + timedelta(days=7),
                accounts=None if scheme else accounts,
                followers_of=scheme,
            )
        return about

    async def work(self) -> list[Received]:
        """Does what jobs wait; gives the messages that came of it."""
        before = len(self.service.received)
        for facts in await waiting_jobs():
            await tell_phones(self.settings, facts, self.world.now)
        return self.service.received[before:]

    async def later(self) -> list[Received]:
        """What the minute's look finds due."""
        before = len(self.service.received)
        await tell_phones(self.settings, {}, self.world.now)
        return self.service.received[before:]

    def opened(self, message: Received) -> Any:
        return json.loads(self.browsers[message.name].opened(message.body))


async def waiting_jobs() -> list[Mapping[str, str]]:
    async with transaction() as here:
        rows = await here.fetch("DELETE FROM pgqueuer WHERE entrypoint = $1 RETURNING id, payload", JOB)
    return [json.loads(row["payload"]) for row in sorted(rows, key=lambda row: row["id"])]


@pytest.fixture
def phones(world: World, service: PushService, settings: Settings) -> Phones:
    return Phones(world, service, settings)


async def kept(table: str) -> int:
    found: int = await pool().fetchval(f"SELECT count(*) FROM {table}")
    return found
