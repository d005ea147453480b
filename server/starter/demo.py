"""The demo: three people to log in as, and mentors to look at. Everybody in it is fictional.

It makes the whole installation a demo, for good: office acts go without a fresh passkey there.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from server.database.engine import pool, transaction
from server.domain.accounts import account
from server.domain.demo import BringPeople, DemoPart
from server.domain.directory import PatchProfile, PublishField
from server.domain.participation import OptIn, SetPlaces
from server.domain.schemes import LookAfter
from server.domain.training import RecordTraining
from server.starter import people
from server.starter.events import load_events
from server.starter.loading import StarterScheme, files, id_of, load_starter
from server.sync.publish import release
from server.sync.push import act, act_all
from server.sync.registry import Actor, Strict, system

PASSWORD = "demo-password"  # noqa: S105 - printed at every start, for people who do not exist
TOGETHER = 500
_EVERYONE = "northern-programme"
_SMALL = "free-and-easy"
_LED = "trust-coordinator"
"""Its charter says that its lead knows who is paired."""
_OFFICE = (_EVERYONE, "kss-gp", _LED, "co-tutoring-pairs")


@dataclass(frozen=True, slots=True)
class LogIn:
    """Somebody to log in as."""

    part: str
    email: str
    password: str


LOG_INS = tuple(LogIn(part, f"{part}@demo.example", PASSWORD) for part in ("doctor", "mentor", "coordinator"))
_NAMES = {
    "doctor": "Dr Hazel Linnet (demo)",
    "mentor": "Dr Rowan Curlew (demo)",
    "coordinator": "Dr Ash Plover (demo)",
}


async def load(now: datetime, *, mentors: int = 60) -> tuple[LogIn, ...]:
    """Fill an empty database with schemes and fictional people. Loading again adds who is missing."""
    await load_starter(now)
    async with transaction():
        await account.everybody_is_fictional()
    for log_in in LOG_INS:
        if not await pool().fetchval("SELECT true FROM account_email WHERE email = $1", log_in.email):
            who = await account.add(_NAMES[log_in.part], log_in.email, log_in.password, now)
            await act_all(Actor(who, None, now, confirmed=True), _first_acts(log_in.part))
            await _train(who, now)
            for name in _OFFICE if log_in.part == "coordinator" else ():
                args = LookAfter(scheme=id_of("schemes", name), account=who, lead=name == _LED)
                await act(system(now), "coordinator.add", args)
    crowd = people.mentors(mentors, *_parts())
    while together := tuple(islice(crowd, TOGETHER)):
        await act(system(now), "demo.bring", BringPeople(people=together))
    await load_events(id_of("schemes", _SMALL), id_of("schemes", _EVERYONE), now)
    await release(now)
    return LOG_INS


async def _train(who: UUID, now: datetime) -> None:
    """Whoever takes part has done the training that the charter asks for."""
    for row in await pool().fetch(
        "SELECT scheme, member FROM participation WHERE account = $1 AND role <> 'mentee'", who
    ):
        args = RecordTraining(scheme=row["scheme"], member=row["member"], done=True)
        await act(system(now), "training.record", args)


def _parts() -> tuple[DemoPart, tuple[DemoPart, ...]]:
    """The scheme that all mentors are in, and the others that list some."""
    found = {}
    for name, scheme in files("schemes", StarterScheme):
        listed = [role for role in scheme.charter.roles if role != "mentee"]
        if scheme.state == "open" and listed and scheme.charter.listing != "none":
            found[name] = DemoPart(scheme=id_of("schemes", name), role=listed[0], places=None)
    everyone = found.pop(_EVERYONE)
    return everyone, tuple(found.values())


def _first_acts(part: str) -> list[tuple[str, Strict]]:
    """The doctor looks for a mentor in a small scheme; the mentor is listed; the coordinator works."""
    small = id_of("schemes", _SMALL)
    if part == "doctor":
        return [("participation.opt_in", OptIn(scheme=small, role="mentee"))]
    if part != "mentor":
        return []
    scheme = id_of("schemes", _EVERYONE)
    says: list[tuple[str, Strict]] = [
        ("participation.opt_in", OptIn(scheme=small, role="mentor")),
        ("participation.opt_in", OptIn(scheme=scheme, role="mentor")),
        ("participation.set_places", SetPlaces(scheme=scheme, places=2)),
        ("profile.patch", PatchProfile(field="specialty", value="Emergency medicine")),
        ("profile.patch", PatchProfile(field="grade", value="Consultant")),
        ("profile.patch", PatchProfile(field="site", value="Larkrise Infirmary")),
        ("profile.patch", PatchProfile(field="modes", value=("in_person", "video"))),
        ("profile.patch", PatchProfile(field="about", value="I like to listen first. Tea is on me.")),
        ("profile.patch", PatchProfile(field="contact", value="Ask the switchboard for me")),
    ]
    shown: list[tuple[str, Strict]] = [
        ("profile.publish", PublishField(field=field, publish=True))
        for field in ("specialty", "grade", "site", "modes")
    ]
    return says + shown
