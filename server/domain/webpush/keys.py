"""This installation's own key: made on the first start, and kept. A new one would silence every phone."""

from datetime import datetime

from server.database.engine import pool
from server.webpush.vapid import new_private


async def private_key(now: datetime) -> bytes:
    """Its 32 bytes; whoever comes first makes it for all."""
    kept: bytes | None = await pool().fetchval("SELECT private FROM webpush_key")
    if kept is not None:
        return kept
    await pool().execute(
        "INSERT INTO webpush_key (private, made_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        new_private(),
        now,
    )
    made: bytes = await pool().fetchval("SELECT private FROM webpush_key")
    return made
