"""A phone that asked to be told of notices."""

from server.database.engine import pool
from tests.domain.world import Person, World


async def rings_for(person: Person, world: World, *schemes: object) -> None:
    """As the route of Web Push writes it down."""
    await person.phone.sync()
    await pool().execute(
        "INSERT INTO webpush_subscription (device, account, session, endpoint, origin, p256dh, auth, kinds,"
        " schemes, quiet_from, quiet_to, zone, made_at) SELECT $1, $2, token,"
        " 'https://push.example/' || gen_random_uuid(), 'https://push.example', $3, $4, '{notice}', $5,"
        " 1200, 480, 'Europe/London', $6 FROM session WHERE account = $2 LIMIT 1",
        person.phone.id,
        person.account,
        b"\x04" * 65,
        b"\x01" * 16,
        list(schemes),
        world.now,
    )
