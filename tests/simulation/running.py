"""Runs histories from a seed, and keeps the seeds that failed."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.machine import Simulation
from tests.simulation.world import Stage

SEEDS = Path(__file__).with_name("seeds")
STEPS = 20


@contextmanager
def staged(plant: str | None = None) -> Iterator[None]:
    """A PostgreSQL, a process with phones and server processes, for as many histories as are wanted."""
    stage = Stage(plant)
    try:
        Simulation.stage = stage
        yield
    finally:
        stage.close()


def run(number: int, histories: int, *, steps: int = STEPS, shrink: bool = True) -> None:
    """So many histories from one seed. Raises what was found, by the shortest history that shows it."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    Simulation.failures.clear()
    try:
        run_state_machine_as_test(
            seed(number)(Simulation),
            settings=settings(
                max_examples=histories,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=phases,
                verbosity=Verbosity.normal,
                print_blob=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Flaky as unsteady:
        # Real processes race: it need not fail again in the same way to have failed.
        raise (Simulation.failures or [([], unsteady)])[0][1] from None


def kept_seeds() -> list[tuple[int, int, int]]:
    """Seed, histories and steps of every run that ever failed; they are run first, for ever."""
    found = [json.loads(path.read_text()) for path in sorted(SEEDS.glob("*.json"))]
    return [(each["seed"], each["histories"], each["steps"]) for each in found]


def keep(number: int, histories: int, error: BaseException, *, steps: int = STEPS) -> Path:
    """Writes down a run that failed, with what was found and the history that shows it."""
    SEEDS.mkdir(exist_ok=True)
    path = SEEDS / f"{number}.json"
    story = {
        "seed": number,
        "histories": histories,
        "steps": steps,
        "found": str(error).splitlines()[:3],
        "history": min((story for story, _ in Simulation.failures), key=len, default=[]),
    }
    path.write_text(json.dumps(story, indent=1, ensure_ascii=False) + "\n")
    return path


def tell_progress(of: int) -> None:
    """A line every few histories."""
    began = time.monotonic()

    def progress() -> None:
        if Simulation.histories % 20 == 0:
            passed = time.monotonic() - began
            print(
                f"simulation: {Simulation.histories} of at least {of} histories,"
                f" {sum(Simulation.steps.values())} steps, {passed:.0f} s",
                flush=True,
            )

    Simulation.progress = staticmethod(progress)
