"""Installs the peers with npm into `benchmarks/peers/` and runs their servers there.

The folder is ignored by git: it holds a copy of `benchmarks/javascript/` and what npm installs.
"""

import asyncio
import contextlib
import hashlib
import json
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
_CODE = HERE / "javascript"
PEERS = HERE / "peers"


async def install() -> None:
    """Copy our code for the peers, and let npm bring what the lock file names if it has changed."""
    PEERS.mkdir(exist_ok=True)
    shutil.copytree(_CODE, PEERS, dirs_exist_ok=True)
    lock = hashlib.sha256((_CODE / "package-lock.json").read_bytes()).hexdigest()
    mark = PEERS / "installed"
    if mark.exists() and mark.read_text() == lock:
        return
    print("Installing the peers (about a minute) …", file=sys.stderr)
    await run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark.write_text(lock)


def versions() -> dict[str, str]:
    """The peers' versions, as the lock file fixes them."""
    wanted: dict[str, str] = json.loads((_CODE / "package.json").read_text())["dependencies"]
    return wanted


async def bundle(page: str) -> bytes:
    """One page's script with everything it needs, made small as it would be shipped."""
    return await run(
        "node_modules/.bin/esbuild",
        f"pages/{page}.js",
        "--bundle",
        "--format=iife",
        "--minify",
        "--target=es2022",
        '--define:process.env.NODE_ENV="production"',
        "--define:global=globalThis",
        "--log-level=error",
    )


@contextlib.asynccontextmanager
async def server(script: str, *arguments: str) -> AsyncIterator[tuple[int, int]]:
    """One of `javascript/servers/`: its process id and the port it answers on."""
    process = await asyncio.create_subprocess_exec(
        await _node(), f"servers/{script}.js", *arguments, cwd=PEERS, stdout=PIPE
    )
    async with ending(process):
        assert process.stdout is not None
        words = (await process.stdout.readline()).split()
        if not words or words[0] != b"ready":
            raise RuntimeError(f"the peer's server {script} did not start")
        yield process.pid, int(words[1])


@contextlib.asynccontextmanager
async def pouchdb_server(folder: Path, port: int) -> AsyncIterator[tuple[int, int]]:
    """pouchdb-server over LevelDB, as its own command starts it."""
    command = PEERS / "node_modules" / "pouchdb-server" / "bin" / "pouchdb-server"
    process = await asyncio.create_subprocess_exec(
        await _node(),
        str(command),
        f"--port={port}",
        "--no-stdout-logs",
        f"--dir={folder}",
        f"--config={folder / 'config.json'}",
        cwd=folder,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    async with ending(process):
        for _ in range(200):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield process.pid, port


async def _node() -> str:
    """The program itself: the command `node` may be a script that would take our signals in its place."""
    return (await run("node", "-p", "process.execPath")).decode().strip()


@contextlib.asynccontextmanager
async def ending(process: Process) -> AsyncIterator[None]:
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 5)
            except TimeoutError:
                process.kill()
                await process.wait()


async def run(*command: str) -> bytes:
    """A command in the peers' folder; gives what it said. Raises RuntimeError when it fails."""
    process = await asyncio.create_subprocess_exec(*command, cwd=PEERS, stdout=PIPE, stderr=PIPE)
    said, complained = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {complained.decode(errors='replace')[-2000:]}")
    return said
