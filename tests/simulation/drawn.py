"""Which thing an act is about: one that the phone's own documents hold then, one that was there once, or
somebody else's. Ids and codes are made by the phones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.simulation.scene import CIRCLES, OPEN, PAIRS, PEOPLE, event_words

if TYPE_CHECKING:
    from tests.simulation.world import World

Args = dict[str, Any]
Held = dict[str, dict[str, Any]]
NOTHING = "01930000-0000-4000-8000-00000000dead"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAYS = ("2026-12-01", "2026-12-20", "2027-03-01", "2020-01-01")
RHYTHMS = (None, "monthly", "as_needed")
BEGINNING = ("requested", "offered", "suggested")
LIVE = ("trying", "agreed", "resting")
KINDS = (
    *("relationship", "mentor", "never", "match", "request", "member", "outside_question", "meeting"),
    *("sent_notice", "notice", "told", "event"),
)
HOURS = ((17, 30), (18, 0), (12, 0), (18, 15), (17, 0))
"""Few, and most of them clash."""


def times_from(now: datetime, pick: int) -> list[Args]:
    """One or two times of the next days; the clock in London shows UTC then, as in the whole history."""
    days = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1 + pick % 2)
    starts = [days.replace(hour=hour, minute=minute) for hour, minute in (*HOURS, *HOURS)[pick % 5 :]]
    return [
        {
            "at": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "wall": start.strftime("%Y-%m-%dT%H:%M"),
            "zone": "Etc/UTC",
        }
        for start in starts[: 1 + pick % 3 // 2]
    ]


class Drawing:
    """What people of one history have come across so far."""

    def __init__(self) -> None:
        self.met: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        """Kind -> id -> body: everything that any phone held when somebody was about to act."""
        self.codes: list[str] = []
        """Codes that went from mouth to mouth."""
        self.made = 0

    def drawn(self, world: "World", name: str, act: str, pick: int, of: str) -> Args:
        """The act's arguments, as this person could mean them now."""
        held: Held = world.do(name, "held").get("kinds", {})
        for kind, met in self.met.items():
            met.update(held.get(kind, {}))
        return _ARGUMENTS[act](_Person(self, held, name, pick, of, world.now))

    def new_id(self) -> str:
        self.made += 1
        return f"01930000-0000-7000-8000-{self.made:012x}"

    def new_code(self) -> str:
        number = len(self.codes)
        self.codes.append(f"ABCDEF{LETTERS[number // 32 % 32]}{LETTERS[number % 32]}")
        return self.codes[-1]


class _Person:
    """Somebody with a phone, about to choose."""

    def __init__(self, drawing: Drawing, held: Held, name: str, pick: int, of: str, now: datetime) -> None:
        self.drawing, self.held, self.name, self.pick, self.of = drawing, held, name, pick, of
        self.now = now

    def one(self, kind: str, wanted: Callable[[Any], bool] = lambda body: True) -> tuple[str, Any]:
        """One of those that are wanted; of any when there is none; one that is nobody's at last."""
        own = self.held.get(kind, {})
        met = self.drawing.met[kind]
        seen = {
            "own": own,
            "stale": {key: body for key, body in met.items() if key not in own},
            "foreign": met,
        }[self.of]
        every = sorted((seen or own).items(), key=lambda item: (str(item[1].get("name")), item[0]))
        fitting = [item for item in every if wanted(item[1])] or every
        return fitting[self.pick % len(fitting)] if fitting else (NOTHING, {})

    def pair(self, *states: str) -> Args:
        return {"relationship": self.one("relationship", lambda body: body["state"] in states)[0]}

    def listing(self) -> Args:
        """Rather of somebody they know: those have phones."""
        known = [f"Dr {name.title()}" for name in PEOPLE if not name.startswith("mentor")]
        listing, body = self.one("mentor", lambda body: body["name"] in known)
        return {"scheme": body.get("scheme", OPEN), "mentor": listing}

    def meeting(self, *states: str) -> Args:
        return {"meeting": self.one("meeting", lambda body: body["state"] in states)[0]}

    def times(self) -> list[Args]:
        return times_from(self.now, self.pick)

    def scheme(self) -> str:
        return PAIRS if self.pick % 4 else OPEN

    def day(self) -> str:
        return DAYS[self.pick % len(DAYS)]


def _request(who: _Person) -> Args:
    return {"relationship": who.drawing.new_id(), **who.listing()}


def _offer(who: _Person) -> Args:
    return {"relationship": who.drawing.new_id(), "scheme": PAIRS, "code": who.drawing.new_code()}


def _form(who: _Person) -> Args:
    return {"relationship": who.drawing.new_id(), "scheme": CIRCLES, "code": who.drawing.new_code()}


def _join(who: _Person) -> Args:
    """The newest code that was told, mostly."""
    codes = who.drawing.codes
    return {"code": codes[-1 - who.pick % min(len(codes), 3)] if codes else "ZZZZZZZZ"}


def _agree(who: _Person) -> Args:
    said = who.pair("trying", "agreed", "resting")
    ends = who.day() if who.pick == 5 else None
    rhythm = RHYTHMS[who.pick % len(RHYTHMS)]
    return {**said, "charter_version": 1 + (who.pick == 7), "rhythm": rhythm, "ends": ends}


def _declare(who: _Person) -> Args:
    """By their address, by their listing, by what is shared."""
    named: Args = {"email": None, "listing": None, "relationship": None}
    way = who.pick % 3
    if way == 0:
        others = [name for name in ("ann", "ben", "cat", "nobody") if not who.name.startswith(name)]
        named["email"] = f"{others[who.pick // 3 % len(others)]}@example.org"
    elif way == 1:
        named["listing"] = who.listing()["mentor"]
    else:
        named["relationship"] = who.one("relationship")[0]
    return {"never": who.drawing.new_id(), **named}


def _ask(who: _Person) -> Args:
    how = "next_on_list" if who.pick % 2 else "coordinator_suggests"
    wishes = {"specialty": "either", "site": "either", "mode": "any"}
    return {"request": who.drawing.new_id(), "scheme": who.scheme(), "how": how, "wishes": wishes}


def _mentor(who: _Person) -> str:
    return who.one("member", lambda body: body["role"] == "mentor" and body["scheme"] == PAIRS)[0]


def _suggest(who: _Person) -> Args:
    return {"scheme": PAIRS, "request": who.one("request")[0], "mentor": _mentor(who)}


def _answer(who: _Person) -> Args:
    question, body = who.one("outside_question")
    return {
        "scheme": body.get("scheme", PAIRS),
        "question": question,
        "answer": "welcome",
        "contact": None,
    }


def _propose(who: _Person) -> Args:
    how = {"minutes": 30 + 15 * (who.pick % 3), "mode": "phone", "place": None}
    return {"meeting": who.drawing.new_id(), **who.pair(*LIVE), "candidates": who.times(), **how}


def _accept(who: _Person) -> Args:
    meeting, body = who.one("meeting", lambda body: bool(body["candidates"]))
    asked = [each["at"] for each in body.get("candidates", who.times())]
    return {"meeting": meeting, "ranking": (asked or [who.times()[0]["at"]])[:: -1 if who.pick % 2 else 1]}


def _move(who: _Person) -> Args:
    meeting, body = who.one("meeting", lambda body: body["state"] == "confirmed")
    return {"meeting": meeting, "candidates": who.times(), "sequence": body.get("sequence")}


def _send(who: _Person) -> Args:
    """Now, soon or for tomorrow; for an hour or for weeks; sometimes for too long."""
    goes = who.now.replace(microsecond=0) + timedelta(hours=(0, 0, 1, 24)[who.pick % 4])
    over = goes + (timedelta(hours=1), timedelta(days=20), timedelta(days=61))[who.pick % 7 % 3]
    return {
        "notice": who.drawing.new_id(),
        "scheme": who.scheme(),
        "audience": ("followers", "mentors", "members")[who.pick % 3],
        "event": None,
        "page": None,
        "text": f"Come if it suits you, {who.pick}.",
        "sends": None if goes == who.now.replace(microsecond=0) else _wire(goes),
        "expires": _wire(over),
    }


def _wire(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _event(who: _Person) -> Args:
    return {"event": who.one("event", lambda body: body["state"] == "published")[0]}


def _change(who: _Person) -> Args:
    """Mostly other places; now and then another day."""
    words = event_words(2 + who.pick % 2 if who.pick > 8 else 2)
    return {**_event(who), **words, "places": (1, 2, 3, None)[who.pick % 4]}


_ARGUMENTS: dict[str, Callable[[_Person], Args]] = {
    "relationship.request": _request,
    "relationship.offer": _offer,
    "circle.form": _form,
    "relationship.join": _join,
    "relationship.accept": lambda who: who.pair(*BEGINNING),
    "relationship.decline": lambda who: who.pair(*BEGINNING),
    "relationship.agree": _agree,
    "relationship.rest": lambda who: {**who.pair("agreed", "trying"), "until": who.day()},
    "relationship.resume": lambda who: who.pair("resting"),
    "relationship.end": lambda who: who.pair("agreed", "trying", "resting"),
    "relationship.hear_of_place": lambda who: who.listing(),
    "relationship.stop_hearing": lambda who: who.listing(),
    "relationship.declare_conflict": _declare,
    "relationship.withdraw_conflict": lambda who: {"never": who.one("never")[0]},
    "meeting.propose": _propose,
    "meeting.accept": _accept,
    "meeting.counter": lambda who: {
        **who.meeting("proposed"),
        "instead": who.drawing.new_id(),
        "candidates": who.times(),
    },
    "meeting.move": _move,
    "meeting.keep": lambda who: who.meeting("confirmed"),
    "meeting.cancel": lambda who: who.meeting("proposed", "confirmed"),
    "meeting.confirm_held": lambda who: who.meeting("confirmed"),
    "meeting.record_missed": lambda who: who.meeting("confirmed"),
    "meeting.correct": lambda who: {
        **who.meeting("held", "missed"),
        "state": ("held", "missed")[who.pick % 2],
    },
    "notice.send": _send,
    "notice.recall": lambda who: {"notice": who.one("sent_notice")[0]},
    "notice.dismiss": lambda who: {"notice": who.one("told" if who.pick % 4 else "notice")[0]},
    "match.ask": _ask,
    "match.take_back": lambda who: {"request": who.one("match")[0]},
    "match.suggest": _suggest,
    "training.record": lambda who: {"scheme": PAIRS, "member": _mentor(who), "done": who.pick % 4 > 0},
    "outside.ask": lambda who: {"question": who.drawing.new_id(), "scheme": who.scheme()},
    "outside.answer": _answer,
    "rsvp.set": lambda who: {**_event(who), "going": who.pick % 3 > 0},
    "event.change": _change,
    # Rarely of one that there is, so that most histories have events to the end.
    "event.cancel": lambda who: _event(who) if who.pick > 9 else {"event": NOTHING},
}
