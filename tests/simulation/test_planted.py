"""The simulation is worth something only if it finds faults: each of these is planted, and found.

A fault is put into the server processes or into the phones' process by test code alone; nothing of what is
shipped knows of it.
"""

import pytest

from tests.simulation import running
from tests.simulation.machine import Simulation
from tests.simulation.plants import PHONE, SERVER

TOGETHER = 10
WITHIN = 100
"""Histories, at most, until a planted fault is found."""


@pytest.mark.parametrize("plant", [*SERVER, *PHONE])
def test_a_planted_fault_is_found(plant: str, capsys: pytest.CaptureFixture[str]) -> None:
    Simulation.progress = staticmethod(lambda: None)
    before = Simulation.histories
    with running.staged(plant), pytest.raises(AssertionError) as found:
        for seed in range(WITHIN // TOGETHER):
            running.run(seed, TOGETHER, shrink=False)
    with capsys.disabled():
        words = str(found.value).splitlines()[0][:90]
        print(f"\n{plant}: found after {Simulation.histories - before} histories: {words}", flush=True)
