"""A doctor's reflections, first page to export: with no signal, by keyboard alone, and in every look."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Frame, Page, Request, expect

from server.settings import ROOT
from tests.journeys.hands import kept
from tests.journeys.place import Place
from tests.journeys.test_screens import AXE, COLOURS, LOOKS, RULES, SMALLEST
from tests.reflections.room import PASSPHRASE, Room

HEADERS: dict[str, str] = json.loads((ROOT / "pwa/dist/reflections/headers.json").read_text())[
    "reflections/index.html"
]


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 360, "height": 640}, locale="en-GB")
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A phone that holds the app, with nobody logged in. No script may break on it."""
    broken: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    assert not broken


def frame_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.parent_frame is not None)


async def test_all_of_it_with_no_signal(place: Place, page: Page) -> None:
    """From the app, which needs no account for it: written, found, changed, deleted, and locked."""
    asked: list[Request] = []
    await page.goto(f"{place.address}/together")
    await kept(page)
    await page.context.set_offline(True)
    await place.stop()
    try:
        page.context.on("request", lambda request: asked.append(request))
        await page.get_by_role("link", name="Reflections").click()
        room = Room(page, place.address)
        await room.begin()
        await room.write(
            "# What went on\nI listened.\n- say less", title="Night", tags="handover, Theatre", action="Ask"
        )
        await room.to_list()
        await room.write("Café round: a quiet one", title="Day")
        await room.to_list()
        for sought, found in (
            ("listened", ["Night"]),
            ("cafe", ["Day"]),
            ("HANDOVER night", ["Night"]),
            ("quiet listened", []),
            ("", ["Day", "Night"]),
        ):
            await room.label("Search").fill(sought)
            await expect(room.rows.locator("strong")).to_have_text(found)
        await room.label("Tag").select_option("Theatre")
        await expect(room.rows.locator("strong")).to_have_text(["Night"])
        await room.label("Tag").select_option("")
        await room.press("Actions")
        await room.inside.get_by_role("checkbox").check()
        await room.to_list()
        await room.read("Night")
        await expect(room.inside.get_by_role("heading", name="What went on")).to_be_visible()
        await expect(room.inside.get_by_role("listitem").filter(has_text="say less")).to_be_visible()
        await room.press("Delete")
        await room.press("Keep it")
        await room.press("Delete")
        await room.press("Delete")
        await room.at_list()
        await expect(room.rows.locator("strong")).to_have_text(["Day"])
        await page.reload()
        await room.unlock()
        await expect(room.rows.locator("strong")).to_have_text(["Day"])
        # Nothing but the page itself was asked for, and it came from this phone, with its headers.
        assert {request.url for request in asked} == {f"{place.address}/reflections/"}
        for request in asked:
            answer = await request.response()
            assert answer is not None
            assert answer.from_service_worker
            headers = await answer.all_headers()
            assert {name: headers.get(name) for name in HEADERS} == HEADERS
        await page.get_by_role("link", name="Back to Alongside").click()
        await page.get_by_role("heading", level=1).wait_for()
    finally:
        await place.start()


async def test_a_link_from_a_meeting_brings_its_day_and_nothing_else(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go("#2026-11-27")
    await room.begin()
    await room.press("Write about your meeting on Friday 27 November 2026")
    await room.text.fill("What stays with me")
    await room.saved()
    await room.to_list()
    await room.read("What stays with me")
    await expect(room.inside.get_by_text("About the meeting on Friday 27 November 2026")).to_be_visible()
    assert await page.title() == "Reflections - Alongside"
    for other in ("#2026-02-31", "#<b>", "#2026-11-27T10:00", "#title=x"):
        await page.goto("about:blank")
        await room.go(other)
        await room.unlock()
        await expect(room.inside.get_by_role("button", name=re.compile("your meeting"))).to_have_count(0)


async def test_the_recovery_key_opens_and_a_new_passphrase_replaces_the_old(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go()
    key = await room.begin()
    await room.write("Kept")
    await room.lock()
    await room.press("Use the recovery key")
    # As somebody reads it off paper: small letters, spaces, and a letter that looks like another.
    await room.label("Recovery key").fill(key.lower().replace("-", " ").replace("0", "o"))
    await room.press("Open")
    await room.at_list()
    await room.press("Backup and keys")
    await room.press("Change the passphrase")
    await room.label("New passphrase").fill("12345678901234")
    await room.press("Change the passphrase")
    await expect(room.label("New passphrase")).to_have_attribute("aria-invalid", "true")
    await room.label("New passphrase").fill("another oboe under gravel")
    await room.press("Change the passphrase")
    await room.inside.get_by_text("The passphrase is changed.").first.wait_for()
    await room.lock()
    await room.label("Passphrase").fill(PASSPHRASE)
    await room.press("Open")
    await expect(room.label("Passphrase")).to_have_attribute("aria-invalid", "true")
    await room.unlock("another oboe under gravel")
    await expect(room.rows).to_have_count(1)


async def test_a_passkey_opens_them(place: Place, page: Page) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "hasPrf": True,
            }
        },
    )
    room = await Room(page, place.address).go()
    await room.begin()
    await room.write("Kept")
    await room.to_list()
    await room.press("Backup and keys")
    await room.press("Passkey")
    await room.press("Add a passkey")
    await room.button("Remove the passkey").wait_for()
    await room.lock()
    await room.press("Open with a passkey")
    await room.at_list()
    await expect(room.rows).to_have_count(1)


async def test_letting_go_asks_once_and_deletes_nothing_by_itself(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go()
    await room.begin()
    for name in ("First", "Second"):
        await room.write("Words", title=name)
        await room.inside.get_by_text("Date, tags and actions").click()
        await room.label("Let go after").fill("2020-01-01")
        await expect(room.inside.locator(".where")).to_have_text("Saving")
        await room.saved()
        await room.to_list()
    await room.lock()
    await room.label("Passphrase").fill(PASSPHRASE)
    await room.press("Open")
    await room.heading("Let this one go?").wait_for()
    await room.press("Let it go")
    await room.heading("Let this one go?").wait_for()
    await room.press("Keep it")
    await room.at_list()
    await expect(room.rows).to_have_count(1)
    await room.lock()
    await room.unlock()
    await expect(room.rows).to_have_count(1)


async def test_an_export_is_a_plain_file_of_what_was_chosen(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go()
    await room.begin()
    await room.write("Some words", title="Chosen")
    await room.to_list()
    await room.write("Other words", title="Left out")
    await room.to_list()
    await room.press("Backup and keys")
    await room.press("Export for a portfolio")
    await room.inside.get_by_role("checkbox", name=re.compile("Chosen")).check()
    async with page.expect_download() as leaving:
        await room.press("As a text file")
    text = Path(await (await leaving.value).path()).read_text()
    assert "Chosen" in text
    assert "Some words" in text
    assert "Left out" not in text


async def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """By the Tab key alone, to what a screen reader calls this."""
    frame = frame_of(page)
    wanted = (
        frame.get_by_role("button", name=name, exact=True)
        .or_(frame.get_by_label(name, exact=True))
        .or_(frame.locator("summary", has_text=name))
        .and_(frame.locator(":focus"))
    )
    for _ in range(60):
        if await wanted.count():
            return
        await page.keyboard.press(key)
    raise AssertionError(f"no way to {name} by keyboard")


async def _press(page: Page, name: str, key: str = "Tab") -> None:
    await _tab_to(page, name, key)
    await page.keyboard.press("Enter")


async def _type(page: Page, name: str, text: str) -> None:
    await _tab_to(page, name)
    await page.keyboard.type(text)


async def test_by_keyboard_and_by_what_a_screen_reader_says_alone(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go()
    await room.heading("Before you write").wait_for()
    # Each page begins at its heading, so that it is read first.
    await expect(room.heading("Before you write")).to_be_focused()
    await _press(page, "Continue")
    await expect(room.heading("Choose a passphrase")).to_be_focused()
    await _type(page, "Passphrase", "short")
    await page.keyboard.press("Enter")
    await expect(room.label("Passphrase")).to_be_focused()
    await expect(room.label("Passphrase")).to_have_accessible_description(
        re.compile("at least 12 characters", re.I)
    )
    await page.keyboard.press("Control+A")
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press("Enter")
    await expect(room.heading("Your recovery key")).to_be_focused()
    key = await room.inside.locator(".key").inner_text()
    await _type(page, "Type the last group of the key", key.split("-")[-1])
    await page.keyboard.press("Enter")
    await expect(room.heading("Reflections")).to_be_focused()
    await _press(page, "New reflection")
    await expect(room.heading("New reflection")).to_be_focused()
    await _type(page, "Title", "Handover")
    await _type(page, "What you want to write", "I listened.")
    # Said in the voice that a screen reader hears, once the typing has stopped.
    await expect(room.inside.get_by_role("status").filter(has_text="Saved on this phone")).to_have_count(1)
    await _press(page, "Date, tags and actions")
    await _press(page, "Add an action")
    await _type(page, "Action 1", "Ask")
    await _tab_to(page, "Action 1 is done")
    await page.keyboard.press("Space")
    await room.saved()
    await _press(page, "Back", "Shift+Tab")
    await expect(room.heading("Reflections")).to_be_focused()
    await _type(page, "Search", "listened")
    await _press(page, await _row(room))
    await expect(room.heading("Handover")).to_be_focused()
    await _press(page, "Lock now", "Shift+Tab")
    await room.locked()
    await _type(page, "Passphrase", PASSPHRASE)
    await page.keyboard.press("Enter")
    await room.at_list()


async def _row(room: Room) -> str:
    """What the only row of the list is called."""
    return (await room.rows.inner_text()).replace("\n", " ").strip()


VIOLATIONS = """async (only) => {
  const found = await axe.run(document, { runOnly: only, iframes: false, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
}"""


async def _faults(page: Page, where: str) -> list[str]:
    """What axe finds in the room, and in the shell round it; and whether either is wider than the screen."""
    faults: list[str] = []
    for look, size, colours in LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        only = {
            "type": "tag" if colours == "light" else "rule",
            "values": RULES if colours == "light" else COLOURS,
        }
        for frame in page.frames:
            if not await frame.evaluate("'axe' in window"):
                await frame.evaluate(AXE)
            found: list[str] = await frame.evaluate(VIOLATIONS, only)
            # The only heading of the whole page stands in the room.
            in_shell = frame.parent_frame is None
            faults += [
                f"{where} ({look}): {fault}"
                for fault in found
                if not (in_shell and fault.startswith("page-has-heading-one"))
            ]
    await page.set_viewport_size(SMALLEST)
    for frame in page.frames:
        if await frame.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{where} is wider than {SMALLEST['width']}")
    return faults


async def test_axe_finds_nothing_on_any_page_of_the_room(place: Place, page: Page) -> None:
    room = await Room(page, place.address).go("#2026-11-27")
    await room.heading("Before you write").wait_for()
    faults = await _faults(page, "before")
    await room.press("Continue")
    await room.label("Passphrase").fill("short")
    await room.press("Continue")
    faults += await _faults(page, "a weak passphrase")
    await room.label("Passphrase").fill(PASSPHRASE)
    await room.press("Continue")
    await room.heading("Your recovery key").wait_for()
    faults += await _faults(page, "the recovery key")
    key = await room.inside.locator(".key").inner_text()
    await room.label("Type the last group of the key").fill(key.split("-")[-1])
    await room.press("Continue")
    await room.at_list()
    faults += await _faults(page, "an empty list")
    await room.write(
        "# Once\n\nMore *than* **that**.\n\n> said\n\n- one", title="Night", tags="a, b", action="Ask"
    )
    faults += await _faults(page, "writing")
    await room.to_list()
    faults += await _faults(page, "the list")
    await room.press("Actions")
    faults += await _faults(page, "actions")
    await room.to_list()
    await room.read("Night")
    faults += await _faults(page, "reading")
    await room.press("Delete")
    faults += await _faults(page, "deleting")
    await room.press("Keep it")
    await room.to_list()
    await room.press("Backup and keys")
    faults += await _faults(page, "backup and keys")
    for name in (
        "Make a backup",
        "Restore a backup",
        "Export for a portfolio",
        "Change the passphrase",
        "Make a new recovery key",
        "Delete everything",
    ):
        await room.press(name)
        await expect(room.heading("Backup and keys")).to_have_count(0)
        faults += await _faults(page, name)
        await room.press("Back")
    await room.lock()
    faults += await _faults(page, "locked")
    await room.label("Passphrase").fill("not the right words here")
    await room.press("Open")
    await expect(room.label("Passphrase")).to_have_attribute("aria-invalid", "true")
    faults += await _faults(page, "a wrong key")
    await page.goto(f"{place.address}/reflections/check")
    await page.get_by_role("button", name="Try every way out").wait_for()
    for look, size, colours in LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        await page.evaluate(AXE)
        found = await page.evaluate(VIOLATIONS, {"type": "tag", "values": RULES})
        faults += [f"check ({look}): {fault}" for fault in found]
    assert not faults, "\n".join(faults)
