"""Writes the two files that the registry decides, so that neither can say what the code does not do.

`python -m server.generated` writes the phone's contract and the tables of docs/privacy.md;
`python -m server.generated --check` only says whether they are as they should be.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import server.domain  # noqa: F401  # every room declares its acts, documents and views
from server.settings import ROOT
from server.sync import contract, privacy

CONTRACT = ROOT / "pwa" / "src" / "contract.ts"
PRIVACY = ROOT / "docs" / "privacy.md"


def as_they_should_be() -> dict[Path, str]:
    return {CONTRACT: contract.typescript(), PRIVACY: privacy.written_into(PRIVACY)}


def main(arguments: Sequence[str]) -> int:
    texts = as_they_should_be()
    stale = [path for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    if list(arguments) == ["--check"]:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not what the server says. Write it again:\n")
            sys.stderr.write("    python -m server.generated\n")
        return 1 if stale else 0
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
