"""Where the browser is: an installed Chromium or Chrome, else Playwright's own."""

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """For Playwright's `executable_path`; None means its own."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """What Chromium needs as root and without a network of its own."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*sandbox, "--disable-background-networking", "--disable-dev-shm-usage"]
