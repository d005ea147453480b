"""`python -m tests.seal` measures the seal in all three engines and writes what was found where it is told:
the table of docs/privacy.md, and what the page "Check the seal" says about what it cannot see."""

import asyncio
import sys

from tests.engines import missing
from tests.seal.engines import measured
from tests.seal.pages import pairs
from tests.seal.table import LEFT, PRIVACY, SHELL_START, START, left, shell, table, written


def main() -> int:
    if missing():
        sys.stderr.write(f"All three engines are needed. Install: {' '.join(missing().values())}\n")
        return 1
    results = asyncio.run(measured())
    for result in results:
        uncaught = [pair.name for pair in pairs() if pair.name not in result.leaks]
        sys.stdout.write(
            f"{result.engine}: left {sorted(result.sealed)}; never left {uncaught}; {result.seconds}\n"
        )
    page = written(PRIVACY.read_text(), START, table(results))
    PRIVACY.write_text(written(page, SHELL_START, shell(results)))
    LEFT.write_text(left(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
