"""The other commands: what an operator does now and then.

Every command that changes something goes through the same mutations as a phone; there is no other write
path, or phones would never hear.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from server import jobs
from server.cli.opening import Wrong, database, kept_in, now, opened
from server.database.engine import pool, transaction
from server.database.queue import GIVEN_UP_FOR, Some, Standing, standing
from server.domain.accounts.account import by_email, create
from server.domain.accounts.emails import normalised
from server.domain.mentor_file import Reading
from server.domain.mentor_import import bring
from server.domain.schemes import LookAfter
from server.logs import log_as_json
from server.settings import Settings
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.rebuild import Difference, rebuild
from server.sync.registry import Touched, system


def migrate(settings: Settings, _: argparse.Namespace) -> None:
    async def work(settings: Settings) -> list[str]:
        async with opened(settings) as done:
            return done

    with database(settings) as settings:
        done = asyncio.run(work(settings))
    print("\n".join(done) if done else "Nothing to do: the tables are up to date.")


def do_jobs(settings: Settings, _: argparse.Namespace) -> None:
    async def work(settings: Settings) -> None:
        async with opened(settings):
            await jobs.keep_working(settings, now, asyncio.Event())

    log_as_json()
    with database(settings) as settings:
        print("Working. Stop it with Ctrl-C.", flush=True)
        asyncio.run(work(settings))


def show_jobs(settings: Settings, asked: argparse.Namespace) -> None:
    async def work(settings: Settings) -> Standing:
        async with opened(settings):
            return await standing()

    with database(kept_in(settings, asked)) as settings:
        found = asyncio.run(work(settings))
    print("\n".join(_in_words(found)))


def _in_words(found: Standing) -> Iterator[str]:
    """Names and times alone: what a job is about is nobody's business."""
    yield from _part("Waiting", found.waiting, "the first from")
    yield from _part("Running", found.running, "the first since")
    yield from _part(f"Given up in the last {GIVEN_UP_FOR.days} days", found.given_up, "the last at")
    yield "What time does:" if found.schedules else "What time does: nothing has worked here yet."
    for each in found.schedules:
        last = "not yet done" if each.last is None else f"last at {_time(each.last)}"
        yield f"  {each.name:<20} {each.times:<14} {last}, next at {_time(each.next)}"


def _part(title: str, jobs: Sequence[Some], when: str) -> Iterator[str]:
    yield f"{title}:" if jobs else f"{title}: nothing."
    for each in jobs:
        yield f"  {each.job:<20} {each.count:>5}, {when} {_time(each.at)}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def import_mentors(settings: Settings, asked: argparse.Namespace) -> int:
    async def work(settings: Settings) -> tuple[Reading, int]:
        async with opened(settings):
            scheme = await _scheme(asked.scheme)
            return await bring(system(now()), scheme, content, check=asked.check)

    try:
        content = asked.file.read_bytes()
    except OSError as error:
        raise Wrong(f"{asked.file} cannot be read: {error.strerror}.") from None
    with database(kept_in(settings, asked)) as settings:
        reading, asked_now = asyncio.run(work(settings))
    for fault in reading.faults:
        print(f"row {fault.row}{f', {fault.column}' if fault.column else ''}: {fault.words}")
    if reading.faults:
        print(f"{reading.rows} rows, {len(reading.faults)} faults. Nothing was imported.")
        return 1
    print(
        f"{reading.rows} rows, no fault."
        if asked.check
        else f"{reading.rows} rows, {asked_now} people asked."
    )
    return 0


def add_coordinator(settings: Settings, asked: argparse.Namespace) -> None:
    async def work(settings: Settings) -> bool:
        async with opened(settings):
            scheme, moment = await _scheme(asked.scheme), now()
            is_new = False
            async with transaction():
                account = await by_email(asked.email)
            if account is None:
                if not asked.name or not asked.name.strip():
                    raise Wrong(f"Nobody has an account with {asked.email} yet. Say who it is with --name.")
                async with publishing(moment) as touched:
                    account = await create(asked.name, asked.email, None, moment)
                    if account is None:
                        raise Wrong("Somebody made this account just now. Try again.")
                    touched.append(Touched("account", account))
                is_new = True
            looks_after = LookAfter(scheme=scheme, account=account, lead=asked.lead)
            await act(system(moment), "coordinator.add", looks_after)
            return is_new

    if normalised(asked.email) is None:
        raise Wrong(f"{asked.email} is not an address that mail could reach.")
    with database(kept_in(settings, asked)) as settings:
        is_new = asyncio.run(work(settings))
    print("Done." + (" They choose a password with 'I have forgotten my password'." if is_new else ""))


async def _scheme(said: str) -> UUID:
    """The scheme of this id or name."""
    rows = await pool().fetch("SELECT id, name FROM scheme ORDER BY name")
    found = [row["id"] for row in rows if said.casefold() in (str(row["id"]), row["name"].casefold())]
    if len(found) != 1:
        names = "\n".join(f"  {row['id']}  {row['name']}" for row in rows)
        raise Wrong(f"{said} names no scheme, or several. These are there:\n{names or '  none'}")
    return UUID(str(found[0]))


def rebuild_buckets(settings: Settings, asked: argparse.Namespace) -> int:
    async def work(settings: Settings) -> list[Difference]:
        async with opened(settings):
            return await rebuild(now(), check=asked.check)

    with database(kept_in(settings, asked)) as settings:
        found = asyncio.run(work(settings))
    for difference in found:
        print(f"{difference.bucket}: {difference.what}")
    print(f"{len(found)} {'differences' if len(found) != 1 else 'difference'}", end="")
    print(" between buckets and tables." if asked.check or not found else ", put right.")
    return 1 if found and asked.check else 0
