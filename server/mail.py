"""Letters: a few plain sentences to one address, handed to SMTP or, without one, kept as an .eml file.

Subjects are neutral: they show on lock screens. Nothing here logs an address or a word of a letter.
"""

import asyncio
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

import aiosmtplib
import structlog

from server.settings import Settings

JOB = "letter"
"""`later(JOB, to=…, subject=…, words=…)` sends one after the commit (server/jobs.py does)."""
_PATIENCE = 20
_log = structlog.get_logger()


class NotDelivered(Exception):
    """The mail server did not take a letter. Says nothing about whose it was."""


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    words: str


async def deliver(settings: Settings, letter: Letter, now: datetime) -> None:
    """Hand one letter over, or raise NotDelivered: it is worth trying again."""
    message = _written(settings, letter, now)
    if settings.smtp is None:
        kept = await asyncio.to_thread(_keep, settings.data / "mail", message, now)
        _log.info("mail kept, because no SMTP server is set", file=str(kept))
        return
    smtp = settings.smtp
    try:
        await aiosmtplib.send(
            message,
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.user,
            password=smtp.password,
            start_tls=smtp.starttls,
            timeout=_PATIENCE,
        )
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        # The error's own words hold the address.
        raise NotDelivered(type(error).__name__) from None


def _written(settings: Settings, letter: Letter, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.words)
    return message


def _domain(settings: Settings) -> str:
    return parseaddr(settings.mail_sender)[1].rpartition("@")[2] or settings.hostname


def _keep(folder: Path, message: EmailMessage, now: datetime) -> Path:
    """One file a letter, whole or not at all, for the eyes of whoever runs the server."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"{now:%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(4)}.eml"
    unfinished = kept.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(bytes(message))
    unfinished.rename(kept)
    return kept
