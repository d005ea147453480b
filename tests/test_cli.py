"""What the operator can tell the server, as they type it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from server.database.engine import pool, transaction
from server.database.queue import later
from server.settings import ROOT
from server.sync.push import act
from server.sync.registry import system
from tests.domain.world import scheme_as

Alongside = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def alongside(database: str) -> Alongside:
    """`alongside …` on the fresh database, in a process of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "server.cli", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
async def scheme(database: str) -> UUID:
    scheme = uuid4()
    await act(system(datetime.now(UTC)), "scheme.publish", scheme_as(scheme))
    return scheme


def test_migrating_a_second_time_says_so(alongside: Alongside) -> None:
    done = alongside("migrate")
    assert (done.returncode, done.stdout) == (0, "Nothing to do: the tables are up to date.\n")


async def test_jobs_are_shown_by_name_and_time_and_nothing_of_what_they_are_about(
    alongside: Alongside,
) -> None:
    idle = alongside("jobs")
    assert idle.stdout == (
        "Waiting: nothing.\nRunning: nothing.\nGiven up in the last 30 days: nothing.\n"
        "What time does: nothing has worked here yet.\n"
    )
    async with transaction() as here:
        for _ in range(3):
            await later("mail", to="a@example.org", subject="Hello", words="A line.")
        await here.execute("UPDATE pgqueuer SET status = 'picked' WHERE id = (SELECT min(id) FROM pgqueuer)")
        await here.execute(
            "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint)"
            " VALUES (1, 'exception', 0, 'mail')"
        )
        await here.execute(
            "INSERT INTO pgqueuer_schedules (expression, entrypoint, last_run, next_run) VALUES"
            " ('0 4 * * *', 'nightly', '2026-11-26T04:00:00Z', '2026-11-27T04:00:00Z'),"
            " ('*/15 * * * *', 'often', NULL, '2026-11-27T04:15:00Z')"
        )
    shown = alongside("jobs")
    assert shown.returncode == 0, shown.stderr
    lines = re.sub(
        r"(from|since|at) 20\d\d-\d\d-\d\d \d\d:\d\d UTC$", r"\1 …", shown.stdout, flags=re.MULTILINE
    )
    assert [" ".join(line.split()) for line in lines.splitlines()] == [
        "Waiting:",
        "mail 2, the first from …",
        "Running:",
        "mail 1, the first since …",
        "Given up in the last 30 days:",
        "mail 1, the last at …",
        "What time does:",
        "nightly 0 4 * * * last at 2026-11-26 04:00 UTC, next at …",
        "often */15 * * * * not yet done, next at …",
    ]
    assert "example.org" not in shown.stdout


async def test_a_new_coordinator_gets_an_account_and_an_office(alongside: Alongside, scheme: UUID) -> None:
    unnamed = alongside("add-coordinator", "Rowan.Ash@example.org", "--scheme", "quiet talk")
    assert unnamed.returncode == 2
    assert "--name" in unnamed.stderr
    for _ in range(2):
        done = alongside(
            "add-coordinator", "Rowan.Ash@example.org", "--scheme", "quiet talk", "--name", "Rowan Ash"
        )
        assert done.returncode == 0, done.stderr
    rows = await pool().fetch("SELECT scheme, name FROM coordinator JOIN account ON account.id = account")
    assert [tuple(row) for row in rows] == [(scheme, "Rowan Ash")]
    assert await pool().fetchval("SELECT count(*) FROM bucket_document WHERE kind = 'office'"), (
        "phones hear of it"
    )


async def test_a_coordinator_becomes_the_lead_and_stays_it(alongside: Alongside, scheme: UUID) -> None:
    for arguments in ([], ["--lead"], []):
        named = ("rowan.ash@example.org", "--scheme", "quiet talk", "--name", "Rowan Ash")
        done = alongside("add-coordinator", *named, *arguments)
        assert done.returncode == 0, done.stderr
    assert [row["lead"] for row in await pool().fetch("SELECT lead FROM coordinator")] == [True]


async def test_a_scheme_that_is_not_there_names_those_that_are(alongside: Alongside, scheme: UUID) -> None:
    done = alongside(
        "add-coordinator", "rowan.ash@example.org", "--scheme", "Loud talk", "--name", "Rowan Ash"
    )
    assert done.returncode == 2
    assert f"{scheme}  Quiet talk" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_file_of_mentors_is_checked_then_brought(
    alongside: Alongside, scheme: UUID, tmp_path: Path
) -> None:
    faulty, good = tmp_path / "faulty.csv", tmp_path / "good.csv"
    faulty.write_text("Name,Email\nSorrel Wood,sorrel.wood@example.org\nFern Hill,not an address\n")
    good.write_text("Email;Name\nsorrel.wood@example.org;Sorrel Wood\nfern.hill@example.org;Fern Hill\n")

    refused = alongside("import-mentors", str(faulty), "--scheme", str(scheme))
    assert refused.returncode == 1
    assert "row 3" in refused.stdout
    assert "Nothing was imported." in refused.stdout

    checked = alongside("import-mentors", str(good), "--scheme", str(scheme), "--check")
    assert (checked.returncode, checked.stdout) == (0, "2 rows, no fault.\n")
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 0

    brought = alongside("import-mentors", str(good), "--scheme", str(scheme))
    assert (brought.returncode, brought.stdout) == (0, "2 rows, 2 people asked.\n")
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 2

    missing = alongside("import-mentors", str(tmp_path / "none.csv"), "--scheme", str(scheme))
    assert missing.returncode == 2
    assert "none.csv cannot be read" in missing.stderr


async def test_buckets_that_were_tampered_with_are_found_and_put_right(
    alongside: Alongside, scheme: UUID
) -> None:
    clean = alongside("rebuild-buckets", "--check")
    assert (clean.returncode, clean.stdout) == (0, "0 differences between buckets and tables.\n")
    await pool().execute("UPDATE scheme SET name = 'Tampered'")
    found = alongside("rebuild-buckets", "--check")
    assert found.returncode == 1
    assert "between buckets and tables." in found.stdout
    assert alongside("rebuild-buckets").stdout.endswith(", put right.\n")
    assert alongside("rebuild-buckets", "--check").returncode == 0
