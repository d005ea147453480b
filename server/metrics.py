"""Counters and times of this process, in the text format that Prometheus reads. Never a name, never an id.

Only words from closed lists (a refusal's code, a snapshot's reason) may become labels: labels must not
say who did what.
"""

import threading
from collections.abc import Iterator

_all: "list[Counter | Gauge | Histogram]" = []


class Counter:
    """A number that only grows; with `label`, one number for each of its values."""

    def __init__(self, name: str, words: str, label: str | None = None) -> None:
        self.name, self.words, self.label = name, words, label
        self._values: dict[str, float] = {} if label else {"": 0.0}
        self._lock = threading.Lock()
        _all.append(self)

    def add(self, amount: float = 1, value: str = "") -> None:
        if bool(value) != bool(self.label):
            raise ValueError(f"{self.name} is counted by {self.label or 'nothing'}")
        with self._lock:
            self._values[value] = self._values.get(value, 0.0) + amount

    def read(self, value: str = "") -> float:
        return self._values.get(value, 0.0)

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.words, "counter")
        for value, number in sorted(self._values.items()):
            yield f"{self.name}{_label(self.label, value)} {number:g}"


class Gauge:
    """A number that goes up and down."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words
        self._value = 0.0
        _all.append(self)

    def set(self, value: float) -> None:
        self._value = value

    def read(self) -> float:
        return self._value

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.words, "gauge")
        yield f"{self.name} {self._value:g}"


class Histogram:
    """How often a measured value was at most each of these bounds."""

    def __init__(self, name: str, words: str, bounds: tuple[float, ...]) -> None:
        self.name, self.words, self.bounds = name, words, bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0
        self._lock = threading.Lock()
        _all.append(self)

    def observe(self, value: float) -> None:
        slot = next((index for index, bound in enumerate(self.bounds) if value <= bound), len(self.bounds))
        with self._lock:
            self._counts[slot] += 1
            self._sum += value

    def read(self) -> int:
        return sum(self._counts)

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.words, "histogram")
        so_far = 0
        for bound, count in zip((*self.bounds, float("inf")), self._counts, strict=True):
            so_far += count
            at_most = "+Inf" if bound == float("inf") else format(bound, "g")
            yield f'{self.name}_bucket{{le="{at_most}"}} {so_far}'
        yield f"{self.name}_sum {self._sum:g}"
        yield f"{self.name}_count {so_far}"


def text() -> str:
    """Everything, as /metrics answers it."""
    return "\n".join(line for metric in _all for line in metric.lines()) + "\n"


def _head(name: str, words: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {words}", f"# TYPE {name} {kind}"


def _label(label: str | None, value: str) -> str:
    return f'{{{label}="{value}"}}' if label else ""


SYNC_SECONDS = Histogram(
    "alongside_sync_seconds",
    "How long one POST /api/sync took, from its first byte to its answer being built.",
    (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
SYNC_DOCUMENTS = Counter("alongside_sync_documents_total", "Documents sent in answers to syncs.")
SNAPSHOTS = Counter("alongside_snapshots_total", "Buckets sent as a snapshot, by why.", "reason")
OUTCOMES = Counter("alongside_outcomes_total", "Mutations answered, by outcome.", "outcome")
REFUSALS = Counter("alongside_refusals_total", "Expected refusals, by code.", "code")
LOG_INS = Counter(
    "alongside_log_ins_total", "People let in, by how, and `refused` or `waiting` where not.", "outcome"
)
CHECKSUM_DIFFERENCES = Counter(
    "alongside_checksum_differences_total", "Buckets a device found different and took anew."
)
POKE_STREAMS = Gauge("alongside_poke_streams", "Phones listening for pokes at this process now.")
OLDEST_UNANSWERED = Gauge(
    "alongside_oldest_unanswered_seconds",
    "Age of the oldest mutation in the last push, by the device's clock.",
)
FAULTS = Counter("alongside_faults_total", "Requests that ended in an unexpected error.")
