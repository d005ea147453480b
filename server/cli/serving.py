"""`alongside serve`: one process or several, on a database that is ready for them."""

import argparse
import asyncio
from dataclasses import replace

from server import settings as reading
from server.cli.opening import Wrong, database, now, opened, say
from server.database.engine import pool
from server.domain.webpush.keys import private_key
from server.serving import listen, serve_many, serve_one
from server.settings import Settings
from server.starter.demo import LOG_INS
from server.starter.demo import load as load_demo
from server.starter.loading import load_starter

_MOST_MENTORS = 100_000


def serve(settings: Settings, asked: argparse.Namespace) -> None:
    if asked.processes < 1:
        raise Wrong("--processes must be 1 or more.")
    if asked.demo_mentors is not None and not 0 <= asked.demo_mentors <= _MOST_MENTORS:
        raise Wrong(f"--demo-mentors must be between 0 and {_MOST_MENTORS:,}.")
    port = settings.port if asked.port is None else asked.port
    try:
        listening = listen(settings.host, port)
    except OSError:
        raise Wrong(
            f"Something listens on port {port} already. Stop it, or choose another: --port."
        ) from None
    with listening:
        port = listening.getsockname()[1]
        settings = replace(
            settings,
            port=port,
            origin=reading.origin_of(port),
            data=(asked.data or settings.data).resolve(),
        )
        with database(settings) as settings:
            say("Bringing the tables up to date")
            ready = asyncio.run(_prepare(settings, asked.starter, asked.demo_mentors))
            reading.hand_down(settings)
            print(f"\nAlongside is at {settings.origin}\n{ready}Stop it with Ctrl-C.", flush=True)
            if asked.processes == 1:
                serve_one(listening)
            else:
                serve_many(listening, asked.processes)


async def _prepare(settings: Settings, starter: bool, mentors: int | None) -> str:
    """Migrate and fill an empty database; gives the log-ins to show, as lines of text."""
    async with opened(settings):
        await private_key(now())
        if starter and mentors is None:
            say("Loading the starter schemes, where there is none")
            await load_starter(now())
        if mentors is None:
            return ""
        people, fictional = await pool().fetchrow(
            "SELECT (SELECT count(*) FROM account), demo FROM deployment"
        )
        if people and not fictional:
            return "There are people here already, so no fictional ones were added.\n"
        if people < mentors + len(LOG_INS):
            say(f"Loading the starter schemes and {mentors:,} fictional mentors")
            await load_demo(now(), mentors=mentors)
        lines = [f"  {each.part:<12} {each.email:<26} {each.password}" for each in LOG_INS]
        return "Everybody here is fictional. Log in as\n" + "\n".join(lines) + "\n"
