"""The coordinator's part: the queue, training, questions from outside, and the lead who knows the pairs."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.domain import outside, training
from server.domain.outside import AskFromOutside, ForgetAnswers
from server.domain.relationships.matching import AskForMatch, Wishes
from server.domain.schemes import LookAfter
from server.domain.training import ForgetMarks
from server.sync.push import act
from server.sync.rebuild import rebuild
from server.sync.registry import system
from tests.domain.world import Person, World, charter

MATCHED = charter(matching=("coordinator_suggests",), listing="none", listing_fields=())
GATED = charter(
    matching=("coordinator_suggests",), listing="none", listing_fields=(), training_gate=("A half-day.",)
)


def codes(person: Person) -> list[str]:
    return [told["code"] for told in person.phone.attention]


def member(office: Person, name: str) -> str:
    (found,) = [key for key, body in office.phone.of("member").items() if body["name"] == name]
    return found


async def wishes(world: World, doctor: Person, scheme: UUID, **said: Any) -> str:
    request = uuid4()
    wish = Wishes.model_validate({"specialty": "either", "site": "either", "mode": "any", **said})
    args = AskForMatch(request=request, scheme=scheme, how="coordinator_suggests", wishes=wish)
    await world.does(doctor, "match.ask", args)
    return str(request)


async def says(world: World, office: Person, name: str, **args: Any) -> None:
    """An office act, with a passkey behind it."""
    await world.confirm(office)
    office.phone.act(name, **args)
    await office.phone.sync()


# --- the queue --------------------------------------------------------------------------------------


async def test_a_wish_is_in_the_queue_from_the_day_after_and_says_suggested(world: World) -> None:
    scheme = await world.scheme(charter=MATCHED)
    ash, rowan = await world.coordinator("Ash Kite", scheme), await world.mentor("Rowan Wren", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    await wishes(world, hazel, scheme, specialty="same", mode="phone")
    await ash.phone.sync()
    assert ash.phone.of("request") == {}
    await world.next_day()
    await ash.phone.sync()
    ((request, body),) = ash.phone.of("request").items()
    wish = {"specialty": "same", "site": "either", "mode": "phone"}
    assert body == {"scheme": str(scheme), "name": "Hazel Linnet", "wishes": wish}
    chosen = member(ash, "Rowan Wren")
    await says(world, ash, "match.suggest", scheme=scheme, request=request, mentor=chosen)
    assert list(ash.phone.of("suggestion")) == [request]
    await world.everybody_syncs(hazel, rowan)
    assert [pair["state"] for pair in hazel.phone.of("relationship").values()] == ["suggested"]

    # A second coordinator's is answered by what the office itself did.
    await says(world, ash, "match.suggest", scheme=scheme, request=request, mentor=chosen)
    assert codes(ash) == ["not-yours"]
    for _ in range(31):
        await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("suggestion") == ash.phone.of("request") == {}


async def test_a_suggestion_to_whoever_took_the_wish_back_today_looks_like_any_other(world: World) -> None:
    scheme = await world.scheme(charter=MATCHED)
    ash, rowan = await world.coordinator("Ash Kite", scheme), await world.mentor("Rowan Wren", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    wish = await wishes(world, hazel, scheme)
    await world.next_day()
    await ash.phone.sync()
    (request,) = ash.phone.of("request")
    hazel.phone.act("match.take_back", request=wish)
    await hazel.phone.sync()
    args = {"scheme": scheme, "request": request, "mentor": member(ash, "Rowan Wren")}
    await says(world, ash, "match.suggest", **args)
    assert (list(ash.phone.of("suggestion")), codes(ash)) == ([request], [])
    await world.everybody_syncs(hazel, rowan)
    assert hazel.phone.of("relationship") == rowan.phone.of("relationship") == {}
    await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("request") == {}
    await says(world, ash, "match.suggest", **{**args, "request": str(uuid4())})
    assert codes(ash) == ["not-yours"]


async def test_a_mentor_without_a_place_or_training_comes_back(world: World) -> None:
    scheme = await world.scheme(charter=GATED)
    ash, rowan = await world.coordinator("Ash Kite", scheme), await world.mentor("Rowan Wren", scheme)
    hazel = await world.mentee("Hazel Linnet", scheme)
    await wishes(world, hazel, scheme)
    await world.next_day()
    await ash.phone.sync()
    (request,) = ash.phone.of("request")
    chosen = member(ash, "Rowan Wren")
    await says(world, ash, "match.suggest", scheme=scheme, request=request, mentor=chosen)
    await says(world, ash, "training.record", scheme=scheme, member=chosen, done=True)
    rowan.phone.act("participation.set_places", scheme=scheme, places=0)
    await rowan.phone.sync()
    await says(world, ash, "match.suggest", scheme=scheme, request=request, mentor=chosen)
    assert codes(ash) == ["mentor-not-free", "no-place"]
    assert ash.phone.of("suggestion") == {}


# --- training ---------------------------------------------------------------------------------------


async def test_training_shows_to_the_office_at_once_and_stands_in_the_list_from_the_next_day(
    world: World,
) -> None:
    scheme = await world.scheme(charter=GATED)
    ash, rowan = await world.coordinator("Ash Kite", scheme), await world.mentor("Rowan Wren", scheme)
    rowan.phone.act("participation.opt_in", scheme=scheme, role="mentee")
    await rowan.phone.sync()
    await world.next_day()
    await ash.phone.sync()
    (chosen,) = [key for key, body in ash.phone.of("member").items() if body["role"] == "mentor"]
    day = str(world.now.date())
    await says(world, ash, "training.record", scheme=scheme, member=chosen, done=True)
    assert ash.phone.of("trained") == {chosen: {"scheme": str(scheme), "recorded": day}}
    assert ash.phone.of("member")[chosen]["trained"] is None, "the list moves once a day"
    await world.next_day()
    await world.everybody_syncs(ash, rowan)
    marks = {body["role"]: body["trained"] for body in ash.phone.of("member").values()}
    assert marks == {"mentor": day, "mentee": None}
    assert [mark["recorded"] for mark in rowan.phone.of("training").values()] == [day]

    await says(world, ash, "training.record", scheme=scheme, member=chosen, done=False)
    assert ash.phone.of("trained")[chosen]["recorded"] is None
    for _ in range(30):
        await world.next_day()
    await world.everybody_syncs(ash, rowan)
    assert ash.phone.of("trained") == rowan.phone.of("training") == {}
    assert ash.phone.of("member")[chosen]["trained"] is None
    assert await rebuild(world.now, check=True) == []


async def test_training_is_recorded_of_nobody_who_is_not_in_the_list(world: World) -> None:
    scheme, other = await world.scheme(charter=GATED), await world.scheme(charter=GATED)
    ash = await world.coordinator("Ash Kite", scheme)
    rowan, elder = await world.mentor("Rowan Wren", scheme, other), await world.mentor("Elder Finch", scheme)
    elder.phone.act("participation.opt_out", scheme=scheme, role="mentor", current="end")
    await elder.phone.sync()
    await world.next_day()
    rows = await pool().fetch("SELECT member, account, scheme FROM participation")
    (gone,) = [row["member"] for row in rows if row["account"] == elder.account]
    (theirs,) = [row["member"] for row in rows if (row["account"], row["scheme"]) == (rowan.account, other)]
    for who in (gone, theirs, uuid4()):
        await says(world, ash, "training.record", scheme=scheme, member=who, done=True)
    assert codes(ash) == ["not-yours"] * 3
    assert await pool().fetchval("SELECT count(*) FROM training") == 0


# --- from outside -----------------------------------------------------------------------------------


async def asks_from_outside(world: World, doctor: Person, scheme: UUID) -> None:
    await world.does(doctor, "outside.ask", AskFromOutside(question=uuid4(), scheme=scheme))


async def test_an_answer_to_a_question_from_outside_stands_at_once(world: World) -> None:
    point = await world.contact_point()
    scheme = await world.scheme(charter=charter(outside_requests="routed"), contact=point)
    ash, hazel = await world.coordinator("Ash Kite", scheme), await world.doctor("Hazel Linnet", scheme)
    await asks_from_outside(world, hazel, scheme)
    await world.next_day()
    await ash.phone.sync()
    ((question, body),) = ash.phone.of("outside_question").items()
    assert body == {"scheme": str(scheme), "name": "Hazel Linnet"}
    for answer, contact in (("welcome", None), ("elsewhere", str(point))):
        args = {"scheme": scheme, "question": question, "answer": answer, "contact": contact}
        await says(world, ash, "outside.answer", **args)
        said = {"scheme": str(scheme), "answer": answer, "contact": contact}
        assert ash.phone.of("outside_answered") == {question: said}
        await hazel.phone.sync()
        assert list(hazel.phone.of("outside").values()) == [said]
    await says(world, ash, "outside.answer", **{**args, "contact": None})
    await says(world, ash, "outside.answer", **{**args, "contact": str(uuid4())})
    await says(world, ash, "outside.answer", **{**args, "question": str(uuid4())})
    assert codes(ash) == ["value-not-allowed", "value-not-allowed", "not-yours"]
    for _ in range(31):
        await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("outside_question") == ash.phone.of("outside_answered") == {}
    assert await rebuild(world.now, check=True) == []


async def test_what_time_does_to_an_office_is_done_by_the_system_alone(world: World) -> None:
    scheme = await world.scheme(charter=GATED)
    ash, rowan = await world.coordinator("Ash Kite", scheme), await world.mentor("Rowan Wren", scheme)
    await world.train(rowan, scheme)
    await ash.phone.sync()
    (mark,) = ash.phone.of("trained")
    for name, args in (("training.forget", {"marks": [mark]}), ("outside.forget", {"answers": []})):
        await says(world, ash, name, **args)
    assert codes(ash) == ["unknown-act"] * 2
    await act(system(world.now), "training.forget", ForgetMarks(marks=(UUID(mark),)))
    await act(system(world.now), "outside.forget", ForgetAnswers(answers=()))
    await training.forget_due(world.now)
    await outside.forget_due(world.now)
    await ash.phone.sync()
    assert ash.phone.of("trained") == {}


# --- the lead ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who_knows", ["pair", "lead"])
async def test_the_lead_knows_the_names_where_the_charter_says_so(world: World, who_knows: str) -> None:
    scheme = await world.scheme(charter=charter(who_knows_pairs=who_knows))
    ash, fern = await world.coordinator("Ash Kite", scheme), await world.coordinator("Fern Hill", scheme)
    await act(system(world.now), "coordinator.add", LookAfter(scheme=scheme, account=ash.account, lead=True))
    rowan, hazel = await world.mentor("Rowan Wren", scheme), await world.mentee("Hazel Linnet", scheme)
    pair = await world.pair(hazel, rowan, scheme)
    await world.everybody_syncs(ash, fern)
    told = {"scheme": str(scheme), "names": ["Hazel Linnet", "Rowan Wren"], "kind": "pair"}
    assert ash.phone.of("pair") == ({pair: told} if who_knows == "lead" else {})
    assert fern.phone.of("pair") == {}
    assert [office["lead"] for office in ash.phone.of("office").values()] == [True]
    assert [office["lead"] for office in fern.phone.of("office").values()] == [False]
    rowan.phone.act("relationship.end", relationship=pair)
    await rowan.phone.sync()
    await world.next_day()
    await ash.phone.sync()
    assert ash.phone.of("pair") == {}
