"""What the rooms of `domain` declare, so that `sync` can carry it without knowing it by name.

A domain file declares four things and nothing else reaches the wire:

- a **mutation**: a named act of a person, with strict arguments and one handler (step 8);
- a **document**: a body that phones may hold, and the one kind of bucket it lives in;
- a **view**: row ids of one entity -> the documents that the world should now hold of them (step 9);
- an **audience**: which buckets of one kind an account may see now, as one SQL select (step 12).

Sources: 2-architecture 2.2 and 2.3, 3-sync "Publish" and "Pull".
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo

from server.refusals import Refused

Sees = Literal["you", "pair", "doctors", "coordinators", "server"]
"""Who can read a field once it has left the phone.

`you`: only the person's own devices. `pair`: the two or three members of the pair or circle. `doctors`:
doctors who look at that scheme's mentors, once it is published. `coordinators`: that scheme's coordinators.
`server`: kept by the server, shown to nobody.
"""


class Strict(BaseModel):
    """Arguments and documents: nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, and when. `account` None is the system: what time does, scripts, starter data."""

    account: UUID | None
    device: UUID | None
    now: datetime
    confirmed: bool = False
    """A fresh passkey stands behind this act (office acts need it), or the demo's written exception."""

    @property
    def is_system(self) -> bool:
        return self.account is None

    @property
    def person(self) -> UUID:
        """The account, for what a person alone can do: not even the system may."""
        if self.account is None:
            raise Refused("not-yours")
        return self.account


def system(now: datetime) -> Actor:
    """The actor for what time does and for scripts. There is no other write path."""
    return Actor(account=None, device=None, now=now, confirmed=True)


@dataclass(frozen=True, slots=True, order=True)
class Touched:
    """One row of an entity that a handler changed, so that its view is asked again (step 9)."""

    entity: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Document:
    """What one bucket should hold of one thing."""

    bucket: str
    id: UUID
    body: Strict
    of: UUID | None = None
    """The row of the entity that it shows, where its own id is another (a listing of a person, say)."""

    @property
    def kind(self) -> str:
        return _kinds[type(self.body)]

    @property
    def row(self) -> UUID:
        return self.of or self.id


M = TypeVar("M", bound=Strict)
Handler = Callable[[Actor, Any], Awaitable[list[Touched]]]
ViewFunction = Callable[[Sequence[UUID]], Awaitable[list[Document]]]


@dataclass(frozen=True, slots=True)
class Mutation:
    name: str
    handler: Handler
    args: type[Strict]
    adapter: TypeAdapter[Any]
    seen_by: dict[str, tuple[Sees, ...]]
    system: bool = False
    """What time or a script does. No phone is told of it, and none may ask for it."""


@dataclass(frozen=True, slots=True)
class View:
    entity: str
    function: ViewFunction
    every: str
    """SQL that selects the id of every row of the entity, for rebuilding."""
    follows: Mapping[str, str]
    """Other entities that its documents show something of: each with SQL that selects the ids of this
    entity's rows to ask again when rows of the other ($1, uuid[]) were touched."""


@dataclass(frozen=True, slots=True)
class BucketKind:
    """A set of buckets with one rule for who sees them.

    `sees` is a select with $1 = account (uuid) and $2 = followed schemes (uuid[]); one text
    column, the names of buckets.
    `shared` buckets carry a lease; `daily` ones are released once a day so that positions tell nothing;
    `followed` ones come only when the device asks for them.
    """

    kind: str
    sees: str
    audience: str
    shared: bool
    daily: bool
    followed: bool


mutations: dict[str, Mutation] = {}
views: dict[str, View] = {}
documents: dict[str, tuple[type[Strict], str]] = {}
buckets: dict[str, BucketKind] = {}
_kinds: dict[type[Strict], str] = {}


def seen(*who: Sees) -> dict[str, Any]:
    """For `Field(json_schema_extra=seen("coordinators"))`: who can read this field once it is sent."""
    return {"seen_by": list(who)}


def _seen_by(name: str, field: FieldInfo) -> tuple[Sees, ...]:
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or "seen_by" not in extra:
        raise TypeError(f"{name} does not say who sees it")
    who = extra["seen_by"]
    assert isinstance(who, list)  # noqa: S101 - written by seen() above
    return tuple(who)  # type: ignore[arg-type]  # the same words, through JSON's types


def mutation(name: str, *, system: bool = False) -> Callable[[Handler], Handler]:
    """Registers the handler of one act. Its second parameter's annotation is the arguments' model."""

    def register(handler: Handler) -> Handler:
        args = get_type_hints(handler)["args"]
        if name in mutations:
            raise TypeError(f"{name} is registered twice")
        seen_by = {key: _seen_by(f"{name}.{key}", field) for key, field in args.model_fields.items()}
        mutations[name] = Mutation(name, handler, args, TypeAdapter(args), seen_by, system)
        return handler

    return register


def document(kind: str, *, bucket: str) -> Callable[[type[M]], type[M]]:
    """Registers a body that phones may hold, and the one kind of bucket it lives in."""

    def register(model: type[M]) -> type[M]:
        if kind in documents:
            raise TypeError(f"document {kind} is registered twice")
        documents[kind] = (model, bucket)
        _kinds[model] = kind
        return model

    return register


def view(
    entity: str, *, every: str, follows: Mapping[str, str] | None = None
) -> Callable[[ViewFunction], ViewFunction]:
    """Registers the one function that says what phones should hold of an entity's rows.

    Runs inside the transaction, after the touched entities are locked. Never reads the clock:
    what time does is a mutation by the system.
    """

    def register(function: ViewFunction) -> ViewFunction:
        if entity in views:
            raise TypeError(f"{entity} has two views")
        views[entity] = View(entity, function, every, follows or {})
        return function

    return register


def bucket_kind(
    kind: str,
    *,
    sees: str,
    audience: str,
    shared: bool = False,
    daily: bool = False,
    followed: bool = False,
) -> None:
    """Declares a kind of bucket and its audience; `audience` is the same thing in words people read."""
    if kind in buckets:
        raise TypeError(f"bucket {kind} is declared twice")
    buckets[kind] = BucketKind(kind, sees, audience, shared, daily, followed)


def kind_of(bucket: str) -> BucketKind:
    """`directory:0192…` -> the directory kind. Raises KeyError for a name nobody declared."""
    return buckets[bucket.partition(":")[0]]


def new_id(now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the time it was made. For things whose age is no secret."""
    milliseconds = int(now.timestamp() * 1000)
    value = (
        (milliseconds << 80)
        | (0x7 << 76)
        | (secrets.randbits(12) << 64)
        | (0b10 << 62)
        | secrets.randbits(62)
    )
    return UUID(int=value)
