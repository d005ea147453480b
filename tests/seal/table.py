"""What was measured, as docs/privacy.md and the page "Check the seal" tell it."""

import json
from collections.abc import Sequence

from server.settings import ROOT
from tests.engines import ENGINES
from tests.seal.measuring import Result
from tests.seal.pages import Pair, pairs

PRIVACY = ROOT / "docs" / "privacy.md"
LEFT = ROOT / "pwa" / "src" / "reflections" / "check" / "measured.ts"
START = "<!-- measured: every way out of the sealed room -->"
END = "<!-- end of what is measured -->"
WHERE = {"foreign": "somebody else", "own": "our server"}
NAMES = {"Chromium": "Chromium", "Firefox": "Firefox", "WebKit": "Safari's engine"}


def cell(result: Result, pair: Pair) -> str:
    if pair.name in result.sealed:
        return "**open**"
    return "shut" if pair.name in result.leaks else "–"


def table(results: Sequence[Result]) -> str:
    by_engine = {result.engine: result for result in results}
    lines = [
        "| Way out | Towards | " + " | ".join(NAMES[name] for name in ENGINES) + " |",
        "|---|---|" + "---|" * len(ENGINES),
    ]
    for pair in pairs():
        cells = " | ".join(cell(by_engine[name], pair) for name in ENGINES)
        lines.append(f"| {pair.words} | {WHERE[pair.to]} | {cells} |")
    return "\n".join(lines)


SHELL_START = "<!-- measured: the page round the room -->"


def shell(results: Sequence[Result]) -> str:
    """What the page round the room could do, were its own script to try: one line for each engine."""
    lines = []
    for result in results:
        could = [f"{pair.words[0].lower()}{pair.words[1:]}" for pair in pairs() if pair.name in result.shell]
        lines.append(f"- {NAMES[result.engine]}: {'; '.join(dict.fromkeys(could)) or 'nothing'}.")
    return "\n".join(lines)


def rows() -> dict[tuple[str, str], dict[str, str]]:
    """The table that stands in the page: (way out, towards) -> engine -> cell."""
    inside = PRIVACY.read_text().partition(START)[2].partition(END)[0]
    found = {}
    for line in inside.strip().splitlines()[2:]:
        words, to, *cells = (part.strip() for part in line.strip("|").split("|"))
        found[words, to] = dict(zip(ENGINES, cells, strict=True))
    return found


def known() -> dict[str, set[str]]:
    """Engine -> pairs that the page says it lets out of a leaking page."""
    told = rows()
    return {
        engine: {
            pair.name for pair in pairs() if told.get((pair.words, WHERE[pair.to]), {}).get(engine) == "shut"
        }
        for engine in ENGINES
    }


def left(results: Sequence[Result]) -> str:
    """The same for the screen: only what was seen outside."""
    text = LEFT.read_text()
    head = text[: text.index("export const")]
    open_ = {
        f"{pair.route} {pair.to}": [NAMES[each.engine] for each in results if pair.name in each.sealed]
        for pair in pairs()
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(engines)}," for name, engines in open_.items() if engines]
    body = "{\n" + "\n".join(lines) + "\n}" if lines else "{}"
    return f"{head}export const LEFT: Readonly<Record<string, readonly string[]>> = {body};\n"


def written(page: str, start: str, text: str) -> str:
    before, found, rest = page.partition(start)
    assert found
    return f"{before}{start}\n\n{text}\n\n{END}{rest.partition(END)[2]}"
