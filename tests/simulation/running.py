"""Runs histories from a seed, and keeps the seeds that failed."""

import ast
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


def kept() -> list[Path]:
    """Every run that ever failed; their histories are told again first, for ever."""
    return sorted(SEEDS.glob("*.json"))


def tell_again(path: Path) -> None:
    """The history that showed the fault, step by step.

    Not from its seed: a seed means another history once a step is added to the machine.
    """
    story: list[str] = json.loads(path.read_text())["history"]
    simulation = Simulation()
    try:
        for line in story:
            call = ast.parse(line, mode="eval").body
            assert isinstance(call, ast.Call)
            assert isinstance(call.func, ast.Name)
            said = {str(one.arg): ast.literal_eval(one.value) for one in call.keywords}
            getattr(simulation, call.func.id)(**said)
    finally:
        simulation.teardown()


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
