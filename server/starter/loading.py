"""Loads the starter schemes: each a data file, published by the system through the same acts as any other.

Pages to read are Markdown files: lines of what they belong to, a heading, and the text. A link to another
file beside them leads to that page in the app.

The ids are made from the files' names, so loading again changes only what is different.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import UUID, uuid5

from server.database.engine import pool
from server.domain.charter import Charter
from server.domain.drafts import PublishScheme
from server.domain.guidance import PublishContactPoint, PublishPage
from server.domain.schemes import SchemeState
from server.sync.push import act_all
from server.sync.registry import Strict, system

FOLDER = Path(__file__).parent
_OURS = UUID("5f0c1a52-7d3e-4c1b-9a56-0f6a4f1f9f11")

Kind = Literal["schemes", "contact_points", "pages"]
S = TypeVar("S", bound="Starter")


class Starter(Strict):
    """What every file says: `row`, the row of the guidance's table that it is for, where it is for one."""

    row: str | None


class StarterScheme(Starter):
    name: str
    organisation: str
    summary: str
    state: SchemeState
    contact: str
    charter: Charter


class StarterContactPoint(Starter):
    organisation: str
    kind: Literal["trust", "deanery", "college", "provider"]
    role: str
    email: None
    words: str
    signposts: tuple[dict[str, str], ...]


class StarterPage(Starter):
    scheme: str | None
    title: str
    text: str


def id_of(kind: Kind, name: str) -> UUID:
    """The id of what the file of this name holds."""
    return uuid5(_OURS, f"{kind}/{name}")


def files(kind: Kind, model: type[S]) -> Iterator[tuple[str, S]]:
    """Every file of one kind by its name, read strictly."""
    for path in sorted((FOLDER / kind).iterdir()):
        if path.suffix == ".md":
            yield path.stem, model.model_validate(_parts(path.read_text()))
        else:
            yield path.stem, model.model_validate_json(path.read_bytes())


def _parts(markdown: str) -> dict[str, str | None]:
    """What stands above a page's heading, the heading, and the text below it."""
    above, _, rest = markdown.partition("# ")
    title, _, text = rest.partition("\n")
    said = dict(re.findall(r"^(Row|Scheme): (.+)$", above, re.MULTILINE))
    return {"row": said.get("Row"), "scheme": said.get("Scheme"), "title": title, "text": text.strip()}


def _linked(text: str) -> str:
    """Links to the files beside it as addresses in the app."""
    return re.sub(r"\]\(([a-z-]+)\.md\)", lambda found: f"](/guidance/{id_of('pages', found[1])})", text)


def acts() -> Iterator[tuple[str, Strict]]:
    """Contact points first, then the schemes that name them, then their pages."""
    for name, point in files("contact_points", StarterContactPoint):
        said = point.model_dump(exclude={"row"})
        yield (
            "contact_point.publish",
            _args(PublishContactPoint, contact_point=id_of("contact_points", name), **said),
        )
    for name, scheme in files("schemes", StarterScheme):
        said = scheme.model_dump(exclude={"row", "contact"})
        contact = id_of("contact_points", scheme.contact)
        yield "scheme.publish", _args(PublishScheme, scheme=id_of("schemes", name), contact=contact, **said)
    for name, page in files("pages", StarterPage):
        of = None if page.scheme is None else id_of("schemes", page.scheme)
        text = _linked(page.text)
        yield (
            "page.publish",
            _args(PublishPage, page=id_of("pages", name), scheme=of, title=page.title, text=text),
        )


def _args(model: type[Strict], **said: Any) -> Strict:
    return model.model_validate(said)


async def load_starter(now: datetime) -> bool:
    """Publish all of it where there is no scheme yet: what the operator has made since is never undone.
    Without people: that is what a real installation begins with."""
    if await pool().fetchval("SELECT EXISTS (SELECT FROM scheme)"):
        return False
    await act_all(system(now), acts())
    return True
