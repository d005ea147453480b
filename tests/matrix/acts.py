"""How each act is asked for, of each thing that its arguments can name."""

from typing import Any
from uuid import UUID, uuid4

from server.database.engine import pool
from server.domain.photos import keep_photo
from server.sync.registry import Actor
from tests.domain.world import draft_as, scheme_as
from tests.matrix import events, meetings, notices, pairs
from tests.matrix.cast import PHOTO, Asker, Cast
from tests.people import Device

Args = dict[str, Any]
NEXT_YEAR = "2027-06-01"


async def arguments(cast: Cast, asker: Asker, act: str, of: str) -> Args:
    """Arguments that nothing is wrong with, but for whose they are."""
    area = act.partition(".")[0]
    if area in pairs.AREAS:
        return await pairs.arguments(cast, asker, act, of)
    if area == "meeting":
        return await meetings.arguments(cast, asker, act, of)
    if area in {"event", "rsvp"}:
        return await events.arguments(cast, act, of)
    if area == "notice":
        return await notices.arguments(cast, act, of)
    if area in _OWN:
        return _OWN[area](act) | await _mine_or_not(cast, asker, act, of)
    scheme = await _drafted(cast, asker, act, of) if area == "scheme" else _scheme(cast, of)
    match act:
        case "participation.opt_in":
            return {"scheme": scheme, "role": _part(asker)}
        case "participation.opt_out":
            return {"scheme": scheme, "role": _part(asker), "current": "end"}
        case "participation.not_now" | "participation.pause":
            return {"scheme": scheme, "until": NEXT_YEAR}
        case "participation.resume":
            return {"scheme": scheme}
        case "participation.set_places":
            return {"scheme": scheme, "places": 2}
        case "calendar.open" | "calendar.revoke":
            return {}
        case "calendar.detail":
            return {"detail": True}
        case "scheme.publish":
            name = f"Renamed {uuid4().hex[:6]}"
            return scheme_as(scheme, name=name, **cast.several).model_dump(mode="json")
        case "scheme.draft":
            return draft_as(scheme, name=f"Drafted {uuid4().hex[:6]}")
        case "scheme.discard_draft":
            drafted = await pool().fetchval("SELECT id FROM scheme_draft WHERE scheme = $1", scheme)
            return {"scheme": scheme, "draft": drafted or uuid4()}
        case "page.publish":
            return await _page(cast, asker, of)
        case "contact_point.publish":
            point = await _contact_point(cast) if of == "other" else uuid4()
            words = {"organisation": "Ours now", "kind": "trust", "role": "Office", "words": "Ask."}
            return {"contact_point": point, **words, "email": None, "signposts": []}
        case "invitation.send":
            taken = await cast.invite(cast.here) if of == "other" else uuid4()
            who = {"role": "mentor", "email": "somebody@example.org", "name": "Some Body"}
            return {"invitation": taken, "scheme": scheme, **who, "fields": {}}
        case _:
            return await _for_nobody(cast, asker, act)


def _account(act: str) -> Args:
    return {"name": "New Name"} if act == "account.rename" else {"grade": "Consultant", "specialty": None}


def _device(act: str) -> Args:
    return {"name": "Kitchen tablet"} if act == "device.name" else {}


def _profile(act: str) -> Args:
    said: dict[str, Args] = {
        "profile.patch": {"field": "site", "value": "Larch House"},
        "profile.publish": {"field": "site", "publish": True},
        "profile.set_photo": {},
    }
    return said[act]


def _availability(_: str) -> Args:
    return {"weekday": 4, "ranges": [[1020, 1140]]}


_OWN = {"device": _device, "profile": _profile, "account": _account, "availability": _availability}


async def _mine_or_not(cast: Cast, asker: Asker, act: str, of: str) -> Args:
    if act.startswith("device."):
        if of == "mine" and asker.person:
            second = Device(asker.client)
            await second.sync()
            return {"device": second.id}
        return {"device": cast.other.phone.id if of == "other" else uuid4()}
    if act == "profile.set_photo":
        # The other's photo is a picture of its own: the same bytes from two people are each their own.
        if of == "mine":
            return {"photo": await _photo(cast, asker.person.account if asker.person else cast.other.account)}
        theirs = await pool().fetchval("SELECT hash FROM photo WHERE account = $1", cast.other.account)
        return {"photo": theirs if of == "other" else "0" * 64}
    return {}


async def _photo(cast: Cast, account: UUID) -> str:
    return await keep_photo(Actor(account, None, cast.clock.now), PHOTO.replace(b"\x12\x34", b"\x21\x43"))


def _part(asker: Asker) -> str:
    return "mentee" if asker.role == "mentee" else "mentor"


def _scheme(cast: Cast, of: str) -> UUID:
    named = {"here": cast.here, "there": cast.there, "closed": cast.closed, "other": cast.here}
    return named.get(of) or uuid4()


async def _drafted(cast: Cast, asker: Asker, act: str, of: str) -> UUID:
    """The scheme that is drafted or published: one that is there, or one that is to be, with an author."""
    if of == "other":
        return cast.drafted
    scheme = _scheme(cast, of)
    if of == "drafted" and asker.person:
        # Whoever may not draft has one all the same, so that publishing it is what is asked.
        await pool().execute(
            "INSERT INTO scheme_draft (scheme, id, author, charter, drafted_on) VALUES ($1, $2, $3, $4, $5)",
            scheme,
            uuid4(),
            asker.person.account,
            (await pool().fetchval("SELECT charter FROM scheme_draft WHERE scheme = $1", cast.drafted)),
            cast.clock.now.date(),
        )
    return scheme


async def _page(cast: Cast, asker: Asker, of: str) -> Args:
    words = {"title": "How to begin", "text": "Say *hello*."}
    if of == "other":
        # A page of a third scheme's, claimed for whichever scheme the asker looks after.
        page = uuid4()
        await pool().execute(
            "INSERT INTO page (id, scheme, title, text) VALUES ($1, $2, 'Theirs', 'Words.')",
            page,
            cast.hidden,
        )
        return {"page": page, "scheme": cast.there if asker.role == "elsewhere" else cast.here, **words}
    return {"page": uuid4(), "scheme": None if of == "everyone" else _scheme(cast, of), **words}


async def _contact_point(cast: Cast) -> UUID:
    return await cast.world.contact_point()


async def _for_nobody(cast: Cast, asker: Asker, act: str) -> Args:
    """What time and scripts do: well-formed, and still not for a phone to ask."""
    account = asker.person.account if asker.person else uuid4()
    invitation = await pool().fetchval("SELECT id FROM invitation WHERE scheme = $1 LIMIT 1", cast.here)
    said: dict[str, Args] = {
        "coordinator.add": {"scheme": cast.here, "account": account},
        "coordinator.remove": {"scheme": cast.here, "account": cast.office.account},
        "participation.wake": {"accounts": [account]},
        "invitation.send_many": {"scheme": cast.here, "invitations": []},
        "invitation.deliver": {"invitation": invitation},
        "demo.bring": {"people": []},
        "figure.make": {"schemes": [cast.here], "quarter": "2026-07-01"},
    }
    return said[act]
