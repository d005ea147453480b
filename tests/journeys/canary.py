"""Words that somebody wrote into their reflections, and everything that must never hold them.

Each word is looked for as it is and in the forms in which words travel: UTF-16, base64 at each of its three
alignments, percent-encoded, and inside whatever gzip, zlib or brotli made of them.
"""

import base64
import contextlib
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import asyncpg
import brotli
from playwright.async_api import BrowserContext, Page, Request

PASSPHRASE = "gravel lantern oboe thirty-nine"  # of a person who does not exist
WORDS = {
    "title": "Zanzibarcanary",
    "text": "Quetzalcanary é",
    "tag": "Wombatcanary",
    "action": "Yellowhammercanary",
    "passphrase": PASSPHRASE,
}


def forms(word: str) -> Iterator[bytes]:
    """As it is, and as it travels."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield quote(word).encode()
    yield json.dumps(word).strip('"').encode()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # What the neighbours have a part in is left off.
        middle = coded[(4 if shift else 0) : (len(shift * b"0" + plain) // 3) * 4]
        yield middle
        yield middle.replace(b"+", b"-").replace(b"/", b"_")


FORMS = {form.lower(): name for name, word in WORDS.items() for form in forms(word) if len(form) > 7}


def found(what: bytes) -> set[str]:
    """Which of the words are in these bytes, by the field they were written in."""
    seen: set[str] = set()
    for piece in (what, *_unpacked(what)):
        low = piece.lower()
        seen |= {name for form, name in FORMS.items() if form in low}
    return seen


def _unpacked(what: bytes) -> Iterator[bytes]:
    for start in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", what):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(47).decompress(what[start.start() :])
    with contextlib.suppress(brotli.error):
        yield brotli.decompress(what)


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


def packed(word: str) -> list[bytes]:
    """The same word as several senders would send it: what the search must find."""
    plain = f'{{"about":"x{word} and more of it"}}'.encode()
    return [
        plain,
        quote(plain).encode(),
        base64.b64encode(plain),
        base64.b64encode(b"1" + plain),
        base64.urlsafe_b64encode(b"12" + plain),
        b"POST / HTTP/1.1\r\n\r\n" + gzip.compress(plain),
        zlib.compress(plain),
        brotli.compress(plain),
        plain.decode().encode("utf-16-le"),
    ]
