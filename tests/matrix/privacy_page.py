"""docs/privacy.md as a list: what may leave a phone, and what a phone may be given."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from server.settings import ROOT
from server.sync.registry import documents

PAGE = ROOT / "docs" / "privacy.md"


@dataclass(frozen=True)
class Page:
    acts: Mapping[str, frozenset[str]]
    """Act -> the fields that a phone may send with it."""
    kinds: Mapping[str, frozenset[str]]
    """Document -> the fields that a phone may hold of it."""
    addresses: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    """`POST /api/sync` -> what may be sent there, what may be answered; `-` stands for no JSON at all."""

    def unlisted(self, address: str, sent: Any, answered: Any) -> Iterator[str]:
        """What is in a request or its answer, and not on the page."""
        if address not in self.addresses:
            yield f"{address} is not on the page"
            return
        may_send, may_answer = self.addresses[address]
        yield from (f"sends {field}" for field in sorted(_fields(sent) - may_send))
        if "/api/snapshots/" in address:
            yield from self._puts(answered)
            return
        yield from (f"answers {field}" for field in sorted(_fields(answered) - may_answer))
        if address == "POST /api/sync":
            yield from self._synced(sent, answered)

    def _synced(self, sent: Any, answered: Any) -> Iterator[str]:
        for act in sent.get("mutations", ()) if sent else ():
            yield from (f"an act says {field}" for field in sorted(act.keys() - _ACT))
            if act["name"] in self.acts:
                unlisted = act["args"].keys() - self.acts[act["name"]]
                yield from (f"{act['name']} sends {field}" for field in sorted(unlisted))
        for told in answered["buckets"].values():
            yield from (f"a bucket says {field}" for field in sorted(told.keys() - _BUCKET))
            yield from self._puts(told.get("puts", ()))
        for outcome in answered["outcomes"]:
            yield from (f"an outcome says {field}" for field in sorted(outcome.keys() - _OUTCOME))

    def _puts(self, puts: Iterable[Any]) -> Iterator[str]:
        for kind, _, _, body in puts:
            if kind not in self.kinds:
                yield f"document {kind} is not on the page"
                continue
            yield from (f"{kind} holds {field}" for field in sorted(body.keys() - self.kinds[kind]))
            try:  # what is deeper than the table's words is what the registry's model says
                documents[kind][0].model_validate(body, strict=False)
            except ValidationError as error:
                yield f"{kind} holds what its model does not: {error.errors(include_input=False)[:3]}"


_ACT = {"number", "id", "name", "args", "made_at"}
_BUCKET = {
    *("epoch", "position", "puts", "deletes", "count", "checksum", "snapshot", "drop", "lease_days"),
}
_OUTCOME = {"number", "outcome", "code", "problem"}


def _fields(said: Any) -> set[str]:
    """The fields of an object, or of each object in a list."""
    if isinstance(said, list):
        return {field for each in said for field in _fields(each)}
    return set(said) if isinstance(said, dict) else set()


def read(page: Path = PAGE) -> Page:
    acts: dict[str, set[str]] = {}
    kinds: dict[str, frozenset[str]] = {}
    addresses: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for heading, cells in _rows(page.read_text(encoding="utf-8")):
        named = [frozenset(re.findall(r"`([^`]+)`", cell)) for cell in cells]
        if heading[:2] == ("Act", "Field"):
            (act,) = named[0]
            acts.setdefault(act, set()).update(named[1])
        elif heading[:2] == ("Document", "Fields"):
            (kind,) = named[0]
            kinds[kind] = named[1]
        elif heading[:3] == ("Address", "It is sent", "It answers"):
            (address,) = named[0]
            addresses[address] = (named[1], named[2])
    return Page({name: frozenset(fields) for name, fields in acts.items()}, kinds, addresses)


def _rows(text: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each row of each table, beside its table's heading."""
    heading: tuple[str, ...] | None = None
    for line in text.splitlines():
        if not line.startswith("|"):
            heading = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heading is None:
            heading = tuple(cells)
        elif not set(line) <= set("|-: "):
            yield heading, cells
