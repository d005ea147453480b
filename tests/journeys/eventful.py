"""A scheme of events only, whose office has published what is on and what is to come."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.domain.events.places import SetRsvp
from server.domain.events.publishing import PublishEvent
from server.domain.schemes import LookAfter
from server.sync.push import act
from server.sync.registry import Actor, new_id, system
from tests.domain.events.arranging import event_of, session
from tests.domain.world import charter, scheme_as

if TYPE_CHECKING:
    from tests.journeys.place import Place

PEOPLE = {
    "convenor": "Sasha Ferrier",
    "goer": "Dr Nia Harrow",
    "hopeful": "Dr Tam Okafor",
    "keen": "Dr Uma Larkin",
    "attender": "Dr Val Kaur",
}


async def settle_events(place: "Place", now: datetime) -> None:
    """A taster of six places next month, and a named workshop that is running, with Dr Val Kaur at it."""
    scheme = place.schemes["courses"] = new_id(now)
    only_events = charter(matching=(), listing="none", listing_fields=(), event_names="coordinators")
    said = scheme_as(scheme, name="Larch courses", charter=only_events)
    await act(system(now), "scheme.publish", said)
    convenor = place.accounts["convenor"]
    await act(system(now), "coordinator.add", LookAfter(scheme=scheme, account=convenor))
    minute = now.replace(second=0, microsecond=0)
    words: dict[str, Any] = {"facilitators": ["The mentoring team", "Dr Wren Fable"], "cpd": 1.5}
    place.events["taster"] = await publish(
        place, minute + timedelta(days=30), title="A taster of listening", places=6, **words
    )
    place.events["running"] = await publish(
        place,
        minute - timedelta(hours=1),
        title="Listening well",
        kind="workshop",
        named=True,
        minutes=300,
        **words,
    )
    who = Actor(place.accounts["attender"], None, now)
    await act(who, "rsvp.set", SetRsvp(event=place.events["running"], going=True))


async def publish(place: "Place", starts: datetime, *, minutes: int = 60, **said: object) -> UUID:
    """Published by the convenor."""
    sessions = [session(starts, minutes, "UTC")]
    args = event_of(place.schemes["courses"]) | said | {"zone": "UTC", "sessions": sessions}
    asked = PublishEvent.model_validate_json(json.dumps(args))
    office = Actor(place.accounts["convenor"], None, starts, confirmed=True)
    await act(office, "event.publish", asked)
    return asked.event
