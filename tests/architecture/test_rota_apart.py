"""A doctor's rota stays on the phone: what sends cannot reach it, and what holds it cannot send."""

import re

from tests.architecture.sources import typescript
from tests.architecture.test_client import IMPORT

HOLDS = re.compile(r"^pwa/src/(times/(rota/|suggest)|domain/rota|screens/rota/|words/rota)")
"""Every file that knows what a duty is."""
SENDS = re.compile(
    r"^pwa/src/(sync/|contract\.ts|worker\.ts|domain/(mutators|acting|asking|session|importing|photo|passkeys)\.ts)"
)
"""Every file that makes an act, a request, or a document out of something."""
SAYS = re.compile(
    r"\b(mutate|sendNow|syncNow|attach|requester|post|fetch|sendBeacon|EventSource|WebSocket)\s*[(.]"
)
SHOWS = {
    "pwa/src/app/removed.tsx",
    "pwa/src/app/rooms.ts",
    "pwa/src/screens/log-out.tsx",
}
"""Who else may know that there is a rota: to take it off the phone, and to lead to it."""


def _imports() -> dict[str, set[str]]:
    """What each file imports of ours, types too."""
    imports: dict[str, set[str]] = {}
    for name, text in typescript():
        found = imports.setdefault(name, set())
        for match in IMPORT.finditer(text):
            parts = name.split("/")[:-1]
            for step in match["from"].split("?")[0].split("/"):
                if step == "..":
                    parts.pop()
                elif step != ".":
                    parts.append(step)
            found.add("/".join(parts))
    return imports


def _reached(start: str, imports: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imports.get(name, ())
    return seen


def test_nothing_that_sends_can_reach_a_rota() -> None:
    imports = _imports()
    senders = [name for name in imports if SENDS.match(name)]
    assert len(senders) > 20
    assert any(HOLDS.match(name) for name in imports)
    assert not [
        f"{sender} reaches {name}"
        for sender in senders
        for name in _reached(sender, imports)
        if HOLDS.match(name)
    ]


def test_nothing_that_holds_a_rota_sends() -> None:
    found = []
    for name, text in typescript():
        if HOLDS.match(name):
            found += [f"{name}: {line.strip()[:80]}" for line in text.splitlines() if SAYS.search(line)]
            assert not re.search(
                r"from \"[^\"]*(acting|asking|mutators|contract|sync/(?!environment|quiet\.ts))", text
            ), name
    assert not found


def test_what_the_service_worker_is_told_of_it_is_a_few_numbers() -> None:
    """`sync/quiet.ts` keeps stretches of time for the worker: it knows no duty, and nothing that sends."""
    (text,) = [text for name, text in typescript() if name == "pwa/src/sync/quiet.ts"]
    assert not IMPORT.search(text)
    assert not SAYS.search(text)


def test_only_screens_look_at_a_rota() -> None:
    """Whoever picks a time sees whether they are rested. The time is what goes, and nothing else of it."""
    for name, found in _imports().items():
        if any(re.match(r"pwa/src/domain/rota", one) for one in found) and not HOLDS.match(name):
            assert name in SHOWS or name.startswith("pwa/src/screens/"), name
