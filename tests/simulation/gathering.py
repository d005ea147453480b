"""Steps in which people keep places at an event that has fewer than there are people, and give them back."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.simulation import promises
from tests.simulation.meeting import which
from tests.simulation.scene import EVENTS, PEOPLE, event_words
from tests.simulation.story import noted
from tests.simulation.telling import Telling

THEN = (
    *("give back", "give back", "give back", "give back", "come", "come", "come"),
    *("leave", "leave", "places", "places", "day", "cancel"),
)
PLACES = (1, 2, None, 3)
DOCTORS = ("ann", "ben", "cat")
then = st.lists(st.tuples(which, st.sampled_from(THEN), st.booleans()), max_size=5)


class Gathering(Telling):
    """What three do about one event, heard of or not, through both servers."""

    @rule(what=st.tuples(st.sampled_from([*EVENTS]), which, then, st.booleans()))
    @noted
    def gather(self, what: tuple[str, int, list[tuple[int, str, bool]], bool]) -> None:
        """All three want a place, perhaps at the same moment; then one says this and another that."""
        event, number, then, crossing = what
        world = self.here
        everybody = [PEOPLE[name].account for name in DOCTORS]
        first = number % len(everybody)
        self._ask_for_places(event, everybody[first:] + everybody[:first], number, crossing)
        for place, (whose, word, heard) in enumerate(then):
            name = self._who_says(event, word, whose)
            world.do(name, "via", via=place % 2)
            if heard:
                self.synced(name)
            self._says_of(event, name, word, number + place)
            self.synced(name)
        promises.at_any_moment(world)

    def _ask_for_places(self, event: str, accounts: list[UUID], number: int, crossing: bool) -> None:
        world = self.here
        if crossing:
            world.serve(1)
        names = dict.fromkeys(self._phone_of({account}, number) for account in accounts)
        asked: list[tuple[str, int]] = []
        for place, name in enumerate(names):
            world.act(name, "rsvp.set", {"event": event, "going": True})
            world.do(name, "via", via=place % 2)
            if crossing and not world.phones[name].held:
                asked.append((name, world.host.start("sync", phone=name)))
        for name, sent in asked:
            if world.host.answer(sent).get("kind") == "removed":
                world.phones[name].removed = True
        for name in names:
            if not world.phones[name].removed:
                self.synced(name)

    def _who_says(self, event: str, word: str, number: int) -> str:
        """What is the office's, the office; what frees a place, rather somebody who has one."""
        if word in {"places", "day", "cancel"}:
            return self._office(number)
        going = "SELECT account FROM rsvp WHERE event = $1 AND state = 'going' AND $2"
        rows = self.here.eye.fetch(going, UUID(event), word in {"give back", "leave"})
        everybody = {PEOPLE[name].account for name in DOCTORS}
        return self._phone_of({row[0] for row in rows} or everybody, number)

    def _says_of(self, event: str, name: str, word: str, pick: int) -> None:
        scheme = EVENTS[event][0]
        said: dict[str, tuple[str, dict[str, Any]]] = {
            "come": ("rsvp.set", {"event": event, "going": True}),
            "give back": ("rsvp.set", {"event": event, "going": False}),
            "leave": (
                "participation.opt_out",
                {"scheme": scheme, "role": "mentor" if pick % 2 else "mentee", "current": "end"},
            ),
            "places": ("event.change", {"event": event, **event_words(2), "places": PLACES[pick % 4]}),
            "day": ("event.change", {"event": event, **event_words(3 + pick % 2), "places": PLACES[0]}),
            "cancel": ("event.cancel", {"event": event}),
        }
        self.here.act(name, *said[word])
