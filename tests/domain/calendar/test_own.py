"""One address for each person: opened, shown on each of their phones, taken back."""

import hashlib
from typing import Any

import asyncpg
import httpx
import pytest

from server.database.engine import pool
from tests.domain.calendar.reading import ask, opened, own, path_of
from tests.domain.meetings.arranging import two
from tests.domain.world import World
from tests.people import Device


async def test_nobody_has_an_address_who_did_not_ask(world: World) -> None:
    pair = await two(world)
    assert pair.hazel.phone.of("calendar") == {}


async def test_an_address_is_shown_again_on_each_of_its_owners_phones(world: World) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    tablet = await world.another_phone(pair.hazel)
    await tablet.sync()
    assert list(tablet.of("calendar").values()) == [own(pair.hazel)]
    assert own(pair.hazel)["detail"] is False
    assert len(own(pair.hazel)["token"]) == 43
    await world.everybody_syncs(pair.rowan)
    assert pair.rowan.phone.of("calendar") == {}
    # Opened again, with no signal or from another phone, it is the same one.
    tablet.act("calendar.open")
    await tablet.sync()
    await pair.hazel.phone.sync()
    assert path_of(pair.hazel) == path


async def test_what_is_looked_up_is_a_hash(world: World) -> None:
    pair = await two(world)
    await opened(pair.hazel)
    token = own(pair.hazel)["token"]
    kept = await pool().fetchval("SELECT digest FROM calendar WHERE account = $1", pair.hazel.account)
    assert kept == hashlib.sha256(token.encode()).digest()


async def test_taken_back_it_reads_like_one_that_never_was(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    assert (await ask(client, path)).status_code == 200
    pair.hazel.phone.act("calendar.detail", detail=True)
    pair.hazel.phone.act("calendar.revoke")
    await pair.hazel.phone.sync()
    assert own(pair.hazel) == {"token": None, "detail": True}
    revoked, unknown = await ask(client, path), await ask(client, f"/calendar/{'x' * 43}.ics")
    for answer in (revoked, unknown):
        assert answer.status_code == 404
        assert answer.json()["code"] == "not-found"
    assert revoked.content == unknown.content
    assert revoked.headers == unknown.headers
    # A new one is another one, and what was chosen stands.
    again = await opened(pair.hazel)
    assert again != path
    assert own(pair.hazel)["detail"] is True
    assert (await ask(client, path)).status_code == 404
    assert (await ask(client, again)).status_code == 200


async def test_the_same_is_asked_of_the_database_whatever_was_sent(
    world: World, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So no answer takes longer for being nearly right."""
    pair = await two(world)
    path = await opened(pair.hazel)
    pair.hazel.phone.act("calendar.revoke")
    await pair.hazel.phone.sync()
    right = await opened(pair.hazel)
    asked: list[str] = []
    fetchrow = asyncpg.Connection.fetchrow

    async def listening(self: Any, query: str, *args: Any, **more: Any) -> Any:
        asked.append(query)
        return await fetchrow(self, query, *args, **more)

    monkeypatch.setattr(asyncpg.Connection, "fetchrow", listening)
    nearly = right[:-6] + ("A" if right[-6] != "A" else "B") + right[-5:]
    for name in (path, f"/calendar/{'x' * 43}.ics", nearly, right.removesuffix(".ics")):
        asked.clear()
        assert (await ask(client, name)).status_code == 404
        assert [query.partition(" FROM ")[2] for query in asked] == ["calendar WHERE digest = $1"], name


async def test_it_goes_with_the_account(world: World, client: httpx.AsyncClient) -> None:
    pair = await two(world)
    path = await opened(pair.hazel)
    await pool().execute("DELETE FROM account WHERE id = $1", pair.hazel.account)
    assert (await ask(client, path)).status_code == 404


async def test_two_phones_that_open_it_with_no_signal_have_one(world: World) -> None:
    pair = await two(world)
    tablet: Device = await world.another_phone(pair.hazel)
    for phone in (pair.hazel.phone, tablet):
        phone.act("calendar.open")
        phone.act("calendar.detail", detail=True)
    for phone in (pair.hazel.phone, tablet, pair.hazel.phone):
        await phone.sync()
    assert list(tablet.of("calendar").values()) == [own(pair.hazel)]
    kept = await pool().fetchval("SELECT revision FROM calendar WHERE account = $1", pair.hazel.account)
    assert kept == 1
