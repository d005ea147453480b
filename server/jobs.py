"""What happens later: mail, what a new day brings, and what is forgotten.

Every server process does it, or one of its own where the settings say so.

PgQueuer keeps the queue in our own database. A job that a kill cut off is taken up by whoever is left; a
database that went away is waited for.
"""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import structlog
from litestar import Litestar
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job, Schedule

from server import mail
from server.database.engine import address, transaction
from server.database.queue import forget_done
from server.domain import figures, invitations, letters, outside, participation, photos, training
from server.domain.accounts import codes, guessing, passkeys, sessions
from server.domain.availability import kept
from server.domain.events import passing as events
from server.domain.meetings import passing, reminders
from server.domain.notices import passing as notices
from server.domain.notices import telling as notices_telling
from server.domain.relationships import closing, nightly
from server.domain.webpush import deliveries, happening, telling
from server.settings import Settings
from server.sync import publish, rebuild

Clock = Callable[[], datetime]
Facts = Mapping[str, str]

ATTEMPTS = 8
"""Then a job is given up: its code is worth nothing any more."""
NIGHTLY = "0 4 * * *"
OFTEN = "*/15 * * * *"
MINUTELY = "* * * * *"
_LOST = timedelta(seconds=30)
"""Whoever gave no sign of life for as long has lost its jobs to the others."""
_LONGEST_PAUSE = 30.0
_PATIENCE = 5.0
"""Seconds that the queue has to end in."""
_log = structlog.get_logger()


async def send_code(settings: Settings, facts: Facts, now: datetime) -> None:
    purpose = codes.purpose_of(facts["purpose"])
    letter = await codes.write(facts["email"], purpose, bytes.fromhex(facts["browser"]), now)
    await mail.deliver(settings, letter, now)


async def send_letter(settings: Settings, facts: Facts, now: datetime) -> None:
    await mail.deliver(settings, mail.Letter(facts["to"], facts["subject"], facts["words"]), now)


async def send_invitation(settings: Settings, facts: Facts, now: datetime) -> None:
    letter = await letters.write(UUID(facts["invitation"]), settings.origin, now)
    if letter is not None:
        await mail.deliver(settings, letter, now)


async def spread_notice(_: Settings, facts: Facts, now: datetime) -> None:
    await notices_telling.spread_all(UUID(facts["notice"]), now)


JOBS: dict[str, Callable[[Settings, Facts, datetime], Awaitable[None]]] = {
    codes.JOB: send_code,
    invitations.JOB: send_invitation,
    mail.JOB: send_letter,
    notices_telling.JOB: spread_notice,
    happening.JOB: telling.tell_phones,
}


async def tidy(now: datetime) -> None:
    """What accounts and the queue no longer need is forgotten."""
    async with transaction():
        await codes.forget(now)
        await sessions.forget(now)
        await guessing.forget(now)
        await passkeys.forget(now)
        await forget_done(now)


EVERY_NIGHT: list[Callable[[datetime], Awaitable[object]]] = [
    participation.wake_due,
    closing.release_due,
    nightly.match_due,
    publish.release,
    figures.make_due,
    training.forget_due,
    outside.forget_due,
    events.forget_due,
    photos.forget_photos,
    kept.forget_due,
    rebuild.purge,
    tidy,
]
"""At four, in this order, each on its own: one that fails does not keep the others."""

EVERY_QUARTER_HOUR: list[Callable[[datetime], Awaitable[object]]] = [
    passing.pass_due,
    reminders.remind_due,
    notices.pass_due,
    deliveries.forget_due,
]

EVERY_MINUTE: list[Callable[[datetime], Awaitable[object]]] = [
    deliveries.look_due,
]


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """For the life of the application, where its settings say that this process does jobs."""
    settings: Settings = app.state.settings
    if not settings.jobs:
        yield
        return
    stop = asyncio.Event()
    work = asyncio.create_task(keep_working(settings, app.state.clock, stop))
    try:
        yield
    finally:
        stop.set()
        await _ended(work, 2 * _PATIENCE)


async def keep_working(settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
    """Work until told to stop. Whatever ends it before that, it begins again, less and less hastily: nobody
    would miss a worker that had gone without a word.
    """
    pause = 1.0
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        try:
            await _work(settings, clock, stop)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, RuntimeError) as error:
            _log.warning("jobs wait for the database", error=type(error).__name__)
        except Exception as error:
            _log.error("jobs begin again", error=type(error).__name__)
        if asyncio.get_running_loop().time() - began > _LONGEST_PAUSE:
            pause = 1.0
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), random.uniform(pause / 2, pause))  # noqa: S311  # a pause
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _work(settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
    """One connection's worth of work."""
    connection = await asyncpg.connect(address(), server_settings={"application_name": "alongside jobs"})
    queue = PgQueuer.from_asyncpg_connection(connection)
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    for name, job in JOBS.items():
        queue.entrypoint(name, on_failure="delete")(_carefully(name, job, settings, clock))
    queue.schedule("nightly", NIGHTLY)(_each(EVERY_NIGHT, clock))
    queue.schedule("often", OFTEN)(_each(EVERY_QUARTER_HOUR, clock))
    queue.schedule("minutely", MINUTELY)(_each(EVERY_MINUTE, clock))
    work = asyncio.create_task(queue.run(heartbeat_timeout=_LOST))
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(lost.wait())]
    try:
        await asyncio.wait([work, *ends], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            if work.cancelled():
                raise RuntimeError("the queue was cancelled, and not by us")
            await work
    finally:
        queue.shutdown.set()
        for end in ends:
            end.cancel()
        if lost.is_set():
            work.cancel()
        await _ended(work, _PATIENCE)
        with contextlib.suppress(Exception):
            await connection.close(timeout=2)


async def _ended(work: asyncio.Task[None], seconds: float) -> None:
    """Waits for it, then cancels it; never for ever, for what was asked of a lost connection may not end."""
    for patience in (seconds, 1):
        if (await asyncio.wait({work}, timeout=patience))[0]:
            if not work.cancelled():
                work.exception()  # it was told by whoever could still hear it
            return
        work.cancel()
    _log.error("jobs did not end")


class GivenUp(Exception):
    """Without a word of why: what the queue keeps of it may be read by anybody who looks after the server."""


def _carefully(
    name: str, job: Callable[[Settings, Facts, datetime], Awaitable[None]], settings: Settings, clock: Clock
) -> Callable[[Job], Awaitable[None]]:
    """Tries again later, and lets no word of a failure into the queue's own log: it may hold an address.
    A job is done once for each time it is taken up; one that a kill cut off is taken up again."""

    async def run(taken: Job) -> None:
        try:
            await job(settings, json.loads(taken.payload or b"{}"), clock())
        except Exception as error:
            kind = type(error).__name__
        else:
            return
        # Out of the handler: what is raised here does not carry the failure along.
        if taken.attempts >= ATTEMPTS:
            _log.error("job given up", job=name, error=kind)
            raise GivenUp
        _log.warning("job to be tried again", job=name, error=kind, attempt=taken.attempts)
        raise RetryRequested(delay=timedelta(seconds=5 * 2**taken.attempts))

    return run


def _each(
    acts: Sequence[Callable[[datetime], Awaitable[object]]], clock: Clock
) -> Callable[[Schedule], Awaitable[None]]:
    async def do(_: Schedule) -> None:
        for act in acts:
            try:
                await act(clock())
            except Exception as error:
                _log.error("what time does failed", act=act.__name__, error=type(error).__name__)

    return do
