"""How each address is asked, of each thing that it can name."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Litestar

from server.database.engine import connection, pool, transaction
from server.domain import letters
from server.domain.accounts import account
from server.domain.calendar import OpenCalendar, RevokeCalendar
from server.domain.events.places import SetRsvp
from server.sync import snapshots
from tests.matrix.cast import PHOTO, Asker, Cast
from tests.matrix.events import held
from tests.matrix.pairs import paired
from tests.push.carrier import Browser

NONE = "0" * 64
EMAIL, PASSWORD = "somebody.with@example.org", "three quiet rivers"
FILE = b"Name,Email\nAda Fell,ada.fell@example.org\n"


@dataclass
class Question:
    """One request, but for who asks."""

    path: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Prepared:
    """What has to be there before anybody asks."""

    token: str

    @classmethod
    async def by(cls, cast: Cast) -> "Prepared":
        await account.add("Sam With", EMAIL, PASSWORD, cast.clock.now)
        invitation = await cast.invite(cast.here)
        letter = await letters.write(invitation, "http://localhost:8000", cast.clock.now)
        assert letter is not None
        return cls(letter.words.partition("#")[2].split()[0])


async def part_of(cast: Cast, bucket: str) -> str:
    """The name of a part of this bucket's snapshot; of no part when there is no such bucket."""
    await snapshots.make(bucket, cast.clock.now)
    found: str | None = await pool().fetchval(
        "SELECT sha256 FROM snapshot_part WHERE bucket = $1 AND retired_at IS NULL LIMIT 1", bucket
    )
    return found or NONE


async def photo_of(cast: Cast) -> str:
    found: str = await pool().fetchval("SELECT hash FROM photo WHERE account = $1", cast.other.account)
    return found


async def question(cast: Cast, prepared: Prepared, asker: Asker, address: str, of: str) -> Question:
    """The request; whatever it needs to be there is put there."""
    path = address.partition(" ")[2]
    match path:
        case "/metrics":
            return Question(path, headers={"X-Forwarded-For": "192.0.2.1"} if of == "proxied" else {})
        case "/{path}":
            return Question("/mentors" if of == "all" else "/nothing.js")
        case "/api/schema/{path}":
            return Question("/api/schema/swagger")
        case "/api/sync":
            return Question(path, json=_envelope(cast, asker, of))
        case "/api/snapshots/{bucket}/{sha256}":
            whose = cast.other if of == "other" or asker.person is None else asker.person
            bucket = f"doctor:{whose.account}" if of != "nowhere" else f"doctor:{uuid4()}"
            return Question(f"/api/snapshots/{bucket}/{await part_of(cast, bucket)}")
        case "/api/photos":
            return Question(path, content=PHOTO, headers={"Content-Type": "image/jpeg"})
        case "/api/webpush" if address.startswith("PUT"):
            # The server knows which phone a log-in is on once it has synced.
            await asker.client.post("/api/sync", json=_envelope(cast, asker, "mine"))
            return Question(path, json=_subscription())
        case "/api/photos/{name}":
            return await _photo(cast, asker, of)
        case "/calendar/{name}":
            return Question(f"/calendar/{await _calendar(cast, asker, of)}.ics")
        case "/api/events/{name}":
            return Question(f"/api/events/{await _event(cast, asker, of)}.ics")
        case "/api/meetings/{name}":
            return Question(f"/api/meetings/{await _meeting(cast, asker, of)}.ics")
        case "/api/schemes/{scheme}/mentors/import":
            scheme = {"here": cast.here, "there": cast.there}.get(of) or uuid4()
            file = {"Content-Type": "text/csv"}
            return Question(f"/api/schemes/{scheme}/mentors/import", content=FILE, headers=file)
        case "/api/accounts/passkeys/{passkey}":
            mine = await _passkey(asker.person)
            passkey = mine if of == "mine" else await _passkey(cast.other if of == "other" else None)
            return Question(f"/api/accounts/passkeys/{passkey}")
    return Question(path, json=await _body(cast, prepared, asker, path, of))


async def _body(cast: Cast, prepared: Prepared, asker: Asker, path: str, of: str) -> Any:
    email = cast.other.email if of == "other" else f"nobody.{uuid4().hex}@example.org"
    match path.removeprefix("/api/accounts/"):
        case "log-in":
            return (
                {"email": EMAIL, "password": PASSWORD}
                if of == "right"
                else {"email": email, "password": "no"}
            )
        case "register" | "reset" | "emails":
            return {"email": email}
        case "close":
            return {"close": True}
        case "emails/finish":
            return {"email": email, "code": "1234 5678"}
        case "emails/remove":
            if of == "mine" and asker.person is not None:
                async with transaction():
                    assert await account.add_address(asker.person.account, email, cast.clock.now)
                    await connection().execute(
                        "UPDATE account_email SET verified_on = verified_on - 8 WHERE account = $1",
                        asker.person.account,
                    )
            return {"email": email}
        case "register/finish":
            return {"email": email, "code": "1234 5678", "name": "A Doctor", "password": PASSWORD}
        case "reset/finish":
            return {"email": email, "code": "1234 5678", "password": PASSWORD}
        case "invitations/look":
            return {"token": prepared.token if of == "holder" else "no such token"}
        case "invitations/redeem":
            # The holder of a letter who does not know to whom it went.
            token = prepared.token if of == "holder" else "no such token"
            return {"token": token, "email": email, "name": "A Doctor", "password": PASSWORD}
        case "passkeys/register/finish" | "passkeys/log-in/finish" | "passkeys/confirm/finish":
            return {"credential": {"id": "AAAA", "response": {"clientDataJSON": "e30"}}}
        case "passkeys/confirm/options":
            await _passkey(asker.person)
    return None


def _subscription() -> dict[str, Any]:
    wish = {"kinds": ["meeting"], "schemes": [], "detail": False, "quiet_from": 1200, "quiet_to": 480}
    endpoint = f"https://updates.push.services.mozilla.com/wpush/v2/{uuid4().hex}"
    return {**wish, "zone": "Europe/London", "endpoint": endpoint, **Browser().keys()}


def _envelope(cast: Cast, asker: Asker, of: str) -> dict[str, Any]:
    said = {**asker.phone.envelope(), "mutations": []}
    if of == "other-device":
        said["device"] = str(cast.other.phone.id)
    if of == "other-account":
        said["account"] = str(cast.other.account)
    return said


async def _photo(cast: Cast, asker: Asker, of: str) -> Question:
    name = await photo_of(cast)
    if of == "mine" and asker.person is not None:
        await pool().execute(
            "INSERT INTO photo SELECT $1, hash, body, sent_on FROM photo WHERE account = $2"
            " ON CONFLICT DO NOTHING",
            asker.person.account,
            cast.other.account,
        )
        return Question(f"/api/photos/{name}?bucket=doctor:{asker.person.account}")
    named = {"here": cast.here, "inner": cast.inner, "hidden": cast.hidden}
    bucket = f"directory:{named[of]}" if of in named else f"doctor:{cast.other.account}"
    return Question(f"/api/photos/{name}?bucket={bucket}")


async def _passkey(whose: Any) -> Any:
    """A passkey of theirs, as far as the table is concerned; of nobody's when there is nobody."""
    passkey = uuid4()
    if whose is not None:
        async with transaction() as here:
            await here.execute(
                "INSERT INTO passkey (id, account, credential, public_key, sign_count, name, created_on)"
                " VALUES ($1, $2, $3, $3, 0, 'Phone', $4)",
                passkey,
                whose.account,
                passkey.bytes,
                date(2026, 11, 23),
            )
    return passkey


async def _calendar(cast: Cast, asker: Asker, of: str) -> str:
    """A token of theirs, of the other's, one that was taken back, or one that never was."""
    if of == "nowhere" or (of == "mine" and asker.person is None):
        return "A" * 43
    who = asker.known if of == "mine" else cast.other if of == "other" else cast.third
    await cast.world.does(who, "calendar.open", OpenCalendar())
    token = await pool().fetchval("SELECT token FROM calendar WHERE account = $1", who.account)
    if of == "gone":
        await cast.world.does(who, "calendar.revoke", RevokeCalendar())
    return str(token)


async def _event(cast: Cast, asker: Asker, of: str) -> str:
    """One that they have a place at, or that another has."""
    if of == "nowhere":
        return str(uuid4())
    event = await held(cast, cast.here)
    who = cast.other if of == "other" or asker.person is None else asker.known
    await cast.world.does(who, "rsvp.set", SetRsvp(event=UUID(event), going=True))
    return event


async def _meeting(cast: Cast, asker: Asker, of: str) -> UUID:
    """An agreed meeting of a pair of theirs, of one kept from them, or of others; `waits`: not agreed yet."""
    meeting = uuid4()
    if of == "nowhere":
        return meeting
    pair = cast.pair if of == "other" else await paired(cast, asker, "agreed", seen=of != "unseen")
    agreed = (cast.clock.now + timedelta(days=3), cast.clock.now + timedelta(days=3, minutes=45))
    wall = ("2026-11-26T09:00", "Europe/London", cast.clock.now)
    when = (None,) * 5 if of == "waits" else (*agreed, *wall)
    await pool().execute(
        "INSERT INTO meeting (id, relationship, state, minutes, mode, proposed_by, changed_at,"
        " starts, ends, wall, zone, agreed_at)"
        " VALUES ($1, $2, $3, 45, 'video', $4, $5, $6, $7, $8, $9, $10)",
        *(meeting, pair, "proposed" if of == "waits" else "confirmed"),
        *(cast.other.account if of == "waits" else None, cast.clock.now, *when),
    )
    return meeting


async def _task(application: Litestar, scope: Any, receive: Any, send: Any) -> None:
    await application(scope, receive, send)


async def begins(application: Litestar, cookies: httpx.Cookies, path: str, query: str) -> tuple[int, bytes]:
    """Status and first event of a stream; then the asker goes away."""
    said: list[bytes] = []
    status: list[int] = []
    first = asyncio.Event()
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()

    async def receive() -> dict[str, Any]:
        if not status and not said:
            said.append(b"")
            return {"type": "http.request", "body": b"", "more_body": False}
        await first.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])
        elif message.get("body"):
            said.append(message["body"])
            first.set()

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"cookie", cookie)],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 8000),
        "state": {},
    }
    asking = asyncio.create_task(_task(application, scope, receive, send))
    waiting = asyncio.create_task(first.wait())
    await asyncio.wait({asking, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    asking.cancel()
    waiting.cancel()
    await asyncio.gather(asking, waiting, return_exceptions=True)
    return status[0], b"".join(said)
