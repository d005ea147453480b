"""A small world of mentoring: schemes, people with phones, and time that moves when a story says so."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from server.database.engine import pool, transaction
from server.domain import letters, outside, participation, training
from server.domain.accounts import account, sessions
from server.domain.charter import Charter
from server.domain.drafts import PublishScheme
from server.domain.events import passing as events
from server.domain.guidance import PublishContactPoint
from server.domain.meetings import passing, reminders
from server.domain.notices import passing as notices
from server.domain.notices import telling
from server.domain.participation import OptIn
from server.domain.relationships import closing, nightly
from server.domain.schemes import LookAfter
from server.domain.training import RecordTraining
from server.mail import Letter
from server.sync import publish
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, Strict, Touched, system
from tests.conftest import Clock
from tests.people import Device

PLAIN = Charter(
    definition="A conversation between two doctors, for as long as both like.",
    expectations=("Come if it suits you.",),
    model="one_way",
    style="free",
    prompt_cards="none",
    matching=("free_choice",),
    first_meeting_arranged_by="mentee",
    trial_meeting=False,
    notes="private",
    session_cap=None,
    end_point="none",
    pay="none",
    feedback="none",
    listing="public",
    listing_fields=("photo", "contact"),
    specialty_rule="either",
    site_rule="either",
    eligibility="Any doctor.",
    outside_requests="welcome",
    training_gate=(),
    support=(),
    who_knows_pairs="pair",
)


def charter(**settings: Any) -> Charter:
    """A plain charter with these settings changed."""
    return Charter.model_validate({**PLAIN.model_dump(), **settings})


def scheme_as(scheme: UUID, **said: Any) -> PublishScheme:
    """The arguments of `scheme.publish`, plain but for what is said."""
    words = {
        "name": "Quiet talk",
        "organisation": "Larch Trust",
        "summary": "Two doctors talk.",
        "state": "open",
        "contact": None,
        "charter": PLAIN,
    }
    return PublishScheme.model_validate({"scheme": scheme, **words, **said})


def draft_as(scheme: UUID, **said: Any) -> dict[str, Any]:
    """The arguments of `scheme.draft` as a phone sends them: as far as it is known, and what is said."""
    body = scheme_as(scheme).model_dump(mode="json")
    settings = body["charter"] | said.pop("charter", {})
    return body | {"draft": uuid4(), "charter": settings} | said


@dataclass
class Person:
    name: str
    email: str
    account: UUID
    token: str
    phones: list[Device] = field(default_factory=list)

    @property
    def phone(self) -> Device:
        return self.phones[0]


class World:
    def __init__(self, server: httpx.AsyncClient, clock: Clock) -> None:
        self.server = server
        self.clock = clock
        self.clients: list[httpx.AsyncClient] = []

    @property
    def now(self) -> Any:
        return self.clock.now

    async def scheme(self, **said: Any) -> UUID:
        """A scheme of the operator's; `charter=charter(…)` and so on."""
        scheme = uuid4()
        await act(system(self.now), "scheme.publish", scheme_as(scheme, **said))
        return scheme

    async def contact_point(self) -> UUID:
        point = uuid4()
        words = {"organisation": "Larch Trust", "kind": "trust", "role": "Scheme office", "email": None}
        await act(
            system(self.now),
            "contact_point.publish",
            PublishContactPoint(contact_point=point, words="Ask anything.", signposts=(), **words),  # type: ignore[arg-type]  # literal words
        )
        return point

    async def doctor(self, name: str, *follow: UUID) -> Person:
        """Somebody with an account and a phone."""
        email = f"{name.lower().replace(' ', '.')}@example.org"
        async with publishing(self.now) as touched:
            who = await account.create(name, email, None, self.now)
            assert who is not None
            touched.append(Touched("account", who))
        async with transaction():
            token = await sessions.begin(who, "password", self.now)
        person = Person(name, email, who, token)
        await self.another_phone(person, *follow)
        return person

    async def another_phone(self, person: Person, *follow: UUID) -> Device:
        cookies = {sessions.cookie_name(secure=False): person.token}
        client = httpx.AsyncClient(
            transport=self.server._transport, base_url=self.server.base_url, cookies=cookies
        )
        self.clients.append(client)
        person.phones.append(Device(client, follow=follow))
        return person.phones[-1]

    async def coordinator(self, name: str, *schemes: UUID) -> Person:
        """Somebody who looks after these schemes, with a fresh passkey behind them."""
        person = await self.doctor(name)
        for scheme in schemes:
            await act(system(self.now), "coordinator.add", LookAfter(scheme=scheme, account=person.account))
        await self.confirm(person)
        return person

    async def confirm(self, person: Person) -> None:
        """A passkey stands behind this log-in for the next quarter of an hour."""
        await pool().execute(
            "UPDATE session SET confirmed_at = $2 WHERE account = $1", person.account, self.now
        )

    async def mentor(self, name: str, *schemes: UUID) -> Person:
        person = await self.doctor(name, *schemes)
        for scheme in schemes:
            await self.does(person, "participation.opt_in", OptIn(scheme=scheme, role="mentor"))
        return person

    async def mentee(self, name: str, *schemes: UUID) -> Person:
        person = await self.doctor(name, *schemes)
        for scheme in schemes:
            await self.does(person, "participation.opt_in", OptIn(scheme=scheme, role="mentee"))
        return person

    async def train(self, person: Person, scheme: UUID) -> None:
        """The scheme's office has seen them through its training."""
        member = await pool().fetchval(
            "SELECT member FROM participation WHERE account = $1 AND scheme = $2 AND role <> 'mentee'",
            person.account,
            scheme,
        )
        await act(
            system(self.now), "training.record", RecordTraining(scheme=scheme, member=member, done=True)
        )

    async def listing(self, person: Person, scheme: UUID) -> str:
        """What the directory knows a mentor by."""
        found = await pool().fetchval(
            "SELECT listing FROM participation WHERE account = $1 AND scheme = $2 AND role <> 'mentee'",
            person.account,
            scheme,
        )
        return str(found)

    async def ask(self, doctor: Person, mentor: Person, scheme: UUID) -> str:
        """A doctor asks a mentor, and everybody's phones hear what they may."""
        pair = str(uuid4())
        doctor.phone.act(
            "relationship.request",
            relationship=pair,
            scheme=scheme,
            mentor=await self.listing(mentor, scheme),
        )
        await self.everybody_syncs(doctor, mentor)
        return pair

    async def pair(self, doctor: Person, mentor: Person, scheme: UUID) -> str:
        """Two who have come together."""
        pair = await self.ask(doctor, mentor, scheme)
        mentor.phone.act("relationship.accept", relationship=pair)
        await self.everybody_syncs(mentor, doctor)
        return pair

    async def everybody_syncs(self, *people: Person) -> None:
        for person in people:
            for phone in person.phones:
                await phone.sync()

    async def does(self, person: Person, name: str, args: Strict) -> None:
        """An act of theirs, from a phone that this story does not tell of."""
        await act(Actor(person.account, None, self.now, confirmed=True), name, args)

    async def post(self) -> list[Letter]:
        """The letters that the job writes of what waits in the queue."""
        async with transaction() as here:
            waiting = await here.fetch(
                "DELETE FROM pgqueuer WHERE entrypoint = 'invitation' RETURNING id, payload"
            )
        written = []
        for job in sorted(waiting, key=lambda job: job["id"]):
            invitation = UUID(json.loads(job["payload"])["invitation"])
            written.append(await letters.write(invitation, "http://localhost:8000", self.now))
        return [letter for letter in written if letter is not None]

    async def tell(self) -> None:
        """The jobs that bring notices to their groups, and take them away again."""
        async with transaction() as here:
            waiting = await here.fetch(
                "DELETE FROM pgqueuer WHERE entrypoint = $1 RETURNING id, payload", telling.JOB
            )
        for job in sorted(waiting, key=lambda job: job["id"]):
            await telling.spread_all(UUID(json.loads(job["payload"])["notice"]), self.now)

    async def next_day(self) -> None:
        """The night: what time does is done, and the members' lists are released."""
        self.clock.forward(days=1)
        await participation.wake_due(self.now)
        await closing.release_due(self.now)
        await nightly.match_due(self.now)
        await publish.release(self.now)
        await training.forget_due(self.now)
        await outside.forget_due(self.now)
        await events.forget_due(self.now)
        await self.quarter_hour()

    async def quarter_hour(self) -> None:
        """What time does to meetings and notices, as often as the job does it."""
        await passing.pass_due(self.now)
        await reminders.remind_due(self.now)
        await notices.pass_due(self.now)


def names(documents: dict[str, Any]) -> Sequence[str]:
    return sorted(body["name"] for body in documents.values())
