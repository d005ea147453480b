"""Every act by every role by whose it is: what comes of it, and that nothing else moved."""

from uuid import UUID

import pytest

from server.refusals import CODES
from server.sync.registry import mutations
from tests.matrix.acts import arguments
from tests.matrix.cast import INSIDE, ROLES, Asker, Cast, Kept, Own, Role, kept
from tests.matrix.expectations import table
from tests.people import Refusal

TABLE = table("ACTS")
WORDS = {
    "ok": None,
    "no": "not-yours",
    "key": "passkey-needed",
    "not-in": "not-taking-part",
    "none": "unknown-act",
    "photo": "photo-missing",
    "closed": "scheme-closed",
    "way": "not-matched-this-way",
    "gone": "mentor-not-free",
    "asked": "already-asked",
    "code": "code-unknown",
    "over": "relationship-closed",
    "need": "no-need-to-ask",
    "first": "first-meeting-theirs",
    "moved": "meeting-changed",
}
AS_THEY_WERE = {
    *(f"relationship.{act}" for act in ("decline", "agree", "rest", "resume", "end", "stop_hearing")),
    *(f"meeting.{act}" for act in ("propose", "accept", "counter", "move", "keep", "cancel")),
    *(f"meeting.{act}" for act in ("confirm_held", "record_missed", "correct")),
    *("relationship.withdraw_conflict", "match.take_back", "training.record", "outside.answer"),
}
"""Done, these leave whoever asked as they were for the next question."""
OUT = {"out": "signed-out", "wipe": "device-revoked"}


def test_every_act_has_a_row() -> None:
    rows = {act for act, _ in TABLE}
    assert sorted(mutations.keys() - rows) == [], "these acts have no row"
    assert sorted(rows - mutations.keys()) == [], "these rows name no act"
    assert {word for cells in TABLE.values() for word in cells.values()} <= WORDS.keys() | OUT.keys()
    assert {code for code in (*WORDS.values(), *OUT.values()) if code} <= CODES.keys()


def test_what_can_be_named_is_named_as_anothers_too() -> None:
    """An argument that names a thing is a way to ask for somebody else's."""
    for name, act in mutations.items():
        if act.system:
            continue
        fields = act.args.model_json_schema()["properties"]
        names_things = any("'uuid'" in str(field) or key == "photo" for key, field in fields.items())
        of = {of for row, of in TABLE if row == name}
        assert "mine" in of or of & {"here", "other"}, name
        if names_things:
            assert of & {"other", "there"}, f"{name} has no row for another's"
            assert "nowhere" in of, f"{name} has no row for what is not there"


def test_what_only_time_and_scripts_do_is_for_no_phone() -> None:
    for name, act in mutations.items():
        said = {cells[role] for (row, _), cells in TABLE.items() if row == name for role in INSIDE}
        assert act.system == (said == {"none"}), name


class Askers:
    """One asker of each role, for as long as they are as they were: a refusal changes nothing."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._held: dict[Role, Asker] = {}

    async def of(self, role: Role) -> Asker:
        if role not in self._held:
            self._held[role] = await self._cast.asker(role)
            if role in INSIDE:
                await self._held[role].phone.sync()
        return self._held[role]

    def changed(self, role: Role) -> None:
        del self._held[role]


@pytest.fixture(scope="module")
def askers(cast: Cast) -> Askers:
    return Askers(cast)


@pytest.mark.parametrize(("act", "of"), TABLE, ids=[" ".join(key) for key in TABLE])
async def test_what_comes_of_it(cast: Cast, askers: Askers, act: str, of: str) -> None:
    found = {}
    for role in ROLES:
        asker = await askers.of(role)
        asks = _outcome if role in INSIDE else _turned_away
        found[role] = await asks(cast, asker, act, of)
        if found[role] == "ok" and act not in AS_THEY_WERE:
            askers.changed(role)
    assert found == TABLE[act, of]


async def _outcome(cast: Cast, asker: Asker, act: str, of: str) -> str:
    phone = asker.phone
    args = await arguments(cast, asker, act, of)
    before = await kept()
    number = phone.act(act, **args)
    await phone.sync()
    assert phone.answers[-1]["last_number"] == number
    code = next((told["code"] for told in phone.attention if told["number"] == number), None)
    new = {UUID(str(args["scheme"]))} if act.startswith("scheme.") and of in {"nowhere", "drafted"} else set()
    await _nothing_else(cast, asker, before, await kept(), new, refused=code is not None)
    return next((word for word, means in WORDS.items() if means == code), str(code))


async def _nothing_else(
    cast: Cast, asker: Asker, before: Kept, after: Kept, new: set[UUID], *, refused: bool
) -> None:
    """`new`: a scheme that was not there, and is whose it is that drafted it."""
    looks_after = new | {
        "lead": {cast.here, cast.inner},
        "stale": {cast.here, cast.inner},
        "elsewhere": {cast.there, cast.beyond},
    }.get(asker.role, set())
    own = await Own.of(asker.known.account, looks_after, before, after)
    assert own.strange(before, after) == [], asker.role
    assert not refused or before == after, (asker.role, "was refused, and yet changed", before ^ after)


async def _turned_away(cast: Cast, asker: Asker, act: str, of: str) -> str:
    """Nobody who is not in gets as far as an act."""
    phone = asker.phone
    args = await arguments(cast, asker, act, of) if asker.role == "stranger" else {}
    before = await kept()
    phone.act(act, **args)
    with pytest.raises(Refusal) as refused:
        await phone.sync()
    assert await kept() == before
    phone.outbox.clear()
    return next(word for word, code in OUT.items() if code == refused.value.code)
