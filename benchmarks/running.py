"""Runs a benchmark so that it ends what it started, however it is stopped."""

import asyncio
import signal
from collections.abc import Coroutine

import uvloop


def run(work: Coroutine[None, None, None]) -> None:
    """Run this on uvloop; being told to stop lets every server of ours end first."""

    async def supervised() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, task.cancel)
        await task

    uvloop.run(supervised())
