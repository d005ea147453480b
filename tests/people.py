"""Plainly fictional people, and phones that speak the real protocol over real HTTP.

A `Device` is as forgetful and as stubborn as the app: it goes offline, acts, syncs, loses answers, keeps
its outbox and checks its checksums. It is the protocol's second reading, beside the app's own.
"""

import json
import zlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

ROUNDS = 30


class Offline(Exception):
    """There is no signal."""


class Refusal(Exception):
    """The server said no to a whole request."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.problem: dict[str, Any] = answer.json() if answer.content else {}
        self.code: str = self.problem.get("code", "")
        super().__init__(f"{self.status} {self.code}")


@dataclass
class Held:
    """What a device holds of one bucket."""

    epoch: str
    position: int
    documents: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    stored: tuple[int, int] = (0, 0)
    """Count and checksum as they were when the last answer was applied."""

    def checksum(self, bucket: str) -> int:
        terms = (
            zlib.crc32(f"{bucket}/{kind}/{thing}@{position}".encode())
            for (kind, thing), (position, _) in self.documents.items()
        )
        return sum(terms) % 2**32


class Device:
    """One installation of the app, signed in through its client's cookie."""

    def __init__(
        self, client: httpx.AsyncClient, *, app: str = "0.1.0", follow: tuple[UUID, ...] = ()
    ) -> None:
        self.client = client
        self.id = uuid4()
        self.app = app
        self.follow = set(follow)
        self.online = True
        self.wiped = False
        self.next_number = 1
        self.acknowledged = 0
        self.outbox: list[dict[str, Any]] = []
        self.answered: list[dict[str, Any]] = []
        self.attention: list[dict[str, Any]] = []
        self.buckets: dict[str, Held] = {}
        self.staged: dict[str, list[Any]] = {}
        self.healed: list[str] = []
        self.differences = 0
        self.upgrade: str | None = None
        self.answers: list[dict[str, Any]] = []
        self.dropped: dict[str, str] = {}

    def act(self, name: str, /, **args: Any) -> int:
        """Something its owner does, signal or not. Gives the number."""
        number = self.next_number
        self.next_number += 1
        self.outbox.append(
            {
                "number": number,
                "id": str(uuid4()),
                "name": name,
                "args": json.loads(json.dumps(args, default=str)),
                "made_at": "2026-11-22T12:00:00Z",
            }
        )
        return number

    def envelope(self) -> dict[str, Any]:
        return {
            "protocol": 1,
            "app": self.app,
            "device": str(self.id),
            "acknowledged": self.acknowledged,
            "mutations": self.outbox[:50],
            "cursors": {name: [held.epoch, held.position] for name, held in self.buckets.items()},
            "follow": sorted(map(str, self.follow)),
            **({"healed": self.healed} if self.healed else {}),
        }

    async def send(self, envelope: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request, its answer not yet applied."""
        if not self.online:
            raise Offline
        answer = await self.client.post("/api/sync", json=envelope or self.envelope())
        if answer.status_code != 200:
            raise Refusal(answer)
        said: dict[str, Any] = answer.json()
        return said

    async def sync(self) -> None:
        """As many rounds as it takes. A device always ends within a bounded number of them."""
        for _ in range(ROUNDS):
            if await self.once():
                return
        raise AssertionError(f"not done after {ROUNDS} rounds: {self.answers[-1]}")

    async def once(self) -> bool:
        """One round; true when nothing is left to do."""
        self._look_after()
        try:
            answer = await self.send()
        except Refusal as refusal:
            if refusal.code == "gap":
                self._feed_again(refusal.problem["expected"])
                return False
            if refusal.code == "fork":
                self._become_another()
                return False
            if refusal.code == "device-revoked":
                self.wipe()
            raise
        return await self.apply(answer)

    async def apply(self, answer: dict[str, Any]) -> bool:
        """Documents, cursors, outcomes and outbox together."""
        self.answers.append(answer)
        self.upgrade = answer["upgrade"]
        self.healed = []  # told
        parts_here = True
        for name, told in answer["buckets"].items():
            parts_here = await self._bucket(name, told) and parts_here
        for outcome in answer["outcomes"]:
            acts = [act for act in self.outbox if act["number"] == outcome["number"]]
            if outcome["outcome"] != "applied" and acts:
                self.attention.append({**outcome, "name": acts[0]["name"], "args": acts[0]["args"]})
        last = answer["last_number"]
        self.answered += [act for act in self.outbox if act["number"] <= last]
        self.outbox = [act for act in self.outbox if act["number"] > last]
        if last < self.acknowledged:
            self._feed_again(last + 1)
        self.acknowledged = last
        if answer.get("retry_after"):
            return True
        return bool(answer["done"]) and parts_here and not self.outbox and not self.healed

    async def _bucket(self, name: str, told: dict[str, Any]) -> bool:
        if "drop" in told:
            self.buckets.pop(name, None)
            self.dropped[name] = told["drop"]
            return True
        held = self.buckets.get(name)
        if "snapshot" in told:
            held = Held(told["epoch"], told["snapshot"]["position"])
            for address, documents, _ in told["snapshot"]["parts"]:
                puts = await self._part(address)
                if puts is None:
                    return False
                assert len(puts) == documents
                for put in puts:
                    self._put(held, put)
        elif held is None or held.epoch != told["epoch"]:
            raise AssertionError(f"{name} came without a beginning")
        for put in told["puts"]:
            self._put(held, put)
        for kind, thing, position in told["deletes"]:
            if position > held.position:
                held.documents.pop((kind, thing), None)
        held.position = told["position"]
        self.buckets[name] = held
        if "checksum" in told and (told["count"], told["checksum"]) != (
            len(held.documents),
            held.checksum(name),
        ):
            self._take_anew(name)
            return True
        held.stored = (len(held.documents), held.checksum(name))
        return True

    def _look_after(self) -> None:
        """What this phone stored is what it still holds; otherwise it takes the bucket anew."""
        for name, held in list(self.buckets.items()):
            if held.stored != (len(held.documents), held.checksum(name)):
                self._take_anew(name)

    def _take_anew(self, name: str) -> None:
        del self.buckets[name]
        self.healed.append(name)
        self.differences += 1

    def _put(self, held: Held, put: Any) -> None:
        kind, thing, position, body = put
        if position > held.position or (kind, thing) not in held.documents:
            held.documents[kind, thing] = (position, body)

    async def _part(self, address: str) -> list[Any] | None:
        if address not in self.staged:
            answer = await self.client.get(address)
            if answer.status_code != 200:
                return None
            self.staged[address] = [put for line in answer.text.split("\n") for put in json.loads(line)]
        return self.staged[address]

    def of(self, kind: str) -> dict[str, Any]:
        """Every document of one kind, by id."""
        return {
            thing: body
            for held in self.buckets.values()
            for (its, thing), (_, body) in held.documents.items()
            if its == kind
        }

    def unfollow(self, scheme: UUID) -> None:
        """Dropped on the device; the server is never told what it stopped following."""
        self.follow.discard(scheme)
        for name in [name for name in self.buckets if name.endswith(f":{scheme}")]:
            del self.buckets[name]

    def twin(self) -> "Device":
        """A copy of this phone, as a restored backup makes one."""
        other = Device(self.client, app=self.app, follow=tuple(self.follow))
        other.id, other.next_number, other.acknowledged = self.id, self.next_number, self.acknowledged
        other.outbox = json.loads(json.dumps(self.outbox))
        other.answered = json.loads(json.dumps(self.answered))
        return other

    def wipe(self) -> None:
        """Everything that came from the server, and what was to go there."""
        self.buckets, self.outbox, self.staged, self.wiped = {}, [], {}, True

    def _feed_again(self, first: int) -> None:
        """The server knows less than it did (a restored backup): it is fed what it has forgotten."""
        known = {act["number"] for act in self.outbox}
        again = [act for act in self.answered if act["number"] >= first and act["number"] not in known]
        self.outbox = sorted(again + self.outbox, key=lambda act: int(act["number"]))
        self.answered = [act for act in self.answered if act["number"] < first]
        self.acknowledged = min(self.acknowledged, first - 1)
        if self.outbox and self.outbox[0]["number"] != first:
            self._become_another()

    def _become_another(self) -> None:
        """A twin uses this device's name: take a new one and renumber what is unanswered."""
        self.id, self.acknowledged, self.answered = uuid4(), 0, []
        for number, act in enumerate(self.outbox, start=1):
            act["number"] = number
        self.next_number = len(self.outbox) + 1
