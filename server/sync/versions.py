"""App versions: which are too old to be given documents, and which are newer than this server."""

import tomllib
from functools import lru_cache

from server.settings import ROOT

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
"""Of this server and of the app that it serves: they are built from one commit."""

OLDEST = "0.1.0"
"""The oldest app that understands what the server sends. Older ones still get their outbox answered."""


@lru_cache(maxsize=256)
def parts(version: str) -> tuple[int, ...]:
    """`1.4.0-rc1` -> (1, 4, 0); words count as nothing."""
    numbers = version.partition("-")[0].partition("+")[0].split(".")
    return tuple(int(number) if number.isdecimal() else 0 for number in numbers[:4])


def upgrade(app: str, oldest: str = OLDEST) -> str | None:
    """What the phone is to be told: nothing, `available` or `required`."""
    if parts(app) < parts(oldest):
        return "required"
    return "available" if parts(app) < parts(VERSION) else None


def is_newer(app: str) -> bool:
    """While servers are being replaced one by one, an app may be ahead of the server it reaches."""
    return parts(app) > parts(VERSION)
