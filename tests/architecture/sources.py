"""The files of the repository, as the checks of its rules read them."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from server.settings import ROOT

_MADE = re.compile(r"(^|/)(node_modules|dist|dist-[a-z]+|\.venv|__pycache__|var)(/|$)")


@cache
def tracked() -> list[Path]:
    """Every file that git has or would have; what is ignored is nobody's."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return sorted(
        ROOT / name for name in listed if name and not _MADE.search(name) and (ROOT / name).is_file()
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Each Python file under these folders, parsed."""
    for path in tracked():
        if path.suffix == ".py" and name_of(path).startswith(folders):
            yield name_of(path), ast.parse(path.read_text())


def typescript() -> Iterator[tuple[str, str]]:
    """Each TypeScript file of the app, without its comments."""
    for path in tracked():
        if path.suffix in {".ts", ".tsx"} and name_of(path).startswith("pwa/src/"):
            text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            yield name_of(path), re.sub(r"(?m)(^|[^:])//.*$", r"\1", text)
