"""`alongside COMMAND`, and `python -m server.cli COMMAND`: what can be typed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import server.domain  # noqa: F401  # every room declares its acts, documents and views
from server import settings as reading
from server.cli.looking_after import (
    add_coordinator,
    do_jobs,
    import_mentors,
    migrate,
    rebuild_buckets,
    show_jobs,
)
from server.cli.opening import Wrong
from server.cli.serving import serve
from server.database.placement import EmbeddedRefused
from server.refusals import Refused
from server.serving import stopping_cleanly
from server.settings import SettingWrong


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
    except (SettingWrong, EmbeddedRefused, Wrong) as wrong:
        print(f"alongside: {wrong}", file=sys.stderr)
        return 2


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
    serving.set_defaults(does=serve)

    migrating = commands.add_parser("migrate", help="bring the tables up to date")
    migrating.set_defaults(does=migrate)

    working = commands.add_parser("work", help="do what happens later: mail, reminders, forgetting")
    working.set_defaults(does=do_jobs)

    showing = commands.add_parser("jobs", help="say what waits, what runs and what was given up")
    showing.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    showing.set_defaults(does=show_jobs)

    importing = commands.add_parser("import-mentors", help="ask everybody in a CSV file to be listed")
    importing.add_argument("file", type=Path, metavar="FILE.csv")
    importing.add_argument("--scheme", required=True, help="its name or its id")
    importing.add_argument("--check", action="store_true", help="only list the faults, row by row")
    importing.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    importing.set_defaults(does=import_mentors)

    adding = commands.add_parser("add-coordinator", help="let somebody look after a scheme")
    adding.add_argument("email", metavar="EMAIL")
    adding.add_argument("--scheme", required=True, help="its name or its id")
    adding.add_argument("--name", help="theirs, when they have no account yet")
    adding.add_argument("--lead", action="store_true", help="the lead: knows the pairs, if the charter says")
    adding.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    adding.set_defaults(does=add_coordinator)

    rebuilding = commands.add_parser(
        "rebuild-buckets", help="make buckets equal to the tables they come from"
    )
    rebuilding.add_argument(
        "--check", action="store_true", help="only say what differs; 1 when anything does"
    )
    rebuilding.add_argument("--data", type=Path, metavar="DIR", help="the folder of everything that is kept")
    rebuilding.set_defaults(does=rebuild_buckets)
    return parser


if __name__ == "__main__":
    sys.exit(main())
