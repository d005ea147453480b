"""Everybody who might ask: ten and one roles, two schemes' worth of things to ask for, and a fresh person
of any role in a moment, so that no cell of a table depends on another."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, get_args
from uuid import UUID, uuid4

import httpx

from server.database.engine import pool, transaction
from server.domain.accounts import sessions
from server.domain.directory import PatchProfile, PublishField, SetPhoto
from server.domain.drafts import DraftScheme
from server.domain.guidance import PublishPage
from server.domain.invitations import SendInvitation
from server.domain.leaving import OptOut
from server.domain.participation import OptIn, Pause
from server.domain.photos import keep_photo
from server.domain.schemes import LookAfter
from server.sync.push import act
from server.sync.registry import Actor, system
from tests.conftest import Clock
from tests.domain.world import Person, World, charter, draft_as
from tests.people import Device

Role = Literal[
    "stranger",
    "outed",
    "removed",
    "never",
    "mentee",
    "mentor",
    "paused",
    "left",
    "lead",
    "stale",
    "elsewhere",
]
"""stranger: no log-in · outed: a session that was logged out · removed: a phone that was removed ·
never: a doctor never in · mentee, mentor, paused, left: what they are in this scheme ·
lead: a coordinator of this scheme · stale: the same without a fresh passkey · elsewhere: a coordinator of
another scheme, with a fresh passkey."""
ROLES: tuple[Role, ...] = get_args(Role)
OUTSIDE: tuple[Role, ...] = ("stranger", "outed", "removed")
INSIDE = tuple(role for role in ROLES if role not in OUTSIDE)

PHOTO = bytes.fromhex("ffd8 ffdb000300 ffc0000b080010001001011100 ffda0008010100003f00 1234 ffd9")
"""As little as draws a picture."""
_numbers = count(1)


@dataclass
class Asker:
    """Somebody of a role: their client, and their phone when they have one."""

    role: Role
    client: httpx.AsyncClient
    person: Person | None = None
    phones: list[Device] = field(default_factory=list)

    @property
    def phone(self) -> Device:
        return self.phones[0]

    @property
    def known(self) -> Person:
        assert self.person is not None
        return self.person


class Cast:
    """The schemes, the people who are always there, and `asker(role)`."""

    here: UUID
    inner: UUID
    there: UUID
    beyond: UUID
    hidden: UUID
    closed: UUID
    drafted: UUID
    """No scheme yet: a draft of the office's."""
    other: Person
    """A mentor in every scheme, with a listing: the one whose things others ask for."""
    office: Person
    """Looks after every scheme, so that every office holds something."""

    def __init__(self, server: httpx.AsyncClient, clock: Clock) -> None:
        self.world = World(server, clock)
        self.clock = clock

    async def build(self) -> "Cast":
        world = self.world
        members = charter(listing="members")
        self.here, self.there = await world.scheme(name="Here"), await world.scheme(name="There")
        self.inner = await world.scheme(name="Inner", charter=members)
        self.beyond = await world.scheme(name="Beyond", charter=members)
        self.hidden = await world.scheme(name="Hidden", charter=charter(listing="none", listing_fields=()))
        self.closed = await world.scheme(name="Closed", state="closed")
        every = (self.here, self.inner, self.there, self.beyond, self.hidden)
        self.other = await world.mentor("Otta Fell", *every)
        self.office = await world.coordinator("Orla Post", *every)
        await self.list_the_other()
        await world.contact_point()
        await act(
            system(self.clock.now),
            "page.publish",
            PublishPage(page=uuid4(), scheme=None, title="How to begin", paragraphs=("Say hello.",)),
        )
        self.drafted = uuid4()
        for scheme in (*every, self.drafted):
            said = DraftScheme.model_validate_json(
                json.dumps(draft_as(scheme, name="Plans at a desk"), default=str)
            )
            await act(self.behind_the_desk, "scheme.draft", said)
        for scheme in every:
            await self.invite(scheme)
        for phone in (self.other.phone, self.office.phone):
            await phone.sync()
        await world.next_day()
        return self

    async def list_the_other(self) -> None:
        """What the other mentor says, and shows, of themselves."""
        who = Actor(self.other.account, None, self.clock.now)
        photo = await keep_photo(who, PHOTO)
        await act(who, "profile.set_photo", SetPhoto(photo=photo))
        await act(who, "profile.publish", PublishField(field="photo", publish=True))
        await act(who, "profile.patch", PatchProfile(field="topics", value=("Night shifts",)))
        await act(who, "profile.publish", PublishField(field="topics", publish=True))
        await act(who, "profile.patch", PatchProfile(field="about", value="Kept to myself."))

    @property
    def behind_the_desk(self) -> Actor:
        """Whoever is in every office, with a fresh passkey."""
        return Actor(self.office.account, None, self.clock.now, confirmed=True)

    async def invite(self, scheme: UUID, email: str = "", name: str = "Ivo Guest") -> UUID:
        invitation = uuid4()
        await self.world.confirm(self.office)
        await act(
            self.behind_the_desk,
            "invitation.send",
            SendInvitation(
                invitation=invitation,
                scheme=scheme,
                role="mentor",
                email=email or f"guest.{next(_numbers)}@example.org",
                name=name,
                fields={"about": "What the office wrote."},
            ),
        )
        return invitation

    @property
    def followed(self) -> tuple[UUID, ...]:
        return (self.here, self.inner, self.there, self.beyond, self.hidden, self.closed)

    async def asker(self, role: Role) -> Asker:
        """A new person of this role, as they stand before they ask."""
        if role == "stranger":
            server = self.world.server
            client = httpx.AsyncClient(transport=server._transport, base_url=server.base_url)
            self.world.clients.append(client)
            return Asker(role, client, phones=[Device(client, follow=self.followed)])
        person = await self.world.doctor(f"Person {role.title()} N{next(_numbers)}", *self.followed)
        await self._becomes(person, role)
        asker = Asker(role, person.phone.client, person, person.phones)
        if role in {"lead", "stale", "elsewhere"}:
            for scheme in (self.there, self.beyond) if role == "elsewhere" else (self.here, self.inner):
                looks_after = LookAfter(scheme=scheme, account=person.account)
                await act(system(self.clock.now), "coordinator.add", looks_after)
            if role != "stale":
                await self.world.confirm(person)
        elif role == "outed":
            async with transaction():
                await sessions.end(person.token)
        elif role == "removed":
            await person.phone.sync()
            await pool().execute(
                "UPDATE device SET revoked_at = $2 WHERE id = $1", person.phone.id, self.clock.now
            )
            async with transaction():
                await sessions.revoke(person.phone.id, self.clock.now)
        return asker

    async def _becomes(self, person: Person, role: Role) -> None:
        if role not in {"mentee", "mentor", "paused", "left"}:
            return
        part: Literal["mentee", "mentor"] = "mentee" if role == "mentee" else "mentor"
        until = self.clock.now.date().replace(year=self.clock.now.year + 1)
        for scheme in (self.here, self.inner):
            await self.world.does(person, "participation.opt_in", OptIn(scheme=scheme, role=part))
            if role == "paused":
                await self.world.does(person, "participation.pause", Pause(scheme=scheme, until=until))
            if role == "left":
                leaving = OptOut(scheme=scheme, role=part, current="end")
                await self.world.does(person, "participation.opt_out", leaving)

    async def close(self) -> None:
        for client in self.world.clients:
            await client.aclose()


_SYNC_OWN = {"bucket", "bucket_pending", "outcome", "mutation_try", "snapshot", "snapshot_part", "quarantine"}
_BY_THE_WAY = {"guessing", "passkey_challenge", "pgqueuer", "pgqueuer_log", "epoch", "mailed_code"}

Kept = set[tuple[str, str]]
"""Table and row."""


async def kept() -> Kept:
    """Every row that stands for something people did, whichever table a later issue puts it into.

    The count of a device's acts goes up when one is refused too.
    """
    tables = [
        row["name"]
        for row in await pool().fetch(
            "SELECT table_name AS name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        )
    ]
    asked = [name for name in tables if name not in _SYNC_OWN | _BY_THE_WAY and "pgqueuer" not in name]
    rows = await pool().fetch(
        " UNION ALL ".join(
            f"SELECT '{name}' AS kind, (to_jsonb(t) - 'last_number')::text FROM {name} AS t" for name in asked
        )
    )
    return {(row[0], row[1]) for row in rows}


def changed(before: Kept, after: Kept) -> list[tuple[str, dict[str, Any]]]:
    """Rows that are new, gone or other than they were."""
    return [(kind, json.loads(said)) for kind, said in sorted(before ^ after)]


def belongs(kind: str, row: dict[str, Any], account: UUID, schemes: set[UUID]) -> bool:
    """Whether a row is this person's own, or of a scheme that they look after."""
    me, mine = str(account), set(map(str, schemes))
    if kind == "account":
        return bool(row["id"] == me)
    if kind == "bucket_document":
        area, _, of = str(row["bucket"]).partition(":")
        # What is theirs shows in a scheme's list; what a coordinator writes, in what everybody reads.
        return of == me or area in {"directory", "members"} or of in mine or bool(mine and area == "public")
    for owner in ("account", "author"):
        if row.get(owner) is not None:
            return bool(row[owner] == me)
    return (row["id"] if kind == "scheme" else row.get("scheme")) in mine
