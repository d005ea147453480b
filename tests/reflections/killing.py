"""Kills a browser at random moments of typing and saving, and compares what is kept with what was shown."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from playwright.async_api import ConsoleMessage, Error, Page

from tests.reflections.machine import Machine, first_page
from tests.reflections.room import SAVED, Room

MARK = "shown as saved:"
WATCH = f"""(() => {{
  if (self === top) return;
  let last = null;
  new MutationObserver(() => {{
    const box = document.querySelector("textarea");
    if (box === null || document.querySelector(".where")?.textContent !== "{SAVED}") return;
    if (box.value === last) return;
    last = box.value;
    console.log("{MARK}" + last);
  }}).observe(document, {{ childList: true, characterData: true, subtree: true }});
}})()"""
"""In the room, the moment that the page says "Saved on this phone": the words that it says it of."""
LONGEST = 3.0
"""Seconds of typing before the latest kill."""


@dataclass
class Told:
    """What came of it. `lost`: in words, empty when all is well."""

    kills: int = 0
    saves: int = 0
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class _Round:
    """What is known of one that was being written when the browser went."""

    new: bool
    before: str
    typed: str = ""
    """All that may have reached the page."""
    shown: str | None = None
    """What was last shown as saved."""
    shows: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)


async def kill_while_typing(machine: Machine, address: str, times: int, seed: int) -> Told:
    chance, told, began = Random(seed), Told(), time.monotonic()  # noqa: S311 - the same kills every time
    kept: list[str] = []
    """Newest first."""
    last: _Round | None = None
    for at in range(times + 1):
        context = await machine.start()
        await context.add_init_script(WATCH)
        page = await first_page(context)
        room = await Room(page, address).go()
        if last is None:
            await room.begin()
        else:
            await room.unlock()
            await _compare(room, last, kept, told)
        if at == times:
            await _compare_all(room, kept, told)
            break
        last = await _round(room, kept, chance)
        await _type_until_killed(machine, page, last, chance)
        told.kills += 1
        told.saves += last.shows
        if told.kills % 10 == 0:
            print(f"{told.kills} kills, {told.saves} saves shown, {len(told.lost)} lost", flush=True)
    await machine.kill()
    told.seconds = time.monotonic() - began
    return told


async def _round(room: Room, kept: list[str], chance: Random) -> _Round:
    """Begin a new one, or go on with the newest."""
    if not kept or chance.random() < 0.3:
        await room.press("New reflection")
        await room.text.focus()
        return _Round(True, "")
    await room.edit()
    await room.text.press("Control+End")
    return _Round(False, kept[0])


async def _type_until_killed(machine: Machine, page: Page, now: _Round, chance: Random) -> None:
    """At any moment, or within a few milliseconds of a save that was shown."""

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith(MARK):
            now.shown = message.text.removeprefix(MARK)
            now.shows += 1
            if now.shows == wanted:
                now.heard.set()

    wanted = chance.choice((0, 0, 1, 2, 3))
    page.on("console", hear)
    typing = asyncio.create_task(_type(page, now, Random(chance.random())))  # noqa: S311 - as above
    # The random moment itself: nothing else is waited for.
    moment = chance.uniform(0, LONGEST)
    with suppress(TimeoutError):
        await asyncio.wait_for(now.heard.wait(), 60 if wanted else moment)
    await asyncio.sleep(chance.uniform(0, 0.03))
    await machine.kill()
    typing.cancel()
    with suppress(asyncio.CancelledError, Error):
        await typing


async def _type(page: Page, now: _Round, chance: Random) -> None:
    """Letters one by one with pauses that let a save begin, now and then a piece that was copied."""
    while True:
        if chance.random() < 0.02:
            piece = " ".join(f"{chance.randrange(10**6)}" for _ in range(400))
        else:
            piece = chance.choice("abcdefghijklmnopqrstuvwxyz      ")
        now.typed += piece
        await page.keyboard.insert_text(piece)
        await asyncio.sleep(chance.choice((0.0, 0.02, 0.05, 0.4)))


async def _compare(room: Room, last: _Round, kept: list[str], told: Told) -> None:
    there = await room.count()
    is_there = not last.new or there == len(kept) + 1
    if there != len(kept) + (last.new and is_there):
        told.lost.append(f"{there} are there, not {len(kept)}")
        return
    text = await room.written() if is_there else ""
    if not text.startswith(last.shown or last.before):
        told.lost.append(f"shown as saved {last.shown or last.before!r}, kept {text!r}")
    if not (last.before + last.typed).startswith(text):
        told.lost.append(f"typed {last.before + last.typed!r}, kept {text!r}")
    if not is_there:
        return
    if last.new:
        kept.insert(0, text)
    else:
        kept[0] = text


async def _compare_all(room: Room, kept: list[str], told: Told) -> None:
    await room.count()
    for at, text in enumerate(kept):
        await room.count()
        now = await room.written(at)
        if now != text:
            told.lost.append(f"kept {text!r}, now {now!r}")
