"""An address from outside never makes this server connect inside: when it comes, nor when it is sent to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest

from server.database.engine import pool
from server.domain.webpush import telling
from server.webpush import sending
from server.webpush.endpoints import origin_of
from tests.domain.webpush.conftest import Phones, kept
from tests.domain.world import World

KNOWN = (
    "https://fcm.googleapis.com/fcm/send/dQw4:APA91b-x_y",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://android.googleapis.com/gcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA%3D",
    "https://web.push.apple.com/QGJ7",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%2b%3d",
)

# PORT is the trap's; SELF is our own server's. Whatever connects to either is caught.
HOSTILE = (
    # not a push service at all
    "https://127.0.0.1:PORT/x",
    "http://127.0.0.1:PORT/x",
    "http://localhost:PORT/x",
    "https://localhost:PORT/x",
    "http://[::1]:PORT/x",
    "https://[::1]:PORT/x",
    "http://0.0.0.0:PORT/x",
    "http://0:PORT/x",
    "http://127.1:PORT/x",
    "http://2130706433:PORT/x",
    "http://0x7f000001:PORT/x",
    "http://0177.0.0.1:PORT/x",
    "http://127.0.0.1.nip.io:PORT/x",
    "http://[::ffff:127.0.0.1]:PORT/x",
    "http://[0:0:0:0:0:ffff:7f00:1]:PORT/x",
    "https://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/x",
    "http://192.168.1.1/x",
    "https://[fd00::1]/x",
    "https://example.org/x",
    "https://postgres:5432/x",
    # another scheme
    "http://fcm.googleapis.com/x",
    "ws://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:PORT/x",
    "unix:///var/run/postgresql",
    "data:text/plain,x",
    "javascript:alert(1)",
    "//127.0.0.1:PORT/x",
    "HTTPS://FCM.GOOGLEAPIS.COM/x",
    # names that only look like one
    "https://fcm.googleapis.com.example.org/x",
    "https://fcm.googleapis.com./x",
    "https://xfcm.googleapis.com/x",
    "https://evilpush.apple.com/x",
    "https://push.apple.com/x",
    "https://push.services.mozilla.com.127.0.0.1.nip.io/x",
    "https://x.push.apple.com.localhost:PORT/x",
    "https://notify.windows.com.localhost/x",
    "https://.push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://-a.push.apple.com/x",
    "https://a_b.push.apple.com/x",
    "https://fcm.googleapis.com\u3002localhost/x",
    "https://\uff46cm.googleapis.com/x",
    "https://fcm.g\u043e\u043egleapis.com/x",
    # a second reading of the same address
    "https://fcm.googleapis.com@127.0.0.1:PORT/x",
    "https://fcm.googleapis.com:443@127.0.0.1:PORT/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://127.0.0.1:PORT\\@fcm.googleapis.com/x",
    "https://127.0.0.1:PORT#@fcm.googleapis.com/x",
    "https://127.0.0.1:PORT?@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@127.0.0.1:PORT/x",
    "https://fcm.googleapis.com%40127.0.0.1:PORT/x",
    "https://fcm.googleapis.com%2f@127.0.0.1:PORT/x",
    "https://127.0.0.1:PORT%2f.push.apple.com/x",
    "https://127.0.0.1:PORT/.push.apple.com/x",
    "https://fcm.googleapis.com#.push.apple.com/x",
    "https://fcm.googleapis.com/x#fragment",
    "https:fcm.googleapis.com/x",
    "https:/fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "https:\\\\127.0.0.1:PORT\\x",
    "https://fcm.googleapis.com/x\r\nHost: 127.0.0.1:PORT",
    "https://fcm.googleapis.com/x HTTP/1.1\r\nX: y",
    "https://fcm.googleapis.com\t/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/\u00e9",
    "https://fcm.googleapis.com/\x7f",
    # another port, or nowhere to send to
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:PORT/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com?x",
    "https://fcm.googleapis.com/" + "a" * 1024,
    "https://",
    "fcm.googleapis.com/x",
    "x",
)


@dataclass
class Trap:
    """Takes whatever connects to it, on both families of addresses, and counts."""

    port: int = 0
    caught: int = 0
    looked_up: list[str] = field(default_factory=list)

    async def take(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.caught += 1
        writer.close()

    def watch(self) -> aiohttp.TraceConfig:
        """Whatever aiohttp begins to connect to or asks the name of."""
        config = aiohttp.TraceConfig()

        async def begins(*_: object) -> None:
            self.looked_up.append("connection")

        config.on_connection_create_start.append(begins)
        config.on_dns_resolvehost_start.append(begins)
        return config


@asynccontextmanager
async def trap() -> AsyncIterator[Trap]:
    there = Trap()
    server = await asyncio.start_server(there.take, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    six = None
    with suppress(OSError):
        six = await asyncio.start_server(there.take, "::1", there.port)
    try:
        yield there
    finally:
        for each in (server, six):
            if each is not None:
                each.close()
                await each.wait_closed()


@pytest.mark.parametrize("endpoint", KNOWN)
def test_the_services_of_browsers_makers_are_known(endpoint: str) -> None:
    origin = origin_of(endpoint)
    assert origin is not None
    assert endpoint.replace(":443/", "/").startswith(f"{origin}/")


def test_a_service_of_ones_own_is_known_by_its_whole_origin() -> None:
    more = ("https://push.example:8443", "http://localhost:9")
    assert origin_of("https://push.example:8443/x", more) == "https://push.example:8443"
    assert origin_of("http://localhost:9/x", more) == "http://localhost:9"
    for other in ("https://push.example/x", "http://push.example:8443/x", "http://localhost:90/x"):
        assert origin_of(other, more) is None


async def test_hostile_addresses_are_refused_when_they_come(world: World, phones: Phones) -> None:
    assert len(HOSTILE) >= 60
    ada = await world.doctor("Ada Fell")
    await ada.phone.sync()
    async with trap() as there:
        for endpoint in HOSTILE:
            answer = await phones.ask(ada, endpoint=endpoint.replace("PORT", str(there.port)))
            assert (answer.status_code, endpoint) in {(409, endpoint), (400, endpoint)}
        assert there.caught == 0
    assert await kept("webpush_subscription") == 0


async def test_and_nothing_connects_when_they_are_in_the_table_all_the_same(
    world: World, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await world.doctor("Ada Fell")
    name = await phones.subscribe(ada)
    async with trap() as there:
        real = sending.client
        monkeypatch.setattr(telling, "client", lambda most: real(most, [there.watch()]))
        for endpoint in (each for each in HOSTILE if len(each) < 1000):  # what the table has room for
            told = endpoint.replace("PORT", str(there.port))
            await pool().execute("UPDATE webpush_subscription SET endpoint = $1", told)
            if not await kept("webpush_subscription"):
                await phones.subscribe(ada, name=name)
                await pool().execute("UPDATE webpush_subscription SET endpoint = $1", told)
            await phones.happens(ada.account)
            assert await phones.work() == []
        assert (there.caught, there.looked_up) == (0, [])
        # The same trap sees what does connect.
        await phones.subscribe(ada)
        await phones.happens(ada.account)
        assert len(await phones.work()) == 1
        assert there.looked_up
    # One that cannot be sent to is asked no more.
    assert await kept("webpush_subscription") == 1


@pytest.mark.parametrize(
    ("field_", "value"),
    [
        ("p256dh", ""),
        ("p256dh", "A" * 87),
        ("p256dh", "BA" + "A" * 85),
        ("p256dh", "not base64!"),
        ("auth", ""),
        ("auth", "A" * 21),
        ("auth", "A" * 24),
    ],
)
async def test_keys_that_no_browser_makes_are_refused(
    world: World, phones: Phones, field_: str, value: str
) -> None:
    ada = await world.doctor("Ada Fell")
    await ada.phone.sync()
    answer = await phones.ask(ada, endpoint=phones.service.endpoint("x"), **{field_: value})
    assert answer.json()["code"] == "push-unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": []},
        {"kinds": ["notice", "notice"]},
        {"kinds": ["everything"]},
        {"zone": "Europe/Nowhere"},
        {"zone": "'; DROP TABLE account; --"},
        {"quiet_from": 1440},
        {"quiet_to": -1},
        {"detail": "yes"},
        {"schemes": ["x"]},
        {"device": "another"},
    ],
)
async def test_wishes_that_make_no_sense_are_refused(
    world: World, phones: Phones, wrong: dict[str, object]
) -> None:
    ada = await world.doctor("Ada Fell")
    await ada.phone.sync()
    answer = await phones.ask(ada, **{"endpoint": phones.service.endpoint("x"), **wrong})
    assert answer.status_code == 400


async def test_an_answers_body_is_not_read(phones: Phones, world: World) -> None:
    """A service that sends without end is left after its first lines."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 99999999999\r\n\r\n")
        with suppress(ConnectionError):
            for _ in range(100_000):
                writer.write(b"x" * 65536)
                await writer.drain()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = asyncio.get_running_loop().time()
    async with sending.client(1) as session:
        said = await sending.send(
            session, f"http://127.0.0.1:{port}/x", b"x", "vapid t=x", timedelta(days=1), world.now
        )
    assert said.outcome == "taken"
    assert asyncio.get_running_loop().time() - began < 5
    server.close()
