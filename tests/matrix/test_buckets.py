"""Every kind of bucket by every role: who is given it, by each of the ways that lead to it; and that nothing
else is ever among what a fresh phone gets."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar

from server.database.engine import connection, pool
from server.domain.asking import NotNow, ask
from server.domain.availability.patching import PatchAvailability
from server.domain.calendar import OpenCalendar
from server.domain.directory import PatchProfile
from server.domain.events.places import SetRsvp
from server.domain.meetings.reminders import RemindOfMeetings
from server.domain.outside import AskFromOutside
from server.domain.relationships.conflicts import DeclareConflict
from server.domain.relationships.matching import AskForMatch, Suggest, Wishes
from server.domain.relationships.places import HearOfPlace
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.registry import Touched, buckets, documents, kind_of, system
from tests.matrix.addresses import begins, part_of
from tests.matrix.cast import INSIDE, OUTSIDE, ROLES, Asker, Cast, Role
from tests.matrix.events import held as held_event
from tests.matrix.expectations import table
from tests.matrix.meetings import arranged
from tests.matrix.notices import TOLD, told_to, written
from tests.matrix.pairs import paired
from tests.matrix.recorder import Recorder
from tests.people import Device, Refusal

TABLE = table("BUCKETS")


Pairs = dict[tuple[Role, str], UUID]
"""Each asker's own: live, asked, one that is kept from them, one that they ended today."""


@pytest.fixture(scope="module")
async def pairs(cast: Cast, askers: dict[Role, Asker]) -> Pairs:
    found = {}
    for role, asker in askers.items():
        found[role, "mine"] = await paired(cast, asker, "agreed")
        found[role, "asked"] = await paired(cast, asker, "requested")
        found[role, "unseen"] = await paired(cast, asker, "requested", seen=False)
        found[role, "left"] = await paired(cast, asker, "agreed", left=True)
    near = await arranged(cast, found["mentee", "mine"], cast.other.account, "confirmed", cast.clock.now)
    cast.clock.forward(minutes=-5)  # not yet
    await act(system(cast.clock.now), "meeting.remind", RemindOfMeetings(meetings=(near,)))
    cast.clock.forward(minutes=5)
    return found


async def _ask_for_more(cast: Cast, askers: dict[Role, Asker]) -> None:
    """So that every kind of document is on somebody's phone."""
    does, mentee, here = cast.world.does, askers["mentee"].known, cast.here
    listing = UUID(await cast.world.listing(cast.other, here))
    wishes = Wishes(specialty="either", site="either", mode="any")
    wish = AskForMatch(request=uuid4(), scheme=here, how="coordinator_suggests", wishes=wishes)
    await does(mentee, "match.ask", wish)
    await does(mentee, "relationship.hear_of_place", HearOfPlace(scheme=here, mentor=listing))
    line = DeclareConflict(never=uuid4(), email="none@example.org", listing=None, relationship=None)
    await does(mentee, "relationship.declare_conflict", line)
    question = AskFromOutside(question=uuid4(), scheme=here)
    await does(askers["never"].known, "outside.ask", question)
    await cast.world.train(askers["mentor"].known, here)
    await does(askers["mentor"].known, "calendar.open", OpenCalendar())
    await told_to(cast, here, askers["mentor"].known.account)
    for scheme in (here, cast.there):
        event = UUID(await held_event(cast, scheme, kind="workshop", named=True))
        if scheme == here:
            await does(mentee, "rsvp.set", SetRsvp(event=event, going=True))
        await written(cast, scheme, sends=None)
        member = await pool().fetchval(
            "SELECT member FROM participation WHERE account = $1 AND scheme = $2", cast.other.account, scheme
        )
        made = Suggest(scheme=scheme, request=await cast.waiting(scheme), mentor=member)
        await does(cast.office, "match.suggest", made)
        await cast.waiting(scheme)
        await _totals(scheme, cast.clock.now)


async def _totals(scheme: UUID, now: datetime) -> None:
    """As a quarter with enough members would have left them."""
    async with publishing(now) as touched:
        figure = await connection().fetchval(
            "INSERT INTO figure (id, scheme, quarter, mentors, mentees, trained, held)"
            " VALUES ($1, $2, '2026-07-01', '*', '20', '0', '15') RETURNING id",
            uuid4(),
            scheme,
        )
        touched.append(Touched("figure", figure))


@pytest.fixture(scope="module")
async def askers(cast: Cast) -> dict[Role, Asker]:
    found = {role: await cast.asker(role) for role in ROLES}
    await _ask_for_more(cast, found)
    for role in INSIDE:
        who = found[role].known
        await cast.world.does(who, "profile.patch", PatchProfile(field="site", value="Larch House"))
        await cast.world.does(who, "availability.patch", PatchAvailability(weekday=4, ranges=((1020, 1140),)))
        later = NotNow(scheme=cast.beyond, until=date(2027, 6, 1))
        await cast.world.does(who, "participation.not_now", later)
        async with publishing(cast.clock.now) as touched:
            touched += await ask(who.account, cast.there, "mentor", cast.clock.now)
    await cast.world.next_day()
    for role in ("lead", "elsewhere"):
        await cast.world.confirm(found[role].known)
    return found


def test_every_kind_has_a_row() -> None:
    rows = {kind for kind, _ in TABLE}
    assert sorted(buckets.keys() - rows) == [], "these kinds of bucket have no row"
    assert sorted(rows - buckets.keys()) == [], "these rows name no kind of bucket"
    assert {word for cells in TABLE.values() for word in cells.values()} == {"yes", "-"}


def test_every_row_tells_somebody_from_somebody_else() -> None:
    """A kind that anybody at all may see has one row; any other has one for each whose it can be."""
    for kind in buckets:
        rows = [cells for (row, _), cells in TABLE.items() if row == kind]
        assert len(rows) > 1 or {rows[0][role] for role in INSIDE} == {"yes"}, kind


def named(cast: Cast, asker: Asker, pairs: Pairs, kind: str, of: str) -> str:
    """The bucket that a row is about, for this asker."""
    if kind == "relationship":
        there = {"other": cast.pair, "nowhere": uuid4()}
        return f"{kind}:{there.get(of) or pairs[asker.role, of]}"
    own: dict[str, UUID] = {"mine": asker.known.account if asker.person else cast.other.account}
    schemes = {name: getattr(cast, name) for name in ("here", "inner", "there", "beyond", "hidden", "closed")}
    whose = own | schemes | {"other": cast.other.account}
    return kind if of == "all" else f"{kind}:{whose[of]}"


@pytest.mark.parametrize(("kind", "of"), TABLE, ids=[" ".join(key) for key in TABLE])
async def test_who_is_given_it(
    application: Litestar, cast: Cast, askers: dict[Role, Asker], pairs: Pairs, kind: str, of: str
) -> None:
    found = {}
    for role, asker in askers.items():
        bucket = named(cast, asker, pairs, kind, of)
        ways = {
            "a fresh phone": await _on_a_fresh_phone(asker, bucket),
            "a phone that claims to hold it": await _claimed(asker, bucket),
            "a part of its snapshot": await _as_a_part(cast, asker, bucket),
            "pokes": await _in_pokes(application, asker, bucket),
        }
        assert len(set(ways.values())) == 1, (role, bucket, ways)
        found[role] = "yes" if ways["pokes"] else "-"
    assert found == TABLE[kind, of]


async def _answer(asker: Asker, cursors: dict[str, Any]) -> dict[str, Any] | None:
    phone = Device(asker.client, follow=tuple(asker.phone.follow))
    phone.id = asker.phone.id
    envelope = {**phone.envelope(), "cursors": cursors}
    if asker.role not in OUTSIDE:
        return await phone.send(envelope)
    with pytest.raises(Refusal) as refused:
        await phone.send(envelope)
    assert refused.value.code in {"signed-out", "device-revoked"}
    return None


async def _on_a_fresh_phone(asker: Asker, bucket: str) -> bool:
    answer = await _answer(asker, {})
    return answer is not None and bool(answer["buckets"].get(bucket, {}).get("puts"))


async def _claimed(asker: Asker, bucket: str) -> bool:
    """Whoever names a bucket that is not theirs is told to drop it, whether or not there is one."""
    answer = await _answer(asker, {bucket: ["e1", 1]})
    told = answer["buckets"].get(bucket) if answer else None
    if told is None or "drop" in told:
        assert told is None or told == {"drop": "no-longer-yours"}
        return False
    return True


async def _as_a_part(cast: Cast, asker: Asker, bucket: str) -> bool:
    answer = await asker.client.get(f"/api/snapshots/{bucket}/{await part_of(cast, bucket)}")
    assert answer.status_code in {200, 401, 404}
    return answer.status_code == 200 and bool(answer.text.strip())


async def _in_pokes(application: Litestar, asker: Asker, bucket: str) -> bool:
    follow = ",".join(sorted(map(str, asker.phone.follow)))
    status, said = await begins(application, asker.client.cookies, "/api/pokes", f"follow={follow}")
    if status != 200:
        return False
    heads: dict[str, int] = json.loads(said.removeprefix(b"data: "))
    return bool(heads.get(bucket))


async def test_a_fresh_phone_gets_nothing_that_has_no_yes(
    cast: Cast, askers: dict[Role, Asker], pairs: Pairs
) -> None:
    kinds = set()
    for role, asker in askers.items():
        may = {named(cast, asker, pairs, *key) for key, cells in TABLE.items() if cells[role] == "yes"}
        phone = Device(asker.client, follow=cast.followed)
        if role in OUTSIDE:
            with pytest.raises(Refusal):
                await phone.sync()
        else:
            await phone.sync()
        assert phone.buckets.keys() == may, role
        for bucket, held in phone.buckets.items():
            for kind, _ in held.documents:
                assert documents[kind][1] == kind_of(bucket).kind, (role, bucket, kind)
                kinds.add(kind)
    assert kinds == documents.keys()  # nothing is promised of documents that were never there


# Words that belong to somebody, and the roles on whose phones and in whose answers they may stand.
WORDS: dict[str, set[Role]] = {
    "otta.fell@example.org": set(),
    "Kept to myself.": set(),
    "Night shifts": set(INSIDE),
    "What the office wrote.": set(),
    "guest.": {"lead", "stale", "elsewhere"},
    "Person Mentor": {*INSIDE},
    "Person Mentee": {"mentee", "lead", "stale"},
    "Person Paused": {"paused"},
    "Person Left": {"left"},
    TOLD: {"mentor", "lead", "stale"},
    "Plans at a desk": {"lead", "stale", "elsewhere"},
    "Jory Pike": {"lead", "stale", "elsewhere"},
    "jory.pike": set(),
    "person.": {*INSIDE},
}


async def test_what_somebody_wrote_is_in_the_answers_to_those_who_may_read_it(
    cast: Cast, askers: dict[Role, Asker], recorder: Recorder
) -> None:
    for role in INSIDE:
        asker = askers[role]
        first = len(recorder.exchanges)
        await Device(asker.client, follow=cast.followed).sync()
        said = b"".join(exchange.answered for exchange in recorder.exchanges[first:]).decode()
        for words, may in WORDS.items():
            assert (words in said) == (role in may), (role, words)
        # Of everybody's addresses a phone is told its owner's.
        assert said.count("person.") == said.count(asker.known.email) == 1
