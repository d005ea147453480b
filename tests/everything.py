"""Every check, in the order that finds faults soonest. `./test` sets up and starts this."""

import json
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from server.settings import ROOT

Counts = tuple[int, int, int]
"""Passed, failed, skipped."""


@dataclass(frozen=True)
class Check:
    group: str
    words: str
    command: Sequence[str]
    where: Path = ROOT
    count: Callable[[Path, int], Counts] | None = None
    """From the report at that path and the exit code; None: the check counts as one."""


def _pytest(report: Path, code: int) -> Counts:
    if not report.exists():
        return 0, 1, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  # pytest wrote it
    total, bad, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    # A crash between tests is a failure, even when every test that ran has passed; no test at all (5) too.
    return max(total - bad - skipped, 0), bad or int(code != 0), skipped


def _vitest(report: Path, code: int) -> Counts:
    if not report.exists():
        return 0, 1, 0
    told = json.loads(report.read_text())
    failed = told["numFailedTests"] + told.get("numFailedTestSuites", 0) * (told["numFailedTests"] == 0)
    skipped = told.get("numPendingTests", 0) + told.get("numTodoTests", 0)
    return told["numPassedTests"], failed or int(code != 0), skipped


def _tests(group: str, words: str, *files: str) -> Check:
    command = ("python", "-m", "pytest", "-q", *(files or (f"tests/{group}",)), "--junitxml=REPORT")
    return Check(group, words, command, count=_pytest)


LOOSE = sorted(f"tests/{path.name}" for path in (ROOT / "tests").glob("test_*.py"))
"""Tests of what stands beside the rooms, such as jobs."""


PWA = ROOT / "pwa"
CHECKS = [
    Check("style", "Python is formatted", ("ruff", "format", "--check", "--quiet", ".")),
    Check("style", "Python lint", ("ruff", "check", "--quiet", ".")),
    Check("types", "Python types", ("mypy",)),
    Check("types", "TypeScript format, lint and types", ("npm", "run", "--silent", "check"), PWA),
    Check("imports", "who may import whom", ("lint-imports", "--no-cache")),
    Check(
        "contract",
        "the phone's contract and the privacy page are the server's",
        ("python", "-m", "server.generated", "--check"),
    ),
    Check("build", "the app builds", ("npm", "run", "--silent", "build"), PWA),
    Check("build", "the first screen is light", ("python", "-m", "tests.weight")),
    _tests("architecture", "the rules of the house"),
    Check(
        "pwa",
        "the phone's own parts",
        ("npx", "vitest", "run", "--reporter=dot", "--reporter=json", "--outputFile.json=REPORT"),
        PWA,
        _vitest,
    ),
    _tests("database", "the database"),
    _tests("domain", "the domain"),
    _tests("sync", "how changes travel"),
    _tests("api", "HTTP"),
    _tests("matrix", "everybody who asks, for whatever they can name"),
    *([_tests("beside", "what stands beside the rooms", *LOOSE)] if LOOSE else []),
    _tests("simulation", "many phones, one server, faults"),
    _tests("journeys", "a browser, on and off line"),
]
GROUPS = list(dict.fromkeys(check.group for check in CHECKS))


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in {"-h", "--help"}:
        print(f"./test [GROUP [pytest's arguments]]\n\nGroups: {', '.join(GROUPS)}")
        return 0
    if arguments and arguments[0] not in ["all", *GROUPS]:
        print(f"./test does not know {arguments[0]}. Groups: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    group, more = (arguments[0], list(arguments[1:])) if arguments else ("all", [])
    chosen = [check for check in CHECKS if group in ("all", check.group)]
    totals = [0, 0, 0]
    failing: list[str] = []
    for number, check in enumerate(chosen, 1):
        passed, failed, skipped = _run(check, more, f"[{number}/{len(chosen)}]")
        totals = [sum(pair) for pair in zip(totals, (passed, failed, skipped), strict=True)]
        if failed:
            failing.append(check.words)
    if failing:
        print("\nFailing: " + "; ".join(failing))
    print("{} passed, {} failed, {} skipped".format(*totals), flush=True)
    return 1 if totals[1] else 0


def _run(check: Check, more: list[str], place: str) -> Counts:
    print(f"{place} {check.group}: {check.words} …", flush=True)
    began = time.monotonic()
    with TemporaryDirectory(prefix="alongside-report-") as folder:
        report = Path(folder) / "report"
        command = [part.replace("REPORT", str(report)) for part in check.command]
        counted = check.count is not None
        # Tests show their dots as they go; the other checks speak only when they fail.
        done = subprocess.run(  # the commands above
            [*command, *(more if counted else [])],
            cwd=check.where,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=None if counted else subprocess.PIPE,
            stderr=None if counted else subprocess.STDOUT,
        )
        counts = (
            check.count(report, done.returncode)
            if check.count
            else (int(not done.returncode), int(done.returncode != 0), 0)
        )
    passed, failed, skipped = counts
    if failed and not counted:
        print(re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))
    words = (
        f"{passed} passed"
        + (f", {failed} failed" if failed else "")
        + (f", {skipped} skipped" if skipped else "")
    )
    print(f"{place} {check.group}: {words} in {time.monotonic() - began:.0f} s", flush=True)
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
