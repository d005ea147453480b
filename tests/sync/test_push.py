"""A person's acts: each exactly once, whatever the network does."""

import asyncio
from uuid import uuid4

import pytest

from server.database.engine import pool
from server.sync import devices
from tests.conftest import Clock
from tests.people import Device, Refusal
from tests.sync.board import Counted, held, let_see
from tests.sync.conftest import Phone

ANN = uuid4()


async def test_acts_made_offline_arrive_in_order_on_the_other_phone(phone: Phone) -> None:
    first, second = await phone(ANN), await phone(ANN)
    note = uuid4()
    first.act("note.write", id=note, bucket=f"own:{ANN}", words="draft")
    first.act("note.write", id=note, bucket=f"own:{ANN}", words="final")
    await first.sync()
    await second.sync()
    assert first.of("own_note") == second.of("own_note") == {str(note): {"words": "final", "lines": []}}
    assert first.outbox == []
    assert first.answers[0]["outcomes"] == [
        {"number": 1, "outcome": "applied"},
        {"number": 2, "outcome": "applied"},
    ]


async def test_a_lost_answer_runs_nothing_twice(phone: Phone) -> None:
    device = await phone(ANN)
    Counted.handled = 0
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="once")
    device.act("note.refuse", at="2026-11-22T12:00:00Z")
    await device.send()  # the answer is lost
    await device.send()  # and once more
    await device.sync()
    assert Counted.handled == 1
    assert [entry["code"] for entry in device.attention] == ["not-yours"]
    assert len(device.of("own_note")) == 1


async def test_a_refusal_undoes_itself_alone_and_the_rest_goes_on(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="before")
    device.act("note.refuse", at="2026-11-22T12:00:00Z")
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="after")
    await device.sync()
    assert sorted(body["words"] for body in device.of("own_note").values()) == ["after", "before"]
    assert await held("team:never") == {}
    (entry,) = device.attention
    assert entry["outcome"] == "refused"
    assert entry["problem"] == {
        "title": "You cannot see or change this",
        "detail": "It may have closed, or never been open to you.",
        "at": "2026-11-22T12:00:00+00:00",
    }
    assert entry["args"] == {"at": "2026-11-22T12:00:00Z"}, "its words are not thrown away"


async def test_the_words_of_an_answer_go_once_they_are_acknowledged(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.refuse", at="2026-11-22T12:00:00Z")
    await device.sync()
    assert await pool().fetchval("SELECT count(*) FROM outcome WHERE problem IS NOT NULL") == 1
    await device.sync()
    row = await pool().fetchrow("SELECT number, code, problem FROM outcome")
    assert tuple(row) == (1, "not-yours", None)


async def test_acts_that_cannot_be_read_are_refused_and_block_nothing(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.write", id="not an id", bucket="x", words="x")
    device.act("note.fly", height=3)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="x" * 17_000)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="nul \x00")
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="fine", more="unknown")
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="fine")
    device.act("note.write")
    device.outbox[-1]["args"] = None
    device.act("note.write")
    device.outbox[-1]["id"] = "twelve"
    await device.sync()
    assert [entry["code"] for entry in device.attention] == [
        "malformed",
        "unknown-act",
        "too-large",
        "malformed",
        "malformed",
        "malformed",
        "malformed",
    ]
    assert device.attention[0]["problem"]["fields"] == ["id"]
    assert [body["words"] for body in device.of("own_note").values()] == ["fine"]


async def test_a_gap_is_told_with_the_number_expected(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="one")
    envelope = device.envelope()
    for number in (7, 2):
        envelope["mutations"] = [{**device.outbox[0], "number": number}]
        with pytest.raises(Refusal, match="409 gap") as refusal:
            await device.send(envelope)
        assert refusal.value.problem["expected"] == 1
    envelope["mutations"] = [device.outbox[0], {**device.outbox[0], "number": 3}]
    with pytest.raises(Refusal, match="409 gap") as refusal:
        await device.send(envelope)
    assert refusal.value.problem["expected"] == 2


async def test_a_cloned_phone_takes_a_new_name_and_loses_nothing(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="before the backup")
    await device.sync()
    clone = device.twin()
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="on the old phone")
    clone.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="on the new phone")
    clone.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="and again")
    await device.sync()
    with pytest.raises(Refusal, match="409 fork"):
        await clone.send()
    await clone.sync()
    await device.sync()
    assert clone.id != device.id
    words = ["and again", "before the backup", "on the new phone", "on the old phone"]
    for each in (device, clone):
        assert sorted(body["words"] for body in each.of("own_note").values()) == words


async def test_what_two_twins_both_bring_happens_once(phone: Phone) -> None:
    """A phone is copied twice with an act that waits; each copy must take a name of its own."""
    device = await phone(ANN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="first")
    await device.sync()
    clone = device.twin()
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="second")
    await device.sync()
    clone.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="copied")
    clone.act("note.refuse", at="2026-11-22T12:00:00Z")
    again = clone.twin()
    Counted.handled = 0
    await clone.sync()
    await again.sync()
    assert len({device.id, clone.id, again.id}) == 3
    assert Counted.handled == 1
    assert [entry["code"] for entry in again.attention] == ["not-yours"]
    assert again.outbox == []


async def test_a_device_of_another_account_is_a_fork_not_a_way_in(phone: Phone) -> None:
    mine, theirs = await phone(ANN), await phone(uuid4())
    await mine.sync()
    theirs.id = mine.id
    with pytest.raises(Refusal, match="409 fork"):
        await theirs.send()
    await theirs.sync()
    assert theirs.id != mine.id


async def test_a_phone_of_one_account_sends_nothing_under_the_login_of_another(phone: Phone) -> None:
    mine = await phone(ANN)
    mine.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="private")
    for shared in (mine.id, uuid4()):
        with pytest.raises(Refusal, match="401 signed-out"):
            await mine.send({**mine.envelope(), "account": str(uuid4()), "device": str(shared)})
    assert (await mine.send({**mine.envelope(), "account": str(ANN)}))["last_number"] == 1


async def test_a_device_that_is_being_served_elsewhere_is_busy(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "PATIENCE", 50)
    device = await phone(ANN)
    await device.sync()
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="later")
    async with pool().acquire() as here, here.transaction():
        await here.execute("SELECT 1 FROM device WHERE id = $1 FOR NO KEY UPDATE", device.id)
        with pytest.raises(Refusal, match="409 busy"):
            await device.sync()
    await device.sync()
    assert len(device.of("own_note")) == 1


async def test_the_same_request_twice_at_once_runs_once(phone: Phone) -> None:
    device = await phone(ANN)
    Counted.handled = 0
    for _ in range(5):
        device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="x")
    answers = await asyncio.gather(*(device.send() for _ in range(4)), return_exceptions=True)
    refusals = {answer.code for answer in answers if isinstance(answer, Refusal)}
    assert refusals <= {"busy"}
    await device.sync()
    assert Counted.handled == 5
    assert len(device.of("own_note")) == 5


async def test_a_fault_of_ours_blocks_for_ten_minutes_and_then_no_longer(phone: Phone, clock: Clock) -> None:
    device = await phone(ANN)
    Counted.broken = True
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="before")
    device.act("note.break", how="database")
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="after")
    for _ in range(6):
        await device.sync()
        answer = device.answers[-1]
        assert (answer["last_number"], answer["done"], answer["retry_after"]) == (1, False, 60)
    assert [body["words"] for body in device.of("own_note").values()] == ["before"]
    assert [act["number"] for act in device.outbox] == [2, 3]
    clock.forward(minutes=10)
    await device.sync()
    assert device.outbox == []
    assert [entry["outcome"] for entry in device.attention] == ["quarantined"]
    assert sorted(body["words"] for body in device.of("own_note").values()) == ["after", "before"]
    row = await pool().fetchrow("SELECT name, payload FROM quarantine")
    assert tuple(row) == ("note.break", '{"how":"database"}')
    assert await pool().fetchval("SELECT count(*) FROM mutation_try") == 0


async def test_a_fault_that_heals_is_forgotten(phone: Phone) -> None:
    device = await phone(ANN)
    Counted.broken = True
    device.act("note.break", how="code")
    await device.sync()
    assert len(device.outbox) == 1
    Counted.broken = False
    await device.sync()
    assert (device.outbox, device.attention) == ([], [])


async def test_a_fault_while_publishing_is_found_among_fifty(phone: Phone) -> None:
    device = await phone(ANN)
    Counted.broken = True
    for number in range(1, 8):
        if number == 4:
            device.act("note.break", how="view")
        else:
            device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words=str(number))
    await device.sync()
    assert device.answers[-1]["last_number"] == 3
    assert sorted(body["words"] for body in device.of("own_note").values()) == ["1", "2", "3"]


async def test_a_deadlock_is_tried_again_and_nobody_hears_of_it(phone: Phone) -> None:
    device = await phone(ANN)
    Counted.broken = True
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="before")
    device.act("note.break", how="deadlock")
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="after")
    await device.sync()
    assert (device.outbox, device.attention) == ([], [])
    assert len(device.of("own_note")) == 2


async def test_two_hundred_acts_go_in_one_sitting(phone: Phone) -> None:
    device = await phone(ANN)
    notes = [uuid4() for _ in range(200)]
    for note in notes:
        device.act("note.write", id=note, bucket=f"own:{ANN}", words="x")
    envelope = device.envelope() | {"mutations": device.outbox}
    answer = await device.send(envelope)
    assert answer["last_number"] == 200
    await device.apply(answer)
    assert device.of("own_note").keys() == {str(note) for note in notes}


async def test_an_app_that_is_too_old_still_sends_what_it_has(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.sync import versions

    monkeypatch.setattr(versions, "VERSION", "2.1.0")
    device = await phone(ANN)
    await device.sync()
    assert device.upgrade == "available"
    monkeypatch.setattr(versions.upgrade, "__defaults__", ("2.0.0",))
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="kept")
    device.act("note.refuse", at="2026-11-22T12:00:00Z")
    await device.sync()
    assert device.outbox == []
    assert device.upgrade == "required"
    assert device.answers[-1]["buckets"] == {}
    assert [entry["code"] for entry in device.attention] == ["not-yours"]
    device.app = "2.0.1"
    await device.sync()
    assert [body["words"] for body in device.of("own_note").values()] == ["kept"]


async def test_an_app_ahead_of_its_server_waits_for_another_one(phone: Phone) -> None:
    """While servers are being replaced one by one, a new act may reach an old server."""
    device = await phone(ANN, app="99.0.0")
    device.act("note.sing", key="of C")
    await device.sync()
    assert device.answers[-1]["retry_after"] == 60
    assert (len(device.outbox), device.attention) == (1, [])


async def test_logged_out_keeps_everything_and_revoked_wipes(phone: Phone) -> None:
    device = await phone(ANN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="kept")
    await device.sync()
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="waiting")
    await pool().execute("DELETE FROM test_session")
    with pytest.raises(Refusal, match="401 signed-out"):
        await device.sync()
    assert (len(device.outbox), len(device.of("own_note"))) == (1, 1)
    await pool().execute("UPDATE device SET revoked_at = now()")
    with pytest.raises(Refusal, match="403 device-revoked"):
        await device.sync()
    assert device.wiped


async def test_fifty_people_write_at_once_and_a_reader_misses_nothing(phone: Phone) -> None:
    people = [uuid4() for _ in range(50)]
    reader = await phone(ANN)
    await let_see(ANN, "team:all")
    writers: list[Device] = []
    for person in people:
        await let_see(person, "team:all")
        writer = await phone(person)
        writer.act("note.write", id=uuid4(), bucket="team:all", words="one")
        writer.act("note.write", id=uuid4(), bucket="team:all", words="two")
        writers.append(writer)
    done = asyncio.Event()

    async def read() -> None:
        while not done.is_set():
            await reader.sync()

    reading = asyncio.create_task(read())
    await asyncio.gather(*(writer.sync() for writer in writers))
    done.set()
    await reading
    await reader.sync()
    assert len(reader.of("team_note")) == 100
    assert reader.buckets["team:all"].position == 100
    assert not reader.healed
