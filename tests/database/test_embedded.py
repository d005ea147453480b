"""The PostgreSQL of our own: it stops with us however we stop, and it never touches what it does not know."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from server.database import placement
from server.database.embedded import embedded
from server.database.placement import EmbeddedRefused

HOLD = """
import sys, time
from pathlib import Path
from server.database.embedded import embedded
with embedded(Path(sys.argv[1])) as dsn:
    print(dsn, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that the account of the server may enter; pytest's own folders are closed."""
    with TemporaryDirectory(prefix="alongside-embedded-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def hold(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_killed_app_leaves_no_orphan_and_loses_nothing(room: Path) -> None:
    with hold(room / "data") as holder:
        dsn = said(holder)
        await ask(dsn, "CREATE TABLE kept AS SELECT 7 AS number")
        postmaster = int((room / "data" / "postmaster.pid").read_text().splitlines()[0])
        holder.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{postmaster}").exists()
    with embedded(room / "data") as dsn:
        assert await ask(dsn, "SELECT number FROM kept") == 7


async def test_a_second_process_uses_the_server_that_runs(room: Path) -> None:
    with embedded(room / "data") as dsn:
        with hold(room / "data") as second:
            assert said(second) == dsn
        assert await ask(dsn, "SELECT 1") == 1


async def test_it_is_open_to_this_account_only_and_not_to_the_network(room: Path) -> None:
    with embedded(room / "data", durable=False) as dsn:
        assert await ask(dsn, "SHOW listen_addresses") == ""
        assert await ask(dsn, "SHOW data_checksums") == "on"
        assert (
            await ask(dsn, "SELECT datlocale FROM pg_database WHERE datname = current_database()")
            == "C.UTF-8"
        )
        assert await ask(dsn, "SHOW server_encoding") == "UTF8"
    assert (room / "data" / "pg_hba.conf").read_text() == "local all all peer map=app\n"


def test_a_folder_of_another_major_version_is_refused_untouched(room: Path) -> None:
    (room / "data").mkdir()
    (room / "data" / "PG_VERSION").write_text("15\n")
    with (
        pytest.raises(EmbeddedRefused, match=r"by PostgreSQL 15.*nothing was changed"),
        embedded(room / "data"),
    ):
        pass
    assert [path.name for path in (room / "data").iterdir()] == ["PG_VERSION"]


async def test_a_first_start_that_was_cut_off_begins_again(room: Path) -> None:
    (room / "data" / "base").mkdir(parents=True)
    (room / "data.new").mkdir()
    (room / "data.new" / "PG_VERSION").write_text("18\n")
    with embedded(room / "data", durable=False) as dsn:
        assert await ask(dsn, "SELECT 1") == 1


async def test_a_folder_with_a_long_name_still_has_a_socket(room: Path) -> None:
    with embedded(room / ("long-" * 18) / "data", durable=False) as dsn:
        assert await ask(dsn, "SELECT 1") == 1


if os.geteuid() == 0:  # only root has someone else run PostgreSQL

    async def test_what_is_closed_to_its_account_is_put_where_it_may_go(
        room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(placement, "ELSEWHERE", room / "elsewhere")
        closed = room / "closed"
        closed.mkdir(mode=0o700)
        with embedded(closed / "data", durable=False) as dsn:
            await ask(dsn, "CREATE TABLE kept AS SELECT 7 AS number")
        assert (closed / "data").is_symlink()
        with embedded(closed / "data", durable=False) as dsn:
            assert await ask(dsn, "SELECT number FROM kept") == 7
        (closed / "data").unlink()
        with embedded(closed / "data", durable=False) as dsn:
            assert await ask(dsn, "SELECT to_regclass('kept')") is None, (
                "whoever deletes the link begins anew"
            )

    def test_binaries_that_its_account_may_not_read_are_copied_once(
        room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(placement, "ELSEWHERE", room / "elsewhere")
        monkeypatch.setattr(placement, "open_to", lambda path, account: False)
        copied = placement.binaries(placement.account())
        assert copied.is_relative_to(room / "elsewhere")
        answer = subprocess.run(
            [copied / "postgres", "--version"], capture_output=True, user="nobody", check=True
        )
        assert b"PostgreSQL) 18" in answer.stdout
        mark = (copied / "postgres").stat().st_ino
        assert (placement.binaries(placement.account()) / "postgres").stat().st_ino == mark
