"""The tables of expectations.txt: what is expected of every act, kind of bucket and address."""

from pathlib import Path

from tests.matrix.cast import ROLES, Role

Cells = dict[Role, str]
Table = dict[tuple[str, str], Cells]

_TEXT = (Path(__file__).parent / "expectations.txt").read_text(encoding="utf-8")


def table(name: str) -> Table:
    """(what, of whom) -> role -> what is expected."""
    section = _TEXT.partition(f"\n\n{name}\n")[2].partition("\n\n\n")[0]
    heading, *lines = section.partition("\n\n")[2].strip("\n").splitlines()
    assert heading.split()[1:] == list(ROLES)
    found: Table = {}
    for line in lines:
        words = line.split()
        what, of, cells = words[: -len(ROLES) - 1], words[-len(ROLES) - 1], words[-len(ROLES) :]
        key = " ".join(what), of
        assert key not in found, key
        found[key] = dict(zip(ROLES, cells, strict=True))
    return found
