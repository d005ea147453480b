"""What the first screen costs to fetch: at most 40 kB of script and 12 kB of style, compressed.

The page of reflections is one file of at most 25 kB, compressed, with everything in it.

A first screen is what a stranger gets (welcome) or what a doctor gets (today): what index.html names, the
screen's own script, and whatever those import at once. What they import later is not part of it, and
neither is the service worker.
"""

import gzip
import re
import sys
from pathlib import Path

from server.settings import ROOT

SCRIPT, STYLE, REFLECTIONS = 40_000, 12_000, 25_000
SCREENS = ("welcome", "today")
_NAMED = re.compile(r"""(?:src|href)="/?(?P<file>assets/[^"]+\.(?:js|css))\"""")
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./(?P<file>[^"'`]+\.js)["'`]""")


def first_screen(build: Path, screen: str) -> tuple[dict[str, int], dict[str, int]]:
    """Its scripts and styles, each with its compressed size in bytes."""
    waiting = [match["file"] for match in _NAMED.finditer((build / "index.html").read_text())]
    waiting += [f"assets/{path.name}" for path in (build / "assets").glob(f"{screen}-????????.js")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.endswith(".js"):
            text = (build / name).read_text()
            waiting += [f"assets/{match['file']}" for match in _IMPORTED.finditer(text)]
    weights = {name: _compressed(build / name) for name in sorted(seen)}
    return (
        {name: weight for name, weight in weights.items() if name.endswith(".js")},
        {name: weight for name, weight in weights.items() if name.endswith(".css")},
    )


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def main() -> int:
    too_heavy = False
    for screen in SCREENS:
        parts = zip(
            ("script", "style"), first_screen(ROOT / "pwa" / "dist", screen), (SCRIPT, STYLE), strict=True
        )
        for what, weights, most in parts:
            total = sum(weights.values())
            print(f"{screen}: {what} {total:,} of {most:,} bytes in {len(weights)} files")
            too_heavy |= total > most or not weights
    reflections = _compressed(ROOT / "pwa" / "dist" / "reflections" / "index.html")
    print(f"reflections: {reflections:,} of {REFLECTIONS:,} bytes in 1 file")
    return int(too_heavy or reflections > REFLECTIONS)


if __name__ == "__main__":
    sys.exit(main())
