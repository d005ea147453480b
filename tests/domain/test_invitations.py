"""Invitations: one letter, no pressure, and an office that reads back only what it wrote."""

import re
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from server.database.engine import pool
from server.domain import letters
from server.domain.invitations import A_DAY, TO_ONE
from server.mail import Letter
from server.refusals import Refused
from tests.domain.world import Person, World, charter

EMAIL = "robin.doe@example.org"


def invitation(scheme: UUID, email: str = EMAIL, role: str = "mentor", **fields: Any) -> dict[str, Any]:
    return {
        "invitation": uuid4(),
        "scheme": scheme,
        "role": role,
        "email": email,
        "name": "Robin Doe",
        "fields": fields,
    }


async def invites(ash: Person, *invitations: dict[str, Any]) -> list[str]:
    """Gives the codes of what came back."""
    before = len(ash.phone.attention)
    for each in invitations:
        ash.phone.act("invitation.send", **each)
    await ash.phone.sync()
    return [told["code"] for told in ash.phone.attention[before:]]


def token_in(letter: Letter) -> str:
    return letter.words.partition("#")[2].split()[0]


async def test_somebody_without_an_account_gets_one_letter_that_presses_nobody(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    assert await invites(ash, invitation(scheme)) == []
    (letter,) = await world.post()
    assert letter.to == EMAIL
    whole = f"{letter.subject} {letter.words}".lower()
    assert not re.search("mentor|doe|kite", whole.replace(EMAIL, "")), (
        "others may see it: on a lock screen too"
    )
    assert "if it suits you" in letter.words
    assert "http://localhost:8000/invitation#" in letter.words
    assert ash.phone.of("invited") == {}
    (told,) = ash.phone.of("invitation").values()
    assert told == {
        "scheme": str(scheme),
        "email": EMAIL,
        "name": "Robin Doe",
        "role": "mentor",
        "sent": "2026-11-23",
    }


async def test_somebody_with_an_account_finds_a_question_on_their_own_phones(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    await invites(ash, invitation(scheme, "Robin.Doe@EXAMPLE.org"))
    await robin.phone.sync()
    assert robin.phone.of("invited") == {}  # decided later, so that no answer's time tells that she is here
    (letter,) = await world.post()
    assert letter.to == EMAIL
    await robin.phone.sync()
    (question,) = robin.phone.of("invited").values()
    assert question == {"scheme": str(scheme), "role": "mentor"}
    assert robin.phone.of("participation") == {}
    robin.phone.act("participation.opt_in", scheme=scheme, role="mentor")
    await robin.phone.sync()
    assert robin.phone.of("invited") == {}


@pytest.mark.parametrize("answer", ["not now here", "not now anywhere", "leaving", "yes"])
async def test_an_answer_takes_the_question_away(world: World, answer: str) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    await invites(ash, invitation(scheme))
    await world.post()
    acts: dict[str, tuple[str, dict[str, Any]]] = {
        "not now here": ("participation.not_now", {"scheme": scheme, "until": "2027-01-01"}),
        "not now anywhere": ("participation.not_now", {"scheme": None, "until": "2027-01-01"}),
        "leaving": ("participation.opt_out", {"scheme": scheme, "role": "mentor", "current": "end"}),
        "yes": ("participation.opt_in", {"scheme": scheme, "role": "mentee"}),
    }
    await robin.phone.sync()
    assert len(robin.phone.of("invited")) == 1
    name, args = acts[answer]
    robin.phone.act(name, **args)
    await robin.phone.sync()
    assert robin.phone.of("invited") == {}


@pytest.mark.parametrize("said", ["not now here", "not now anywhere", "left", "is in"])
async def test_against_a_persons_own_word_an_invitation_only_looks_sent(world: World, said: str) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    acts: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "not now here": [("participation.not_now", {"scheme": scheme, "until": "2027-01-01"})],
        "not now anywhere": [("participation.not_now", {"scheme": None, "until": "2027-01-01"})],
        "is in": [("participation.opt_in", {"scheme": scheme, "role": "mentor"})],
        "left": [
            ("participation.opt_in", {"scheme": scheme, "role": "mentor"}),
            ("participation.opt_out", {"scheme": scheme, "role": "mentor", "current": "end"}),
        ],
    }
    for name, args in acts[said]:
        robin.phone.act(name, **args)
    await robin.phone.sync()
    assert await invites(ash, invitation(scheme)) == []
    assert await world.post() == []
    await robin.phone.sync()
    assert robin.phone.of("invited") == {}
    assert len(ash.phone.of("invitation")) == 1


async def test_after_a_not_now_has_ended_they_can_be_asked_again(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    robin.phone.act("participation.not_now", scheme=scheme, until="2026-11-24")
    await robin.phone.sync()
    await invites(ash, invitation(scheme))
    assert await world.post() == []
    await world.next_day()
    await world.confirm(ash)
    await invites(ash, invitation(scheme))
    assert len(await world.post()) == 1


async def test_one_address_gets_few_letters_and_nobody_is_told(world: World) -> None:
    schemes = [await world.scheme() for _ in range(TO_ONE + 2)]
    ash = await world.coordinator("Ash Kite", *schemes)
    assert await invites(ash, *(invitation(scheme) for scheme in schemes)) == []
    assert len(await world.post()) == TO_ONE
    assert await invites(ash, invitation(schemes[0], role="mentee")) == []
    assert await world.post() == []
    world.clock.forward(days=91)
    await world.confirm(ash)
    assert await invites(ash, invitation(schemes[0])) == []
    assert await world.post() == []  # asked for this role half a year ago at most
    assert await invites(ash, invitation(schemes[0], role="mentee")) == []
    assert len(await world.post()) == 1
    assert len(ash.phone.of("invitation")) == len(schemes) + 3


async def test_a_job_that_runs_twice_asks_once(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    asked = invitation(scheme)
    await invites(ash, asked)
    await world.post()
    robin.phone.act("participation.not_now", scheme=scheme, until="2027-01-01")
    await robin.phone.sync()
    again = await letters.write(asked["invitation"], "http://localhost:8000", world.now)
    assert again is not None  # the mail server had not taken the first: the letter is written again
    await robin.phone.sync()
    assert robin.phone.of("invited") == {}


async def test_only_the_schemes_coordinators_invite_with_a_fresh_passkey(world: World) -> None:
    scheme, other = await world.scheme(), await world.scheme()
    over = await world.scheme(state="closed")
    equal = await world.scheme(charter=charter(model="dyad"))
    ash = await world.coordinator("Ash Kite", scheme, over, equal)
    robin = await world.doctor("Robin Doe")
    assert await invites(robin, invitation(scheme)) == ["not-yours"]
    asked = invitation(scheme)
    codes = await invites(
        ash,
        invitation(other),
        invitation(uuid4()),
        invitation(over),
        invitation(equal),
        invitation(scheme, "not an address"),
        invitation(scheme, site="x" * 81),
        invitation(scheme, photo="0" * 64),
        asked,
        {**asked, "email": "another@example.org"},
    )
    assert codes == [
        "not-yours",
        "not-yours",
        "scheme-closed",
        "role-not-offered",
        "value-not-allowed",
        "value-not-allowed",
        "field-not-offered",
        "not-yours",
    ]
    world.clock.forward(minutes=16)
    assert await invites(ash, invitation(scheme)) == ["passkey-needed"]
    for name in ("invitation.send_many", "invitation.deliver"):
        ash.phone.act(name, scheme=scheme, invitations=[], invitation=uuid4())
    await ash.phone.sync()
    assert [told["code"] for told in ash.phone.attention[-2:]] == ["unknown-act", "unknown-act"]


async def test_there_is_an_end_to_a_days_invitations(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await pool().execute(
        "INSERT INTO invitation (id, scheme, role, email, name, sent_on)"
        " SELECT gen_random_uuid(), $1, 'mentor', n || '@example.org', 'Wren', '2026-11-23'"
        " FROM generate_series(1, $2::int) AS n",
        scheme,
        A_DAY - 1,
    )
    assert await invites(ash, invitation(scheme), invitation(scheme)) == ["invitations-used-up"]
    await world.next_day()
    await world.confirm(ash)
    assert await invites(ash, invitation(scheme)) == []


async def test_the_letter_is_looked_at_by_robots_and_used_up_by_a_person(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await invites(ash, invitation(scheme, specialty="Cardiology", topics=["Rest"]))
    (letter,) = await world.post()
    stranger = httpx.AsyncClient(transport=world.server._transport, base_url=world.server.base_url)
    async with stranger:
        token = token_in(letter)
        for _ in range(3):
            told = await stranger.post("/api/accounts/invitations/look", json={"token": token})
            assert (told.json()["role"], told.json()["email"]) == ("mentor", EMAIL)
        typed = {"token": token, "name": "Robin Doe", "password": "three quiet larches"}
        wrong = await stranger.post(
            "/api/accounts/invitations/redeem", json={**typed, "email": "other@example.org"}
        )
        assert wrong.status_code == 400
        entered = await stranger.post("/api/accounts/invitations/redeem", json={**typed, "email": EMAIL})
        assert entered.status_code == 200, entered.text
        robin = Person("Robin Doe", EMAIL, UUID(entered.json()["account"]), "")
        phone = await world.another_phone(robin, scheme)
        phone.client.cookies = stranger.cookies
        await phone.sync()
        assert [body["role"] for body in phone.of("invited").values()] == ["mentor"]
        assert phone.of("participation") == {}
        assert phone.of("mentor") == {}
        (profile,) = phone.of("profile").values()
        assert profile["fields"] == {
            "specialty": {"value": "Cardiology", "published": False},
            "topics": {"value": ["Rest"], "published": False},
        }
        over = await stranger.post("/api/accounts/invitations/look", json={"token": token})
        assert over.json()["code"] == "invitation-over"


async def test_a_letter_works_for_sixty_days(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await invites(ash, invitation(scheme))
    (letter,) = await world.post()
    world.clock.forward(days=59)
    assert (await letters.look(token_in(letter), world.now)).email == EMAIL
    world.clock.forward(days=1)
    with pytest.raises(Refused, match="invitation-over"):
        await letters.look(token_in(letter), world.now)
    with pytest.raises(Refused, match="invitation-over"):
        await letters.look("nonsense", world.now)


async def test_the_same_bytes_whether_or_not_there_is_such_a_doctor(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    await world.doctor("Robin Doe")
    ash.phone.act("invitation.send", **invitation(scheme))
    known = await ash.phone.send()
    await ash.phone.apply(known)
    ash.phone.act("invitation.send", **invitation(scheme, "nobody.here@example.org"))
    unknown = await ash.phone.send()
    assert [told["outcome"] for told in known["outcomes"]] == ["applied"]
    assert [told["outcome"] for told in unknown["outcomes"]] == ["applied"]
    assert len(known["outcomes"][0]) == len(unknown["outcomes"][0]) == 2
    assert len(await world.post()) == 2
