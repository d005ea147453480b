"""Steps in which an office tells its people something, and what they and it do then."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.simulation.arranging import Arranging
from tests.simulation.meeting import pick, which
from tests.simulation.story import noted

AFTER = ("dismiss", "recall", "leave", "quarter", "hours")
afterwards = st.lists(st.tuples(st.sampled_from(AFTER), which), max_size=4)


class Telling(Arranging):
    """Whoever looks after the schemes sends a notice, with a fresh passkey behind it."""

    @rule(what=st.tuples(which, pick, afterwards, st.booleans()))
    @noted
    def tell(self, what: tuple[int, int, list[tuple[str, int]], bool]) -> None:
        number, pick, afterwards, lost = what
        world = self.here
        name = self._office(number)
        args = world.drawing.drawn(world, name, "notice.send", pick, "own")
        world.act(name, "notice.send", args)
        if lost:
            world.do(name, "faults", faults=["lose"])
        self.synced(name)
        for what_then, whose in afterwards:
            self._then(what_then, name, whose, args["notice"], args["scheme"])

    def _office(self, number: int) -> str:
        """A phone of somebody who looks after the schemes, with a fresh passkey behind it."""
        world = self.here
        rows = world.eye.fetch("SELECT DISTINCT account FROM coordinator")
        name = self._phone_of({row[0] for row in rows}, number)
        account = world.phones[name].person.account
        world.eye.fetch("UPDATE session SET confirmed_at = $1 WHERE account = $2", world.now, account)
        return name

    def _then(self, what: str, office: str, whose: int, notice: str, scheme: str) -> None:
        world, other = self.here, self.phone(whose)
        match what:
            case "quarter":
                world.tell("quarter")
                self.synced(other)
            case "hours":
                world.forward(timedelta(hours=2))
                world.tell("quarter")
            case "recall":
                world.act(office, "notice.recall", {"notice": notice})
                self.synced(office)
            case "dismiss":
                world.act(other, "notice.dismiss", {"notice": notice})
                self.synced(other)
            case "leave":
                left = {"scheme": scheme, "role": "mentor", "current": "end"}
                world.act(other, "participation.opt_out", left)
                self.synced(other)
