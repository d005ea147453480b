"""One installation of the app: whose it is, how far it has been heard, when it was last here."""

from uuid import UUID

import asyncpg

from server.database.engine import Connection, transaction
from server.refusals import Refused
from server.sync import pokes
from server.sync.publish import publish
from server.sync.registry import Actor, Touched, views

PATIENCE = 2000
"""Milliseconds that one request waits for another of the same device."""


async def lock_device(here: Connection, actor: Actor) -> int:
    """Makes this device's acts serial; gives the number of the last one that was answered."""
    assert actor.device is not None  # noqa: S101 - only phones come here
    await here.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
    try:
        row = await here.fetchrow(
            "SELECT account, last_number, revoked_at FROM device WHERE id = $1 FOR NO KEY UPDATE",
            actor.device,
        )
    except asyncpg.LockNotAvailableError:
        raise Refused("busy") from None
    if row is None:
        raise Refused("signed-out")
    _check(actor, row["account"], revoked=row["revoked_at"] is not None)
    return int(row["last_number"])


async def greet(actor: Actor, app: str, acknowledged: int) -> None:
    """The device is known, its day and version are right, and words it has acknowledged are gone."""
    async with transaction() as here:
        known = await here.fetchrow("SELECT seen_on, app FROM device WHERE id = $1", actor.device)
        if known is None:
            await here.execute(
                "INSERT INTO device (id, account, app, created_on, seen_on) VALUES ($1, $2, $3, $4, $4)"
                " ON CONFLICT DO NOTHING",
                actor.device,
                actor.account,
                app,
                actor.now.date(),
            )
        await lock_device(here, actor)
        await here.execute(
            "UPDATE device SET seen_on = $2, app = $3"
            " WHERE id = $1 AND (seen_on, app) IS DISTINCT FROM ($2, $3)",
            actor.device,
            actor.now.date(),
            app,
        )
        await here.execute(
            "UPDATE outcome SET problem = NULL WHERE device = $1 AND number <= $2 AND problem IS NOT NULL",
            actor.device,
            acknowledged,
        )
        moved = await publish(_touched(actor), actor.now)
    pokes.moved(moved)


def _touched(actor: Actor) -> list[Touched]:
    """A person sees their own devices, where the domain has a view of them."""
    return [Touched("device", actor.device)] if actor.device is not None and "device" in views else []


def _check(actor: Actor, owner: UUID, *, revoked: bool) -> None:
    if revoked:
        raise Refused("device-revoked")
    if owner != actor.account:
        raise Refused("fork")
