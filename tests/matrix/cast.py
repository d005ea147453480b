"""Everybody who might ask: ten and one roles, two schemes' worth of things to ask for, and a fresh person
of any role in a moment, so that no cell of a table depends on another."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, get_args
from uuid import UUID, uuid4

import httpx

from server.database.engine import connection, pool, transaction
from server.domain.accounts import sessions
from server.domain.charter import Role as Part
from server.domain.directory import PatchProfile, PublishField, SetPhoto
from server.domain.drafts import DraftScheme
from server.domain.guidance import PublishPage
from server.domain.invitations import SendInvitation
from server.domain.leaving import OptOut
from server.domain.outside import AskFromOutside
from server.domain.participation import OptIn, Pause
from server.domain.photos import keep_photo
from server.domain.relationships.conflicts import DeclareConflict
from server.domain.relationships.matching import AskForMatch, Wishes
from server.domain.relationships.places import HearOfPlace
from server.domain.schemes import LookAfter
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Actor, Touched, system
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
lead: the lead of this scheme's coordinators · stale: another of them, without a fresh passkey ·
elsewhere: the lead of another scheme, with a fresh passkey."""
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
    ring: UUID
    """A scheme of circles; the others are of pairs."""
    other: Person
    """A mentor in every scheme, with a listing: the one whose things others ask for."""
    young: Person
    """A mentee "here", "there" and in "inner": whom askers are paired with."""
    third: Person
    """Another one: what they have with the other mentor is nobody else's."""
    wary: Person
    """A mentor "here" on whose private list everybody is who asks about them."""
    several: dict[str, Any]
    """How "here" and "there" mean it: in every way that pairs are matched by."""
    office: Person
    """Looks after every scheme, so that every office holds something."""
    pair: UUID
    """The third and the other mentor, "here"."""
    request: UUID
    """What the third asked of the other mentor in "inner", unanswered."""
    never: UUID
    """A line of the other mentor's private list."""

    def __init__(self, server: httpx.AsyncClient, clock: Clock) -> None:
        self.world = World(server, clock)
        self.clock = clock

    async def build(self) -> "Cast":
        world = self.world
        members = charter(listing="members")
        self.several = several = {
            "contact": await world.contact_point(),
            "charter": charter(
                matching=("free_choice", "mentor_offers", "coordinator_suggests", "next_on_list"),
                outside_requests="routed",
                who_knows_pairs="lead",
                event_names="coordinators",
            ),
        }
        self.here = await world.scheme(name="Here", **several)
        self.there = await world.scheme(name="There", **several)
        self.inner = await world.scheme(name="Inner", charter=members)
        self.beyond = await world.scheme(name="Beyond", charter=members)
        self.hidden = await world.scheme(name="Hidden", charter=charter(listing="none", listing_fields=()))
        self.closed = await world.scheme(name="Closed", state="closed", **several)
        circles = charter(model="dyad", matching=("formed_on_course",), listing="none", listing_fields=())
        self.ring = await world.scheme(name="Ring", charter=circles)
        every = (self.here, self.inner, self.there, self.beyond, self.hidden)
        self.other = await world.mentor("Otta Fell", *every)
        self.young = await world.mentee("Ida Marsh", self.here, self.inner, self.there)
        self.third = await world.mentee("Jory Pike", self.here, self.inner, self.there)
        self.wary = await world.mentor("Wim Crake", self.here)
        self.office = await world.coordinator("Orla Post", *every)
        await self.list_the_other()
        await act(
            system(self.clock.now),
            "page.publish",
            PublishPage(page=uuid4(), scheme=None, title="How to begin", text="Say hello."),
        )
        self.drafted = uuid4()
        for scheme in (*every, self.drafted):
            said = DraftScheme.model_validate_json(
                json.dumps(draft_as(scheme, name="Plans at a desk"), default=str)
            )
            await act(self.behind_the_desk, "scheme.draft", said)
        for scheme in every:
            await self.invite(scheme)
        for person in (self.other, self.office, self.third):
            person.phone.follow |= {self.here, self.inner, self.there}
            await person.phone.sync()
        await self.pair_the_third()
        await world.next_day()
        return self

    async def pair_the_third(self) -> None:
        """What goes on between the other mentor and somebody who is nobody else's business."""
        world = self.world
        self.pair = UUID(await world.pair(self.third, self.other, self.here))
        await world.pair(self.third, self.other, self.there)
        self.request = UUID(await world.ask(self.third, self.other, self.inner))
        for scheme in (self.here, self.there):
            listing = UUID(await world.listing(self.other, scheme))
            hearing = HearOfPlace(scheme=scheme, mentor=listing)
            await world.does(self.third, "relationship.hear_of_place", hearing)
            await world.does(self.third, "outside.ask", AskFromOutside(question=uuid4(), scheme=scheme))
            await self.waiting(scheme)
            await self.answered(scheme)
        self.never = uuid4()
        line = DeclareConflict(never=self.never, email="nobody@example.org", listing=None, relationship=None)
        await world.does(self.other, "relationship.declare_conflict", line)

    async def answered(self, scheme: UUID) -> None:
        """What an office said to a question of last month, whose doctor has gone since."""
        answer = uuid4()
        async with publishing(self.clock.now) as touched:
            await connection().execute(
                "INSERT INTO outside_answer (id, scheme, answer, answered_on) VALUES ($1, $2, 'welcome', $3)",
                answer,
                scheme,
                self.clock.now.date(),
            )
            touched.append(Touched("outside_answer", answer))

    async def waiting(self, scheme: UUID) -> UUID:
        """What the office knows the third's request for a match by; asked again once it was answered."""
        find = "SELECT office FROM match_request WHERE account = $1 AND scheme = $2 AND NOT suggested"
        found: UUID | None = await pool().fetchval(find, self.third.account, scheme)
        if found is None:
            wishes = Wishes(specialty="either", site="same", mode="any")
            asks = AskForMatch(request=uuid4(), scheme=scheme, how="coordinator_suggests", wishes=wishes)
            await self.world.does(self.third, "match.ask", asks)
            found = await pool().fetchval(find, self.third.account, scheme)
        assert found is not None
        return found

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
                lead = role != "stale"
                looks_after = LookAfter(scheme=scheme, account=person.account, lead=lead)
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
        one: Part = "mentee" if role == "mentee" else "mentor"
        parts: dict[UUID, Part] = {self.here: one, self.inner: one, self.ring: "co_mentor"}
        until = self.clock.now.date().replace(year=self.clock.now.year + 1)
        for scheme, part in parts.items():
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
    stands = await pool().fetch(
        " UNION ALL ".join(
            f"SELECT '{name}' AS kind, current_database() AS at, count(*),"
            f" max(xmin::text::bigint), sum(xmin::text::bigint) FROM {name}"
            for name in asked
        )
    )
    # Whoever writes a row leaves the number of their transaction on it: only what moved is read again.
    moved = [row["kind"] for row in stands if _read.get(row["kind"], (None, None))[0] != tuple(row)]
    rows: dict[str, set[tuple[str, str]]] = {name: set() for name in moved}
    if moved:
        for row in await pool().fetch(
            " UNION ALL ".join(
                f"SELECT '{name}' AS kind, (to_jsonb(t) - 'last_number')::text FROM {name} AS t"
                for name in moved
            )
        ):
            rows[row[0]].add((row[0], row[1]))
    _read.update({row["kind"]: (tuple(row), rows[row["kind"]]) for row in stands if row["kind"] in rows})
    return set().union(*(_read[name][1] for name in asked))


_read: dict[str, tuple[tuple[Any, ...], Kept]] = {}
"""Table -> how it stood when it was last read, and its rows then."""


def changed(before: Kept, after: Kept) -> list[tuple[str, dict[str, Any]]]:
    """Rows that are new, gone or other than they were."""
    return [(kind, json.loads(said)) for kind, said in sorted(before ^ after)]


@dataclass(frozen=True)
class Own:
    """What is somebody's to change: themselves, schemes that they look after, pairs that they are in."""

    account: UUID
    schemes: set[UUID]
    pairs: set[str]
    begun: set[str]
    """Pairs that were not there before: of their own, or suggested in a scheme that they look after."""
    fellows: set[str]
    """The others in these pairs."""
    meetings: set[str]
    """Of these pairs."""

    @classmethod
    async def of(cls, account: UUID, schemes: set[UUID], before: Kept, after: Kept) -> "Own":
        rows = await pool().fetch(
            "SELECT relationship::text AS pair, account::text, relationship.scheme FROM relationship_member"
            " JOIN relationship ON relationship.id = relationship"
        )
        old = {json.loads(said)["id"] for kind, said in before if kind == "relationship"}
        mine = {row["pair"] for row in rows if row["account"] == str(account)}
        new = {row["pair"] for row in rows if row["pair"] in mine or row["scheme"] in schemes} - old
        fellows = {row["account"] for row in rows if row["pair"] in mine | new}
        meetings = {
            row["id"]
            for kind, said in before | after
            if kind == "meeting" and (row := json.loads(said))["relationship"] in mine | new
        }
        return cls(account, schemes, mine, new, fellows, meetings)

    def strange(self, before: Kept, after: Kept) -> list[tuple[str, dict[str, Any]]]:
        """What changed and is not theirs."""
        rows = changed(before, after)
        counts: list[dict[str, Any]] = []
        found = []
        for kind, row in rows:
            if kind == "participation" and row["account"] in self.fellows - {str(self.account)}:
                counts.append({key: said for key, said in row.items() if key not in _COUNTS})
            elif not self._has(kind, row, rows):
                found.append((kind, row))
        # Of those whom they are paired with only how many pairs they have, and whose turn it was.
        return found + [("participation", row) for row in counts if counts.count(row) != 2]

    def _has(self, kind: str, row: dict[str, Any], rows: list[tuple[str, dict[str, Any]]]) -> bool:
        me, mine = str(self.account), set(map(str, self.schemes))
        if kind == "account":
            return bool(row["id"] == me)
        if kind == "relationship":
            return row["id"] in self.pairs | self.begun
        if kind == "relationship_member":
            return row["account"] == me or row["relationship"] in self.begun
        if kind == "meeting":
            return row["id"] in self.meetings
        if kind in {"meeting_candidate", "meeting_acceptance", "meeting_claim"}:
            return row["meeting"] in self.meetings
        if kind == "bucket_document" and row["kind"] == "free_time":
            # Whoever else has this mentor is shown that the time is taken.
            return row["entity_id"] in self.fellows | {me}
        if kind == "bucket_document" and row["kind"] == "event_office":
            # An office is shown how many places are kept.
            return True
        if kind == "bucket_document":
            area, _, of = str(row["bucket"]).partition(":")
            if row["kind"] == "pairing" and of != me:
                return row["id"] in self.begun
            if area == "doctor" and of != me:
                return row["kind"] in _FROM_THE_OFFICE and any(
                    json.loads(other["body"])["scheme"] in mine
                    for kind, other in rows
                    if kind == "bucket_document" and other["id"] == row["id"] and other["body"]
                )
            # What is theirs shows in a scheme's list; what a coordinator writes, in what everybody reads.
            of_theirs = of == me or of in mine or of in self.pairs | self.begun
            return of_theirs or area in {"directory", "members", "lead"} or bool(mine and area == "public")
        if kind in _OF_AN_OFFICE and row["scheme"] in mine:
            return True
        for owner in ("account", "author"):
            if row.get(owner) is not None:
                return bool(row[owner] == me)
        return (row["id"] if kind == "scheme" else row.get("scheme")) in mine


_COUNTS = {"taken", "turns", "waited_since"}
_OF_AN_OFFICE = {"match_request", "outside_request", "training"}
_FROM_THE_OFFICE = {"match", "outside", "training"}
"""On the phones of somebody else, by a coordinator's act."""
