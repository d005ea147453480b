"""Steps in which people arrange to meet, often at times that clash with what somebody else is arranging."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.simulation import promises
from tests.simulation.drawn import LIVE, times_from
from tests.simulation.meeting import Meeting, pick, which
from tests.simulation.scene import OPEN, PEOPLE
from tests.simulation.story import noted

ANSWERS = (
    *("accept", "accept", "accept", "counter", "move", "move", "keep", "cancel"),
    *("confirm_held", "record_missed", "correct", "end"),
)
answers = st.lists(st.tuples(which, st.sampled_from(ANSWERS), st.booleans()), min_size=1, max_size=5)


class Arranging(Meeting):
    """What two do about a meeting one after the other, heard of or not, through both servers."""

    @rule(what=st.tuples(which, pick, answers, st.booleans()))
    @noted
    def arrange(self, what: tuple[int, int, list[tuple[int, str, bool]], bool]) -> None:
        """Somebody suggests times; then each says something, perhaps before they have heard."""
        number, pick, answers, lost = what
        world = self.here
        pair = self._live_pair(number, pick)
        # The mentee suggests the first meeting; later ones, whoever likes.
        name = self._phone_of(self._members(pair, "mentee" if pick % 4 else None), number)
        self.synced(name)
        meeting = world.drawing.new_id()
        how = {"minutes": 45, "mode": "phone", "place": None, "candidates": times_from(world.now, pick)}
        world.act(name, "meeting.propose", {"meeting": meeting, "relationship": str(pair), **how})
        if lost:
            world.do(name, "faults", faults=["lose"])
        self.synced(name)
        for place, (whose, answer, heard) in enumerate(answers):
            other = self._who_answers(meeting, pair, answer, whose)
            world.do(other, "via", via=place % 2)
            if heard:
                self.synced(other)
            self._says(other, meeting, pair, answer, pick + place)
            self.synced(other)

    def _live_pair(self, number: int, pick: int) -> UUID | None:
        """One of this person's pairs; who has none comes together with somebody first."""
        account = self.here.phones[self.phone(number)].person.account
        if not (pairs := self._live_pairs(account)):
            self._come_together_with(account, self._others(account)[pick % 2], number)
            pairs = self._live_pairs(account)
        return pairs[pick % len(pairs)] if pairs else None

    def _live_pairs(self, account: UUID, other: UUID | None = None) -> list[UUID]:
        rows = self.here.eye.fetch(
            "SELECT id FROM relationship JOIN relationship_member AS me ON me.relationship = id"
            " WHERE account = $1 AND state = ANY($2::text[]) AND NOT closing AND ($3::uuid IS NULL OR EXISTS"
            "   (SELECT FROM relationship_member AS them WHERE them.relationship = id AND them.account = $3))"
            " ORDER BY id",
            account,
            list(LIVE),
            other,
        )
        return [row[0] for row in rows]

    def _others(self, account: UUID) -> list[UUID]:
        """Who else of those with phones could be a mentor."""
        return [PEOPLE[name].account for name in ("ann", "ben", "cat") if PEOPLE[name].account != account]

    def _come_together_with(self, mentee: UUID, mentor: UUID, number: int) -> None:
        """A doctor asks a mentor of the plainest scheme, who says yes; as far as their phones let them."""
        world = self.here
        one, other = self._phone_of({mentee}, number), self._phone_of({mentor}, number)
        for name, role in ((other, "mentor"), (one, "mentee")):
            world.act(name, "participation.opt_in", {"scheme": OPEN, "role": role})
            self.synced(name)
        listing = world.eye.fetch(
            "SELECT listing FROM participation WHERE account = $1 AND scheme = $2 AND role = 'mentor'",
            mentor,
            UUID(OPEN),
        )
        if not listing:
            return
        pair = world.drawing.new_id()
        asks = {"relationship": pair, "scheme": OPEN, "mentor": str(listing[0][0])}
        world.act(one, "relationship.request", asks)
        self.synced(one)
        self.synced(other)
        world.act(other, "relationship.accept", {"relationship": pair})
        self.synced(other)

    def _who_answers(self, meeting: str, pair: UUID | None, answer: str, number: int) -> str:
        """To a yes, rather one of those whose turn it is."""
        rows = self.here.eye.fetch("SELECT proposed_by FROM meeting WHERE id = $1", UUID(meeting))
        asked = self._members(pair) - {row[0] for row in rows if answer == "accept"}
        return self._phone_of(asked, number)

    def _members(self, pair: UUID | None, role: str | None = None) -> set[UUID]:
        rows = self.here.eye.fetch(
            "SELECT account FROM relationship_member WHERE relationship = $1"
            " AND ($2::text IS NULL OR role IN ($2, 'co_mentor'))",
            pair,
            role,
        )
        return {row[0] for row in rows}

    def _says(self, name: str, meeting: str, pair: UUID | None, answer: str, pick: int) -> None:
        world = self.here
        if answer == "end":
            world.act(name, "relationship.end", {"relationship": str(pair)})
            return
        if answer in {"confirm_held", "record_missed", "correct"}:
            # Afterwards: a day or two have passed, and time has done what it does.
            world.forward(timedelta(hours=33))
            world.tell("quarter")
        held = world.do(name, "held").get("kinds", {}).get("meeting", {}).get(meeting, {})
        more: dict[str, dict[str, Any]] = {
            "accept": {"ranking": [each["at"] for each in held.get("candidates", [])] or [NEVER]},
            "counter": {"instead": world.drawing.new_id(), "candidates": times_from(world.now, pick)},
            "move": {"candidates": times_from(world.now, pick), "sequence": held.get("sequence", 0)},
            "correct": {"state": "missed"},
        }
        world.act(name, f"meeting.{answer}", {"meeting": meeting, **more.get(answer, {})})

    @rule(what=st.tuples(which, which, pick, st.booleans()))
    @noted
    def one_time(self, what: tuple[int, int, int, bool]) -> None:
        """Two want the same time of a third, at the same moment, through both servers."""
        number, other, pick, crossing = what
        world = self.here
        mine = world.phones[self.phone(number)].person.account
        pairs = []
        for them in self._others(mine):
            if not self._live_pairs(mine, them):
                self._come_together_with(mine, them, number)
            pairs += self._live_pairs(mine, them)[:1]
        one = self._phone_of({mine}, number)
        self.synced(one)
        meetings = []
        for pair in pairs:
            meetings.append(world.drawing.new_id())
            how = {"minutes": 45, "mode": "phone", "place": None, "candidates": times_from(world.now, pick)}
            world.act(one, "meeting.propose", {"meeting": meetings[-1], "relationship": str(pair), **how})
        self.synced(one)
        if crossing:
            world.serve(1)
        asked: list[tuple[str, int]] = []
        for place, pair in enumerate(pairs):
            name = self._phone_of(self._members(pair) - {mine}, other + place)
            self.synced(name)
            ranking = [each["at"] for each in times_from(world.now, pick)]
            world.act(name, "meeting.accept", {"meeting": meetings[place], "ranking": ranking})
            world.do(name, "via", via=place)
            if crossing and not world.phones[name].held and name not in dict(asked):
                asked.append((name, world.host.start("sync", phone=name)))
        for name, sent in asked:
            if world.host.answer(sent).get("kind") == "removed":
                world.phones[name].removed = True
        for name in world.usable():
            self.synced(name)
        promises.at_any_moment(world)


NEVER = "2026-11-24T03:00:00Z"
