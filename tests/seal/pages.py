"""The pages that are tried: "Check the seal" as it is, and the same unsealed, one route each."""

import base64
import hashlib
import html
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from server.settings import ROOT
from tests.seal.observers import Page

BUILT = ROOT / "pwa" / "dist" / "reflections"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """One way out, towards one kind of server."""

    route: str
    to: str
    words: str = ""

    @property
    def name(self) -> str:
        return f"{self.route}/{self.to}"

    def word(self, base: str) -> str:
        """As check/shell.ts makes it."""
        return f"{base}-{self.route}-{self.to}"


@cache
def _made() -> dict[str, Any]:
    made = subprocess.run(
        ["node", "--input-type=module", "-e", (HERE / "bundle.mjs").read_text()],
        cwd=ROOT / "pwa",
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(made.stdout)
    return told


def parts() -> dict[str, str]:
    """The scripts of the leaking pages, by name."""
    return {name: script for name, script in _made().items() if isinstance(script, str)}


@cache
def pairs() -> tuple[Pair, ...]:
    return tuple(Pair(each["id"], to, each["words"]) for each in _made()["routes"] for to in each["to"])


@cache
def built() -> Page:
    """The page as it is built and served."""
    headers: dict[str, dict[str, str]] = json.loads((BUILT / "headers.json").read_text())
    return headers["reflections/check.html"], (BUILT / "check.html").read_text()


def _given(page: str, given: Mapping[str, str]) -> str:
    data = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in given.items())
    filled, count = re.subn(r"<body>(?=\s*<nav)", lambda _: f"<body {data}>", page)
    assert count == 1
    return filled


def sealed(given: Mapping[str, str]) -> Page:
    """The built page with its own headers; only what it aims at is written into its body."""
    headers, page = built()
    return headers, _given(page, given)


def outside_the_room(given: Mapping[str, str]) -> Page:
    """A page under the same headers, tried without the frame: what the part that holds the keys could do."""
    headers, _ = built()
    script = parts()["round"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.sub(r"script-src [^;]*", f"script-src 'sha256-{digest}'", headers["content-security-policy"])
    data = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in given.items())
    off = '<meta http-equiv="x-dns-prefetch-control" content="off">'
    page = f"<!doctype html><html><head>{off}</head><body {data}><script>{script}</script></body></html>"
    return {**headers, "content-security-policy": policy}, page


# A report is the way out: nothing else may be open there.
_REPORTING = {"policy-report": {"Content-Security-Policy": "img-src 'none'; report-uri /report"}}


def leaking(pair: Pair, given: Mapping[str, str]) -> Page:
    """The same page and the same scripts: no policy, no sandbox, nothing taken away or turned off."""
    _, page = built()
    made = parts()
    outer, inner, rest = re.split(r'srcdoc="([^"]*)"', page)
    room = _script(html.unescape(inner), made["room"])
    page = f'{outer}srcdoc="{html.escape(room)}"{_script(rest, made["shell"])}'
    page = page.replace('sandbox="allow-scripts allow-modals"', "")
    page = re.sub(r"(?:<|&lt;)meta http-equiv=.*?(?:>|&gt;)", "", page)
    return _REPORTING.get(pair.route, {}), _given(page, {**given, "only": pair.name})


def _script(page: str, script: str) -> str:
    replaced, count = re.subn(
        r"<script>.*?</script>", lambda _: f"<script>{script}</script>", page, flags=re.S
    )
    assert count == 1
    return replaced
