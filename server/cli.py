"""`alongside`: what the person who runs the server can tell it.

Every command that changes something goes through the same mutations as a phone; there is no other write
path, or phones would never hear.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import server.domain  # noqa: F401  # every room declares its acts, documents and views
from server import jobs
from server import settings as reading
from server.database.embedded import embedded
from server.database.engine import close_database, open_database, pool, transaction
from server.database.migrating import migrate
from server.database.placement import EmbeddedRefused
from server.domain.accounts.account import by_email, create
from server.domain.accounts.emails import normalised
from server.domain.mentor_file import Reading
from server.domain.mentor_import import bring
from server.domain.schemes import LookAfter
from server.logs import log_as_json
from server.refusals import Refused
from server.serving import listen, serve_many, serve_one, stopping_cleanly
from server.settings import Settings, SettingWrong
from server.starter.demo import LOG_INS
from server.starter.demo import load as load_demo
from server.starter.loading import load_starter
from server.sync.pokes import hub
from server.sync.publish import publishing
from server.sync.push import act
from server.sync.rebuild import Difference, rebuild
from server.sync.registry import Touched, system

_MOST_MENTORS = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script. Faults of whoever typed are one plain sentence; ours are a traceback."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        with stopping_cleanly():
            return int(asked.does(reading.from_environment(), asked) or 0)
    except Refused as refusal:
        print(f"alongside: {refusal.refusal.title}. {refusal.refusal.detail}", file=sys.stderr)
        return 1
    except (SettingWrong, EmbeddedRefused, _Wrong) as wrong:
        print(f"alongside: {wrong}", file=sys.stderr)
        return 2


class _Wrong(Exception):
    """What was asked cannot be done, in words for the person who asked."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alongside", description="Run and look after an Alongside server.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    serving = commands.add_parser("serve", help="serve the app and its sync; migrates first")
    serving.add_argument("--processes", type=int, default=1, metavar="N", help="server processes (1)")
    serving.add_argument("--port", type=int, metavar="PORT", help="where to listen; 0 finds a free port")
    serving.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    serving.add_argument("--starter", action="store_true", help="load the starter schemes if there are none")
    serving.add_argument(
        "--demo-mentors",
        type=int,
        metavar="N",
        help="load fictional people, N of them mentors",
    )
    serving.set_defaults(does=_serve)

    migrating = commands.add_parser("migrate", help="bring the tables up to date")
    migrating.set_defaults(does=_migrate)

    working = commands.add_parser("work", help="do what happens later: mail, reminders, forgetting")
    working.set_defaults(does=_work)

    importing = commands.add_parser("import-mentors", help="ask everybody in a CSV file to be listed")
    importing.add_argument("file", type=Path, metavar="FILE.csv")
    importing.add_argument("--scheme", required=True, help="its name or its id")
    importing.add_argument("--check", action="store_true", help="only list the faults, row by row")
    importing.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    importing.set_defaults(does=_import_mentors)

    adding = commands.add_parser("add-coordinator", help="let somebody look after a scheme")
    adding.add_argument("email", metavar="EMAIL")
    adding.add_argument("--scheme", required=True, help="its name or its id")
    adding.add_argument("--name", help="theirs, when they have no account yet")
    adding.add_argument("--lead", action="store_true", help="the lead: knows the pairs, if the charter says")
    adding.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    adding.set_defaults(does=_add_coordinator)

    rebuilding = commands.add_parser(
        "rebuild-buckets", help="make buckets equal to the tables they come from"
    )
    rebuilding.add_argument(
        "--check", action="store_true", help="only say what differs; 1 when anything does"
    )
    rebuilding.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    rebuilding.set_defaults(does=_rebuild)
    return parser


# --- serve ------------------------------------------------------------------------------------------


def _serve(settings: Settings, asked: argparse.Namespace) -> None:
    if asked.processes < 1:
        raise _Wrong("--processes must be 1 or more.")
    if asked.demo_mentors is not None and not 0 <= asked.demo_mentors <= _MOST_MENTORS:
        raise _Wrong(f"--demo-mentors must be between 0 and {_MOST_MENTORS:,}.")
    port = settings.port if asked.port is None else asked.port
    try:
        listening = listen(settings.host, port)
    except OSError:
        raise _Wrong(
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
        with _database(settings) as settings:
            _say("Bringing the tables up to date")
            ready = asyncio.run(_prepare(settings, asked.starter, asked.demo_mentors))
            reading.hand_down(settings)
            print(f"\nAlongside is at {settings.origin}\n{ready}Stop it with Ctrl-C.", flush=True)
            if asked.processes == 1:
                serve_one(listening)
            else:
                serve_many(listening, asked.processes)


@contextlib.contextmanager
def _database(settings: Settings) -> Iterator[Settings]:
    """The settings with an address of a PostgreSQL in them: the one that was set, or our own."""
    if settings.database_url is not None:
        yield settings
        return
    _say(f"Starting PostgreSQL in {settings.data}")
    with embedded(settings.data / "postgresql") as dsn:
        yield replace(settings, database_url=dsn)


async def _prepare(settings: Settings, starter: bool, mentors: int | None) -> str:
    """Migrate and fill an empty database; gives the log-ins to show, as lines of text."""
    async with _open(settings):
        if starter and mentors is None:
            _say("Loading the starter schemes, where there is none")
            await load_starter(_now())
        if mentors is None:
            return ""
        people, fictional = await pool().fetchrow(
            "SELECT (SELECT count(*) FROM account), demo FROM deployment"
        )
        if people and not fictional:
            return "There are people here already, so no fictional ones were added.\n"
        if people < mentors + len(LOG_INS):
            _say(f"Loading the starter schemes and {mentors:,} fictional mentors")
            await load_demo(_now(), mentors=mentors)
        lines = [f"  {each.part:<12} {each.email:<26} {each.password}" for each in LOG_INS]
        return "Everybody here is fictional. Log in as\n" + "\n".join(lines) + "\n"


@contextlib.asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[list[str]]:
    """The database, up to date; gives the migrations that had to run. What phones hold may look otherwise
    after one, so their buckets are then compared and put right."""
    assert settings.database_url is not None  # noqa: S101  # _database saw to it
    await open_database(settings.database_url, connections=4)
    try:
        done = await migrate(settings.database_url)
        if done:
            await rebuild(_now(), check=False)
        yield done
        await hub.flush()  # what was changed here reaches the phones through the servers that run
    finally:
        await close_database()


# --- the others -------------------------------------------------------------------------------------


def _migrate(settings: Settings, _: argparse.Namespace) -> None:
    async def work(settings: Settings) -> list[str]:
        async with _open(settings) as done:
            return done

    with _database(settings) as settings:
        done = asyncio.run(work(settings))
    print("\n".join(done) if done else "Nothing to do: the tables are up to date.")


def _work(settings: Settings, _: argparse.Namespace) -> None:
    async def work(settings: Settings) -> None:
        async with _open(settings):
            await jobs.keep_working(settings, _now, asyncio.Event())

    log_as_json()
    with _database(settings) as settings:
        print("Working. Stop it with Ctrl-C.", flush=True)
        asyncio.run(work(settings))


def _import_mentors(settings: Settings, asked: argparse.Namespace) -> int:
    async def work(settings: Settings) -> tuple[Reading, int]:
        async with _open(settings):
            scheme = await _scheme(asked.scheme)
            return await bring(system(_now()), scheme, content, check=asked.check)

    try:
        content = asked.file.read_bytes()
    except OSError as error:
        raise _Wrong(f"{asked.file} cannot be read: {error.strerror}.") from None
    with _database(_kept_in(settings, asked)) as settings:
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


def _add_coordinator(settings: Settings, asked: argparse.Namespace) -> None:
    async def work(settings: Settings) -> bool:
        async with _open(settings):
            scheme, now = await _scheme(asked.scheme), _now()
            is_new = False
            async with transaction():
                account = await by_email(asked.email)
            if account is None:
                if not asked.name or not asked.name.strip():
                    raise _Wrong(f"Nobody has an account with {asked.email} yet. Say who it is with --name.")
                async with publishing(now) as touched:
                    account = await create(asked.name, asked.email, None, now)
                    if account is None:
                        raise _Wrong("Somebody made this account just now. Try again.")
                    touched.append(Touched("account", account))
                is_new = True
            looks_after = LookAfter(scheme=scheme, account=account, lead=asked.lead)
            await act(system(now), "coordinator.add", looks_after)
            return is_new

    if normalised(asked.email) is None:
        raise _Wrong(f"{asked.email} is not an address that mail could reach.")
    with _database(_kept_in(settings, asked)) as settings:
        is_new = asyncio.run(work(settings))
    print("Done." + (" They choose a password with 'I have forgotten my password'." if is_new else ""))


async def _scheme(said: str) -> UUID:
    """The scheme of this id or name."""
    rows = await pool().fetch("SELECT id, name FROM scheme ORDER BY name")
    found = [row["id"] for row in rows if said.casefold() in (str(row["id"]), row["name"].casefold())]
    if len(found) != 1:
        names = "\n".join(f"  {row['id']}  {row['name']}" for row in rows)
        raise _Wrong(f"{said} names no scheme, or several. These are there:\n{names or '  none'}")
    return UUID(str(found[0]))


def _rebuild(settings: Settings, asked: argparse.Namespace) -> int:
    async def work(settings: Settings) -> list[Difference]:
        async with _open(settings):
            return await rebuild(_now(), check=asked.check)

    with _database(_kept_in(settings, asked)) as settings:
        found = asyncio.run(work(settings))
    for difference in found:
        print(f"{difference.bucket}: {difference.what}")
    print(f"{len(found)} {'differences' if len(found) != 1 else 'difference'}", end="")
    print(" between buckets and tables." if asked.check or not found else ", put right.")
    return 1 if found and asked.check else 0


def _kept_in(settings: Settings, asked: argparse.Namespace) -> Settings:
    return settings if asked.data is None else replace(settings, data=asked.data.resolve())


def _now() -> datetime:
    return datetime.now(UTC)


def _say(words: str) -> None:
    print(f"  {words} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
