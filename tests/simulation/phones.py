"""The test's end of the process that hosts the phones: commands as lines of JSON."""

import contextlib
import json
import os
import selectors
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

HOST = Path(__file__).with_name("device.ts")
PATIENCE = 60.0


class HostGone(Exception):
    """The process with the phones has ended, or does not answer."""


class Host:
    """A Node process with phones in it."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "the simulation runs the phone's code in Node"
        self._process = subprocess.Popen(
            [node, "--no-warnings", str(HOST)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._from, selectors.EVENT_READ)
        self._rest = b""
        self._answers: dict[int, dict[str, Any]] = {}
        self._last = 0

    def start(self, do: str, **said: Any) -> int:
        """Says something without waiting for the answer; its number."""
        self._last += 1
        line = json.dumps({"id": self._last, "do": do, **said})
        self._to.write(line.encode() + b"\n")
        return self._last

    def answer(self, number: int, patience: float = PATIENCE) -> dict[str, Any]:
        while number not in self._answers:
            if not self._selector.select(patience):
                raise HostGone(f"no answer in {patience} s")
            self._read()
        said = self._answers.pop(number)
        if "wrong" in said:
            raise AssertionError(said["wrong"])
        return cast(dict[str, Any], said["is"])

    def answered(self, number: int, patience: float) -> bool:
        """Whether an answer is there, or comes in this time."""
        while number not in self._answers:
            if not self._selector.select(patience):
                return False
            self._read()
        return True

    def ask(self, do: str, **said: Any) -> dict[str, Any]:
        return self.answer(self.start(do, **said))

    def _read(self) -> None:
        read = os.read(self._from.fileno(), 1 << 20)
        if not read:
            raise HostGone(f"the phones' process ended with {self._process.poll()}")
        *lines, self._rest = (self._rest + read).split(b"\n")
        for line in lines:
            said = json.loads(line)
            self._answers[said["id"]] = said

    def close(self) -> None:
        self._selector.close()
        with contextlib.suppress(OSError):
            self._to.close()
        self._process.kill()
        self._process.wait()
        self._from.close()
