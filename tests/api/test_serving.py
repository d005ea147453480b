"""Real processes: they start, share one address, notice a death, and stop cleanly with their PostgreSQL."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from server.settings import ROOT


@pytest.fixture
def room() -> Iterator[Path]:
    with TemporaryDirectory(prefix="alongside-serving-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def serving(*arguments: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`alongside serve` as a person starts it, and the address it says."""
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if found := re.search(r"Alongside is at (\S+)", line):
                    until_it_answers(found[1])
                    yield process, found[1]
                    break
            else:
                raise AssertionError("".join(said))
        finally:
            process.kill()


def until_it_answers(address: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("it never became ready")


def postmaster(room: Path) -> Path:
    return Path("/proc") / (room / "data" / "postgresql" / "postmaster.pid").read_text().splitlines()[0]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_its_postgresql_with_it(room: Path, how: signal.Signals) -> None:
    with serving("--data", str(room / "data")) as (process, _):
        database = postmaster(room)
        assert database.exists()
        process.send_signal(how)
        assert process.wait(15) == 0
        assert not database.exists()
    log = (room / "data" / "postgresql.log").read_text()
    # Whoever asks on a slow machine whether it is there yet is told so in these words.
    assert "FATAL" not in log.replace("FATAL:  the database system is starting up", "")
    assert "database system is shut down" in log


def test_the_demo_says_whom_to_log_in_as_and_keeps_them(room: Path) -> None:
    arguments = ("--data", str(room / "data"), "--starter", "--demo-mentors", "7")
    for _ in range(2):
        with serving(*arguments) as (process, address):
            log_in = {"email": "doctor@demo.example", "password": "demo-password"}
            answer = httpx.post(f"{address}/api/accounts/log-in", json=log_in)
            assert answer.status_code in {200, 201}, answer.text
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
            assert process.stdout is not None
            said = process.stdout.read()
            assert "doctor@demo.example        demo-password" in said
            assert '"level"' not in said, "nothing to complain of"


def test_fictional_people_are_never_put_among_real_ones(room: Path) -> None:
    with serving("--data", str(room / "data"), "--starter"):
        pass
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "server.cli",
            "add-coordinator",
            "ash@example.org",
            "--name",
            "Ash Hill",
            "--scheme",
            "Peer mentoring for GPs",
            "--data",
            str(room / "data"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with serving("--data", str(room / "data"), "--starter", "--demo-mentors", "7") as (process, address):
        log_in = {"email": "doctor@demo.example", "password": "demo-password"}
        assert httpx.post(f"{address}/api/accounts/log-in", json=log_in).status_code == 401
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stdout is not None
        assert "no fictional ones were added" in process.stdout.read()


def test_several_processes_share_an_address_and_one_that_dies_comes_back(room: Path) -> None:
    with serving("--data", str(room / "data"), "--processes", "2") as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")

        def servers() -> list[int]:
            numbers = [int(number) for number in children.read_text().split()]
            return [
                number
                for number in numbers
                if b"server.serving" in Path(f"/proc/{number}/cmdline").read_bytes()
            ]

        before = servers()
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        until = time.monotonic() + 15
        last = before
        while (len(last) < 2 or before[0] in last) and time.monotonic() < until:
            time.sleep(0.1)
            last = servers()
        assert len(last) == 2
        until_it_answers(address)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not [number for number in last if Path(f"/proc/{number}").exists()]


def test_a_killed_parent_takes_its_processes_along(room: Path) -> None:
    with serving("--data", str(room / "data"), "--processes", "2") as (process, address):
        process.kill()
        process.wait()
        until = time.monotonic() + 15
        gone = False
        while not gone and time.monotonic() < until:
            try:
                httpx.get(f"{address}/livez", timeout=1)
                time.sleep(0.1)
            except httpx.TransportError:
                gone = True
        assert gone


def test_a_taken_port_is_said_in_one_sentence(room: Path) -> None:
    with serving("--data", str(room / "data")) as (_, address):
        port = address.rpartition(":")[2]
        second = subprocess.run(
            [sys.executable, "-m", "server.cli", "serve", "--port", port, "--data", str(room / "other")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert second.returncode == 2
    assert second.stderr.strip() == (
        f"alongside: Something listens on port {port} already. Stop it, or choose another: --port."
    )


def test_a_wrong_setting_is_named(room: Path) -> None:
    for variable, value in (
        ("ALONGSIDE_PORT", "many"),
        ("ALONGSIDE_JOBS", "maybe"),
        ("ALONGSIDE_ORIGIN", "x.example"),
    ):
        run = subprocess.run(
            [sys.executable, "-m", "server.cli", "migrate"],
            cwd=ROOT,
            env=os.environ | {variable: value},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 2
        assert variable in run.stderr
        assert "Traceback" not in run.stderr
