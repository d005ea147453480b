"""Many phones with the shipped client, real servers, real PostgreSQL, and everything that can go wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation import running
from tests.simulation.machine import Simulation

SEEDS = range(1, 35)
HISTORIES = 6
"""From each seed: the histories of one seed resemble each other, and of ten, one is small by intention.

Every planted fault is found within 15. `benchmarks/soak` runs as many as there is time for.
"""


@pytest.fixture(scope="module")
def stage() -> Iterator[None]:
    with running.staged():
        yield


@pytest.mark.parametrize("kept", running.kept(), ids=lambda path: path.stem)
def test_what_failed_once_never_fails_again(stage: None, kept: Path) -> None:
    running.tell_again(kept)


def test_whatever_happens_nothing_is_lost_done_twice_or_shown_to_strangers(
    stage: None, capsys: pytest.CaptureFixture[str]
) -> None:
    Simulation.histories = 0
    with capsys.disabled():
        print(flush=True)
        running.tell_progress(len(SEEDS) * HISTORIES)
        for seed in SEEDS:
            try:
                running.run(seed, HISTORIES)
            except BaseException as error:
                print(f"simulation: seed {seed} failed; kept in {running.keep(seed, HISTORIES, error).name}")
                raise
    assert Simulation.histories >= len(SEEDS) * HISTORIES
    assert {"server killed", "phone killed", "restored", "database stopped"} <= set(Simulation.happened)
    assert {"event: going", "event: waiting"} <= set(Simulation.happened)
    assert {"meeting: confirmed", "meeting: no-candidate-free"} <= set(Simulation.happened)
    assert {"notice: sent", "notice: told"} <= set(Simulation.happened)
