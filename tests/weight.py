"""What the first screen costs to fetch: at most 40 kB of script and 12 kB of style, compressed.

The first screen needs what index.html names and whatever those scripts import at once; what they import
later (`import()`) is not part of it, and neither is the service worker.
"""

import gzip
import re
import sys
from pathlib import Path

from server.settings import ROOT

SCRIPT, STYLE = 40_000, 12_000
_NAMED = re.compile(r"""(?:src|href)="/?(?P<file>assets/[^"]+\.(?:js|css))\"""")
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./(?P<file>[^"']+\.js)["']""")


def first_screen(build: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Scripts and styles of the first screen, each with its compressed size in bytes."""
    waiting = [match["file"] for match in _NAMED.finditer((build / "index.html").read_text())]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.endswith(".js"):
            text = (build / name).read_text()
            waiting += [f"assets/{match['file']}" for match in _IMPORTED.finditer(text)]
    weights = {name: len(gzip.compress((build / name).read_bytes(), 9, mtime=0)) for name in sorted(seen)}
    return (
        {name: weight for name, weight in weights.items() if name.endswith(".js")},
        {name: weight for name, weight in weights.items() if name.endswith(".css")},
    )


def main() -> int:
    scripts, styles = first_screen(ROOT / "pwa" / "dist")
    fault = 0
    for what, weights, most in (("script", scripts, SCRIPT), ("style", styles, STYLE)):
        total = sum(weights.values())
        print(f"{what} of the first screen: {total:,} of {most:,} bytes in {len(weights)} files")
        fault |= total > most or not weights
    return fault


if __name__ == "__main__":
    sys.exit(main())
