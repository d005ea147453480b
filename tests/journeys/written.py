"""Words that somebody wrote into their reflections, and everything that must never hold them."""

import json
from collections.abc import Iterable
from pathlib import Path

import asyncpg
from playwright.async_api import BrowserContext, Page, Request

from tests import canary

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


async def plant(context: BrowserContext, address: str) -> Page:
    """Somebody writes a reflection with all the words, and leaves its page open beside the app."""
    page = await context.new_page()
    await page.goto(f"{address}/reflections/#2026-11-27")
    room = page.frame_locator("#room")
    button = room.get_by_role("button", name="Continue")
    await button.click()
    await room.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    await button.click()
    key = await room.locator(".key").inner_text()
    await room.get_by_label("Type the last group of the key").fill(key.split("-")[-1])
    await button.click()
    await room.get_by_role("button", name="New reflection").click()
    await room.get_by_label("Title").fill(WORDS["title"])
    await room.get_by_label("What you want to write").fill(WORDS["text"])
    await room.get_by_text("Date, tags and actions").click()
    await room.get_by_label("Tags").fill(WORDS["tag"])
    await room.get_by_role("button", name="Add an action").click()
    await room.get_by_label("Action 1", exact=True).fill(WORDS["action"])
    await room.get_by_text("Saved on this phone").first.wait_for()
    return page


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
