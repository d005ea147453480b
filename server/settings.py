"""Everything that can be set, and the only reader of the environment.

Each setting is one environment variable. Nothing has to be set: with an empty environment the server
keeps its own PostgreSQL and its mail in `var/` beside the code and listens on this machine only.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

# Piccolo finds its engine by the name of a module in the environment; it is set here so that no other
# file touches the environment.
os.environ.setdefault("PICCOLO_CONF", "server.piccolo_conf")


class SettingWrong(Exception):
    """A setting that cannot be used, in words that name the variable."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail is handed over. Without it mail lands as .eml files in the data folder."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    origin: str = "http://localhost:8000"
    """The address that people type, without a path. https switches on Secure cookies and HSTS."""
    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = ROOT / "var"
    """The folder of everything that is kept: the embedded database and the mail of a server without SMTP."""
    database_url: str | None = field(default=None, repr=False)
    """A PostgreSQL to use in place of the embedded one."""
    database_connections: int = 10
    build: Path = ROOT / "pwa" / "dist"
    """The built app."""
    mail_domains: tuple[str, ...] = ()
    """Who may register by themselves: the part of their address after the @. Empty: any address."""
    mail_sender: str = "Alongside <alongside@localhost>"
    smtp: Smtp | None = None
    jobs: bool = True
    """Whether this process also does what happens later; a worker of its own does so in compose."""
    metrics_token: str | None = field(default=None, repr=False)
    """When set, /metrics answers only to `Authorization: Bearer` with it; when not, only to this machine."""

    push_origins: tuple[str, ...] = ()
    """Push services of one's own, beside those of the browsers' makers: scheme, host and port."""

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def hostname(self) -> str:
        """The origin without scheme and port: what passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; a missing variable leaves what the class says."""
    variables = os.environ if environment is None else environment
    known = Settings()
    host = variables.get("ALONGSIDE_HOST", known.host)
    port = _number(variables, "ALONGSIDE_PORT", known.port)
    origin = variables.get("ALONGSIDE_ORIGIN", f"http://localhost:{port}").rstrip("/")
    if not origin.startswith(("http://", "https://")) or "/" in origin.split("://", 1)[1]:
        raise SettingWrong(
            "ALONGSIDE_ORIGIN must be an address without a path, such as https://alongside.example"
        )
    smtp_host = variables.get("ALONGSIDE_SMTP_HOST")
    return Settings(
        origin=origin,
        host=host,
        port=port,
        data=Path(variables.get("ALONGSIDE_DATA", known.data)).resolve(),
        database_url=variables.get("DATABASE_URL") or None,
        database_connections=_number(variables, "ALONGSIDE_DATABASE_CONNECTIONS", known.database_connections),
        build=Path(variables.get("ALONGSIDE_BUILD", known.build)).resolve(),
        mail_domains=_names(variables.get("ALONGSIDE_MAIL_DOMAINS", "")),
        mail_sender=variables.get("ALONGSIDE_MAIL_SENDER", known.mail_sender),
        smtp=None
        if not smtp_host
        else Smtp(
            host=smtp_host,
            port=_number(variables, "ALONGSIDE_SMTP_PORT", 587),
            user=variables.get("ALONGSIDE_SMTP_USER") or None,
            password=variables.get("ALONGSIDE_SMTP_PASSWORD") or None,
            starttls=_yes(variables, "ALONGSIDE_SMTP_STARTTLS", True),
        ),
        jobs=_yes(variables, "ALONGSIDE_JOBS", known.jobs),
        metrics_token=variables.get("ALONGSIDE_METRICS_TOKEN") or None,
        push_origins=_names(variables.get("ALONGSIDE_PUSH_ORIGINS", "")),
    )


def origin_of(port: int) -> str:
    """The address that people type when none is set."""
    return os.environ.get("ALONGSIDE_ORIGIN", f"http://localhost:{port}").rstrip("/")


def hand_down(settings: Settings) -> None:
    """Put what the command line decided into the environment, for the application and its processes."""
    assert settings.database_url is not None  # noqa: S101  # nothing serves without a database
    os.environ |= {
        "DATABASE_URL": settings.database_url,
        "ALONGSIDE_ORIGIN": settings.origin,
        "ALONGSIDE_PORT": str(settings.port),
        "ALONGSIDE_DATA": str(settings.data),
    }


def _number(variables: Mapping[str, str], name: str, otherwise: int) -> int:
    text = variables.get(name, "")
    if not text:
        return otherwise
    if not text.isdecimal():
        raise SettingWrong(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _yes(variables: Mapping[str, str], name: str, otherwise: bool) -> bool:
    text = variables.get(name, "").lower()
    if not text:
        return otherwise
    if text not in {"yes", "no"}:
        raise SettingWrong(f"{name} must be yes or no, not {text!r}")
    return text == "yes"


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())
