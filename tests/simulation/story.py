"""One history as it is told: its world, what happened in it so far, and what every step is made of."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from tests.simulation import invariants
from tests.simulation.world import Stage, World

F = TypeVar("F", bound=Callable[..., None])


def noted(step: F) -> F:
    """Counts what happened, and remembers that a step failed, so that the end does not hide it."""

    @wraps(step)
    def counted(self: "Story", *args: Any, **kwargs: Any) -> None:
        Story.steps[step.__name__] += 1
        self.story.append(f"{step.__name__}({', '.join(f'{key}={said!r}' for key, said in kwargs.items())})")
        began = time.monotonic()
        try:
            step(self, *args, **kwargs)
        except Exception as error:
            self.broken = True
            Story.failures.append((self.story, error))
            raise
        finally:
            Story.seconds[step.__name__] += time.monotonic() - began

    return counted  # type: ignore[return-value]  # the same function, but counted


class Story(RuleBasedStateMachine):
    """One history for each run. The stage is shared by all of them."""

    stage: ClassVar[Stage]
    histories: ClassVar[int] = 0
    failures: ClassVar[list[tuple[list[str], Exception]]] = []
    """Every failing history, the first before Hypothesis shortened it."""
    mutations: ClassVar[int] = 0
    steps: ClassVar[Counter[str]] = Counter()
    seconds: ClassVar[defaultdict[str, float]] = defaultdict(float)
    happened: ClassVar[Counter[str]] = Counter()
    progress: ClassVar[Callable[[], None]] = staticmethod(lambda: None)

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.story: list[str] = []
        self.world: World | None = None

    @property
    def here(self) -> World:
        assert self.world is not None
        return self.world

    def phone(self, number: int) -> str:
        """One of the phones that are still somebody's; awake."""
        names = self.here.usable()
        name = names[number % len(names)]
        while self.here.phones[name].dead:
            self.here.restart(name)
        return name

    def synced(self, name: str, tab: int = 0, *, do: str = "sync") -> dict[str, Any]:
        """A sync, and everything that can be said of that phone then."""
        world, state = self.here, self.here.phones[name]
        follow = world.dump(name)["meta"].get("follow", [])
        before = world.visible(state.person.account, follow) | state.answered_from
        if state.held and tab % state.tabs == 0:
            do, state.held = "release", False
        said = world.sync(name, tab, do=do)
        if said.get("kind") == "held":
            state.held, state.answered_from = True, before
        elif tab % state.tabs == 0:
            state.answered_from = set()
        if said.get("kind") == "removed":
            state.removed = True
        world.bury()
        if not (state.removed or state.dead or state.held):
            invariants.after_a_sync(world, name, said, before)
        return said
