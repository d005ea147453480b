"""What was shown as saved is there: after kills, on a full disk, with two windows, over an update."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Dialog, Page, expect

from tests.journeys.hands import kept, log_in, tap, up_to_date, update_now
from tests.journeys.place import Place
from tests.journeys.test_states import FILL
from tests.journeys.versions import next_version
from tests.reflections.house import close_account
from tests.reflections.killing import kill_while_typing
from tests.reflections.machine import Machine
from tests.reflections.room import PASSPHRASE, Room

SEED, KILLS = 20041, 12


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 360, "height": 640}, locale="en-GB")
    yield context
    await context.close()


async def test_killed_while_typing(place: Place, machine: Machine) -> None:
    """Kept is at least what was last shown as saved, and nothing that was not typed."""
    told = await kill_while_typing(machine, place.address, KILLS, SEED)
    assert told.lost == []
    assert told.saves > 0


async def test_a_full_disk_is_said_and_the_text_stays(place: Place, phone: BrowserContext) -> None:
    """The browser itself refuses to keep more, and later has room again."""
    await phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=place.address)
    page, elsewhere = await phone.new_page(), await phone.new_page()
    debugger = await phone.new_cdp_session(page)
    await debugger.send("Storage.overrideQuotaForOrigin", {"origin": place.address, "quotaSize": 6_000_000})
    await debugger.detach()
    room = await Room(page, place.address).go()
    await room.begin()
    await room.write("Kept before.")
    await elsewhere.goto(f"{place.address}/robots.txt")
    assert await elsewhere.evaluate(FILL) > 0

    await page.bring_to_front()
    await room.add(" Written on a full disk.")
    await expect(room.inside.get_by_role("heading", name="This is not saved")).to_be_visible()
    await expect(room.inside.get_by_text("This device has no space left.")).to_be_visible()
    await expect(room.inside.locator(".where")).to_contain_text("Not saved.")
    whole = "Kept before. Written on a full disk."
    await expect(room.text).to_have_value(whole)
    await room.press("Copy the text")
    assert await elsewhere.evaluate("navigator.clipboard.readText()") == whole
    # Neither way back goes on without a word.
    await room.back()
    await expect(room.text).to_have_value(whole)
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    async with page.expect_event("dialog"):
        await page.get_by_role("link", name="Back to Alongside").click()
    await expect(room.text).to_have_value(whole)

    await elsewhere.evaluate("indexedDB.deleteDatabase('holiday-pictures')")
    await room.press("Try again")
    await room.saved()
    await expect(room.inside.get_by_text("This is not saved")).to_have_count(0)
    await page.reload()
    await room.unlock()
    assert await room.written() == whole
    assert asked == ["beforeunload"]


async def test_two_windows_on_one_reflection_keep_both(place: Place, phone: BrowserContext) -> None:
    one = await Room(await phone.new_page(), place.address).go()
    await one.begin()
    await one.write("Both begin with this.")
    await one.to_list()
    other = await Room(await phone.new_page(), place.address).go()
    await other.unlock()
    await one.edit()
    await other.edit()
    await one.add(" One.")
    await one.saved()
    await other.add(" Other.")
    await other.saved()
    await expect(
        other.inside.get_by_text("This was changed in another window. Both are kept")
    ).to_be_visible()
    await one.add(" More of one.")
    await one.saved()
    await other.add(" More of the other.")
    await other.saved()
    for room in (one, other):
        await room.page.reload()
        await room.unlock()
        assert {await room.written(at) for at in range(await room.count())} == {
            "Both begin with this. One. More of one.",
            "Both begin with this. Other. More of the other.",
        }


def _newer_page(build: Path) -> None:
    """The page of reflections is another one too in the next version."""
    page = build / "reflections" / "index.html"
    text, times = re.subn("<title>", '<meta name="release" content="next"><title>', page.read_text(), count=1)
    assert times == 1
    page.write_text(text)
    worker = build / "worker.js"
    told, times = re.subn(
        r'("revision":")[0-9a-f]{32}(","url":"reflections/index.html")',
        rf"\g<1>{'0' * 32}\g<2>",
        worker.read_text(),
    )
    assert times == 1
    worker.write_text(told)


async def test_an_update_in_the_middle_of_writing(
    place: Place, phone: BrowserContext, tmp_path: Path
) -> None:
    """The old page writes on; the new one is locked, and reads what the old one wrote."""
    app = await phone.new_page()
    await app.goto(place.address)
    await kept(app)
    page = await phone.new_page()
    room = await Room(page, place.address).go()
    assert await page.evaluate("navigator.serviceWorker.controller !== null")
    await room.begin()
    await room.write("Begun in the old one,")
    build = next_version(tmp_path / "next", "0.2.0")
    _newer_page(build)
    await place.stop()
    await place.start(build)
    try:
        await room.add(" written on")
        await app.evaluate("navigator.serviceWorker.getRegistration().then((known) => known.update())")
        await update_now(app)
        await expect(app.get_by_text("An update is ready.")).to_have_count(0)
        await room.add(" while the next one came.")
        await room.saved()
        assert await page.locator("meta[name=release]").count() == 0
        await page.reload()
        await expect(page.locator("meta[name=release]")).to_have_count(1)
        await room.unlock()
        assert await room.written() == "Begun in the old one, written on while the next one came."
    finally:
        await place.stop()
        await place.start()


async def test_they_are_not_the_accounts(place: Place, phone: BrowserContext, browser: Browser) -> None:
    """Logged out, removed as a phone, account closed: the app's own words go, these stay and stay locked."""
    app = await phone.new_page()
    await _log_in(app, place)
    room = await Room(await phone.new_page(), place.address).go()
    await room.begin()
    await room.write("Mine, whoever is logged in.")
    await app.bring_to_front()
    await app.goto(f"{place.address}/you/log-out")
    await app.get_by_role("button", name="Log out", exact=True).click()
    await expect(app.get_by_role("heading", level=1)).to_contain_text("Mentoring")
    await _still(room)

    await _log_in(app, place)
    home = await browser.new_context()
    at_home = await home.new_page()
    await _log_in(at_home, place)
    await tap(at_home, "You")
    await tap(at_home, "Your phones")
    await at_home.get_by_role("button", name=re.compile("^Remove ")).first.click()
    await expect(app.get_by_role("heading", level=1)).to_have_text("This phone was removed from your account")
    await _still(room)
    await home.close()

    await _log_in(app, place, "leaver")
    await close_account(place, "leaver")
    await expect(app.get_by_role("heading", level=1)).to_have_text("This phone was removed from your account")
    await _still(room)


async def _log_in(page: Page, place: Place, who: str = "doctor") -> None:
    await page.goto(f"{place.address}/log-in")
    await log_in(page, place, who)
    await up_to_date(page)


async def _still(room: Room) -> None:
    await room.page.bring_to_front()
    await room.page.reload()
    await room.unlock()
    assert await room.written() == "Mine, whoever is logged in."


async def test_a_backup_opens_elsewhere_and_only_whole(
    place: Place, phone: BrowserContext, browser: Browser
) -> None:
    page = await phone.new_page()
    room = await Room(page, place.address).go()
    key = await room.begin()
    await room.write("The first.", title="First", tags="one, two", action="Ask again")
    await room.to_list()
    await room.write("The second, longer. " * 200)
    await room.to_list()
    await room.press("Backup and keys")
    await room.press("Make a backup")
    async with page.expect_download() as leaving:
        await room.press("Make the file")
    file = Path(await (await leaving.value).path()).read_bytes()
    await expect(room.inside.get_by_text("The file is with your downloads.")).to_be_visible()
    assert b"first" not in file.lower()

    fresh = await browser.new_context(viewport={"width": 360, "height": 640})
    other = await Room(await fresh.new_page(), place.address).go()
    await other.press("Restore a backup instead")
    whole, cut = "This key does not open them.", "Nothing was changed."
    for content, passphrase, said in (
        (file, "three words but wrong", whole),
        (file[: len(file) * 2 // 3], None, cut),
        (file[:-1], None, cut),
        *((_flipped(file, at), None, cut) for at in (len(file) // 3, len(file) // 2, len(file) - 40)),
    ):
        await _look_at(other, content, passphrase)
        await expect(other.inside.get_by_text(said)).to_be_visible()
        await expect(other.button("Restore")).to_have_count(0)
    await other.page.reload()
    await other.heading("Before you write").wait_for()

    await other.press("Restore a backup instead")
    await other.press("Use the recovery key")
    await _look_at(other, file, key, "Recovery key")
    await expect(other.inside.get_by_text("New here: 2.")).to_be_visible()
    await other.press("Restore")
    await other.at_list()
    await other.page.reload()
    await other.unlock()
    assert await other.count() == 2
    assert {await other.written(at) for at in (0, 1)} == {"The first.", "The second, longer. " * 200}
    await fresh.close()


def _flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


async def _look_at(room: Room, file: bytes, key: str | None, label: str = "Passphrase") -> None:
    await room.label("Backup file").set_input_files(
        {"name": "backup.txt", "mimeType": "text/plain", "buffer": file}
    )
    await room.label(label).fill(key or PASSPHRASE)
    await room.press("Look at the file")
