"""Any history of acts, lost and repeated requests, changed permissions and damage ends the same way:
every phone equals the server, and nothing anybody did is lost or done twice."""

import json
import random
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool
from server.sync import pull, snapshots
from server.sync.publish import release
from server.sync.rebuild import new_epoch, purge, rebuild
from tests.conftest import Clock
from tests.people import Device, Refusal
from tests.sync.board import let_see, pin
from tests.sync.conftest import Phone

WALLS = [UUID(int=n) for n in (1, 2)]
STEPS = 160


class World:
    """What was done, as somebody outside saw it."""

    def __init__(self, dice: random.Random, clock: Clock) -> None:
        self.dice, self.clock = dice, clock
        self.people = [UUID(int=100 + n) for n in range(3)]
        self.notes = [UUID(int=1000 + n) for n in range(60)]
        self.acts = 0

    def bucket(self, person: UUID) -> str:
        choices = ["team:a", "team:b", "slow:a", f"own:{person}", *(f"wall:{wall}" for wall in WALLS)]
        return self.dice.choice(choices)

    async def visible(self, device: Device, person: UUID) -> set[str]:
        rows = await pool().fetch("SELECT bucket FROM test_sees WHERE account = $1", person)
        walls = {f"wall:{wall}" for wall in device.follow}
        allowed = {row["bucket"] for row in rows}
        return {f"own:{person}"} | {name for name in allowed if not name.startswith("wall:") or name in walls}


@pytest.mark.parametrize("seed", range(10))
async def test_in_any_weather(phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(pull, "SMALL", 6)
    monkeypatch.setattr(pull, "DOCUMENTS", 9)
    monkeypatch.setattr(pull, "BEHIND", 12)
    monkeypatch.setattr(snapshots, "PART", 4)
    monkeypatch.setattr(snapshots, "MOVED", 5)
    damaged = seed % 2 == 1
    dice = random.Random(seed)  # noqa: S311 - the same weather every time
    world = World(dice, clock)
    devices: list[tuple[UUID, Device]] = []
    for person in world.people:
        await let_see(person, "team:a", "slow:a", f"wall:{WALLS[0]}")
        devices += [(person, await phone(person, *WALLS)) for _ in range(2)]
    for _ in range(STEPS):
        person, device = dice.choice(devices)
        await _happens(world, person, device, dice.randrange(17 if damaged else 16))
    for person, device in devices:
        device.online = True
        await device.sync()
        await device.sync()
        assert device.outbox == []
        assert damaged or device.differences == 0, "nobody heals who was not hurt"
        await _equals_the_server(world, person, device)
    answered = await pool().fetchval("SELECT sum(last_number) FROM device")
    assert answered == world.acts, "each act was answered once"
    outcomes = await pool().fetch(
        "SELECT count(*) AS all, count(DISTINCT mutation) AS different FROM outcome"
    )
    assert outcomes[0]["all"] == outcomes[0]["different"]
    assert await rebuild(clock.now, check=True) == []


async def _happens(world: World, person: UUID, device: Device, what: int) -> None:
    dice, clock = world.dice, world.clock
    match what:
        case 0 | 1 | 2 | 3:
            for _ in range(dice.randrange(1, 6)):
                note = dice.choice(world.notes)
                if dice.random() < 0.2:
                    device.act("note.remove", id=note)
                elif dice.random() < 0.1:
                    device.act("note.refuse", at="2026-11-22T12:00:00Z")
                else:
                    device.act("note.write", id=note, bucket=world.bucket(person), words=str(dice.random()))
                world.acts += 1
        case 4:
            device.online = not device.online
        case 5 | 6 | 7 | 8:
            if device.online:
                await _watched(world, person, device)
        case 9:
            if device.online and device.outbox:
                await device.send()  # the answer is lost
        case 10:
            if device.online:
                answer = await device.send()
                await device.apply(answer)
                again = await device.send(device.envelope() | {"mutations": device.answered[-3:]})
                assert again["last_number"] == answer["last_number"]
        case 11:
            name = world.bucket(person)
            if dice.random() < 0.5 and not name.startswith("own:"):
                await let_see(person, name)
            else:
                await pool().execute("DELETE FROM test_sees WHERE account = $1 AND bucket = $2", person, name)
        case 12:
            device.follow = set(dice.sample(WALLS, dice.randrange(3)))
        case 13:
            await release(clock.forward(days=1))
            await snapshots.refresh(clock.now)
        case 14:
            if dice.random() < 0.3:
                await new_epoch([f"wall:{WALLS[0]}"] if dice.random() < 0.7 else None)
            await pin("team:a", dice.choice(world.notes), words=str(dice.random()), now=clock.now)
        case 15:
            await purge(clock.forward(days=181))
        case 16:
            await _damage(world, device)


async def _watched(world: World, person: UUID, device: Device) -> None:
    """One sync, of which every answer is looked through for what this person may not see."""
    before = len(device.answers)
    try:
        await device.sync()
    except Refusal as refusal:
        assert refusal.code in {"busy"}  # noqa: PT017 - anything else is a fault
    allowed = await world.visible(device, person)
    for answer in device.answers[before:]:
        for name, told in answer["buckets"].items():
            assert ("drop" in told) == (name not in allowed)
        size = sum(len(told.get("puts", [])) for told in answer["buckets"].values())
        daily = any(name.startswith("slow:") for name in answer["buckets"])
        assert size <= pull.DOCUMENTS or daily


async def _damage(world: World, device: Device) -> None:
    if not device.buckets:
        return
    name = world.dice.choice(sorted(device.buckets))
    held = device.buckets[name]
    match world.dice.randrange(4):
        case 0:
            held.position += 1_000
        case 1 if held.documents:
            del held.documents[world.dice.choice(sorted(held.documents))]
        case 2:
            held.documents["team_note", str(uuid4())] = (1, {})
        case 3:
            held.epoch = "another"


async def _equals_the_server(world: World, person: UUID, device: Device) -> None:
    allowed = await world.visible(device, person)
    truth: dict[str, dict[tuple[str, str], tuple[int, Any]]] = {}
    for row in await pool().fetch("SELECT * FROM bucket_document WHERE body IS NOT NULL"):
        if row["bucket"] in allowed:
            documents = truth.setdefault(row["bucket"], {})
            documents[row["kind"], str(row["id"])] = (row["position"], json.loads(row["body"]))
    mine = {name: held.documents for name, held in device.buckets.items() if held.documents}
    assert mine == truth
    assert device.buckets.keys() <= allowed
    for name, held in device.buckets.items():
        head = await pool().fetchrow("SELECT * FROM bucket WHERE name = $1", name)
        if head is not None:
            assert (held.epoch, held.position) == (head["epoch"], head["position"])
            assert (len(held.documents), held.checksum(name)) == (head["documents"], head["checksum"])
