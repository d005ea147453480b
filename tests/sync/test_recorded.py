"""Phones come back after weeks: what every released version sent is still understood.

A folder is a version; its files are requests as that version's app sent them. They are never edited:
a changed meaning is a new name, and arguments gain optional fields only.
"""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server.database.engine import pool, transaction
from server.domain.accounts import sessions
from server.sync.registry import mutations
from server.sync.versions import VERSION
from tests.conftest import Clock

RECORDED = Path(__file__).parent / "recorded"
REQUESTS = sorted(RECORDED.glob("*/*.json"))
NOT_UNDERSTOOD = {"malformed", "unknown-act", "too-large"}


@pytest.fixture
async def doctor(client: httpx.AsyncClient, clock: Clock) -> httpx.AsyncClient:
    """Somebody who is logged in and has done nothing yet."""
    account = uuid4()
    await pool().execute(
        "INSERT INTO account (id, name, handle, created_on) VALUES ($1, 'Wren Fable', $2, $3)",
        account,
        bytes(32),
        clock.now.date(),
    )
    async with transaction():
        token = await sessions.begin(account, "password", clock.now)
    client.cookies.set(sessions.PLAIN_COOKIE, token)
    return client


@pytest.mark.parametrize("recorded", REQUESTS, ids=lambda path: f"{path.parent.name} {path.stem}")
async def test_what_a_released_version_sent_is_understood(doctor: httpx.AsyncClient, recorded: Path) -> None:
    request: dict[str, Any] = json.loads(recorded.read_text())
    assert request["app"] == recorded.parent.name
    answer = await doctor.post("/api/sync", json=request)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["last_number"] == len(request["mutations"])
    assert [outcome["number"] for outcome in said["outcomes"]] == [
        act["number"] for act in request["mutations"]
    ]
    for act, outcome in zip(request["mutations"], said["outcomes"], strict=True):
        assert outcome.get("code") not in NOT_UNDERSTOOD, (act["name"], outcome)
        assert outcome["outcome"] != "quarantined", act["name"]
    for name, told in said["buckets"].items():
        assert {"drop"} == told.keys() or {"epoch", "position", "puts", "deletes"} <= told.keys(), name
    assert {"protocol", "now", "last_number", "done", "outcomes", "buckets", "upgrade"} <= said.keys()


def test_every_act_of_this_version_is_recorded() -> None:
    recorded = {
        act["name"]
        for path in REQUESTS
        if path.parent.name == VERSION
        for act in json.loads(path.read_text())["mutations"]
    }
    assert recorded == {name for name, act in mutations.items() if not act.system}
