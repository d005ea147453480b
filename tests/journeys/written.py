"""Words that somebody wrote into their reflections, and everything that must never hold them."""

import json
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import asyncpg
from playwright.async_api import BrowserContext, Page, Request

from tests import canary
from tests.journeys.place import Place
from tests.push import carrier
from tests.reflections.room import Room

PASSPHRASE = "gravel lantern oboe thirty-nine"  # of a person who does not exist
WORDS = {
    "title": "Zanzibarcanary",
    "text": "Quetzalcanary é",
    "tag": "Wombatcanary",
    "action": "Yellowhammercanary",
    "passphrase": PASSPHRASE,
}


def found(what: bytes) -> set[str]:
    """Which of the words are in these bytes."""
    return canary.found(what, WORDS.values())


class Watch:
    """Everything that left one browser, and what it showed outside the page: addresses, titles, cookies."""

    def __init__(self, context: BrowserContext) -> None:
        self.seen: list[bytes] = []
        self._context = context
        context.on("request", self._request)

    def _request(self, request: Request) -> None:
        said = [request.url, request.method, *(f"{name}: {value}" for name, value in request.headers.items())]
        self.seen += ["\n".join(said).encode(), request.post_data_buffer or b""]

    async def kept(self) -> None:
        """What lies in the browser beside the sealed database, and what stands in its windows' titles."""
        self.seen.append(json.dumps(await self._context.cookies()).encode())
        for page in self._context.pages:
            self.seen += [page.url.encode(), (await page.title()).encode()]
            if page.url.startswith("http") and "/reflections" not in page.url:
                self.seen.append(str(await page.evaluate(_KEPT)).encode())

    @property
    def found(self) -> set[str]:
        return set().union(*(found(each) for each in self.seen))


_KEPT = """async () => {
  const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      all.push(request.url, await (await caches.match(request)).text());
    }
  for (const { name } of await indexedDB.databases()) {
    if (name === "alongside-reflections") continue;
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames)
      for (const what of ["getAll", "getAllKeys"])
        await new Promise((done) => {
          const asked = database.transaction(store).objectStore(store)[what]();
          asked.onsuccess = () => {
            const text = (_, one) => one instanceof Uint8Array || one instanceof ArrayBuffer
              ? new TextDecoder().decode(one) : one instanceof Map || one instanceof Set ? [...one] : one;
            all.push(JSON.stringify(asked.result, text));
            done();
          };
        });
    database.close();
  }
  return all.join("\\n");
}"""


async def plant(context: BrowserContext, place: Place) -> None:
    """Somebody writes a reflection with all the words."""
    room = await Room(await context.new_page(), place.address).go("#2026-11-27")
    await room.begin(PASSPHRASE)
    await room.write(WORDS["text"], title=WORDS["title"], tags=WORDS["tag"], action=WORDS["action"])


async def reopen(context: BrowserContext, place: Place) -> None:
    """What was planted is unlocked and stands open beside the app."""
    room = await Room(await context.new_page(), place.address).go()
    await room.unlock(PASSPHRASE)
    await room.edit()


BROWSER = carrier.Browser()
"""Whose keys every phone here gives, so that what it is sent can be read."""


async def is_told(page: Page, place: Place) -> None:
    """This phone is told of everything, in full and at any hour, by the push service of this place."""
    said = {
        "kinds": ["notice", "event", "meeting"],
        "schemes": [str(scheme) for scheme in place.schemes.values()],
        "detail": True,
        "quiet_from": 0,
        "quiet_to": 0,
        "zone": "Europe/London",
        "endpoint": f"{place.push_origin}/wpush/{uuid4().hex}",
        **BROWSER.keys(),
    }
    answer = await page.context.request.put(f"{place.address}/api/webpush", data=said)
    assert answer.ok, await answer.text()


def read(messages: Iterable[carrier.Received]) -> list[bytes]:
    """Each as the push service has it, and what it cannot read."""
    return [part for each in messages for part in (_outside(each), BROWSER.opened(each.body))]


def _outside(message: carrier.Received) -> bytes:
    head = "\n".join(f"{name}: {value}" for name, value in message.headers.items())
    return f"{message.name}\n{head}\n".encode() + message.body


async def in_database(dsn: str) -> set[str]:
    """What every table holds, as text."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        seen: set[str] = set()
        for table in tables:
            rows = await connection.fetch(f"SELECT t::text AS row FROM {table['name']} AS t")
            seen |= found("\n".join(row["row"] for row in rows).encode())
        return seen
    finally:
        await connection.close()


def in_files(paths: Iterable[Path]) -> set[str]:
    return set().union(*(found(path.read_bytes()) for path in paths if path.is_file()))
