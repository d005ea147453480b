"""One engine: the sealed page with every route, and for each route a page that leaks by it alone."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.engines import Engine, Tab
from tests.seal.observers import Page, Sockets, Watch, Web
from tests.seal.pages import Pair, leaking, outside_the_room, pairs, sealed

RESOLVED = "dns-prefetch"
BARE = {"webtransport", "webrtc-stun", "webrtc-turn", "webrtc-inner", "preconnect"}
ARRIVES = {"opener": "opens", "embedder": "frames"}
"""Routes that need an accomplice round the page."""
TAKES_ALL = {"link-top", "top-location", "address-bar", "window-name", "top-document", *ARRIVES}
"""Routes that do something to the whole window."""
LEAVES = {"form-get", "form-post", "link", "link-new", "download", "pop-up", "location", "meta-refresh"} | (
    TAKES_ALL - set(ARRIVES)
)
TOGETHER, AT_ONCE = 14, 5
NAMES_READER = "<!doctype html><script>fetch('/relayed',{method:'POST',body:window.name})</script>"
WORKER = "self.addEventListener('message',({data})=>fetch('/relayed',{method:'POST',body:String(data)}))"


@dataclass
class Result:
    engine: str
    sealed: dict[str, set[str]] = field(default_factory=dict)
    """Pair -> who saw its word come out of the sealed page."""
    leaks: dict[str, set[str]] = field(default_factory=dict)
    """The same for the page that leaks on purpose by this pair."""
    shell: dict[str, set[str]] = field(default_factory=dict)
    """The same for the page round the room, were its own script to try."""
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {"sealed": {}, "leaks": {}, "shell": {}})
    """Word -> pair, of words that only a log of looked-up names can show."""
    inside: str = ""
    """What the sealed page itself says."""
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass
class Scene:
    own: Web
    foreign: Web
    watch: Watch
    sockets: Sockets
    pages: dict[str, Page]

    async def given(self, base: str, tried: Iterable[Pair]) -> dict[str, str]:
        ports = {
            pair.route: f"127.0.0.1:{await self.sockets.port(pair.word(base))}"
            for pair in tried
            if pair.route in BARE
        }
        return {
            "own": f"{self.own.address}/",
            "foreign": f"{self.foreign.address}/",
            "word": base,
            "bare": json.dumps(ports),
        }


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    watch = Watch()
    pages: dict[str, Page] = {
        "/accomplice": ({}, (Path(__file__).parent / "accomplice.html").read_text()),
        "/accomplice-worker.js": ({"Content-Type": "text/javascript"}, WORKER),
        "/reads-name": ({}, NAMES_READER),
    }
    own, foreign = (
        Web("our server", "localhost", watch, pages),
        Web("stranger", "127.0.0.1", watch, {"/reads-name": pages["/reads-name"]}),
    )
    sockets = Sockets(watch)
    await own.start()
    await foreign.start()
    try:
        yield Scene(own, foreign, watch, sockets, pages)
    finally:
        await own.stop()
        await foreign.stop()
        sockets.stop()


def resolved(result: Result, log: bytes) -> None:
    """What the engine's own log of looked-up names shows beyond what others saw."""
    text = log.lower()
    kinds = {"sealed": result.sealed, "leaks": result.leaks, "shell": result.shell}
    for kind, caught in kinds.items():
        for word, name in result.names[kind].items():
            if f"{word}.seal-check.invalid".encode() in text:
                caught.setdefault(name, set()).add("names looked up")


async def measure(engine: Engine, there: Scene, known: Collection[str] | None) -> Result:
    """`known`: pairs that this engine is known to let out of a leaking page; None: nothing is known yet."""
    result = Result(engine.name)
    accomplice = await engine.tab()
    await accomplice.go(f"{there.own.address}/accomplice")
    await _until(lambda: accomplice.text("#ready"), lambda text: text == "ready", 10)
    began = time.monotonic()
    await _sealed(engine, there, result)
    result.seconds["sealed"] = time.monotonic() - began
    began = time.monotonic()
    await _shell(engine, there, result)
    result.seconds["shell"] = time.monotonic() - began
    began = time.monotonic()
    await _leaks(engine, there, result, known)
    result.seconds["leaks"] = time.monotonic() - began
    return result


async def _sealed(engine: Engine, there: Scene, result: Result) -> None:
    base = f"canary{secrets.token_hex(4)}"
    all_pairs = pairs()
    given = await there.given(base, all_pairs)
    usual = [pair for pair in all_pairs if pair.route not in ARRIVES]
    quick = {"keep": "", "wait": "500", "frames": "12"}
    there.pages["/sealed"] = sealed({**given, **quick, "only": ",".join(pair.name for pair in usual)})
    tab = await engine.tab()
    await tab.go(f"{there.own.address}/sealed")
    others = [pair for pair in all_pairs if pair.route in ARRIVES]
    for pair in others:
        there.pages[f"/sealed-{pair.route}"] = sealed({**given, **quick, "only": pair.name})
        await _brought(there, pair, f"/sealed-{pair.route}", await engine.tab())
    await _until(lambda: tab.text("#status"), lambda text: text.startswith("All"), 60)
    result.inside = await tab.text("#results")
    await asyncio.sleep(1.5)  # what left late is seen late: one wait for all of them
    words = {pair.word(base): pair.name for pair in all_pairs}
    result.names["sealed"] = {word: name for word, name in words.items() if RESOLVED in name}
    result.sealed = {words[word]: who for word, who in there.watch.which(list(words)).items()}
    await tab.close()


async def _shell(engine: Engine, there: Scene, result: Result) -> None:
    """Where it could go: elsewhere, one page for each way; and everything else from one page."""
    base = f"shell{secrets.token_hex(4)}"
    gone = [pair for pair in pairs() if pair.route in LEAVES and pair.to == "foreign"]
    stays = [pair for pair in pairs() if pair.route not in LEAVES | set(ARRIVES)]
    tabs: list[Tab] = []
    # In parts: where the headers refuse one of them, Chromium ends the whole page.
    for number, some in enumerate([*_parted(stays, 12), *([pair] for pair in gone)]):
        given = await there.given(base, some)
        path = f"/shell-{base[5:]}-{number}"
        there.pages[path] = outside_the_room({**given, "only": ",".join(pair.name for pair in some)})
        tabs.append(await engine.tab())
        await tabs[-1].go(f"{there.own.address}{path}")
    tried = [*stays, *gone]
    result.names["shell"] = {pair.word(base): pair.name for pair in tried if pair.route == RESOLVED}
    result.shell = await _caught(there, tried, base, 2.5)
    await asyncio.gather(*(tab.close() for tab in tabs))


async def _leaks(engine: Engine, there: Scene, result: Result, known: Collection[str] | None) -> None:
    """First many in one window, each a page of its own in a frame; then in a window of its own whatever
    takes its window along; then again, with more patience, what ought to have been seen and was not.
    """

    def missed() -> list[Pair]:
        return [
            pair
            for pair in pairs()
            if pair.name not in result.leaks and (known is None or pair.name in known)
        ]

    # Those that never leave here come last: only there is a wait in vain.
    order = sorted(pairs(), key=lambda pair: known is not None and pair.name not in known)
    framed = [pair for pair in order if pair.route not in TAKES_ALL]
    for some in _parted(framed, TOGETHER):
        base = f"leak{secrets.token_hex(4)}"
        paths = [await _leaking_page(there, pair, base, result) for pair in some]
        frames = "".join(f'<iframe src="{path}"></iframe>' for path in paths)
        there.pages[f"/holds-{base[4:]}"] = ({}, f"<!doctype html>{frames}")
        tab = await engine.tab()
        await tab.go(f"{there.own.address}/holds-{base[4:]}")
        result.leaks.update(await _caught(there, some, base, 2.5))
        await tab.close()
    for some in _parted([pair for pair in order if pair.route in TAKES_ALL], AT_ONCE):
        await _leak_alone(engine, there, result, some, 2)
    for some in _parted(missed(), AT_ONCE):
        await _leak_alone(engine, there, result, some, 3)
    for some in _parted(missed(), 2 if known else AT_ONCE):
        await _leak_alone(engine, there, result, some, 6 if known else 4)


def _parted(some: list[Pair], size: int) -> list[list[Pair]]:
    return [some[first : first + size] for first in range(0, len(some), size)]


async def _leak_alone(
    engine: Engine, there: Scene, result: Result, some: list[Pair], patience: float
) -> None:
    base = f"leak{secrets.token_hex(4)}"
    tabs = [await engine.tab() for _ in some]
    for pair, tab in zip(some, tabs, strict=True):
        path = await _leaking_page(there, pair, base, result)
        if pair.route in ARRIVES:
            await _brought(there, pair, path, tab)
        else:
            await tab.go(f"{there.own.address}{path}")
    result.leaks.update(await _caught(there, some, base, patience))
    await asyncio.gather(*(tab.close() for tab in tabs))


async def _leaking_page(there: Scene, pair: Pair, base: str, result: Result) -> str:
    path = f"/leaks-{base[4:]}-{pair.route}-{pair.to}"  # no word in an address of ours
    there.pages[path] = leaking(pair, {**await there.given(base, [pair]), "keep": "", "wait": "100"})
    if pair.route == RESOLVED:
        result.names["leaks"][pair.word(base)] = pair.name
    return path


async def _caught(there: Scene, some: list[Pair], base: str, quiet: float) -> dict[str, set[str]]:
    """Who saw whose word, once all were seen, or every page came and then nothing for so many seconds."""
    words = {pair.word(base): pair.name for pair in some}
    ends = time.monotonic() + 30
    heard, last = -1, time.monotonic()
    while True:
        found = there.watch.which(list(words))
        if len(found) == len(some):
            break
        if heard != len(there.watch.seen):
            heard, last = len(there.watch.seen), time.monotonic()
        pages = sum(base[-8:] in path for path in there.pages)
        came = sum(b"-" + base[-8:].encode() in what for _, what in there.watch.seen)
        if time.monotonic() > (last + quiet if came >= pages else ends):
            break
        await asyncio.sleep(0.1)
    there.watch.seen.clear()
    return {words[word]: who for word, who in found.items()}


async def _brought(there: Scene, pair: Pair, path: str, tab: Tab) -> None:
    """The page as an accomplice brings it: opened by it, or in a frame of it."""
    await tab.go(f"{there.own.address}/accomplice?{ARRIVES[pair.route]}={path}")
    if ARRIVES[pair.route] == "opens":
        await _until(lambda: tab.text("#ready"), lambda text: text == "ready", 10)
        await tab.press("#opens")


async def _until(ask: Callable[[], Awaitable[str]], enough: Callable[[str], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not enough(await ask()):
        if time.monotonic() > until:
            raise TimeoutError("What was waited for did not come")
        await asyncio.sleep(0.05)
