"""What a feed says: agreed meetings, neutrally, each change with a higher number than the one before."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.domain.calendar.reading import ask, by_ical_js, events, lines, opened, own, read
from tests.domain.meetings.arranging import Two, another, at, candidates, two
from tests.domain.world import World

WHERE = "Ysbyty'r Bryn, tŵr y Gogledd; ystafell 4, llawr 3 – 会議室、北棟3階の図書室の隣 👩🏽‍⚕️"
LONDON = ZoneInfo("Europe/London")


async def test_a_neutral_feed_holds_time_and_says_nothing_else(
    world: World, client: httpx.AsyncClient
) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    pair.propose(pair.hazel, at(9))
    await pair.agreed(at(3), at(4), place=WHERE, mode="in_person")
    answer = await ask(client, path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=300"
    said = answer.content
    assert {line.partition(b":")[0].partition(b";")[0] for line in lines(said)} == {
        *(b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"NAME", b"X-WR-CALNAME"),
        *(b"REFRESH-INTERVAL", b"X-PUBLISHED-TTL", b"UID", b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED"),
        *(b"DTSTART", b"DTEND", b"STATUS", b"SUMMARY"),
    }
    for word in ("entor", "Rowan", "Hazel", "Ysbyty", "Quiet talk", "Larch", pair.pair):
        assert word not in said.decode()
    (event,) = events(said)
    assert event["summary"] == "Hold: 45 minutes"
    assert (event["dtstart"], event["dtend"]) == (at(3), at(3, 18, 15))
    assert b"DTSTART:20261203T173000Z" in lines(said)
    assert event["status"] == "CONFIRMED"
    (same,) = await by_ical_js(said)
    assert {**event, "dtstamp": None} == {**same, "dtstamp": None}


async def test_detail_says_where_and_how_and_still_not_who(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    await pair.agreed(at(3), place=WHERE, mode="in_person")
    (before,) = await read(client, path)
    world.clock.forward(hours=1)
    pair.hazel.phone.act("calendar.detail", detail=True)
    await pair.hazel.phone.sync()
    assert own(pair.hazel)["detail"] is True
    text = (await ask(client, path)).content
    (event,) = events(text)
    assert (event["summary"], event["location"], event["description"], event["class"]) == (
        *("Mentoring: 45 minutes", WHERE, "In person", "PRIVATE"),
    )
    assert (event["uid"], event["dtstart"]) == (before["uid"], before["dtstart"])
    assert event["sequence"] > before["sequence"]
    assert event["last-modified"] > before["last-modified"]
    assert (await by_ical_js(text))[0]["location"] == WHERE
    for name in ("Rowan", "Hazel"):
        assert name not in text.decode()
    # The other's own is as the other chose.
    (others,) = await read(client, await opened(pair.rowan))
    assert others["summary"] == "Hold: 45 minutes"


async def test_what_waits_for_an_answer_and_what_closed_are_in_no_feed(
    world: World, client: httpx.AsyncClient
) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    meeting = pair.propose(pair.hazel, at(3))
    await pair.sync()
    assert await read(client, path) == []
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    assert await read(client, path) == []


async def test_every_change_raises_the_sequence(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    meeting = await pair.agreed(at(3), place="Room 4", mode="in_person")
    told = [(await read(client, path))[0]]

    async def then(changes: bool) -> dict[str, Any]:
        await pair.sync()
        (event,) = await read(client, path)
        raised = event["sequence"] > told[-1]["sequence"]
        assert raised, (told[-1], event)
        assert event["last-modified"] > told[-1]["last-modified"]
        seen, before = ({**each, **dict.fromkeys(_COUNTED)} for each in (event, told[-1]))
        assert (seen != before) is changes
        assert event["uid"] == told[0]["uid"]
        told.append(event)
        return event

    world.clock.forward(minutes=1)
    pair.rowan.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(5)))
    assert (await then(changes=False))["dtstart"] == at(3)
    world.clock.forward(minutes=1)
    pair.rowan.phone.act("meeting.move", meeting=meeting, candidates=candidates(at(7)))
    await then(changes=False)
    world.clock.forward(minutes=1)
    pair.accept(pair.hazel, meeting, at(7))
    assert (await then(changes=True))["dtstart"] == at(7)
    for detail in (True, False):
        world.clock.forward(minutes=1)
        pair.hazel.phone.act("calendar.detail", detail=detail)
        await then(changes=True)
    world.clock.forward(minutes=1)
    pair.hazel.phone.act("meeting.cancel", meeting=meeting)
    assert (await then(changes=True))["status"] == "CANCELLED"


_COUNTED = ("sequence", "last-modified", "dtstamp")


async def test_another_length_way_or_place_is_another_meeting(
    world: World, client: httpx.AsyncClient
) -> None:
    """They are agreed with its times: a counter closes the one and opens another, under a name of its own."""
    pair = await two(world)
    path = await opened(pair.hazel)
    first = await pair.agreed(at(3), place="Room 4", mode="in_person")
    pair.hazel.phone.act("meeting.cancel", meeting=first)
    await pair.sync()
    await pair.agreed(at(3), place="Room 5", mode="video", minutes=60)
    before, after = await read(client, path)
    assert {before["status"], after["status"]} == {"CANCELLED", "CONFIRMED"}
    assert before["uid"] != after["uid"]


async def test_cancelled_meetings_stay_for_thirty_days(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    meeting = await pair.agreed(at(20))
    pair.rowan.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    world.clock.forward(days=29, hours=23)
    await world.quarter_hour()
    (event,) = await read(client, path)
    assert event["status"] == "CANCELLED"
    world.clock.forward(hours=2)
    assert await read(client, path) == []
    await world.quarter_hour()
    assert await read(client, path) == []


async def test_ending_a_pair_frees_the_time_in_both_calendars(
    world: World, client: httpx.AsyncClient
) -> None:
    pair = await two(world)
    paths = [await opened(pair.hazel), await opened(pair.rowan)]
    await pair.agreed(at(20))
    pair.hazel.phone.act("relationship.end", relationship=pair.pair)
    await pair.sync()
    for path in paths:
        (event,) = await read(client, path)
        assert event["status"] == "CANCELLED"


async def test_whether_it_took_place_is_nobodys_outside(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    meeting = await pair.agreed(at(3))
    (before,) = await read(client, path)
    world.clock.now = at(3, 19)
    for act in ("meeting.confirm_held", "meeting.correct"):
        said = {} if act == "meeting.confirm_held" else {"state": "missed"}
        pair.rowan.phone.act(act, meeting=meeting, **said)
        await pair.sync()
        (event,) = await read(client, path)
        assert {**event, **dict.fromkeys(_COUNTED)} == {**before, **dict.fromkeys(_COUNTED)}
        assert event["sequence"] > before["sequence"]
    world.clock.forward(days=31)
    assert await read(client, path) == []


async def test_two_calendars_at_one_host_share_no_name(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    await pair.agreed(at(3))
    (hers,), (his,) = [await read(client, await opened(person)) for person in (pair.hazel, pair.rowan)]
    assert hers["dtstart"] == his["dtstart"]
    assert hers["uid"] != his["uid"]


async def test_each_sees_their_own_and_a_mentor_all_of_theirs(
    world: World, client: httpx.AsyncClient
) -> None:
    pair = await two(world)
    other = await another(pair, "Ash Dunnock")
    await pair.agreed(at(3))
    await other.agreed(at(4))
    hers, others, his = [
        [event["dtstart"] for event in await read(client, await opened(person))]
        for person in (pair.hazel, other.hazel, pair.rowan)
    ]
    assert (hers, others, his) == ([at(3)], [at(4)], [at(3), at(4)])


async def _agreed_and_read(pair: Two, client: httpx.AsyncClient, *starts: datetime) -> list[dict[str, Any]]:
    path = await opened(pair.hazel)
    for start in starts:
        await pair.agreed(start, minutes=30)
    text = (await ask(client, path)).content
    read = await by_ical_js(text)
    assert [{**event, "dtstamp": None} for event in events(text)] == [
        {**event, "dtstamp": None} for event in read
    ]
    return read


@pytest.mark.parametrize(
    ("walls", "instants"),
    [
        # Thursdays 17:00 before and after the clocks go forward, and the half hour before the gap.
        (
            ("2027-03-25T17:00", "2027-03-28T00:30", "2027-03-28T02:00", "2027-04-01T17:00"),
            ("2027-03-25T17:00", "2027-03-28T00:30", "2027-03-28T01:00", "2027-04-01T16:00"),
        ),
        # And back: the hour that comes twice, the first time of it and the second.
        (
            ("2027-10-28T17:00", "2027-10-31T01:30", "2027-10-31T01:30+", "2027-11-04T17:00"),
            ("2027-10-28T16:00", "2027-10-31T00:30", "2027-10-31T01:30", "2027-11-04T17:00"),
        ),
    ],
    ids=["forward", "back"],
)
async def test_weekends_when_the_clocks_change(
    world: World, client: httpx.AsyncClient, walls: tuple[str, ...], instants: tuple[str, ...]
) -> None:
    pair = await two(world)
    starts = [
        datetime.fromisoformat(wall.rstrip("+"))
        .replace(tzinfo=LONDON, fold=int(wall.endswith("+")))
        .astimezone(UTC)
        for wall in walls
    ]
    found = await _agreed_and_read(pair, client, *starts)
    assert [event["dtstart"] for event in found] == [
        datetime.fromisoformat(f"{instant}+00:00") for instant in instants
    ]
    assert {(event["dtend"] - event["dtstart"]).seconds for event in found} == {30 * 60}


async def test_who_has_it_already_is_told_so(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    meeting = await pair.agreed(at(3))
    first = await ask(client, path)
    tag = first.headers["etag"]
    world.clock.forward(hours=1)
    for held in (tag, f"W/{tag}", f'"another", {tag}', "*"):
        same = await ask(client, path, **{"If-None-Match": held})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == tag
        assert same.headers["cache-control"] == "private, max-age=300"
    head = await client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(first.content)
    pair.rowan.phone.act("meeting.cancel", meeting=meeting)
    await pair.sync()
    changed = await ask(client, path, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_one_meeting_as_a_file_for_its_pair_alone(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    other = await another(pair, "Ash Dunnock")
    meeting = await pair.agreed(at(3), place=WHERE, mode="in_person")
    path = f"/api/meetings/{meeting}.ics"
    answer = await pair.hazel.phone.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    (event,) = events(answer.content)
    (in_feed,) = await read(client, await opened(pair.hazel))
    assert event == in_feed
    assert b"X-WR-CALNAME" not in answer.content
    assert (await pair.rowan.phone.client.get(path)).status_code == 200
    proposed = pair.propose(pair.hazel, at(9))
    await pair.sync()
    for person, name in (
        (other.hazel, meeting),
        (pair.hazel, proposed),
        (pair.hazel, "no-id"),
        (pair.hazel, pair.pair),
    ):
        refused = await person.phone.client.get(f"/api/meetings/{name}.ics")
        assert (refused.status_code, refused.json()["code"]) == (404, "not-yours")
    assert (await ask(client, path)).json()["code"] == "signed-out"
