"""What is for later happens: after a commit, never after a rollback, after a kill, a lost connection."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import structlog
from litestar import Litestar
from pgqueuer import PgQueuer

from server import jobs, mail
from server.app import create_app
from server.database.engine import pool, transaction
from server.database.queue import later, standing
from server.domain.accounts import account, codes
from server.domain.accounts.entering import Visit, log_in
from server.settings import Settings, Smtp
from tests.conftest import Clock, served

LETTER = {"to": "a@example.org", "subject": "Hello", "words": "A line.\n"}


@asynccontextmanager
async def working(settings: Settings, clock: Clock) -> AsyncIterator[None]:
    stop = asyncio.Event()
    work = asyncio.create_task(jobs.keep_working(settings, clock, stop))
    try:
        yield
    finally:
        stop.set()
        ended, _ = await asyncio.wait({work}, timeout=10)
        assert ended, "it does not stop"
        await work


async def until(holds: Callable[[], Any], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while True:
            held = holds()
            if await held if asyncio.iscoroutine(held) else held:
                return
            await asyncio.sleep(0.02)


def letters(settings: Settings) -> list[Path]:
    return sorted((settings.data / "mail").glob("*.eml"))


async def waiting() -> int:
    found: int = await pool().fetchval("SELECT count(*) FROM pgqueuer")
    return found


async def test_a_letter_goes_after_the_commit(settings: Settings, clock: Clock) -> None:
    async with working(settings, clock):
        async with transaction():
            await later(mail.JOB, **LETTER)
        await until(lambda: letters(settings))
    text = letters(settings)[0].read_text()
    assert "To: a@example.org" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "A line." in text


async def test_a_rollback_takes_the_job_back(settings: Settings, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await later(mail.JOB, **LETTER)
            raise ZeroDivisionError
    assert await waiting() == 0


async def test_the_app_works_in_process_unless_told_not_to(settings: Settings, clock: Clock) -> None:
    async with transaction():
        await later(mail.JOB, **LETTER)
    async with served(create_app(settings, clock=clock)):
        assert await waiting() == 1
    async with served(create_app(replace(settings, jobs=True), clock=clock)):
        await until(lambda: letters(settings))


_TAKES_AND_HANGS = """
import asyncio, sys
from datetime import UTC, datetime
from server import jobs, mail
from server.database.engine import open_database
from server.settings import Settings

async def hang(*_):
    print("taken", flush=True)
    await asyncio.sleep(60)

async def main():
    await open_database(sys.argv[1])
    jobs.JOBS[mail.JOB] = hang
    await jobs.keep_working(Settings(), lambda: datetime.now(UTC), asyncio.Event())

asyncio.run(main())
"""


async def test_a_job_that_a_kill_cut_off_is_taken_up_again(
    settings: Settings, clock: Clock, database: str
) -> None:
    async with transaction():
        await later(mail.JOB, **LETTER)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _TAKES_AND_HANGS, database, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"taken\n"
    process.kill()
    await process.wait()
    assert await waiting() == 1
    # Half a minute without a sign of life, told and not slept.
    await pool().execute("UPDATE pgqueuer SET heartbeat = heartbeat - interval '31 s'")
    async with working(settings, clock):
        await until(lambda: letters(settings))
        await until(_none_waits)
    assert len(letters(settings)) == 1


async def test_a_job_of_a_process_that_lives_is_left_alone(settings: Settings, clock: Clock) -> None:
    async with transaction() as here:
        await later(mail.JOB, **LETTER)
        await here.execute("UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid()")
    async with working(settings, clock):
        await asyncio.sleep(0.5)
    assert letters(settings) == []


async def test_a_lost_connection_is_made_again(settings: Settings, clock: Clock) -> None:
    async with working(settings, clock):
        for number in (1, 2):
            async with transaction():
                await later(mail.JOB, **LETTER)
            await until(_kept(settings, number))
            killed = await pool().fetchval(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'alongside jobs' AND datname = current_database()"
            )
            assert killed == 1


async def test_whatever_ends_its_work_it_begins_again(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = PgQueuer.run

    async def fails(*_: object, **__: object) -> None:
        monkeypatch.setattr(PgQueuer, "run", run)
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")

    monkeypatch.setattr(PgQueuer, "run", fails)
    with structlog.testing.capture_logs() as said:
        async with working(settings, clock):
            async with transaction():
                await later(mail.JOB, **LETTER)
            await until(lambda: letters(settings))
    assert {"event": "jobs begin again", "error": "InternalClientError", "log_level": "error"} in said


async def test_it_stops_though_its_queue_does_not(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def stays(*_: object, **__: object) -> None:
        begun.set()
        while not over.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await over.wait()

    monkeypatch.setattr(jobs, "_PATIENCE", 0.1)
    monkeypatch.setattr(PgQueuer, "run", stays)
    with structlog.testing.capture_logs() as said:
        async with working(settings, clock):
            await begun.wait()
    over.set()
    assert [line["event"] for line in said] == ["jobs did not end"]


async def test_a_mail_server_that_is_away_is_tried_again_and_nothing_is_said_of_whom(
    settings: Settings, clock: Clock
) -> None:
    away = replace(settings, smtp=Smtp("localhost", 1, None, None, starttls=False))
    with structlog.testing.capture_logs() as said:
        async with working(away, clock):
            async with transaction():
                await later(mail.JOB, **LETTER)
            await until(lambda: said)
            await until(_put_back)
    assert {"job to be tried again"} == {line["event"] for line in said}
    log = await pool().fetch("SELECT * FROM pgqueuer_log")
    assert "a@example.org" not in str(said) + str([dict(row) for row in log])
    assert await pool().fetchval("SELECT execute_after > now() + interval '3 s' FROM pgqueuer")


async def test_a_job_is_given_up_in_the_end(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        raise ConnectionError("for a@example.org")

    monkeypatch.setitem(jobs.JOBS, mail.JOB, never)
    async with transaction() as here:
        await later(mail.JOB, **LETTER)
        await here.execute("UPDATE pgqueuer SET attempts = $1", jobs.ATTEMPTS)
    with structlog.testing.capture_logs() as said:
        async with working(settings, clock):
            await until(_none_waits)
    assert [line["event"] for line in said] == ["job given up"]
    log = [dict(row) for row in await pool().fetch("SELECT * FROM pgqueuer_log")]
    assert "a@example.org" not in str(said) + str(log)
    assert [(some.job, some.count) for some in (await standing()).given_up] == [(mail.JOB, 1)]
    await jobs.tidy(datetime.now(UTC) + timedelta(days=29))
    assert (await standing()).given_up
    await jobs.tidy(datetime.now(UTC) + timedelta(days=31))
    assert not (await standing()).given_up


async def test_mail_is_handed_to_a_server(settings: Settings, clock: Clock) -> None:
    received: list[bytes] = []

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                received.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    smtp = replace(settings, smtp=Smtp("127.0.0.1", port, None, None, starttls=False))
    await mail.deliver(smtp, mail.Letter(**LETTER), clock())
    server.close()
    assert b"Subject: Hello" in received[0]
    assert letters(settings) == []


async def test_the_log_says_where_the_mail_is_and_not_whose(settings: Settings, clock: Clock) -> None:
    with structlog.testing.capture_logs() as said:
        await mail.deliver(settings, mail.Letter(**LETTER), clock())
    assert said[0]["file"] == str(letters(settings)[0])
    assert "a@example.org" not in json.dumps(said)
    assert letters(settings)[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("hostile", ["a@example.org\nBcc: all@example.org", "a@example.org\r\n\r\nhello"])
async def test_an_address_cannot_write_headers(settings: Settings, clock: Clock, hostile: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage return"):
        await mail.deliver(settings, mail.Letter(hostile, "Hello", "A line."), clock())


@pytest.mark.parametrize("when", ["EVERY_NIGHT", "EVERY_QUARTER_HOUR"])
async def test_when_its_time_comes_each_act_on_its_own(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch, app: Litestar, when: str
) -> None:
    done: list[str] = []

    async def fails(_: object) -> None:
        done.append("fails")
        raise asyncpg.PostgresError("words of a person")

    async def works(_: object) -> None:
        done.append("works")

    for each in ("EVERY_NIGHT", "EVERY_QUARTER_HOUR"):
        monkeypatch.setattr(jobs, each, [fails, works] if each == when else [])
    async with working(settings, clock):
        await until(_scheduled)
    done.clear()  # a quarter of an hour may just have begun
    # The server was off then: it is made up for when it comes back.
    await pool().execute("UPDATE pgqueuer_schedules SET next_run = now() - interval '1 hour'")
    async with working(settings, clock):
        await until(lambda: done == ["fails", "works"])


async def test_a_night_passes_over_an_empty_server(database: str, clock: Clock) -> None:
    for act in (*jobs.EVERY_NIGHT, *jobs.EVERY_QUARTER_HOUR):
        await act(clock())


async def test_what_is_over_is_forgotten(settings: Settings, clock: Clock) -> None:
    await account.add("Ida Holm", "i.holm@example.org", "five quiet rooms", clock())
    visit = Visit(b"x" * 32, None, clock())
    await log_in("i.holm@example.org", "five quiet rooms", visit)
    await codes.write("i.holm@example.org", "reset", visit.browser, clock())
    async with working(settings, clock):
        async with transaction():
            await later(mail.JOB, **LETTER)
        await until(_none_waits)
    await jobs.tidy(clock())
    kept = ("session", "known_browser", "mailed_code", "guessing", "pgqueuer_log")
    assert [await _rows(table) for table in kept] == [1, 1, 1, 1, 0]
    await jobs.tidy(clock.forward(days=3))
    assert [await _rows(table) for table in kept] == [1, 1, 0, 0, 0]
    await jobs.tidy(clock.forward(days=178))
    assert [await _rows(table) for table in kept] == [0, 1, 0, 0, 0]
    await jobs.tidy(clock.forward(days=300))
    assert [await _rows(table) for table in kept] == [0, 0, 0, 0, 0]
    assert await _rows("account") == 1


def _kept(settings: Settings, number: int) -> Callable[[], bool]:
    return lambda: len(letters(settings)) == number


async def _rows(table: str) -> int:
    found: int = await pool().fetchval(f"SELECT count(*) FROM {table}")
    return found


async def _none_waits() -> bool:
    return await waiting() == 0


async def _put_back() -> bool:
    return bool(await pool().fetchval("SELECT EXISTS (SELECT FROM pgqueuer WHERE attempts = 1)"))


async def _scheduled() -> bool:
    return bool(await pool().fetchval("SELECT EXISTS (SELECT FROM pgqueuer_schedules)"))
