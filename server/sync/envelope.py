"""What a phone sends in one round trip, read strictly; one act that cannot be read spoils no other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from server.refusals import Refused

REQUEST = 256 * 1024
MUTATION = 16 * 1024
MUTATIONS = 500
BUCKETS = 200
PROTOCOL = 1

_NOBODY = UUID(int=0)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

Count = Annotated[int, Field(ge=0, lt=2**53)]


class Envelope(BaseModel):
    """`POST /api/sync`. Unknown members are left alone: a newer app may say more."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    protocol: int
    app: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,20}$")]
    account: UUID | None = None
    """Whose phone it is: with another login in the same browser, nothing of it may be read or run."""
    device: UUID
    acknowledged: Count = 0
    mutations: list[Any] = []
    cursors: dict[str, tuple[str, Count]] = {}
    follow: list[UUID] = []
    healed: list[str] = []


@dataclass(frozen=True, slots=True)
class Sent:
    """One numbered act. Without arguments it could not be read, and `fault` says how."""

    number: int
    id: UUID
    name: str
    args: bytes | None
    fault: str | None
    made_at: str


_envelope = TypeAdapter(Envelope)
_id = TypeAdapter(UUID)


def read(body: bytes) -> tuple[Envelope, list[Sent]]:
    """The envelope and its acts, or the refusal that tells the phone what to do."""
    if len(body) > REQUEST:
        raise Refused("too-large")
    try:
        envelope = _envelope.validate_json(body)
    except ValidationError as error:
        fields = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)})
        raise Refused("malformed", fields=fields[:20]) from None
    if envelope.protocol != PROTOCOL:
        raise Refused("bad-request", protocol=PROTOCOL)
    if (
        len(envelope.cursors) > BUCKETS
        or len(envelope.follow) > BUCKETS
        or len(envelope.mutations) > MUTATIONS
    ):
        raise Refused("too-large")
    sent = [_sent(act) for act in envelope.mutations]
    _in_order(sent)
    return envelope, sent


def _sent(act: Any) -> Sent:
    """An act whose number can be read has an outcome, so that no queue is ever blocked by one."""
    number = act.get("number") if isinstance(act, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number < 2**53:
        raise Refused("malformed", fields=["mutations.number"])
    text = to_json(act.get("args"))
    fault = None
    try:
        mutation = _id.validate_python(act.get("id"))
    except ValidationError:
        mutation, fault = _NOBODY, "malformed"
    name = act.get("name")
    if (
        not isinstance(name, str)
        or len(name) > 64
        or "\0" in name
        or not isinstance(act.get("args"), dict)
        or _NUL.search(text)
    ):
        fault = "malformed"
    elif len(text) > MUTATION:
        fault = "too-large"
    return Sent(
        number=number,
        id=mutation,
        name=str(name)[:64],
        args=None if fault else text,
        fault=fault,
        made_at=str(act.get("made_at", ""))[:40],
    )


def _in_order(sent: Sequence[Sent]) -> None:
    """Numbers follow each other; otherwise something between them is missing."""
    for before, after in pairwise(sent):
        if after.number != before.number + 1:
            raise Refused("gap", expected=before.number + 1)
