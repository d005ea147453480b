"""Steps in which people arrange to meet, often at times that clash with what somebody else is arranging."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.simulation import promises
from tests.simulation.drawn import LIVE, times_from
from tests.simulation.meeting import Meeting, pick, which
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
        world, name = self.here, self.phone(number)
        self.synced(name)
        world.act(name, "meeting.propose", {"draws": (pick, "own")})
        if lost:
            world.do(name, "faults", faults=["lose"])
        self.synced(name)
        meeting, pair = self._newest_meeting(name)
        for place, (whose, answer, heard) in enumerate(answers):
            other = self._phone_of(self._members(pair), whose)
            world.do(other, "via", via=place % 2)
            if heard:
                self.synced(other)
            self._says(other, meeting, pair, answer, pick + place)
            self.synced(other)

    def _newest_meeting(self, name: str) -> tuple[UUID | None, UUID | None]:
        rows = self.here.eye.fetch(
            "SELECT meeting.id, relationship FROM meeting JOIN relationship_member AS member"
            " USING (relationship) WHERE account = $1 ORDER BY changed_at DESC, meeting.id DESC LIMIT 1",
            self.here.phones[name].person.account,
        )
        return (rows[0][0], rows[0][1]) if rows else (None, None)

    def _members(self, pair: UUID | None) -> set[UUID]:
        rows = self.here.eye.fetch("SELECT account FROM relationship_member WHERE relationship = $1", pair)
        return {row[0] for row in rows}

    def _says(self, name: str, meeting: UUID | None, pair: UUID | None, answer: str, pick: int) -> None:
        world = self.here
        if answer == "end":
            world.act(name, "relationship.end", {"relationship": str(pair)})
            return
        if answer in {"confirm_held", "record_missed", "correct"}:
            # Afterwards: a day or two have passed, and time has done what it does.
            world.forward(timedelta(hours=33))
            world.tell("quarter")
        held = world.do(name, "held").get("kinds", {}).get("meeting", {}).get(str(meeting), {})
        more: dict[str, dict[str, Any]] = {
            "accept": {"ranking": [each["at"] for each in held.get("candidates", [])] or [NEVER]},
            "counter": {"instead": world.drawing.new_id(), "candidates": times_from(world.now, pick)},
            "move": {"candidates": times_from(world.now, pick), "sequence": held.get("sequence", 0)},
            "correct": {"state": "missed"},
        }
        world.act(name, f"meeting.{answer}", {"meeting": str(meeting), **more.get(answer, {})})

    @rule(what=st.tuples(which, which, pick, st.booleans()))
    @noted
    def one_time(self, what: tuple[int, int, int, bool]) -> None:
        """Two pairs of one person want the same time, at the same moment, through both servers."""
        number, other, pick, crossing = what
        world = self.here
        rows = world.eye.fetch(
            "SELECT one.relationship AS first, other.relationship AS second, one.account"
            " FROM relationship_member AS one JOIN relationship_member AS other"
            "   ON other.account = one.account AND other.relationship > one.relationship"
            " WHERE 2 = (SELECT count(*) FROM relationship WHERE id IN (one.relationship, other.relationship)"
            "   AND state = ANY($1::text[]) AND NOT closing)"
            " ORDER BY 1, 2, 3",
            list(LIVE),
        )
        if not rows:
            return
        row = rows[pick % len(rows)]
        one = self._phone_of({row["account"]}, number)
        self.synced(one)
        meetings = []
        for pair in (row["first"], row["second"]):
            meetings.append(world.drawing.new_id())
            how = {"minutes": 45, "mode": "phone", "place": None, "candidates": times_from(world.now, pick)}
            world.act(one, "meeting.propose", {"meeting": meetings[-1], "relationship": str(pair), **how})
        self.synced(one)
        if crossing:
            world.serve(1)
        asked: list[tuple[str, int]] = []
        for place, pair in enumerate((row["first"], row["second"])):
            name = self._phone_of(self._members(pair) - {row["account"]}, other + place)
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
