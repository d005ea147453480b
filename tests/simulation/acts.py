"""What people do in the areas so far, as strategies: a name and its arguments, right ones and wrong ones."""

from typing import Any

from hypothesis import strategies as st

from tests.simulation.scene import OPEN, SCHEMES

Made = tuple[str, dict[str, Any]]

scheme = st.sampled_from(SCHEMES)
role = st.sampled_from(["mentor", "mentor", "mentee", "co_mentor"])
day = st.sampled_from(["2026-12-01", "2027-03-01", "2020-01-01", "2090-01-01"])
words = st.integers(0, 999).map(lambda number: f"words {number}")
field = st.sampled_from(["specialty", "about", "topics", "contact", "organisation"])


def _made(act: str, /, **args: st.SearchStrategy[Any]) -> st.SearchStrategy[Made]:
    return st.fixed_dictionaries(args).map(lambda found: (act, found))


def _patch() -> st.SearchStrategy[Made]:
    def fitting(name: str, text: str) -> dict[str, Any]:
        return {"field": name, "value": [text] if name == "topics" else text}

    return st.builds(fitting, field, words).map(lambda args: ("profile.patch", args))


participating = st.one_of(
    _made("participation.opt_in", scheme=scheme, role=role),
    _made("participation.opt_in", scheme=st.just(OPEN), role=st.just("mentor")),
    _made("participation.opt_out", scheme=scheme, role=role, current=st.sampled_from(["keep", "end"])),
    _made("participation.pause", scheme=scheme, until=day),
    _made("participation.resume", scheme=st.one_of(st.none(), scheme)),
    _made("participation.not_now", scheme=st.one_of(st.none(), scheme), until=day),
    _made("participation.set_places", scheme=scheme, places=st.sampled_from([None, 0, 3, 99])),
)
listing = st.one_of(
    _patch(),
    _made("profile.publish", field=field, publish=st.booleans()),
    _made("profile.set_photo", photo=st.sampled_from([None, "0" * 64])),
)
being = st.one_of(
    _made("account.rename", name=words),
    _made("account.describe", grade=st.one_of(st.none(), words), specialty=st.none()),
    _made("device.name", device=st.just("01930000-0000-7000-8000-000000000000"), name=words),
)
DRAWN = (
    *("relationship.request", "relationship.request", "relationship.offer", "relationship.join"),
    *("relationship.accept", "relationship.accept", "relationship.decline", "relationship.agree"),
    *("relationship.rest", "relationship.resume", "relationship.end", "circle.form"),
    *("relationship.declare_conflict", "relationship.withdraw_conflict"),
    *("relationship.hear_of_place", "relationship.stop_hearing"),
    *("meeting.propose", "meeting.propose", "meeting.accept", "meeting.accept", "meeting.counter"),
    *("meeting.move", "meeting.keep", "meeting.cancel", "meeting.confirm_held", "meeting.record_missed"),
    "meeting.correct",
    *("match.ask", "match.take_back", "match.suggest", "training.record"),
    *("outside.ask", "outside.answer"),
    *("notice.send", "notice.send", "notice.recall", "notice.dismiss"),
    *("rsvp.set", "rsvp.set", "rsvp.set", "event.change", "event.cancel"),
)


def _drawn() -> st.SearchStrategy[Made]:
    """Acts about things that there are: which one is decided by what that phone holds then (drawn.py)."""
    return st.builds(
        lambda act, pick, of: (act, {"draws": (pick, of)}),
        st.sampled_from(DRAWN),
        st.integers(0, 11),
        st.sampled_from(["own", "own", "own", "stale", "foreign"]),
    )


pairing = _drawn()
wrong = st.sampled_from(
    [
        ("participation.opt_in", {}),
        ("nobody.knows", {"scheme": OPEN}),
        ("profile.patch", {"field": "about", "value": "long " * 4000}),
        ("profile.patch", {"field": "about", "value": "longer " * 40_000}),
        ("profile.patch", {"field": "about", "value": "\x00"}),
    ]
)
anything = st.one_of(participating, participating, listing, pairing, pairing, pairing, being, wrong)
