"""Every file: not too long, in a room with a name that says something, and at home on any machine."""

import re

from tests.architecture.sources import name_of, tracked
from tests.everything import GROUPS, LOOSE

LONGEST = {".py": 300, ".ts": 250, ".tsx": 250}
LONGEST_TEST = 500
# A history of the tables, a generated file and data are as long as they are.
MAY_BE_LONG = re.compile(r"^(migrations/|pwa/src/contract\.ts$|server/starter/.*data)")
NAMELESS = re.compile(
    r"(^|[/._-])(utils?|helpers?|common|base|managers?|services?|repositor(y|ies)|types|constants|misc|signals|bus|barrel)"
    r"([._-][^/]*)?\.(py|ts|tsx)$"
)
NAMELESS_FOLDER = re.compile(
    r"(^|/)(utils?|helpers?|common|base|managers?|services?|repositor(y|ies)|types|constants)/"
)
# Written in pieces, so that this file does not find itself.
ELSEWHERE = [
    "registry" + r"\.npmjs",
    "registry" + r"\.yarnpkg",
    "files" + r"\.pythonhosted",
    "pypi" + r"\.org",
    "ghcr" + r"\.io",
    "docker" + r"\.io",
    "/wo" + r"rk/",
    "/ro" + r"ot/",
    "/ho" + r"me/[a-z]",
    "/Us" + r"ers/[a-z]",
    "/op" + r"t/",
]


def test_a_file_that_grows_too_long_becomes_a_folder() -> None:
    too_long = []
    for path in tracked():
        name = name_of(path)
        if path.suffix not in LONGEST or MAY_BE_LONG.search(name):
            continue
        most = LONGEST_TEST if name.startswith(("tests/", "pwa/test")) else LONGEST[path.suffix]
        lines = path.read_text().count("\n")
        if lines > most:
            too_long.append(f"{name}: {lines} lines, at most {most}")
    assert not too_long


def test_rooms_are_named_for_what_is_in_them() -> None:
    names = [name_of(path) for path in tracked()]
    assert not [name for name in names if NAMELESS.search(name) or NAMELESS_FOLDER.search(name)]
    assert not [name for name in names if re.search(r"^pwa/src/.*(^|/)index\.tsx?$", name)]


def test_no_file_knows_one_machine_or_one_registry() -> None:
    found = []
    pattern = re.compile("|".join(ELSEWHERE))
    for path in tracked():
        if path.suffix in {".png", ".jpg", ".ico", ".woff2", ".gz", ".br"}:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    assert not found


def test_every_test_is_run_by_the_one_command() -> None:
    run = tuple(f"tests/{group}/" for group in GROUPS)
    tests = [
        name_of(path) for path in tracked() if re.search(r"(^|/)test_[^/]*\.py$|\.test\.tsx?$", name_of(path))
    ]
    assert not [name for name in tests if not name.startswith(run) and name not in LOOSE]


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    code = {".py", ".ts", ".tsx", ".scss", ".md", ".sh", ".html"}
    assert not [
        f"{name_of(path)}:{number}"
        for path in tracked()
        if path.suffix in code
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if mark.search(line)
    ]


def test_an_exception_to_the_type_checker_gives_its_cause() -> None:
    bare = re.compile(
        r"#\s*type:\s*ignore(\[[^\]]*\])?\s*$|@ts-expect-error\s*$|@ts-" + r"ignore|eslint" + r"-disable"
    )
    assert not [
        f"{name_of(path)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".ts", ".tsx"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bare.search(line)
    ]
