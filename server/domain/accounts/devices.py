"""Devices: the phones and computers on which somebody uses the app.

What: each has a name that its owner gives it and the day it was last here. Removing one ends its sessions;
the next time it asks, it is told so and wipes what came from here.
Who may: the person alone.
Who hears: their own devices.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.database.engine import connection
from server.domain.accounts import sessions
from server.domain.accounts.account import LINE
from server.refusals import Refused
from server.sync.registry import Actor, Document, Strict, Touched, document, mutation, seen, view

DeviceName = Annotated[str, Field(min_length=1, max_length=60, pattern=LINE)]


Ending = Callable[[UUID], Awaitable[None]]
_endings: list[Ending] = []


def also_at_revoking(ending: Ending) -> Ending:
    """Registers what else of a phone goes when it is removed; this room knows none of it."""
    _endings.append(ending)
    return ending


class NameDevice(Strict):
    """`device.name`: what its owner calls it."""

    device: UUID = Field(json_schema_extra=seen("you"))
    name: DeviceName = Field(json_schema_extra=seen("you"))


class RevokeDevice(Strict):
    """`device.revoke`: it is logged out and wipes what it holds; a lost phone, say."""

    device: UUID = Field(json_schema_extra=seen("you"))


@document("device", bucket="doctor")
class DeviceDocument(Strict):
    name: str
    last_seen: date | None
    revoked: bool


@mutation("device.name")
async def name(actor: Actor, args: NameDevice) -> list[Touched]:
    await _own(actor, args.device)
    await connection().execute("UPDATE device SET name = $2 WHERE id = $1", args.device, args.name.strip())
    return [Touched("device", args.device)]


@mutation("device.revoke")
async def revoke(actor: Actor, args: RevokeDevice) -> list[Touched]:
    await _own(actor, args.device)
    await connection().execute(
        "UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1", args.device, actor.now
    )
    await sessions.revoke(args.device, actor.now)
    for ending in _endings:
        await ending(args.device)
    return [Touched("device", args.device)]


@view("device", every="SELECT id FROM device")
async def documents(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, account, name, seen_on, revoked_at FROM device"
        " WHERE id = ANY($1::uuid[]) AND account IN (SELECT id FROM account)",
        list(ids),
    )
    return [
        Document(
            f"doctor:{row['account']}",
            row["id"],
            DeviceDocument(name=row["name"], last_seen=row["seen_on"], revoked=row["revoked_at"] is not None),
        )
        for row in rows
    ]


async def _own(actor: Actor, device: UUID) -> None:
    """One that is another's looks like one that is not there."""
    if not await connection().fetchval(
        "SELECT EXISTS (SELECT FROM device WHERE id = $1 AND account = $2)", device, actor.account
    ):
        raise Refused("not-yours")
