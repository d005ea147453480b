"""What the server says while it runs: events and places in the code, never a person's words."""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog

from server.settings import ROOT


def log_as_json() -> None:
    """One line of JSON an event, on standard error: JSON escapes what might pretend to be another line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_FromLibraries()], level=logging.WARNING, force=True)


def told(error: BaseException) -> dict[str, Any]:
    """An exception for the log: its kind and where it came from. Its message may hold a person's words."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {
        "error": type(error).__name__,
        "sqlstate": getattr(error, "sqlstate", None),
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
        "caused_by": type(error.__cause__).__name__ if error.__cause__ else None,
    }


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


class _FromLibraries(logging.Handler):
    """What libraries log: their sentence without what they put into it, which may be a person's words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        said = (
            str(record.msg).strip().partition("\n")[0]
        )  # some hand over a whole traceback as their sentence
        structlog.get_logger().warning(
            "library", logger=record.name, said=said, **(told(error) if error else {})
        )
