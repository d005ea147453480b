"""Locked means locked on the disk: what the profile holds, and what shows however one comes back."""

import asyncio
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.journeys.place import Place
from tests.reflections.looking import found, nowhere
from tests.reflections.machine import Machine, first_page, page_at
from tests.reflections.room import PASSPHRASE, Room

pytestmark = pytest.mark.whole_browser

WRITTEN = {
    "title": "Gandrolith on the ward",
    "text": "I said wexforbune too early.\n\nNext time: mopradicle, then listen. " * 40,
    "tags": "vaskerine, ablomure",
    "action": "Ask about turnefolk",
}
CANARIES = (
    *("gandrolith", "wexforbune", "mopradicle", "vaskerine", "ablomure", "turnefolk"),
    *PASSPHRASE.split(),
)
STORED, KEPT, TYPED = "clearstorvix", "clearkeptvix", "cleartypedvix"
KEEP_IN_CLEAR = """async ([stored, kept]) => {
  localStorage.setItem("plain", stored);
  await new Promise((done, failed) => {
    const asked = indexedDB.open("plain", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("words");
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const writing = asked.result.transaction("words", "readwrite", { durability: "strict" });
      writing.objectStore("words").put(`${kept} `.repeat(40), 1);
      writing.oncomplete = done;
    };
  });
}"""
FIELDS = "[...document.querySelectorAll('input, textarea')].map((field) => field.value).filter(Boolean)"


async def test_no_file_holds_a_word_after_a_kill(place: Place, machine: Machine, tmp_path: Path) -> None:
    """Killed while it stands open on the screen, with time enough for the browser to have kept it."""
    context = await machine.start()
    page = await first_page(context)
    room = await Room(page, place.address).go()
    key = await room.begin()
    await room.write(WRITTEN["text"], title=WRITTEN["title"], tags=WRITTEN["tags"], action=WRITTEN["action"])
    plain = await context.new_page()
    await _keep_in_clear(plain, place)
    # Typed later than the reflection: where this is found, the reflection had the time to be.
    await _until_on_disk(machine.profile, (STORED, KEPT, TYPED))
    await page.bring_to_front()
    await room.saved()
    await machine.kill()
    _copied_and_sought(machine.profile, tmp_path / "killed", (*CANARIES, key, *_parts(key)))

    room = await Room(await first_page(await machine.start()), place.address).go()
    await room.unlock()
    await room.read("Gandrolith")
    await expect(room.inside.get_by_text("wexforbune").first).to_be_visible()


async def test_a_session_that_is_brought_back_is_locked(
    place: Place, machine: Machine, tmp_path: Path
) -> None:
    """Closed while it is being written: the browser opens the tab again, and knows nothing of the text."""
    page = await first_page(await machine.start())
    await _keep_in_clear(page, place)
    room = await Room(page, place.address).go()
    key = await room.begin()
    await room.write(WRITTEN["text"], title=WRITTEN["title"], tags=WRITTEN["tags"], action=WRITTEN["action"])
    await machine.close()
    _copied_and_sought(machine.profile, tmp_path / "closed", (*CANARIES, key, *_parts(key)))

    page = await page_at(await machine.start("--restore-last-session"), room.address)
    room = Room(page, place.address)
    await room.locked()
    for frame in page.frames:
        assert await frame.evaluate(FIELDS) == []
    await room.unlock()
    await room.read("Gandrolith")


async def _keep_in_clear(page: Page, place: Place) -> None:
    """What the search has to find: words kept by a page of the same origin, and words typed into one."""
    await page.goto(f"{place.address}/robots.txt")
    await page.evaluate("document.body.append(document.createElement('textarea'))")
    await page.evaluate(KEEP_IN_CLEAR, [STORED, KEPT])
    await page.locator("textarea").press_sequentially(TYPED)


def _parts(key: str) -> tuple[str, ...]:
    """The recovery key as it may be kept: without its gaps, in smaller letters, and its halves."""
    bare = key.replace(" ", "").replace("-", "")
    groups = key.replace("-", " ").split()
    return bare, " ".join(groups), "-".join(groups[:3]), "".join(groups[2:5])


async def _until_on_disk(profile: Path, words: tuple[str, ...]) -> None:
    """The browser writes its session down some seconds after the last key."""
    async with asyncio.timeout(60):
        while not all(found(profile / "Default", words).values()):
            await asyncio.sleep(0.5)


def _copied_and_sought(profile: Path, copy: Path, canaries: tuple[str, ...]) -> None:
    shutil.copytree(profile, copy, symlinks=True, ignore=shutil.ignore_patterns("Singleton*"))
    where = found(copy, (*canaries, STORED, KEPT, TYPED))
    controls = {word: where.pop(word) for word in (STORED, KEPT, TYPED)}
    assert all(controls.values()), f"the search does not find what lies there in clear: {controls}"
    assert nowhere(where), where


async def test_it_is_locked_however_one_comes_back(place: Place, machine: Machine) -> None:
    context = await machine.start()
    page = await first_page(context)
    room = await Room(page, place.address).go("#2026-11-27")
    await room.begin()
    await room.write(WRITTEN["text"], title=WRITTEN["title"])
    await room.to_list()
    await room.lock()
    await room.unlock()

    # Another tab does not open with this one, and the first stays open.
    other = await Room(await context.new_page(), place.address).go()
    await other.locked()
    assert "Gandrolith" not in await _all_text(other.page)
    await page.bring_to_front()
    await expect(room.rows).to_have_count(1)
    await other.page.close()

    await page.reload()
    await room.unlock()

    # The back button, on a page that this browser keeps whole: the one after it proves that it does.
    await page.get_by_role("link", name="Back to Alongside").click()
    await page.wait_for_url(f"{place.address}/")
    await page.evaluate("globalThis.wasHere = true")
    await page.goto(f"{place.address}/robots.txt")
    await page.go_back(wait_until="commit")
    assert await page.evaluate("globalThis.wasHere") is True
    await page.go_back(wait_until="commit")
    await room.locked()
    assert "Gandrolith" not in await _all_text(page)
    await room.unlock()


async def _all_text(page: Page) -> str:
    return " ".join([await frame.evaluate("document.body.innerText") for frame in page.frames])


async def test_time_locks_it(place: Place, machine: Machine) -> None:
    """No waiting: the page's own clock is moved. What is hidden is hidden by a real other tab."""
    context = await machine.start()
    page = await first_page(context)
    await page.clock.install()
    room = await Room(page, place.address).go()
    await room.begin()
    other = await context.new_page()

    async def hide() -> None:
        await other.bring_to_front()
        await _until(page, "document.visibilityState === 'hidden'")

    await page.bring_to_front()
    await room.write(WRITTEN["text"], title=WRITTEN["title"])
    await room.to_list()
    await page.clock.fast_forward("14:30")
    await expect(room.rows).to_have_count(1)
    await page.clock.fast_forward("00:31")
    await room.unlock()

    await hide()
    await page.clock.fast_forward("04:50")
    await page.bring_to_front()
    await expect(room.rows).to_be_visible()
    await hide()
    await page.clock.fast_forward("05:00")
    await room.locked()
    await page.bring_to_front()
    await room.unlock()

    # Asleep in a pocket: no timer of the page runs in those eight hours.
    await hide()
    now = await page.evaluate("Date.now()")
    await page.clock.pause_at(now / 1000 + 1)
    await page.clock.set_system_time(now / 1000 + 8 * 3600)
    await page.bring_to_front()
    await room.locked()
    await page.clock.resume()
    await room.unlock()

    await page.clock.set_system_time(now / 1000 + 7 * 3600)
    await room.unlock()
    await machine.kill()


async def _until(page: Page, condition: str) -> None:
    for frame in page.frames:
        async with asyncio.timeout(20):
            while not await frame.evaluate(condition):
                await asyncio.sleep(0.02)


SHOWN = """() => {
  const box = document.querySelector("textarea");
  return box.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}"""


async def test_the_text_is_out_of_sight_while_the_page_is(place: Place, machine: Machine) -> None:
    """A phone takes a picture of every app that is put away."""
    context = await machine.start()
    page = await first_page(context)
    room = await Room(page, place.address).go()
    await room.begin()
    await room.write(WRITTEN["text"])
    inside = page.frames[1]
    assert await inside.evaluate(SHOWN)
    other = await context.new_page()
    await other.bring_to_front()
    await _until(page, "document.visibilityState === 'hidden'")
    assert not await inside.evaluate(SHOWN)
    await page.bring_to_front()
    await expect(room.text).to_be_visible()
    assert await inside.evaluate(SHOWN)


async def test_what_is_typed_just_before_leaving_is_kept(place: Place, machine: Machine) -> None:
    """By the link, by hiding it, and by Lock now. A tab that is closed at once gives the page no time."""
    context = await machine.start()
    page = await first_page(context)
    room = await Room(page, place.address).go()
    await room.begin()
    await room.write("one")
    await room.add(" two")
    await page.get_by_role("link", name="Back to Alongside").click()
    await page.wait_for_url(f"{place.address}/")
    await room.go()
    await room.unlock()
    assert await room.written() == "one two"

    await room.edit()
    await room.add(" three")
    await room.lock()
    await room.unlock()
    assert await room.written() == "one two three"

    other = await context.new_page()
    await page.bring_to_front()
    await room.edit()
    await room.add(" four")
    await other.bring_to_front()
    await expect(room.inside.locator(".where")).to_have_text("Saved on this phone")
    await page.close()
    room = await Room(other, place.address).go()
    await room.unlock()
    assert await room.written() == "one two three four"
