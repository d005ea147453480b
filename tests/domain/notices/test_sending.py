"""A notice goes when it is to go, for as long as it is to last, and no scheme sends many."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.domain.guidance import PublishPage
from server.sync.push import act
from server.sync.rebuild import rebuild
from server.sync.registry import system
from tests.domain.notices.telling import office, wire
from tests.domain.world import World


async def test_what_is_over_is_gone_from_every_phone_and_from_the_table(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors", days=1)
    world.clock.forward(hours=24, minutes=1)
    await world.quarter_hour()
    await told.arrives()
    assert told.have(notice) == []
    assert told.state(notice) is None
    row = await pool().fetchrow("SELECT text, state FROM notice")
    assert tuple(row) == ("", "over")
    world.clock.forward(days=7)
    await world.quarter_hour()
    assert await pool().fetchval("SELECT count(*) FROM notice") == 0
    assert await rebuild(world.now, check=True) == []


async def test_one_that_is_to_go_later_goes_then(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors", sends=world.now + timedelta(hours=5))
    await world.quarter_hour()
    await told.arrives()
    assert (told.state(notice), told.have(notice)) == ("scheduled", [])
    world.clock.forward(hours=5)
    for _ in range(2):
        await world.quarter_hour()
        await told.arrives()
        assert (told.state(notice), len(told.have(notice))) == ("sent", 8)


async def test_a_group_that_became_too_small_is_not_told_when_the_time_comes(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors", sends=world.now + timedelta(days=3))
    one = told.mentors[0]
    one.phone.act("participation.opt_out", scheme=told.scheme, role="mentor", current="end")
    await one.phone.sync()
    for _ in range(3):
        await world.next_day()
    await told.arrives()
    assert (told.state(notice), told.have(notice)) == ("too_few", [])


async def test_one_whose_time_passed_while_the_server_was_away_never_goes(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors", sends=world.now + timedelta(hours=1), days=1)
    world.clock.forward(days=2)
    await world.quarter_hour()
    await told.arrives()
    assert (told.state(notice), told.have(notice)) == (None, [])


@pytest.mark.parametrize("when", ["before it goes", "after it went", "between"])
async def test_recalled_it_is_on_nobodys_phone(world: World, when: str) -> None:
    told = await office(world)
    later = world.now + timedelta(hours=1)
    notice = told.send("mentors", **({"sends": later} if when == "before it goes" else {}))
    if when == "between":  # sent, and its job has not run
        await world.confirm(told.ash)
        await told.ash.phone.sync()
    else:
        await told.arrives()
    assert len(told.have(notice)) == (8 if when == "after it went" else 0)
    for _ in range(2):  # again is as good as once
        told.ash.phone.act("notice.recall", notice=notice)
        await told.arrives()
    world.clock.forward(hours=2)
    await world.quarter_hour()
    await told.arrives()
    assert (told.state(notice), told.have(notice), told.answers()) == ("recalled", [], [])
    assert await pool().fetchval("SELECT count(*) FROM told") == 0
    assert await rebuild(world.now, check=True) == []


async def test_three_in_seven_days_and_those_to_come_count_where_they_fall(world: World) -> None:
    told = await office(world)
    now = world.now
    taken_back = await told.sent("mentors", sends=now + timedelta(days=2))
    for _ in range(2):
        await told.sent("mentors")
    await told.sent("mentors", sends=now + timedelta(days=6, hours=23))
    assert told.answers() == ["notices-used-up"], "the fourth in seven days"
    told.ash.phone.act("notice.recall", notice=taken_back)
    await told.sent("mentors", sends=now + timedelta(days=6, hours=23))
    assert told.answers() == ["notices-used-up"], "one that never went counts no more"
    await told.sent("mentors", sends=now + timedelta(days=7))
    await told.sent("mentors", sends=now + timedelta(days=9))
    assert told.answers() == ["notices-used-up"]
    await told.sent("mentors", sends=now + timedelta(days=3))
    assert told.answers() == ["notices-used-up"] * 2, "beside three that are to come, too"
    world.clock.forward(days=20)
    gone = await told.sent("mentors")
    told.ash.phone.act("notice.recall", notice=gone)
    await told.arrives()
    for expected in (2, 2, 3):
        await told.sent("mentors")
        assert len(told.answers()) == expected, "one that went counts, recalled or not"


async def test_a_phone_whose_clock_is_ahead_can_choose_the_latest_end(world: World) -> None:
    told = await office(world)
    latest = world.now + timedelta(days=60)
    notice = await told.sent("mentors", expires=latest + timedelta(seconds=5))
    assert told.answers() == []
    assert told.mentors[0].phone.of("told")[notice]["expires"] == wire(latest)


async def test_what_cannot_be_sent_says_what_is_wrong(world: World) -> None:
    told = await office(world)
    other = await office_of_another(world)
    page, theirs = uuid4(), uuid4()
    for each, scheme in ((page, told.scheme), (theirs, other)):
        words = PublishPage(page=each, scheme=scheme, title="How to begin", text="Say hello.")
        await act(system(world.now), "page.publish", words)
    known = await told.sent("mentors", page=page)
    assert told.answers() == []
    for said, code in (
        ({"text": "   "}, "value-not-allowed"),
        ({"text": "Turned \u202e round"}, "value-not-allowed"),
        ({"text": "x" * 601}, "malformed"),
        ({"days": 62}, "notice-too-long"),
        ({"days": -1}, "date-passed"),
        ({"sends": world.now + timedelta(days=800)}, "date-too-far"),
        ({"expires": "2026-12-01T12:00:00"}, "malformed"),
        ({"expires": "9999-12-31T23:59:59-23:00"}, "malformed"),
        ({"sends": "2027-01-01"}, "malformed"),
        ({"page": theirs}, "not-yours"),
        ({"event": uuid4()}, "not-yours"),
        ({"audience": "coming"}, "value-not-allowed"),
        ({"audience": ["somebody"]}, "malformed"),
        ({"scheme": other}, "not-yours"),
    ):
        await told.sent(**{"audience": "mentors", **said})
        assert told.answers().pop() == code, said
        told.ash.phone.attention.clear()
    told.ash.phone.act("notice.recall", notice=uuid4())
    again = told.answered(known)
    told.ash.phone.act("notice.send", **again)
    await told.arrives()
    assert told.answers() == ["not-yours", "not-yours"]
    assert await pool().fetchval("SELECT count(*) FROM notice") == 1


async def test_another_office_can_neither_send_here_nor_recall(world: World) -> None:
    told = await office(world)
    notice = await told.sent("mentors")
    yew = await world.coordinator("Yew Finch", await office_of_another(world))
    yew.phone.act("notice.recall", notice=notice)
    await yew.phone.sync()
    assert [outcome["code"] for outcome in yew.phone.attention] == ["not-yours"]
    assert yew.phone.of("sent_notice") == {}
    assert told.state(notice) == "sent"


async def office_of_another(world: World) -> UUID:
    return await world.scheme(name="Elsewhere")
