"""The phone's rules: one room speaks to the network and keeps things, and leaves stay leaves."""

import re

from tests.architecture.sources import typescript

SPEAKS = re.compile(
    r"(?<![\w.\"'])(fetch\s*\(|new\s+EventSource|indexedDB|new\s+BroadcastChannel|caches\.|new\s+WebSocket|"
    r"XMLHttpRequest|localStorage|sessionStorage|sendBeacon)"
)
GLOBALS = re.compile(
    r"(?:globalThis|window|self|navigator)\.(fetch|EventSource|indexedDB|BroadcastChannel|caches|sendBeacon)\b"
)
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](?P<from>\.[^"']+)["']""")
# main -> app -> screens -> domain -> sync -> contract; ui, words, when and times are leaves.
MAY_IMPORT = {
    "main": {"app", "frame", "screens", "domain", "sync", "contract", "ui", "words", "when", "times", "main"},
    "app": {
        "app",
        "frame",
        "routes",
        "screens",
        "domain",
        "sync",
        "contract",
        "ui",
        "words",
        "when",
        "times",
    },
    "frame": {"frame", "routes", "domain", "sync", "contract", "ui", "words", "when"},
    "routes": {"screens", "words"},
    "screens": {"screens", "domain", "sync", "contract", "ui", "words", "when", "times"},
    "domain": {"domain", "sync", "contract", "words", "when", "times"},
    "sync": {"sync", "contract"},
    "worker": {"sync", "contract", "worker", "words", "when"},
    "contract": set(),
    "ui": {"ui", "words", "when", "contract"},
    "words": {"words", "when", "times", "contract"},
    "when": {"when", "words"},
    "times": {"times", "contract"},
    "reflections": {"reflections"},
}


def room(name: str) -> str:
    return name.removeprefix("pwa/src/").split("/")[0].removesuffix(".tsx").removesuffix(".ts")


def test_only_sync_speaks_to_the_network_and_keeps_things() -> None:
    found = []
    for name, text in typescript():
        if room(name) in {"sync", "reflections", "worker"}:  # the worker keeps the app itself, no documents
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if SPEAKS.search(line) or GLOBALS.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert not found


def test_rooms_import_only_what_lies_below_them() -> None:
    found = []
    for name, text in typescript():
        folder = name.split("/")[:-1]
        for match in IMPORT.finditer(text):
            parts = [*folder]
            for step in match["from"].split("/"):
                if step == "..":
                    parts.pop()
                elif step != ".":
                    parts.append(step)
            target = "/".join(parts)
            if not target.startswith("pwa/src/"):
                continue
            if room(name) not in MAY_IMPORT:
                found.append(f"{name} is in a room without rules")
            elif room(target) not in MAY_IMPORT[room(name)]:
                found.append(f"{name} imports {target.removeprefix('pwa/src/')}")
    assert not found


def test_sync_knows_no_concept_by_name() -> None:
    concept = re.compile(r"\b(mentor|participation|meeting|listing|charter)s?\b", re.IGNORECASE)
    found = [
        f"{name}: {line.strip()[:80]}"
        for name, text in typescript()
        if room(name) == "sync"
        for line in text.splitlines()
        if concept.search(line)
    ]
    assert not found


def test_no_module_exports_only_what_others_wrote() -> None:
    assert not [
        name
        for name, text in typescript()
        if re.search(r"^\s*export\s+(\*|\{[^}]*\})\s+from\b", text, re.MULTILINE)
    ]
