"""How acts of events are asked for, and whatever has to be there for it."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from server.domain.events.publishing import PublishEvent
from server.sync.push import act
from tests.domain.events.arranging import event_of, words_of
from tests.matrix.cast import Cast

Args = dict[str, Any]


async def arguments(cast: Cast, name: str, of: str) -> Args:
    """Arguments that nothing is wrong with, but for whose they are."""
    schemes = {"here": cast.here, "there": cast.there, "closed": cast.closed, "other": cast.hidden}
    scheme = schemes.get(of)
    match name:
        case "event.publish":
            args = _event(cast, cast.here if of == "other" else scheme or uuid4())
            return args | {"event": await held(cast, cast.hidden)} if of == "other" else args
        case "event.forget":
            return {"events": [str(uuid4())]}
    event = await held(cast, scheme, **_MEMBERS if of == "here" else {}) if scheme else str(uuid4())
    match name:
        case "event.change":
            start = cast.clock.now.replace(second=0, microsecond=0) + timedelta(days=8)
            return {"event": event, **words_of(start)}
        case "event.cancel":
            return {"event": event}
        case "rsvp.set":
            return {"event": event, "going": True}
    raise AssertionError(name)


_MEMBERS = {"kind": "workshop", "open_to": "members"}


def _event(cast: Cast, scheme: UUID, **said: Any) -> Args:
    return event_of(scheme, cast.clock.now.replace(second=0, microsecond=0) + timedelta(days=7), **said)


async def held(cast: Cast, scheme: UUID, **said: Any) -> str:
    """An event of this scheme, published by whoever is in every office."""
    args = _event(cast, scheme, **said)
    asked = PublishEvent.model_validate_json(json.dumps(args))
    await act(cast.behind_the_desk, "event.publish", asked)
    event: str = args["event"]
    return event
