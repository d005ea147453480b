"""Runs histories of the simulation for a given time, from fresh seeds, and says what came of it.

    python -m benchmarks.soak --minutes 60

A run that fails is kept in tests/simulation/seeds and is replayed by `./test` for ever. "Nothing in n" is
not "never": the bound printed is the rule of three, 95 % sure that fewer than 3/n go wrong.
"""

import argparse
import secrets
import sys
import time
from collections import Counter

from tests.simulation import running
from tests.simulation.machine import Simulation

TOGETHER = 10
LOST = ("disappeared", "still waits")
DUPLICATED = ("times", "applied and is shown")


def main(minutes: float, seed: int | None, steps: int) -> int:
    first = secrets.randbelow(10**9) if seed is None else seed
    until = time.monotonic() + minutes * 60
    found: Counter[str] = Counter()
    print(f"from seed {first}, {TOGETHER} histories of {steps} steps each", flush=True)
    with running.staged():
        number = first
        while time.monotonic() < until:
            try:
                running.run(number, TOGETHER, steps=steps, shrink=False)
            except Exception as error:
                path = running.keep(number, TOGETHER, error, steps=steps)
                found[_kind(str(error))] += 1
                print(f"seed {number} failed ({path.name}): {str(error).splitlines()[0]}", flush=True)
            number += 1
            if (number - first) % 10 == 0:
                print(f"{Simulation.histories} histories, {Simulation.mutations} mutations", flush=True)
    _report(found)
    return 1 if found else 0


def _kind(words: str) -> str:
    if words.startswith("1:"):
        if any(word in words for word in LOST):
            return "lost"
        if any(word in words for word in DUPLICATED):
            return "duplicated"
    return "divergent" if words[:1].isdigit() else "unclear"


def _report(found: Counter[str]) -> None:
    histories, mutations = Simulation.histories, Simulation.mutations
    print(f"histories {histories}, steps {sum(Simulation.steps.values())}")
    print("steps by kind: " + ", ".join(f"{name} {count}" for name, count in Simulation.steps.most_common()))
    print(
        "faults by kind: " + ", ".join(f"{name} {count}" for name, count in Simulation.happened.most_common())
    )
    print(f"mutations checked {mutations}")
    print(", ".join(f"{kind} {found[kind]}" for kind in ("lost", "duplicated", "divergent", "unclear")))
    if histories and not found:
        print(f"bound: fewer than {3 / max(mutations, 1):.1e} of mutations, {3 / histories:.1e} of histories")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="the first seed; a fresh one when not given")
    parser.add_argument("--steps", type=int, default=running.STEPS)
    said = parser.parse_args()
    sys.exit(main(said.minutes, said.seed, said.steps))
