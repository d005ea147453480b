"""How acts of pairs, circles and matching are asked for, and whatever has to be there for it."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from server.database.engine import connection, pool
from server.domain.charter import Role as Part
from server.domain.relationships.conflicts import DeclareConflict
from server.domain.relationships.pair import Joining, RelationshipState, begin
from server.sync.publish import publishing
from server.sync.registry import system
from tests.matrix.cast import Asker, Cast

Args = dict[str, Any]
NEXT_YEAR = "2027-06-01"
WISHES = {"specialty": "either", "site": "either", "mode": "any"}
AREAS = {"relationship", "circle", "match", "training", "outside"}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def part(asker: Asker) -> Part:
    return "mentee" if asker.role == "mentee" else "mentor"


def account(cast: Cast, asker: Asker) -> UUID:
    """Whoever has no log-in asks for the other's."""
    return asker.person.account if asker.person else cast.other.account


def scheme(cast: Cast, of: str) -> UUID:
    named = {"there": cast.there, "closed": cast.closed, "inner": cast.inner, "ring": cast.ring}
    return named.get(of) or (uuid4() if of == "nowhere" else cast.here)


async def arguments(cast: Cast, asker: Asker, act: str, of: str) -> Args:
    """Arguments that nothing is wrong with, but for whose they are."""
    where = {"scheme": scheme(cast, of)}
    match act:
        case "circle.form" if of == "other":
            return {"scheme": cast.ring, "relationship": cast.pair, "code": new_code()}
        case "relationship.request":
            return {**where, "relationship": _new(cast, of), "mentor": await _listing(cast, asker, of)}
        case "relationship.offer" | "circle.form":
            return {**where, "relationship": _new(cast, of), "code": await _own_code(cast, of)}
        case "relationship.join":
            return {"code": await _code(cast, asker, of)}
        case "relationship.accept" | "relationship.decline":
            return {"relationship": await _asked(cast, asker, of)}
        case "relationship.agree":
            return {"relationship": await _live(cast, asker, of), "charter_version": 1}
        case "relationship.rest":
            return {"relationship": await _live(cast, asker, of), "until": NEXT_YEAR}
        case "relationship.resume" | "relationship.end":
            return {"relationship": await _live(cast, asker, of)}
        case "relationship.hear_of_place" | "relationship.stop_hearing":
            return {**where, "mentor": await _listing(cast, asker, of)}
        case "relationship.declare_conflict":
            return await _conflict(cast, asker, of)
        case "relationship.withdraw_conflict":
            return {"never": await _line(cast, asker, of)}
        case "match.ask":
            request = await _request(cast) if of == "other" else uuid4()
            how = "next_on_list" if of == "list" else "coordinator_suggests"
            return {**where, "request": request, "how": how, "wishes": WISHES}
        case "match.take_back":
            return {"request": await _taken_back(cast, asker, of)}
        case "match.suggest":
            # The other's: what waits in an office that is not the one which answers.
            away = cast.here if asker.role == "elsewhere" else cast.there
            place = {"there": cast.there, "other": away}.get(of, cast.here)
            own = cast.there if asker.role == "elsewhere" else cast.here
            answering = own if of in {"other", "gone"} else where["scheme"]
            member = uuid4() if of == "gone" else await _member(cast, answering)
            waiting = await cast.waiting(own if of == "gone" else place)
            return {"scheme": answering, "request": waiting, "mentor": member}
        case "training.record":
            # Here: a member of another scheme's.
            named = cast.there if of in {"there", "other"} else cast.here
            return {**where, "member": await _member(cast, named), "done": True}
        case "outside.ask":
            asked = "SELECT id FROM outside_request WHERE account = $1"
            taken = await pool().fetchval(asked, cast.third.account) if of == "other" else uuid4()
            return {"scheme": cast.here if of == "other" else where["scheme"], "question": taken}
        case "outside.answer":
            return {**where, "question": await _question(cast, of), "answer": "welcome", "contact": None}
        case _:
            none: dict[str, Args] = {
                "relationship.release": {"relationships": [str(cast.pair)]},
                "match.serve": {"requests": [str(uuid4())]},
                "match.forget": {"suggestions": [str(uuid4())]},
                "outside.forget": {"answers": [str(uuid4())]},
                "training.forget": {"marks": [str(uuid4())]},
            }
            return none[act]


def _new(cast: Cast, of: str) -> UUID:
    """An id that the phone makes; the other's is taken."""
    return cast.pair if of == "other" else uuid4()


async def _listing(cast: Cast, asker: Asker, of: str) -> Any:
    if of == "gone":
        return uuid4()
    if of == "unlike":
        return await cast.world.listing(cast.other, cast.there)
    if of == "apart":
        await keep_away(cast, asker)
        return await cast.world.listing(cast.wary, cast.here)
    return await cast.world.listing(cast.other, cast.there if of == "there" else cast.here)


async def _own_code(cast: Cast, of: str) -> str:
    """A code that the phone makes; the held one is somebody else's."""
    return await offered(cast, cast.other.account) if of == "held" else new_code()


async def _code(cast: Cast, asker: Asker, of: str) -> str:
    match of:
        case "mine":
            return await offered(cast, account(cast, asker))
        case "ring":
            return await offered(cast, cast.young.account, place=cast.ring, role="co_mentor")
        case "apart":
            await keep_away(cast, asker)
            return await offered(cast, cast.wary.account)
        case "lapsed":
            code = await offered(cast, cast.other.account)
            await pool().execute(
                "UPDATE relationship SET lapses_on = $2 WHERE code = $1", code, cast.clock.now.date()
            )
            return code
        case "nowhere":
            return new_code()
    return await offered(cast, cast.other.account)


async def offered(cast: Cast, by: UUID, *, place: UUID | None = None, role: Part = "mentor") -> str:
    """The code of somebody's offer, or of a circle that they form."""
    code = new_code()
    state: RelationshipState = "offered" if role == "mentor" else "suggested"
    async with publishing(cast.clock.now) as touched:
        touched += await begin(
            system(cast.clock.now),
            uuid4(),
            place or cast.here,
            state,
            [Joining(by, role, yes=role == "mentor")],
            code=code,
        )
    return code


async def keep_away(cast: Cast, asker: Asker) -> None:
    """Puts whoever asks on the wary mentor's private list."""
    if asker.person is not None:
        named = {"email": asker.person.email, "listing": None, "relationship": None}
        line = DeclareConflict(never=uuid4(), **named)  # type: ignore[arg-type]  # literal words
        await cast.world.does(cast.wary, "relationship.declare_conflict", line)


async def paired(
    cast: Cast, asker: Asker, state: RelationshipState, *, seen: bool = True, left: bool = False
) -> UUID:
    """Whoever asks and somebody of the cast, whatever else they are or are not in the scheme.

    In "inner", where no lead knows of pairs.
    """
    mine, role, pair = account(cast, asker), part(asker), uuid4()
    them: Joining = Joining(cast.young.account, "mentee", yes=True)
    if role == "mentee":
        them = Joining(cast.other.account, "mentor", yes=True)
    asked = state in {"requested", "offered", "suggested"}
    async with publishing(cast.clock.now) as touched:
        touched += await begin(
            system(cast.clock.now),
            pair,
            cast.inner,
            state if asked else "requested",
            [Joining(mine, role, yes=not asked), them],
            hidden_from=() if seen else (mine,),
        )
        if not asked:
            await connection().execute(
                "UPDATE relationship SET state = $2::varchar, lapses_on = NULL, closing = $3,"
                " until = CASE WHEN $2::varchar = 'resting' THEN $4::date END,"
                " closed_on = CASE WHEN $2::varchar = 'closed' THEN $5::date END WHERE id = $1",
                pair,
                state,
                left,
                date.fromisoformat(NEXT_YEAR),
                cast.clock.now.date(),
            )
            await connection().execute(
                'UPDATE relationship_member SET "left" = $3 WHERE relationship = $1 AND account = $2',
                pair,
                mine,
                left,
            )
    return pair


async def _asked(cast: Cast, asker: Asker, of: str) -> UUID:
    match of:
        case "other":
            return cast.request
        case "nowhere":
            return uuid4()
        case "unseen":
            return await paired(cast, asker, "requested", seen=False)
        case "closed":
            return await paired(cast, asker, "closed")
    return await paired(cast, asker, "requested")


async def _live(cast: Cast, asker: Asker, of: str) -> UUID:
    match of:
        case "other":
            return cast.pair
        case "nowhere":
            return uuid4()
        case "unseen":
            return await paired(cast, asker, "requested", seen=False)
        case "left":
            return await paired(cast, asker, "agreed", left=True)
        case "closed":
            return await paired(cast, asker, "closed")
    return await paired(cast, asker, "resting")


async def _conflict(cast: Cast, asker: Asker, of: str) -> Args:
    named: Args = {"email": None, "listing": None, "relationship": None}
    match of:
        case "mine":
            named["relationship"] = await paired(cast, asker, "agreed")
        case "other":
            named["relationship"] = cast.pair
        case "unseen":
            named["relationship"] = await paired(cast, asker, "requested", seen=False)
        case "nowhere":
            named["relationship"] = uuid4()
        case "gone":
            named["listing"] = uuid4()
        case "nobody":
            named["email"] = f"nobody.{uuid4().hex}@example.org"
        case "somebody":
            named["email"] = cast.young.email
        case "self":
            named["email"] = asker.person.email if asker.person else cast.other.email
        case _:
            named["listing"] = await cast.world.listing(cast.other, cast.here)
    taken = of == "taken"
    return {"never": cast.never if taken else uuid4(), **named}


async def _line(cast: Cast, asker: Asker, of: str) -> UUID:
    if of != "mine":
        return cast.never if of == "other" else uuid4()
    line = uuid4()
    await pool().execute(
        "INSERT INTO never (id, account, email, label) VALUES ($1, $2, $3, $3)",
        line,
        account(cast, asker),
        f"nobody.{line.hex}@example.org",
    )
    return line


async def _request(cast: Cast) -> UUID:
    """The third's own id of what they asked "here"."""
    office = await cast.waiting(cast.here)
    found: UUID = await pool().fetchval("SELECT id FROM match_request WHERE office = $1", office)
    return found


async def _taken_back(cast: Cast, asker: Asker, of: str) -> UUID:
    if of != "mine":
        return await _request(cast) if of == "other" else uuid4()
    request = uuid4()
    await pool().execute(
        "INSERT INTO match_request VALUES"
        " ($1, gen_random_uuid(), $2, $3, 'coordinator_suggests', 'either', 'either', 'any', $4)",
        request,
        account(cast, asker),
        cast.inner,
        cast.clock.now.date(),
    )
    return request


async def _member(cast: Cast, place: UUID) -> Any:
    """What an office knows the other mentor by; something else where there is no office."""
    found = await pool().fetchval(
        "SELECT member FROM participation WHERE account = $1 AND scheme = $2", cast.other.account, place
    )
    return found or uuid4()


async def _question(cast: Cast, of: str) -> Any:
    """The third's question in an office; the other one is that of the office which does not answer."""
    if of == "nowhere":
        return uuid4()
    place = cast.there if of in {"there", "other"} else cast.here
    return await pool().fetchval(
        "SELECT office FROM outside_request WHERE account = $1 AND scheme = $2", cast.third.account, place
    )
