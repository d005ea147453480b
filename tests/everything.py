"""Every check: quick ones first, then the tests, two groups at a time. `./test` sets up and starts this."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from server.settings import ROOT

BUDGET = 75 * 60
"""Seconds: what still runs then is stopped and named, which says more than being cut off from outside."""
Counts = tuple[int, int, int]
"""Passed, failed, skipped."""
_FAILED = re.compile(r"^(FAILED|ERROR) \S+|^ *(FAIL|×) ")


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
SCREENS = "tests/journeys/test_screens.py"
"""As long as all that is done on them, so it goes in a lane of its own."""


PWA = ROOT / "pwa"
QUICK = [
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
]
"""One after the other, in the order that finds faults soonest; the last of them leave the built app."""
TESTS = [
    _tests("simulation", "many phones, one server, faults"),
    _tests("seal", "three browsers, every way out of the sealed room"),
    _tests("push", "browsers that are told while the app is closed"),
    _tests("domain", "the domain"),
    _tests("journeys", "a browser, on and off line", "tests/journeys", f"--ignore={SCREENS}"),
    _tests("reflections", "the sealed room: locked, and nothing lost"),
    _tests("matrix", "everybody who asks, for whatever they can name"),
    _tests("screens", "every screen, narrow and wide, light and dark", SCREENS),
    _tests("api", "HTTP"),
    _tests("sync", "how changes travel"),
    *([_tests("beside", "what stands beside the rooms", *LOOSE)] if LOOSE else []),
    Check(
        "pwa",
        "the phone's own parts",
        ("npx", "vitest", "run", "--reporter=dot", "--reporter=json", "--outputFile.json=REPORT"),
        PWA,
        _vitest,
    ),
    _tests("database", "the database"),
    _tests("architecture", "the rules of the house"),
]
"""The longest first: as many at a time as there are processors, and at most `LANES`."""
LANES = 2
_END = time.monotonic() + BUDGET
_RUNNING: set[int] = set()
"""Checks have sessions of their own, so that nothing of them stays behind."""
GROUPS = list(dict.fromkeys(check.group for check in (*QUICK, *TESTS)))


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in {"-h", "--help"}:
        print(f"./test [GROUP [pytest's arguments]]\n\nGroups: {', '.join(GROUPS)}")
        return 0
    if arguments and arguments[0] not in ["all", *GROUPS]:
        print(f"./test does not know {arguments[0]}. Groups: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    group, more = (arguments[0], list(arguments[1:])) if arguments else ("all", [])
    chosen = [check for check in (*QUICK, *TESTS) if group in ("all", check.group)]
    place = {check.words: f"[{number}/{len(chosen)}]" for number, check in enumerate(chosen, 1)}
    totals = [0, 0, 0]
    failing: list[str] = []
    for checks, lanes in ((QUICK, 1), (TESTS, min(LANES, os.cpu_count() or 1))):
        todo = [check for check in chosen if check in checks]
        with ThreadPoolExecutor(lanes) as pool:
            done = pool.map(lambda check: _run(check, more, place[check.words]), todo)
            for counts, bad in done:
                totals = [sum(pair) for pair in zip(totals, counts, strict=True)]
                failing += bad
    if failing:
        print("\n".join(("", "Failing:", *failing)))
    print("{} passed, {} failed, {} skipped".format(*totals), flush=True)
    return 1 if totals[1] else 0


def _run(check: Check, more: list[str], place: str) -> tuple[Counts, list[str]]:
    """Its counts, and the names of what failed."""
    print(f"{place} {check.group}: {check.words} …", flush=True)
    began = time.monotonic()
    with TemporaryDirectory(prefix="alongside-report-") as folder:
        report, at = Path(folder) / "report", Path(folder) / "at"
        command = [part.replace("REPORT", str(report)) for part in check.command]
        counted = check.count is not None
        said: list[str] = []
        bad: list[str] = []

        def hear(line: str) -> None:
            if counted and _FAILED.match(re.sub(r"\x1b\[[0-9;]*m", "", line)):
                bad.append(line.rstrip())
            # Tests show their dots as they go; the other checks speak only when they fail.
            if counted:
                print(f"{check.group}: {line}", end="", flush=True)
            else:
                said.append(line)

        environment = {**os.environ, "ALONGSIDE_TEST_AT": str(at)}
        code = _heard([*command, *(more if counted else [])], check.where, environment, hear)
        if code is None:
            bad.append(f"{check.words}: stopped at {at.read_text() if at.exists() else 'its beginning'}")
            code = 1
        counts = check.count(report, code) if check.count else (int(not code), int(code != 0), 0)
    passed, failed, skipped = counts
    if failed and not counted:
        print(re.sub(r"\x1b\[[0-9;]*m", "", "".join(said)))
    words = (
        f"{passed} passed"
        + (f", {failed} failed" if failed else "")
        + (f", {skipped} skipped" if skipped else "")
    )
    print(f"{place} {check.group}: {words} in {time.monotonic() - began:.0f} s", flush=True)
    return counts, bad or ([check.words] if failed else [])


def _heard(
    command: Sequence[str], where: Path, environment: Mapping[str, str], hear: Callable[[str], None]
) -> int | None:
    """Its exit code, having heard each line that it said; None: the time was up, and it was stopped."""
    running = subprocess.Popen(  # the commands above
        command,
        cwd=where,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    _RUNNING.add(running.pid)
    said = running.stdout
    assert said is not None

    def listen() -> None:
        for line in said:
            hear(line)

    hearing = threading.Thread(target=listen, daemon=True)
    hearing.start()
    code: int | None = None
    try:
        code = running.wait(max(_END - time.monotonic(), 1))
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGABRT)  # pytest then says where it was
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(10)
    _RUNNING.discard(running.pid)
    _end(running.pid)
    # A browser in a session of its own may still keep the pipe open, and is not waited for.
    hearing.join(10)
    return code


def _end(session: int) -> None:
    """Whatever of it is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _interrupted(*_: object) -> None:
    for session in list(_RUNNING):
        _end(session)
    os._exit(130)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    sys.exit(main(sys.argv[1:]))
