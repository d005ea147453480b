"""The command that answers cases of a rota: alone, quickly, and the same wherever the phone is."""

import json
import os
import subprocess

import pytest

from server.settings import ROOT

VECTORS = ROOT / "tests" / "vectors" / "rota.json"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_the_runner_answers_the_shared_cases_in_any_zone(zone: str) -> None:
    asked = VECTORS.read_text()
    answered = subprocess.run(
        ["npm", "--prefix", "pwa", "run", "--silent", "vectors:rota"],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout
    assert json.loads(answered) == [case["expected"] for case in json.loads(asked)]
