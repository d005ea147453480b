"""Steps in which people come together, part, and are kept apart; each is a few acts of several phones."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.simulation import promises
from tests.simulation.scene import PEOPLE
from tests.simulation.story import Story, noted

WAYS = {
    "relationship.request": ("cat", "ann", "ben"),
    "relationship.offer": ("ben", "ann"),
    "match.ask": ("cat", "ann"),
    "circle.form": ("ann", "ben", "cat"),
}
"""How it begins, and who would begin it so."""
OFFICE = {
    "match.suggest": "match.ask",
    "outside.answer": "outside.ask",
    "training.record": "relationship.request",
}
"""What an office does, and what somebody asked before."""
ANSWERS = ("accept", "accept", "accept", "decline", "agree", "rest", "end", "leave")
THEN = "2026-12-20"
which = st.integers(0, 7)
pick = st.integers(0, 11)
ways = st.sampled_from([*WAYS, *WAYS, "relationship.request"])
answers = st.lists(st.tuples(which, st.sampled_from(ANSWERS)), min_size=1, max_size=4)


class Meeting(Story):
    """What two or three do one after the other, as far as their phones let them."""

    # One argument each: Hypothesis likes such rules best.
    @rule(what=st.tuples(ways, which, pick, answers, st.booleans()))
    @noted
    def come_together(self, what: tuple[str, int, int, list[tuple[int, str]], bool]) -> None:
        """Somebody asks or offers; the others hear of it, and each says something, at both servers."""
        way, number, pick, answers, lost = what
        world = self.here
        people = WAYS[way]
        name = self._phone_of({PEOPLE[one].account for one in people[number % len(people) :]}, number)
        if not world.do(name, "held").get("kinds", {}).get("mentor"):
            self.synced(name)
        world.act(name, way, {"draws": (pick, "own")})
        if lost:
            world.do(name, "faults", faults=["lose"])
        self.synced(name)
        pair = self._newest(name)
        for place, (which, answer) in enumerate(answers):
            other = self._who_is_next(pair, which)
            world.do(other, "via", via=place % 2)
            self.synced(other)
            self._answers(other, pair, answer)
            self.synced(other)

    def _newest(self, name: str) -> UUID | None:
        """The pair of theirs that began last."""
        rows = self.here.eye.fetch(
            "SELECT id FROM sim_begun WHERE account = $1 AND id IN (SELECT id FROM relationship)"
            " ORDER BY seq DESC LIMIT 1",
            self.here.phones[name].person.account,
        )
        return rows[0][0] if rows else None

    def _who_is_next(self, pair: UUID | None, number: int) -> str:
        """A phone of somebody who has still to say something; while there is a code, of somebody else."""
        rows = self.here.eye.fetch(
            "SELECT account, yes, code FROM relationship_member JOIN relationship ON id = relationship"
            " WHERE id = $1",
            pair,
        )
        members = {row["account"] for row in rows}
        if any(row["code"] for row in rows):
            everybody = {state.person.account for state in self.here.phones.values()}
            return self._phone_of(everybody - members, number)
        return self._phone_of({row["account"] for row in rows if not row["yes"]} or members, number)

    def _phone_of(self, accounts: set[UUID], number: int) -> str:
        """One of these people's phones, from this number on; whatever phone there is at last."""
        names = self.here.usable()
        for place in range(number, number + len(names)):
            if self.here.phones[names[place % len(names)]].person.account in accounts:
                return self.phone(place)
        return self.phone(number)

    def _answers(self, name: str, pair: UUID | None, answer: str) -> None:
        world = self.here
        held = world.do(name, "held").get("kinds", {}).get("relationship", {})
        account = str(world.phones[name].person.account)
        if answer == "leave" and str(pair) in held:
            role = next(
                (one["role"] for one in held[str(pair)]["members"] if one["account"] == account), "mentee"
            )
            scheme = held[str(pair)]["scheme"]
            world.act(name, "participation.opt_out", {"scheme": scheme, "role": role, "current": "end"})
        elif str(pair) not in held:
            world.act(name, "relationship.join", {"draws": (0, "own")})
        else:
            said: dict[str, dict[str, Any]] = {"agree": {"charter_version": 1}, "rest": {"until": THEN}}
            more = said.get(answer, {})
            act = "end" if answer == "leave" else answer
            world.act(name, f"relationship.{act}", {"relationship": str(pair), **more})

    @rule(what=st.tuples(which, which, pick, st.booleans(), st.booleans()))
    @noted
    def kept_apart(self, what: tuple[int, int, int, bool, bool]) -> None:
        """One writes a line, another asks; in either order, heard of or not."""
        which, other, pick, first, sent = what
        world, keeper, asker = self.here, self.phone(which), self.phone(other)
        mine, theirs = world.phones[keeper].person, world.phones[asker].person
        email = f"{theirs.name}@example.org"
        line = {"never": world.drawing.new_id(), "email": email, "listing": None, "relationship": None}
        if first:
            world.act(keeper, "relationship.declare_conflict", line)
            if sent:
                self.synced(keeper)
        listings = world.eye.fetch(
            "SELECT scheme, listing FROM participation WHERE account = $1 AND role = 'mentor' ORDER BY id",
            mine.account,
        )
        if listings:
            row = listings[pick % len(listings)]
            asks = {"scheme": str(row["scheme"]), "mentor": str(row["listing"])}
            world.act(asker, "relationship.request", {"relationship": world.drawing.new_id(), **asks})
            self.synced(asker)
        if not first:
            world.act(keeper, "relationship.declare_conflict", line)
        self.synced(keeper)

    @rule(what=st.tuples(st.sampled_from([*OFFICE]), which, pick, st.booleans()))
    @noted
    def office(self, what: tuple[str, int, int, bool]) -> None:
        """Somebody asks; the day after, the office sees it and answers."""
        act, number, pick, asked = what
        world, name = self.here, self.phone(number)
        if asked:
            # An even pick asks the office, an odd one the list (drawn.py).
            world.act(name, OFFICE[act], {"draws": (pick - pick % 2 + 2 * (pick % 4 == 0), "own")})
            self.synced(name)
        world.forward(timedelta(hours=26))
        world.tell("night")
        desk = self._phone_of({PEOPLE["cat"].account}, 0)
        self.synced(desk)
        world.act(desk, act, {"draws": (pick, "own")})
        self.synced(desk)
        self.synced(name)

    @rule(days=st.sampled_from([1, 1, 1, 14, 31]), which=which, _=st.none())
    @noted
    def nights_pass(self, days: int, which: int, _: None) -> None:
        """Closings are shown, requests lapse, and what closed long ago is forgotten."""
        self.here.forward(timedelta(days=days))
        self.here.tell("night")
        promises.after_a_night(self.here)
        self.synced(self.phone(which))
