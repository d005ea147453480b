"""How much processor time a process and its children have used (Linux)."""

import contextlib
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """The time on a processor of this process and of those it started that are still there."""
    total = 0
    for one in (pid, *_descendants(pid)):
        for thread in _threads(one):
            with contextlib.suppress(OSError):
                total += int((thread / "schedstat").read_text().split()[0])
    return total / 1e9


def resident_bytes(pid: int) -> int:
    """The memory that this process holds itself."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def _descendants(pid: int) -> list[int]:
    found = []
    for thread in _threads(pid):
        with contextlib.suppress(OSError):
            for child in (thread / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    return found
