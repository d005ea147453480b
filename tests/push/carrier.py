"""A push service of our own: takes messages as the browsers' makers' do, and speaks Firefox's protocol.

Browsers hold a websocket to it (hello, register, notification, ack, unregister); messages come as POSTs. It
answers as a test wants: slowly, with any status, or never.
"""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_ece import decrypt

SECRET = b"sixteen bytes 16"


@dataclass(frozen=True, slots=True)
class Received:
    """One message as it came, and of which subscription."""

    name: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 201
    after: float = 0
    """Seconds; the message has been received by then."""
    headers: Mapping[str, str] = field(default_factory=dict)


class Browser:
    """The keys of a browser that only a test knows, for subscriptions that no real one holds."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.p256dh = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.auth = SECRET

    def keys(self) -> dict[str, str]:
        return {
            name: base64.urlsafe_b64encode(value).rstrip(b"=").decode()
            for name, value in (("p256dh", self.p256dh), ("auth", self.auth))
        }

    def opened(self, body: bytes) -> bytes:
        plain: bytes = decrypt(body, private_key=self._key, auth_secret=self.auth)
        return plain


class PushService:
    def __init__(self) -> None:
        self.received: list[Received] = []
        self.behave: Callable[[str], Answer] = lambda _: Answer()
        self.port = 0
        self._browsers: dict[str, tuple[web.WebSocketResponse, str]] = {}
        self.registered: list[str] = []
        self.acknowledged: list[int] = []
        """What browsers said of each message; 100: opened, and given to the service worker."""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        """How often each subscription was sent to."""
        return Counter(each.name for each in self.received)

    @property
    def subscribed(self) -> set[str]:
        """Of real browsers."""
        return set(self._browsers)

    def endpoint(self, name: str) -> str:
        return f"{self.origin}/wpush/{name}"

    async def take(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = await request.read()
        self.received.append(Received(name, dict(request.headers), body))
        answer = self.behave(name)
        if answer.after:
            await asyncio.sleep(answer.after)
        if name in self.registered and name not in self._browsers:
            return web.Response(status=410)
        if name in self._browsers and answer.status < 300:
            await self._notify(name, body, request.headers["Content-Encoding"])
        return web.Response(status=answer.status, headers=dict(answer.headers))

    async def _notify(self, name: str, body: bytes, encoding: str) -> None:
        socket, channel = self._browsers[name]
        data = base64.urlsafe_b64encode(body).rstrip(b"=").decode()
        told = {"messageType": "notification", "channelID": channel, "version": uuid4().hex, "data": data}
        await socket.send_json({**told, "headers": {"encoding": encoding}})

    async def speak(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
        return socket

    async def _hear(self, socket: web.WebSocketResponse, said: Mapping[str, Any]) -> None:
        match said.get("messageType"):
            case "hello":
                uaid = said.get("uaid") or uuid4().hex
                hello: dict[str, Any] = {"uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
                await socket.send_json({"messageType": "hello", **hello})
            case "register":
                name = uuid4().hex
                self._browsers[name] = socket, said["channelID"]
                self.registered.append(name)
                place = {"channelID": said["channelID"], "status": 200, "pushEndpoint": self.endpoint(name)}
                await socket.send_json({"messageType": "register", **place})
            case "unregister":
                for name, (_, channel) in list(self._browsers.items()):
                    if channel == said["channelID"]:
                        del self._browsers[name]
                gone = {"channelID": said["channelID"], "status": 200}
                await socket.send_json({"messageType": "unregister", **gone})
            case "ack":
                self.acknowledged += [each["code"] for each in said["updates"]]
            case None:
                await socket.send_str("{}")


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """On a free port of this machine, in this loop."""
    service = PushService()
    application = web.Application(client_max_size=8192)
    application.router.add_get("/", service.speak)
    application.router.add_post("/wpush/{name}", service.take)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0)
    await site.start()
    service.port = runner.addresses[0][1]
    try:
        yield service
    finally:
        await runner.cleanup()
