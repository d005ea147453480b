"""Calendar files that other people made, read as the phone reads a rota.

They are those that two well-kept packages test themselves with, found where they are installed: recurring
series, wrong zones, cut lines, alarms, swapped ends, files of other things. None of them is kept here.
"""

import json
import subprocess
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from server.settings import ROOT

PACKAGES = ("icalendar", "recurring_ical_events")


def _files() -> list[str]:
    found = []
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        folder = Path(spec.origin).parent
        found += sorted(str(path) for path in chain(folder.rglob("*.ics"), folder.rglob("*.csv")))
    return found


def test_two_hundred_files_of_other_peoples_making_are_read_soon_or_said_to_be_unreadable() -> None:
    files = _files()
    assert len(files) >= 200
    ended = subprocess.run(
        ["node", "read-rotas.mjs"],
        cwd=ROOT / "pwa",
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers: list[dict[str, Any]] = json.loads(ended.stdout)
    assert [answer["path"] for answer in answers] == files
    slow = [answer for answer in answers if answer["milliseconds"] >= 2_000]
    assert not slow
    # Nothing is passed over in silence: of each file with events, something is kept, named, or out of reach.
    silent = [
        answer["path"]
        for answer in answers
        if answer["events"] and not (answer["duties"] or answer["unread"] or answer["outside"])
    ]
    assert not silent
    assert sum(answer["duties"] > 0 for answer in answers) >= 100
