"""Removing a lost phone, with the real rooms: it is told so, wipes itself, and hears nothing more."""

import asyncio
from uuid import UUID, uuid4

import httpx
import pytest

from server.api import pokes as route
from server.database.engine import pool, transaction
from server.domain.accounts import sessions
from server.sync.pokes import hub
from tests.conftest import Clock
from tests.people import Device, Refusal


async def logged_in(account: UUID, clock: Clock, address: str) -> httpx.AsyncClient:
    async with transaction():
        token = await sessions.begin(account, "password", clock.now)
    return httpx.AsyncClient(base_url=address, cookies={sessions.PLAIN_COOKIE: token}, timeout=10)


async def test_a_lost_phone_is_removed_from_another(
    live_server: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "HEARTBEAT", 0.1)
    account = uuid4()
    await pool().execute(
        "INSERT INTO account (id, name, handle, created_on) VALUES ($1, 'Wren Fable', $2, $3)",
        account,
        bytes(32),
        clock.now.date(),
    )
    async with (
        await logged_in(account, clock, live_server) as mine,
        await logged_in(account, clock, live_server) as stolen,
    ):
        kept, lost = Device(mine), Device(stolen)
        await lost.sync()
        await kept.sync()
        assert kept.of("device").keys() == {str(kept.id), str(lost.id)}
        lost.act("account.rename", name="Somebody Else")
        async with stolen.stream("GET", "/api/pokes") as stream:
            assert stream.status_code == 200
            kept.act("device.revoke", device=lost.id)
            await kept.sync()
            assert kept.attention == []
            async with asyncio.timeout(5):
                async for _ in stream.aiter_lines():
                    pass
        with pytest.raises(Refusal, match="403 device-revoked"):
            await lost.sync()
        assert lost.wiped
        assert not lost.buckets
        await kept.sync()
        assert kept.of("device")[str(lost.id)]["revoked"] is True
        async with asyncio.timeout(5):
            while hub.streams:
                await asyncio.sleep(0.02)
