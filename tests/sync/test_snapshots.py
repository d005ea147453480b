"""Whole buckets in parts: made once, shared, resumed, and closed to those who may not see."""

import json
import zlib
from uuid import UUID, uuid4

import brotli
import httpx
import pytest

from server.api import sync as route
from server.database.engine import pool
from server.sync import pull, snapshots
from server.sync.limits import Pressure
from server.sync.rebuild import new_epoch
from tests.conftest import Clock
from tests.people import Device
from tests.sync.board import head, let_see, pin, unpin
from tests.sync.conftest import Phone

ANN = uuid4()
WALL = uuid4()
NAME = f"wall:{WALL}"


@pytest.fixture(autouse=True)
def _small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large begins at 20 documents, and a part holds about 10."""
    monkeypatch.setattr(pull, "SMALL", 20)
    monkeypatch.setattr(snapshots, "PART", 10)
    monkeypatch.setattr(snapshots, "MOVED", 8)


async def filled(documents: int = 45) -> list[UUID]:
    await let_see(ANN, NAME)
    notes = [uuid4() for _ in range(documents)]
    await pin(NAME, *notes)
    return notes


def told(device: Device) -> dict[str, object]:
    found: dict[str, object] = device.answers[-1]["buckets"][NAME]["snapshot"]
    return found


async def listed() -> list[str]:
    rows = await pool().fetch("SELECT sha256 FROM snapshot_part WHERE retired_at IS NULL ORDER BY part")
    return [row["sha256"] for row in rows]


async def test_a_first_sync_takes_the_parts_and_what_came_after(phone: Phone) -> None:
    notes = await filled()
    first = await phone(ANN, WALL)
    await first.sync()
    await pin(NAME, notes[0], words="changed since")
    second = await phone(ANN, WALL)
    await second.sync()
    answer = second.answers[-1]["buckets"][NAME]
    assert answer["snapshot"]["position"] == 45
    assert len(answer["snapshot"]["parts"]) == 8, "a power of two, none with more than ten or so"
    assert sum(documents for _, documents, _ in answer["snapshot"]["parts"]) == 45
    assert [put[1] for put in answer["puts"]] == [str(notes[0])]
    await first.sync()
    assert first.buckets == second.buckets
    assert not second.healed
    assert first.buckets[NAME].position == 46


async def test_only_parts_that_changed_are_made_again(phone: Phone, clock: Clock) -> None:
    notes = await filled()
    device = await phone(ANN, WALL)
    await device.sync()
    before = await listed()
    for number in range(snapshots.MOVED + 1):
        await pin(NAME, notes[0], words=str(number))
    assert await snapshots.refresh(clock.now) == [NAME]
    after = await listed()
    assert len(set(before) - set(after)) == 1
    assert await snapshots.refresh(clock.now) == []
    # Whoever is half way through may finish with the part that was replaced, for a day.
    (gone,) = set(before) - set(after)
    assert (await device.client.get(f"/api/snapshots/{NAME}/{gone}")).status_code == 200
    clock.forward(days=1, minutes=1)
    for number in range(snapshots.MOVED + 1):
        await pin(NAME, notes[0], words=f"again {number}")
    await snapshots.refresh(clock.now)
    assert (await device.client.get(f"/api/snapshots/{NAME}/{gone}")).status_code == 404
    fresh = await phone(ANN, WALL)
    await fresh.sync()
    await device.sync()
    assert fresh.buckets == device.buckets


async def test_what_was_taken_back_is_handed_to_nobody(phone: Phone) -> None:
    notes = await filled()
    first = await phone(ANN, WALL)
    await first.sync()
    old = await listed()
    await unpin(notes[7])
    second = await phone(ANN, WALL)
    await second.sync()
    assert second.staged
    assert all(str(notes[7]) not in json.dumps(puts) for puts in second.staged.values())
    assert second.of("wall_note").keys() == {str(note) for note in notes if note != notes[7]}
    (gone,) = set(old) - set(await listed())
    assert (await first.client.get(f"/api/snapshots/{NAME}/{gone}")).status_code == 404


async def test_an_interrupted_first_sync_resumes_with_the_parts_it_lacks(phone: Phone) -> None:
    await filled()
    device = await phone(ANN, WALL)
    whole, fetched = device.client.get, list[str]()

    async def weak(address: str) -> httpx.Response:
        if len(fetched) == 2:
            return httpx.Response(503)
        fetched.append(address)
        return await whole(address)

    device.client.get = weak  # type: ignore[assignment,method-assign]  # the signal, not the server
    assert await device.once() is False
    assert device.buckets == {}, "complete is a stored fact"
    assert len(device.staged) == 2
    device.client.get = whole  # type: ignore[method-assign]  # the signal is back
    staged = set(device.staged)
    await device.sync()
    assert len(device.of("wall_note")) == 45
    assert staged < set(device.staged)


async def test_parts_are_for_those_who_may_see_the_bucket_now(phone: Phone) -> None:
    await filled()
    device, stranger = await phone(ANN, WALL), await phone(uuid4(), WALL)
    await device.sync()
    address = next(iter(device.staged))
    answer = await device.client.get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert (await stranger.client.get(address)).status_code == 404
    async with httpx.AsyncClient(
        transport=device.client._transport, base_url="http://localhost:8000"
    ) as nobody:
        assert (await nobody.get(address)).status_code == 401
    for wrong in (
        f"/api/snapshots/{NAME}/{'0' * 64}",
        f"/api/snapshots/team:x/{address[-64:]}",
        address + "'",
    ):
        assert (await device.client.get(wrong)).status_code == 404
    await pool().execute("DELETE FROM test_sees")
    assert (await device.client.get(address)).status_code == 404


async def test_a_part_is_its_name_whatever_it_is_packed_in(phone: Phone) -> None:
    import hashlib

    await filled()
    device = await phone(ANN, WALL)
    await device.sync()
    address = next(iter(device.staged))
    for accepts, coding in (("br", "br"), ("gzip, deflate", "gzip"), ("identity", None)):
        answer = await device.client.get(address, headers={"accept-encoding": accepts})
        assert answer.headers.get("content-encoding") == coding
        assert hashlib.sha256(answer.content).hexdigest() == address[-64:]
    sizes = {part[0]: part[2] for answer in device.answers for part in _parts(answer)}
    async with device.client.stream("GET", address, headers={"accept-encoding": "br"}) as stream:
        raw = b"".join([piece async for piece in stream.aiter_raw()])
    assert len(raw) == sizes[address]
    assert brotli.decompress(raw).startswith(b"[[")


async def test_each_line_of_a_part_is_a_page_as_phones_keep_it(phone: Phone) -> None:
    await filled()
    device = await phone(ANN, WALL)
    await device.sync()
    pages = device.answers[-1]["buckets"][NAME]["snapshot"]["pages"]
    assert pages == 8 * snapshots.PAGES
    seen: list[int] = []
    for address in device.staged:
        for line in (await device.client.get(address)).text.split("\n"):
            on_it = {zlib.crc32(thing.encode()) % pages for _, thing, _, _ in json.loads(line)}
            assert len(on_it) == 1
            seen += on_it
    assert len(seen) == len(set(seen)), "no page is spread over two parts"


def _parts(
    answer: dict[str, dict[str, dict[str, dict[str, list[tuple[str, int, int]]]]]],
) -> list[tuple[str, int, int]]:
    return [part for told in answer["buckets"].values() for part in told.get("snapshot", {}).get("parts", [])]


async def test_a_new_epoch_makes_new_parts_only_where_positions_are_named(phone: Phone) -> None:
    await filled()
    device = await phone(ANN, WALL)
    await device.sync()
    epoch = await new_epoch([NAME])
    await device.sync()
    assert told(device)["position"] == 45
    assert device.buckets[NAME].epoch == epoch
    assert await pool().fetchval("SELECT epoch FROM snapshot") == epoch


async def test_a_bucket_that_grew_or_was_purged_gets_parts_that_fit(phone: Phone, clock: Clock) -> None:
    from server.sync.rebuild import purge

    notes = await filled(25)
    device = await phone(ANN, WALL)
    await device.sync()
    assert len(await listed()) == 4
    await pin(NAME, *(uuid4() for _ in range(60)))
    await unpin(*notes[:5], now=clock.now)
    fresh = await phone(ANN, WALL)
    await fresh.sync()
    assert len(await listed()) == 8
    await unpin(*notes[5:10], now=clock.now)
    await purge(clock.forward(days=200))
    last = await phone(ANN, WALL)
    await last.sync()
    await fresh.sync()
    assert last.buckets == fresh.buckets
    assert (await head(NAME))["documents"] == len(last.of("wall_note")) == 75


async def test_snapshots_are_the_first_to_wait(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    await filled()
    device, small = await phone(ANN, WALL), await phone(ANN, WALL)
    await device.sync()
    await let_see(ANN, "team:a")
    await pin("team:a", uuid4())
    monkeypatch.setattr(route, "pressure", Pressure(snapshots_wait_above=0))
    await pin(NAME, uuid4())
    await small.sync()
    assert (list(small.buckets), small.answers[-1]["done"]) == (["team:a"], False)
    await device.sync()
    assert len(device.of("wall_note")) == 46, "changes still travel"


async def test_ten_thousand_come_in_five_requests(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PART", 5500)
    await let_see(ANN, NAME)
    notes = [uuid4() for _ in range(10_000)]
    for start in range(0, 10_000, 500):
        await pin(NAME, *notes[start : start + 500], words="x" * 300)
    device = await phone(ANN, WALL)
    await device.sync()
    assert len(device.of("wall_note")) == 10_000
    assert len(device.answers) + len(device.staged) <= 5
    assert not device.healed
