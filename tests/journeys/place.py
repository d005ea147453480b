"""A place that browsers can visit: a small fictional region, and a real server of its own in front of it."""

import asyncio
import email
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from uuid import UUID

from server.database.engine import close_database, open_database, pool, transaction
from server.domain.accounts import account, passwords
from server.domain.availability.patching import PatchAvailability
from server.domain.charter import Role
from server.domain.directory import PatchProfile, PublishField
from server.domain.guidance import PublishContactPoint, PublishPage
from server.domain.invitations import SendInvitation
from server.domain.participation import OptIn, SetPlaces
from server.domain.schemes import LookAfter
from server.domain.training import RecordTraining
from server.settings import ROOT
from server.sync.pokes import hub
from server.sync.publish import publishing
from server.sync.push import act, act_all
from server.sync.registry import Actor, Strict, Touched, new_id, system
from tests.domain.world import charter, scheme_as
from tests.journeys import eventful, matched
from tests.journeys.arranged import settle_meetings
from tests.journeys.settled import settle_pairs

PASSWORD = "three quiet words"  # of people who do not exist
MENTORS = 60
FIRST = ("Ada", "Ben", "Cleo", "Dev", "Edie", "Finn", "Grace", "Hari", "Ines", "Joao", "Kit", "Lena", "Mo")
LAST = (
    "Marlow",
    "Quill",
    "Okafor",
    "Shah",
    "Lindqvist",
    "O'Neill",
    "Smith-Jones",
    "Petrov",
    "Kaur",
    "Wójcik",
)
SPECIALTIES = (
    "Emergency medicine",
    "Anaesthetics",
    "Obstetrics and gynaecology",
    "Paediatrics",
    "General practice",
    "Cardiology",
    "Psychiatry",
)
SITES = ("Northgate Hospital", "St Brannock's", "Harbour Practice")
TOPICS = ("New roles", "Returning to work", "Rota design", "Research", "Teaching", "Leadership")


@dataclass
class Place:
    """Where the server is, and what is there. `stop` and `start` keep the address."""

    dsn: str
    folder: Path
    push_origin: str = ""
    """Of a push service that the server knows beside those of the browsers' makers."""
    port: int = 0
    schemes: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """Who they are here, and the address they log in with. All have the same password."""
    accounts: dict[str, UUID] = field(default_factory=dict)
    pairs: dict[str, UUID] = field(default_factory=dict)
    """By where they stand: asked, trying, agreed and so on, all of them Dr Sam Winter's."""
    meetings: dict[str, UUID] = field(default_factory=dict)
    """By where they stand: arranged, moving, been and so on, of the pair `agreed`."""
    events: dict[str, UUID] = field(default_factory=dict)
    """Of the scheme `courses`: a taster to come, and a workshop that is running."""
    waiting: dict[str, UUID] = field(default_factory=dict)
    """A request and a question that wait in the office of the scheme `matched`."""
    _process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def password(self) -> str:
        return PASSWORD

    async def start(self, build: Path | None = None) -> None:
        """The very command that `./run` ends with, on a port that stays the same from then on."""
        environment = {
            **os.environ,
            "DATABASE_URL": self.dsn,
            "ALONGSIDE_DATA": str(self.folder),
            "ALONGSIDE_PUSH_ORIGINS": self.push_origin,
        }
        if build is not None:
            environment["ALONGSIDE_BUILD"] = str(build)
        with (self.folder / "server.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "server.cli",
                "serve",
                "--port",
                str(self.port),
                cwd=ROOT,
                env=environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            if found := re.search(rb"Alongside is at \S+:(\d+)", line):
                self.port = int(found[1])
                return
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

    async def letter_to(self, address: str) -> str:
        """The text of the mail that the server put into its folder."""
        for _ in range(200):
            for path in sorted(self.folder.rglob("*.eml")):
                message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                if address in str(message["To"]):
                    body = message.get_body(("plain",))
                    assert body is not None
                    return str(body.get_content())
            await asyncio.sleep(0.1)
        raise AssertionError(f"no letter to {address}")


@asynccontextmanager
async def elsewhere(place: Place) -> AsyncIterator[datetime]:
    """Acts that a journey does not tell of."""
    await open_database(place.dsn)
    try:
        yield datetime.now(UTC)
        # Phones hear of it now, and not when the server next looks by itself.
        await hub.flush()
    finally:
        await close_database()


async def settle(place: Place) -> None:
    """Fill an empty database by the same acts as any phone's."""
    now = datetime.now(UTC)
    await open_database(place.dsn)
    try:
        await _schemes(place, now)
        await _people(place, now)
        await settle_pairs(place, now)
        await settle_meetings(place, now)
        await matched.settle_matched(place, now)
        await eventful.settle_events(place, now)
    finally:
        await close_database()


async def _schemes(place: Place, now: datetime) -> None:
    office = new_id(now)
    peer, new, circle, later, harbour, suggests = (new_id(now) for _ in range(6))
    place.schemes |= {"peer": peer, "new": new, "circle": circle, "later": later, "harbour": harbour}
    place.schemes["matched"] = suggests
    words = {
        "definition": "A conversation in which the one who asked decides what it is about.",
        "expectations": ("Be on time, or say so.", "Keep what you hear to yourselves."),
        "session_cap": 6,
        "end_point": "cap",
        "trial_meeting": True,
        "support": ("groups", "convenors"),
        "training_gate": ("A half-day on listening.",),
        "eligibility": "Any doctor who works in the region, at any stage.",
    }
    members = {**words, "listing": "members", "eligibility": "Consultants in their first two years."}
    routed = {
        **words,
        "matching": ("mentor_offers", "coordinator_suggests"),
        "training_gate": (),
        "trial_meeting": False,
        "end_point": "date",
        "session_cap": None,
        "outside_requests": "routed",
        "eligibility": "GPs who work at Harbour Practice.",
    }
    dyads = {
        **words,
        "model": "dyad",
        "matching": ("formed_on_course",),
        "listing": "none",
        "notes": "none",
        "listing_fields": (),
        "first_meeting_arranged_by": "either",
    }
    point = PublishContactPoint.model_validate(
        {
            "contact_point": office,
            "organisation": "Larch deanery",
            "kind": "deanery",
            "role": "Scheme office",
            "email": "office@larch.example",
            "words": "Write to the office with any question, with or without a scheme near you.",
            "signposts": ({"name": "Occupational health", "words": "Confidential, where you work."},),
        }
    )
    acts: list[tuple[str, Strict]] = [("contact_point.publish", point)]
    for scheme, name, state, settings in (
        (peer, "Larch peer mentoring", "open", words),
        (new, "New consultants", "open", members),
        (circle, "Co-tutoring", "open", dyads),
        (later, "Mentoring for SAS doctors", "considering", words),
        (harbour, "Harbour mentoring", "open", routed),
        (suggests, "Northgate mentoring", "open", {**words, **matched.CHARTER}),
    ):
        said = scheme_as(scheme, name=name, state=state, contact=office, charter=charter(**settings))
        acts.append(("scheme.publish", said))
    page = {
        "page": new_id(now),
        "scheme": None,
        "title": "What mentoring is",
        "text": "One person helps another to think.\n\n## You choose\n\nYou set what you talk about.",
    }
    acts.append(("page.publish", PublishPage.model_validate(page)))
    await act_all(system(now), acts)


async def _people(place: Place, now: datetime) -> None:
    kept = await passwords.hashed(PASSWORD)
    peer = place.schemes["peer"]
    names = {
        "doctor": "Dr Robin Ashdown",
        "mentor": "Dr Ellis Fairweather",
        "coordinator": "Alex Rowan",
        "second": "Dr Jo Pemberton",
        "paired": "Dr Sam Winter",
        "canary": "Dr Wren Calloway",
        "mover": "Dr Toni Alder",
    }
    names |= {f"asker{at}": f"Dr {FIRST[at]} Larkin" for at in range(len(FIRST))}
    names |= {f"asker{at + len(FIRST)}": f"Dr {first} Harrow" for at, first in enumerate(FIRST)}
    names |= {"teller": "Dr Yan Fielding", "told": "Dr Wyn Lowell", "looker": "Dr Oona Birch"}
    names |= matched.PEOPLE | eventful.PEOPLE
    names |= {f"mentor{at}": f"Dr {FIRST[at % len(FIRST)]} {LAST[at % len(LAST)]}" for at in range(MENTORS)}
    accounts = place.accounts
    async with publishing(now) as touched:
        for who, name in names.items():
            place.people[who] = f"{who}@larch.example"
            made = await account.create(name, place.people[who], kept, now)
            assert made is not None
            accounts[who] = made
            touched.append(Touched("account", made))
    async with transaction():
        await account.everybody_is_fictional()
    await act(system(now), "coordinator.add", LookAfter(scheme=peer, account=accounts["coordinator"]))
    for at, who in enumerate([who for who in names if who.startswith("mentor")]):
        await act_all(Actor(accounts[who], None, now), _listing(peer, at))
    free = [
        PatchAvailability(weekday=4, ranges=((1020, 1140), (1320, 1500))),
        PatchAvailability(date=(now + timedelta(days=3)).date(), ranges=((540, 720),)),
        PatchAvailability(setting="places", value=("Room 4, Northgate Hospital",)),
    ]
    await act_all(Actor(accounts["mentor"], None, now), [("availability.patch", said) for said in free])
    for row in await pool().fetch("SELECT member FROM participation WHERE scheme = $1", peer):
        trained = RecordTraining(scheme=peer, member=row["member"], done=True)
        await act(system(now), "training.record", trained)
    invited = SendInvitation(
        invitation=new_id(now),
        scheme=peer,
        role="mentor",
        email=place.people["doctor"],
        name=names["doctor"],
        fields={},
    )
    await act(system(now), "invitation.send", invited)


def _listing(scheme: UUID, at: int) -> list[tuple[str, Strict]]:
    role: Role = "mentor"
    said: list[PatchProfile] = [
        PatchProfile(field="specialty", value=SPECIALTIES[at % len(SPECIALTIES)]),
        PatchProfile(field="site", value=SITES[at % len(SITES)]),
        PatchProfile(field="grade", value=("Consultant", "SAS doctor", "GP")[at % 3]),
        PatchProfile(field="modes", value=("phone", "video")),
        PatchProfile(field="topics", value=(TOPICS[at % len(TOPICS)], TOPICS[(at + 2) % len(TOPICS)])),
        PatchProfile(field="about", value="I like to hear how others work."),
    ]
    shown = [PublishField(field=patch.field, publish=True) for patch in said]
    return [
        ("participation.opt_in", OptIn(scheme=scheme, role=role)),
        ("participation.set_places", SetPlaces(scheme=scheme, places=at % 3)),
        *(("profile.patch", patch) for patch in said),
        *(("profile.publish", field) for field in shown),
    ]
