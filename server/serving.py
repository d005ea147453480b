"""Serve on a socket that is open already, with one process or several, and stop cleanly.

uvicorn waits for open streams when it stops, so the application is told first and ends them itself.
"""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

import uvicorn

from server.database.embedded import stop_with_parent
from server.settings import Settings

_APPLICATION = "server.app:from_environment"
_GRACE = 5
_RESTART = 1.0


class _Server(uvicorn.Server):
    """uvicorn's server, which tells the application that it is about to stop."""

    _loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.config.loaded_app.state.stop)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 finds a free one. Raises OSError when somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def serve_one(listening: socket.socket) -> None:
    """Serve in this process until SIGINT or SIGTERM, which is raised again when all is closed."""
    server = _Server(
        uvicorn.Config(
            _APPLICATION,
            factory=True,
            loop="uvloop",
            http="httptools",
            ws="none",
            interface="asgi3",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # nothing here asks for a client's address
            timeout_keep_alive=65,
            timeout_graceful_shutdown=_GRACE,
        )
    )
    server.run(sockets=[listening])
    if not server.started:
        raise SystemExit("The server did not start; what is above says why.")


def serve_many(listening: socket.socket, processes: int) -> NoReturn:
    """Serve with several processes that share the socket; one that ends is started again."""
    running = [_child(listening) for _ in range(processes)]
    try:
        while True:
            time.sleep(_RESTART)
            for place, child in enumerate(running):
                if child.poll() is not None:
                    running[place] = _child(listening)
    finally:
        for child in running:
            child.terminate()
        for child in running:
            try:
                child.wait(_GRACE + 5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _child(listening: socket.socket) -> subprocess.Popen[bytes]:
    number = listening.fileno()
    return subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-m", "server.serving", str(number)],
        pass_fds=[number],
        start_new_session=True,  # Ctrl-C is for the first process, which tells the others
        preexec_fn=stop_with_parent(signal.SIGTERM),
    )


class Stopped(SystemExit):
    """Somebody asked us to stop; what was opened is closed on the way out."""


@contextlib.contextmanager
def stopping_cleanly() -> Iterator[None]:
    """SIGINT and SIGTERM unwind what was opened here, instead of ending the process at once."""

    def stop(number: int, _: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(0)

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def address(settings: Settings, listening: socket.socket) -> str:
    """Where to point a browser on this machine."""
    return f"http://localhost:{listening.getsockname()[1]}" if not settings.secure else settings.origin


if __name__ == "__main__":
    with stopping_cleanly(), socket.socket(fileno=int(sys.argv[1])) as inherited:
        serve_one(inherited)
