"""Coming together: asking, offering, joining, and each one's yes or no."""

from uuid import uuid4

import pytest

from server.database.engine import pool
from server.domain.outside import AskFromOutside
from tests.domain.world import Person, World, charter


def states(person: Person) -> list[str]:
    return sorted(pair["state"] for pair in person.phone.of("relationship").values())


def left(person: Person) -> list[str]:
    """What this person ended, as long as others have still to hear of it."""
    return [mark["relationship"] for mark in person.phone.of("pairing").values() if mark["left"]]


def codes(person: Person) -> list[str]:
    return [told["code"] for told in person.phone.attention]


async def test_a_doctor_asks_and_a_mentor_says_yes(world: World) -> None:
    scheme = await world.scheme(charter=charter(trial_meeting=True))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    asked = rowan.phone.of("relationship")[pair]
    mark = {"relationship": pair, "left": False}
    assert rowan.phone.of("pairing")[pair] == mark, (
        "his own bucket moves, so an open phone hears of it at once"
    )
    assert asked["state"] == "requested"
    assert {member["name"]: (member["role"], member["yes"]) for member in asked["members"]} == {
        "Hazel Linnet": ("mentee", True),
        "Rowan Wren": ("mentor", False),
    }
    rowan.phone.act("relationship.accept", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["trying"]
    assert hazel.phone.of("relationship") == rowan.phone.of("relationship"), "one audience, the same bytes"
    for person in (hazel, rowan):
        person.phone.act("relationship.agree", relationship=pair, charter_version=1, rhythm="six_weekly")
        await person.phone.sync()
    await hazel.phone.sync()
    assert hazel.phone.of("relationship")[pair]["rhythm"] == "six_weekly"
    assert states(hazel) == ["agreed"]
    assert codes(hazel) == codes(rowan) == []


async def test_a_no_is_shown_at_the_common_hour_and_says_nothing(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    rowan.phone.act("relationship.decline", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["requested"]
    assert left(rowan) == [pair]
    await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["closed"]
    assert left(rowan) == []
    for _ in range(30):
        await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert hazel.phone.of("relationship") == rowan.phone.of("relationship") == {}
    assert await pool().fetchval("SELECT count(*) FROM once_paired") == 1


async def test_unanswered_for_fourteen_days_a_request_closes_by_itself(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    for _ in range(13):
        await world.next_day()
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["requested"]
    await world.next_day()
    rowan.phone.act("relationship.accept", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert states(hazel) == ["closed"]
    assert codes(rowan) == ["relationship-closed"]


async def test_places_are_never_exceeded_whoever_asks(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.set_places", scheme=scheme, places=1)
    await rowan.phone.sync()
    doctors = [await world.mentee(f"Doctor {name}", scheme) for name in ("Elder", "Alder", "Hawthorn")]
    pairs = [await world.ask(doctor, rowan, scheme) for doctor in doctors[:2]]
    for pair in pairs:
        rowan.phone.act("relationship.accept", relationship=pair)
    await world.everybody_syncs(rowan, *doctors)
    assert [states(doctor) for doctor in doctors] == [["agreed"], ["requested"], []]
    assert codes(rowan) == ["no-place"]
    (listing,) = doctors[2].phone.of("mentor").values()
    assert listing["places"] == "full"
    await world.ask(doctors[2], rowan, scheme)
    assert codes(doctors[2]) == ["no-place"]
    mentor = await world.listing(rowan, scheme)
    doctors[2].phone.act("relationship.hear_of_place", scheme=scheme, mentor=mentor)
    await doctors[2].phone.sync()
    assert [heard["open"] for heard in doctors[2].phone.of("hearing").values()] == [False]

    doctors[0].phone.act("relationship.end", relationship=pairs[0])
    await world.everybody_syncs(doctors[0], rowan)
    (listing,) = rowan.phone.of("mentor").values()
    assert listing["places"] == "full", "a place would tell of the ending before its hour"
    await world.next_day()
    await world.everybody_syncs(doctors[2])
    (listing,) = doctors[2].phone.of("mentor").values()
    assert listing["places"] == "open"
    assert [heard["open"] for heard in doctors[2].phone.of("hearing").values()] == [True]


async def test_nobody_asks_the_same_mentor_twice_and_several_at_once_are_fine(world: World) -> None:
    scheme = await world.scheme()
    rowan, ash = await world.mentor("Rowan Wren", scheme), await world.mentor("Ash Kite", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    await world.ask(hazel, rowan, scheme)
    await world.ask(hazel, ash, scheme)
    await world.ask(hazel, rowan, scheme)
    assert states(hazel) == ["requested", "requested"]
    assert codes(hazel) == ["already-asked"]


async def test_who_paused_left_or_never_was_is_answered_in_the_same_words(world: World) -> None:
    scheme = await world.scheme()
    hazel = await world.mentee("Hazel Linnet", scheme)
    away, gone = await world.mentor("Away Heron", scheme), await world.mentor("Gone Goose", scheme)
    listings = [await world.listing(away, scheme), await world.listing(gone, scheme), str(uuid4())]
    away.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    gone.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    await world.everybody_syncs(away, gone)
    for listing in listings:
        hazel.phone.act("relationship.request", relationship=str(uuid4()), scheme=scheme, mentor=listing)
    await hazel.phone.sync()
    assert codes(hazel) == ["mentor-not-free"] * 3


async def test_a_mentor_who_paused_may_still_answer_what_was_asked_before(world: World) -> None:
    scheme = await world.scheme()
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.ask(hazel, rowan, scheme)
    rowan.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    rowan.phone.act("relationship.accept", relationship=pair)
    await world.everybody_syncs(rowan, hazel)
    assert codes(rowan) == []
    assert states(hazel) == ["agreed"]


async def test_a_mentor_offers_by_a_code_that_works_once(world: World) -> None:
    scheme = await world.scheme(charter=charter(matching=("mentor_offers",)))
    rowan = await world.mentor("Rowan Wren", scheme)
    hazel, elder = await world.mentee("Hazel Linnet", scheme), await world.mentee("Elder Finch", scheme)
    pair = str(uuid4())
    rowan.phone.act("relationship.offer", relationship=pair, scheme=scheme, code="7KM2Q9XD")
    await rowan.phone.sync()
    assert rowan.phone.of("relationship")[pair]["code"] == "7KM2Q9XD"
    hazel.phone.act("relationship.join", code="7KM2Q9XD")
    elder.phone.act("relationship.join", code="7KM2Q9XD")
    await world.everybody_syncs(hazel, elder, rowan)
    assert (states(hazel), states(elder), codes(elder)) == (["agreed"], [], ["code-unknown"])
    assert rowan.phone.of("relationship")[pair]["code"] is None


@pytest.mark.parametrize(("model", "size"), [("dyad", 2), ("triad", 3)])
async def test_a_circle_forms_on_a_course_and_all_are_the_same_in_it(
    world: World, model: str, size: int
) -> None:
    scheme = await world.scheme(charter=charter(model=model, matching=("formed_on_course",)))
    people = [await world.doctor(f"Doctor {name}", scheme) for name in ("Elder", "Alder", "Hawthorn")][:size]
    for person in people:
        person.phone.act("participation.opt_in", scheme=scheme, role="co_mentor")
        await person.phone.sync()
    pair = str(uuid4())
    people[0].phone.act("circle.form", relationship=pair, scheme=scheme, code="ABCDEFGH")
    await people[0].phone.sync()
    people[0].phone.act("relationship.accept", relationship=pair)
    await people[0].phone.sync()
    assert codes(people[0]) == ["not-all-there"]
    for person in people[1:]:
        person.phone.act("relationship.join", code="ABCDEFGH")
        await person.phone.sync()
    for person in reversed(people):
        assert states(person) in (["suggested"], [])
        person.phone.act("relationship.accept", relationship=pair)
        await person.phone.sync()
    await world.everybody_syncs(*people)
    assert [states(person) for person in people] == [["agreed"]] * size
    circle = people[0].phone.of("relationship")[pair]
    assert {(member["role"], member["yes"], member["agreed"]) for member in circle["members"]} == {
        ("co_mentor", True, None)
    }
    ids = [member["account"] for member in circle["members"]]
    assert ids == sorted(ids)


async def test_a_doctor_from_outside_asks_the_contact_point_and_gets_an_answer(world: World) -> None:
    point = await world.contact_point()
    scheme = await world.scheme(charter=charter(outside_requests="routed"), contact=point)
    ash = await world.coordinator("Ash Kite", scheme)
    hazel = await world.doctor("Hazel Linnet", scheme)
    hazel.phone.act("participation.opt_in", scheme=scheme, role="mentee", outside=True)
    await hazel.phone.sync()
    assert codes(hazel) == ["outside-group"]
    await world.does(hazel, "outside.ask", AskFromOutside(question=uuid4(), scheme=scheme))
    await world.next_day()
    await world.confirm(ash)
    await ash.phone.sync()
    (question,) = ash.phone.of("outside_question")
    ash.phone.act("outside.answer", scheme=scheme, question=question, answer="welcome", contact=None)
    await ash.phone.sync()
    await hazel.phone.sync()
    assert [told["answer"] for told in hazel.phone.of("outside").values()] == ["welcome"]
    hazel.phone.act("participation.opt_in", scheme=scheme, role="mentee", outside=True)
    await hazel.phone.sync()
    assert [own["state"] for own in hazel.phone.of("participation").values()] == ["in"]


async def test_a_mentor_is_listed_once_trained(world: World) -> None:
    scheme = await world.scheme(charter=charter(training_gate=("Two-day course",)))
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    await hazel.phone.sync()
    assert hazel.phone.of("mentor") == {}
    await world.ask(hazel, rowan, scheme)
    assert codes(hazel) == ["mentor-not-free"]
    await world.next_day()
    await world.confirm(ash)
    await ash.phone.sync()
    member = next(key for key, body in ash.phone.of("member").items() if body["role"] == "mentor")
    ash.phone.act("training.record", scheme=scheme, member=member, done=True)
    await ash.phone.sync()
    await world.everybody_syncs(rowan, hazel)
    assert len(hazel.phone.of("mentor")) == len(rowan.phone.of("training")) == 1
    await world.ask(hazel, rowan, scheme)
    assert states(hazel) == ["requested"]
