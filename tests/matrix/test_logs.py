"""What the server says when things go wrong: where and how often, never whose and what."""

import logging
from io import StringIO
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.database.engine import pool
from server.sync import registry
from server.sync.registry import mutations
from tests.conftest import Clock
from tests.matrix.cast import Cast
from tests.people import Device


async def _broken(*_: Any) -> Any:
    raise ValueError("Canary Person, canary@example.org")


async def test_an_act_that_fails_is_logged_by_its_name_alone(
    cast: Cast, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = mutations["account.rename"]
    broken = registry.Mutation(rename.name, _broken, rename.args, rename.adapter, rename.seen_by)
    monkeypatch.setitem(mutations, "account.rename", broken)
    asker = await cast.asker("never")
    asker.phone.act("account.rename", name="Canary Person")
    await asker.phone.sync()
    assert asker.phone.outbox
    assert '"act failed"' in logged.getvalue()
    assert "account.rename" in logged.getvalue()


async def test_what_a_newer_app_calls_its_act_is_its_own_word(
    cast: Cast, moving: Clock, logged: StringIO
) -> None:
    """Anybody can claim to be newer; what they call their acts is theirs, and is never said aloud."""
    for name in ("Canary Person canary@example.org", "null\u0000byte"):
        asker = await cast.asker("never")
        phone = Device(asker.client, app="99.0.0")
        phone.act(name, text="Canary")
        for _ in range(7):
            await phone.once()
            moving.forward(minutes=3)
        # It blocks no queue for ever, either.
        assert phone.outbox == []
        assert [told["outcome"] for told in phone.attention] in (["quarantined"], ["refused"])
    await pool().execute("DELETE FROM quarantine")
    assert '"act failed"' in logged.getvalue()


async def test_a_fault_of_an_address_is_logged_by_its_place_alone(
    cast: Cast, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.api import photos

    monkeypatch.setattr(photos, "read_photo", _broken)
    asker = await cast.asker("never")
    address = f"/api/photos/{'0' * 64}?bucket=doctor:{asker.known.account}"
    with pytest.MonkeyPatch.context() as patched:
        transport: Any = asker.client._transport
        patched.setattr(asker.client, "_transport", transport.inner)
        answer = await asker.client.get(address)
    assert answer.status_code == 500
    assert '"fault"' in logged.getvalue()
    assert "0000000000" not in logged.getvalue()
    assert str(asker.known.account) not in logged.getvalue()


async def test_the_address_of_a_calendar_is_in_no_log(
    cast: Cast, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.api import calendar

    asker = await cast.asker("never")
    asker.phone.act("calendar.open")
    await asker.phone.sync()
    (own,) = asker.phone.of("calendar").values()
    monkeypatch.setattr(calendar, "entries", _broken)
    with pytest.MonkeyPatch.context() as patched:
        transport: Any = asker.client._transport
        patched.setattr(asker.client, "_transport", transport.inner)
        answer = await asker.client.get(f"/calendar/{own['token']}.ics")
    assert answer.status_code == 500
    assert '"route": "/calendar/{name' in logged.getvalue()
    assert own["token"] not in logged.getvalue()
    assert own["token"] not in answer.text


def test_what_a_library_says_goes_without_what_it_put_in(logged: StringIO) -> None:
    logging.getLogger("asyncpg").warning("could not read %s of %s", "Canary Person", "canary@example.org")
    assert "could not read %s of %s" in logged.getvalue()


async def test_a_database_that_is_away_is_said_without_whose_request_it_was(
    cast: Cast, application: Litestar, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.api import asking

    async def away(*_: Any, **__: Any) -> Any:
        raise ConnectionRefusedError("Canary@example.org")

    monkeypatch.setattr(asking, "standing", away)
    inner = httpx.ASGITransport(application)  # type: ignore[arg-type]  # Litestar's own scope types
    asker = await cast.asker("never")
    async with httpx.AsyncClient(transport=inner, base_url="http://localhost:8000") as client:
        client.cookies = asker.client.cookies
        answer = await client.get("/api/pokes?follow=canary@example.org")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert '"database away"' in logged.getvalue()
