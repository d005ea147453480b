"""What a phone receives: exactly what it lacks of what it may see."""

import json
from uuid import UUID, uuid4

import pytest

from server.api import sync as route
from server.database.engine import pool
from server.sync import pull, snapshots
from server.sync.limits import Budgets, Pressure
from server.sync.publish import release
from server.sync.rebuild import new_epoch, purge
from tests.conftest import Clock
from tests.people import Refusal
from tests.sync.board import head, let_see, pin, unpin
from tests.sync.conftest import Phone

ANN, BEN = uuid4(), uuid4()
WALL = uuid4()


async def test_with_nothing_to_do_there_is_one_statement_and_no_transaction(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await let_see(ANN, "team:a", f"wall:{WALL}")
    await pin("team:a", uuid4())
    await pin(f"wall:{WALL}", uuid4())
    device = await phone(ANN, WALL)
    await device.sync()

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a transaction was begun")

    monkeypatch.setattr(route, "transaction", never)
    monkeypatch.setattr(route, "greet", never)
    answer = await device.send()
    assert answer["buckets"] == {}
    assert answer["done"] is True
    assert len(json.dumps(device.envelope())) + len(json.dumps(answer)) < 1024


async def test_a_bucket_that_is_not_named_is_unchanged_and_only_changes_travel(phone: Phone) -> None:
    await let_see(ANN, "team:a", "team:b")
    notes = [uuid4() for _ in range(5)]
    await pin("team:a", *notes)
    await pin("team:b", uuid4())
    device = await phone(ANN)
    await device.sync()
    await pin("team:a", notes[2], words="changed")
    await unpin(notes[3])
    await device.sync()
    (named,) = device.answers[-1]["buckets"].values()
    assert [put[1] for put in named["puts"]] == [str(notes[2])]
    assert [gone[1] for gone in named["deletes"]] == [str(notes[3])]
    assert len(device.of("team_note")) == 5
    assert device.of("team_note")[str(notes[2])]["words"] == "changed"


async def test_nobody_receives_what_they_may_not_see(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    await pin("team:a", uuid4())
    await pin(f"own:{ANN}", uuid4())
    stranger = await phone(BEN, WALL)
    stranger.buckets = {}
    await stranger.sync()
    assert stranger.buckets == {}
    # Naming a bucket, or its beginning, is no way in.
    envelope = stranger.envelope() | {
        "cursors": {"team:a": ["e1", 0], f"own:{ANN}": ["e1", 0], "no:kind": ["x", 1]}
    }
    answer = await stranger.send(envelope)
    assert answer["buckets"] == {name: {"drop": "no-longer-yours"} for name in envelope["cursors"]}


async def test_losing_sight_drops_the_bucket_and_a_regrant_equals_never_lost(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    await pin("team:a", uuid4(), uuid4())
    device, steady = await phone(ANN), await phone(ANN)
    await device.sync()
    await pool().execute("DELETE FROM test_sees")
    await device.sync()
    assert device.buckets == {}
    assert device.dropped == {"team:a": "no-longer-yours"}
    await pin("team:a", uuid4())
    await let_see(ANN, "team:a")
    await device.sync()
    await steady.sync()
    assert device.buckets == steady.buckets
    assert device.buckets["team:a"].documents


async def test_following_narrows_and_is_never_stored(phone: Phone) -> None:
    await let_see(ANN, f"wall:{WALL}")
    await pin(f"wall:{WALL}", uuid4())
    device = await phone(ANN)
    await device.sync()
    assert device.buckets == {}
    device.follow = {WALL, uuid4()}
    await device.sync()
    assert list(device.buckets) == [f"wall:{WALL}"]
    assert device.answers[-1]["buckets"][f"wall:{WALL}"]["lease_days"] == 30
    device.follow = set()
    await device.sync()
    assert device.buckets == {}
    assert device.dropped == {f"wall:{WALL}": "not-followed"}
    tables = await pool().fetch(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind = 'r' AND nspname = 'public'"
    )
    for table in tables:
        rows = await pool().fetch(f"SELECT t::text FROM {table[0]} t")
        pairs = [row[0] for row in rows if str(ANN) in row[0] and str(WALL) in row[0]]
        assert not pairs or table[0] == "test_sees", table[0]


async def test_every_broken_cursor_begins_anew_and_leaves_the_outbox_alone(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    notes = [uuid4() for _ in range(4)]
    await pin("team:a", *notes)
    device = await phone(ANN)
    await device.sync()
    truth = device.of("team_note")
    for break_it in ("epoch", "above", "junk", "lost"):
        held = device.buckets["team:a"]
        match break_it:
            case "epoch":
                await new_epoch(["team:a"])
            case "above":
                held.position = 9_999
            case "junk":
                held.epoch = "never"
            case "lost":
                del device.buckets["team:a"]
        device.act("note.write", id=notes[0], bucket="team:a", words="hello")
        await device.sync()
        assert device.answers[-1]["buckets"]["team:a"]["snapshot"]["parts"] == [], break_it
        assert device.of("team_note") == truth
        assert device.outbox == device.attention == []


async def test_a_restored_backup_is_fed_again(phone: Phone) -> None:
    device, late = await phone(ANN), await phone(BEN)
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="one")
    await device.sync()
    tables = ("epoch", "bucket", "bucket_document", "device", "outcome", "test_note")
    for table in tables:
        await pool().execute(f"CREATE TABLE backup_{table} AS TABLE {table}")
    for words in ("two", "three"):
        device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words=words)
    await device.sync()
    late.act("note.write", id=uuid4(), bucket=f"own:{BEN}", words="of somebody new")
    await late.sync()

    await pool().execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    for table in tables:
        await pool().execute(f"INSERT INTO {table} SELECT * FROM backup_{table}")
    await new_epoch()
    for each, texts in ((device, ["one", "three", "two"]), (late, ["of somebody new"])):
        await each.sync()
        assert sorted(body["words"] for body in each.of("own_note").values()) == texts
        assert each.attention == []


async def test_a_cursor_below_the_floor_begins_anew(phone: Phone, clock: Clock) -> None:
    await let_see(ANN, "team:a")
    kept, gone = uuid4(), uuid4()
    await pin("team:a", kept, gone, now=clock.now)
    away, steady = await phone(ANN), await phone(ANN)
    await away.sync()
    await unpin(gone, now=clock.now)
    await steady.sync()
    assert await purge(clock.forward(days=180)) == 0
    assert await purge(clock.forward(days=1)) == 1
    assert ((await head("team:a"))["floor"], (await head("team:a"))["position"]) == (3, 3)
    await steady.sync()
    assert "team:a" not in steady.answers[-1]["buckets"]
    await away.sync()
    assert "snapshot" in away.answers[-1]["buckets"]["team:a"]
    assert away.of("team_note").keys() == {str(kept)}


async def test_being_further_behind_than_the_bucket_is_large_begins_anew(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    note = uuid4()
    await pin("team:a", note)
    device = await phone(ANN)
    await device.sync()
    for number in range(pull.BEHIND + 1):
        await pin("team:a", note, words=str(number))
    await device.sync()
    assert "snapshot" in device.answers[-1]["buckets"]["team:a"]
    assert device.buckets["team:a"].position == pull.BEHIND + 2


async def test_a_corrupted_phone_finds_out_and_heals(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    notes = [uuid4() for _ in range(6)]
    await pin("team:a", *notes)
    device, steady = await phone(ANN), await phone(ANN)
    for damage in range(3):
        await device.sync()
        held = device.buckets["team:a"].documents
        match damage:
            case 0:
                del held["team_note", str(notes[0])]
            case 1:
                held["team_note", str(notes[1])] = (2_000, {"words": "nonsense", "lines": []})
            case 2:
                held["team_note", str(uuid4())] = (3, {"words": "from nowhere", "lines": []})
        device.act("note.write", id=notes[5], bucket="team:a", words=f"goes on {damage}")
        await device.sync()
        await steady.sync()
        assert device.buckets == steady.buckets, damage
        assert device.healed == []


async def test_an_answer_is_cut_at_2000_documents(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    device = await phone(ANN)
    await pin("team:a", uuid4())
    await device.sync()
    await pool().execute("UPDATE bucket SET documents = 1000000")  # so that it is not "further behind"
    notes = [uuid4() for _ in range(4_500)]
    await pin("team:a", *notes)
    await pool().execute("UPDATE bucket SET documents = documents - 999999")
    before = len(device.answers)
    pull_behind, pull.BEHIND = pull.BEHIND, 10_000
    try:
        await device.sync()
    finally:
        pull.BEHIND = pull_behind
    sizes = [len(answer["buckets"]["team:a"]["puts"]) for answer in device.answers[before:]]
    assert sizes == [2000, 2000, 500]
    assert [answer["done"] for answer in device.answers[before:]] == [False, False, True]
    assert "checksum" not in device.answers[before]["buckets"]["team:a"]
    assert len(device.of("team_note")) == 4_501


async def test_an_answer_is_cut_at_512_kilobytes_and_small_buckets_stay_whole(phone: Phone) -> None:
    for name in ("team:a", "team:b", "team:c"):
        await let_see(ANN, name)
        await pin(name, *(uuid4() for _ in range(20)), words="x" * 15_000)
    device = await phone(ANN)
    await device.sync()
    named = [list(answer["buckets"]) for answer in device.answers]
    assert named == [["team:a"], ["team:b"], ["team:c"]]
    assert len(device.of("team_note")) == 60


async def test_daily_buckets_are_cut_only_between_positions(phone: Phone, clock: Clock) -> None:
    await let_see(ANN, "slow:a")
    await pin("slow:a", *(uuid4() for _ in range(10)))
    await release(clock.now)
    device = await phone(ANN)
    await device.sync()
    await pin("slow:a", *(uuid4() for _ in range(2_300)))
    await release(clock.forward(days=1))
    await device.sync()
    (named,) = device.answers[-1]["buckets"].values()
    assert len(named["puts"]) == 2_300
    assert len(device.of("slow_note")) == 2_310
    await release(clock.forward(days=1))
    await device.sync()
    (named,) = device.answers[-1]["buckets"].values()
    assert (named["puts"], named["count"]) == ([], 2_310), "moved, and tells nothing"


async def test_when_there_is_too_much_to_do_shared_buckets_wait_and_acts_do_not(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await let_see(ANN, f"wall:{WALL}")
    await pin(f"wall:{WALL}", uuid4())
    device = await phone(ANN, WALL)
    monkeypatch.setattr(route, "pressure", Pressure(snapshots_wait_above=0, shared_wait_above=0))
    device.act("note.write", id=uuid4(), bucket=f"own:{ANN}", words="goes through")
    await device.sync()
    answer = device.answers[-1]
    assert (list(answer["buckets"]), answer["done"], answer["retry_after"]) == ([f"own:{ANN}"], False, 10)
    monkeypatch.setattr(route, "pressure", Pressure())
    await device.sync()
    assert set(device.buckets) == {f"own:{ANN}", f"wall:{WALL}"}


async def test_an_account_has_a_budget_and_an_address_has_none(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "budgets", Budgets())
    device, colleague = await phone(ANN), await phone(BEN)
    for _ in range(20):
        await device.sync()
    answer = await device.client.post("/api/sync", json=device.envelope())
    assert answer.status_code == 429
    assert answer.json()["code"] == "too-often"
    assert int(answer.headers["retry-after"]) >= 1
    await colleague.sync()


def test_a_budget_fills_again() -> None:
    budgets, someone = Budgets(burst=2, a_minute=60), uuid4()
    budgets.take(someone, 0.0)
    budgets.take(someone, 0.0)
    with pytest.raises(Exception, match="too-often"):
        budgets.take(someone, 0.5)
    budgets.take(someone, 1.6)


async def test_what_is_no_sync_at_all_is_told_in_plain_words(phone: Phone) -> None:
    device = await phone(ANN)
    good = device.envelope()
    wrong: list[tuple[dict[str, object], str]] = [
        ({"protocol": 2}, "bad-request"),
        ({"protocol": "1"}, "malformed"),
        ({"device": "me"}, "malformed"),
        ({"app": "x" * 500}, "malformed"),
        ({"cursors": {"a": ["e", -1]}}, "malformed"),
        ({"cursors": {f"team:{n}": ["e", 1] for n in range(201)}}, "too-large"),
        ({"follow": [str(uuid4()) for _ in range(201)]}, "too-large"),
        ({"mutations": [{}]}, "malformed"),
        ({"mutations": [{"number": True}]}, "malformed"),
        ({"mutations": ["act"]}, "malformed"),
        ({"mutations": [{"number": 2**60}]}, "malformed"),
    ]
    for change, code in wrong:
        with pytest.raises(Refusal) as refusal:
            await device.send(good | change)
        assert refusal.value.code == code, change
        assert refusal.value.problem["detail"]
    for content in (b"", b"{", b"[]", b"null", b'{"a":"\xff"}', b"[" * 5_000, b'{"app":"\\ud800"}'):
        answer = await device.client.post(
            "/api/sync", content=content, headers={"content-type": "application/json"}
        )
        assert 400 <= answer.status_code < 500, content[:10]
    huge = await device.client.post("/api/sync", json=good | {"healed": ["x" * 300_000]})
    assert (huge.status_code, huge.json()["code"]) == (413, "too-large")
    text = await device.client.post("/api/sync", content=b"{}", headers={"content-type": "text/plain"})
    assert text.status_code == 415
    assert await pool().fetchval("SELECT count(*) FROM device") == 0


async def test_answers_are_compressed_for_those_who_can_read_it(phone: Phone) -> None:
    await let_see(ANN, "team:a")
    await pin("team:a", *(uuid4() for _ in range(100)), words="the same words again and again")
    device = await phone(ANN)
    for accepts, coding in (("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = await device.client.post(
            "/api/sync", json=device.envelope(), headers={"accept-encoding": accepts}
        )
        assert answer.headers.get("content-encoding") == coding
        assert len(answer.json()["buckets"]["team:a"]["puts"]) == 100


async def test_a_document_published_while_asking_is_in_this_answer_or_the_next(phone: Phone) -> None:
    """Acknowledgement and effects come from one snapshot: a number is never there without its effects."""
    await let_see(ANN, "team:a")
    device = await phone(ANN)
    for number in range(20):
        note: UUID = uuid4()
        device.act("note.write", id=note, bucket="team:a", words=str(number))
        answer = await device.send()
        told = answer["buckets"]["team:a"]
        assert answer["last_number"] == number + 1
        assert str(note) in {put[1] for put in told["puts"]}
        await device.apply(answer)


def test_small_and_large_are_told_apart_by_one_number() -> None:
    assert pull.SMALL < pull.DOCUMENTS, "a small bucket always fits into one answer"
    assert pull.SMALL_BYTES < pull.BYTES
    assert snapshots.PART >= pull.SMALL
