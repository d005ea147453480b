"""Two people, no scheme: turns that are equal after any interruption, and a link that no server reads."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import NARROW, NewPhone
from tests.journeys.hands import kept, log_in, look, shared_link, tap, up_to_date
from tests.journeys.place import Place

HELD = """async () => {
  const kept = (await indexedDB.databases()).filter(({ name }) => name !== "alongside-reflections");
  return [localStorage.length, sessionStorage.length, kept.length];
}"""
TONES = """() => {
  window.tones = 0;
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones += 1; return made.call(this); };
}"""


async def _clock(phone: Page) -> int:
    """The seconds on the clock's face."""
    shown = re.match(r"(\d+):(\d\d)", await phone.get_by_role("timer").inner_text())
    assert shown is not None
    return int(shown[1]) * 60 + int(shown[2])


async def _to_the_end(phone: Page) -> None:
    """Just before the end of the turn; the rest goes by itself."""
    await phone.clock.fast_forward((await _clock(phone) - 2) * 1_000)


async def _set_up(phone: Page, people: str, minutes: str) -> None:
    await phone.get_by_label(people, exact=True).check()
    await phone.get_by_label(minutes, exact=True).check()
    await tap(phone, "Continue")
    # Two taps at once are one, and this clock was only just set.
    await phone.clock.fast_forward(1_000)


async def test_two_people_have_the_same_time_whatever_the_phone_does(
    place: Place, new_phone: NewPhone
) -> None:
    """Logged out and with no signal: a bleep, a reload, a kill, a lock past the end; and even in the end."""
    phone = await new_phone()
    await kept(phone)
    await phone.context.set_offline(True)
    await phone.context.clock.install()
    await tap(phone, "Two of us, no scheme")
    await phone.get_by_role("link", name="Equal turns").click()
    await _set_up(phone, "Two", "5 minutes")
    await look(phone, "turns-1-ready")
    assert await _clock(phone) == 300
    await tap(phone, "Start: Person 1 speaks")
    await expect(phone.get_by_role("status")).to_have_text("Person 1 speaks.")
    await phone.clock.fast_forward("01:00")
    assert 220 < await _clock(phone) <= 240
    await look(phone, "turns-2-running")

    await tap(phone, "Bleep: pause")
    stopped = await _clock(phone)
    await phone.clock.fast_forward("12:00")
    await phone.reload()
    await expect(phone.get_by_role("status")).to_have_text("Paused. The clock stands still.")
    assert await _clock(phone) == stopped
    await look(phone, "turns-3-paused")
    await tap(phone, "Carry on")

    await phone.clock.fast_forward("01:00")
    await phone.reload()
    await expect(phone.get_by_role("status")).to_have_text("Person 1 speaks.")
    assert stopped - 90 < await _clock(phone) <= stopped - 60
    # Killed, and opened again two minutes later.
    again = await phone.context.new_page()
    await phone.close()
    phone = again
    await phone.clock.fast_forward("02:00")
    await phone.goto(f"{place.address}/together/turns")
    await expect(phone.get_by_role("status")).to_have_text("Person 1 speaks. 1 minute left.")
    # Locked, and found three minutes after the end.
    await phone.clock.fast_forward((await _clock(phone) + 180) * 1_000)
    await expect(phone.get_by_role("status")).to_have_text("Time to change over.")
    assert 180 <= await _clock(phone) < 200
    await expect(phone.get_by_text("over. The other person gets the same.")).to_be_visible()
    await look(phone, "turns-4-over")

    await tap(phone, "Change over")
    assert 480 <= await _clock(phone) < 500
    await phone.clock.fast_forward(1_000)
    await tap(phone, "Start: Person 2 speaks")
    # A browser lets nothing ring before a tap, and the switch says so after a reload.
    await phone.reload()
    await expect(phone.get_by_label("Sound when a turn ends")).not_to_be_checked()
    await _to_the_end(phone)
    await expect(phone.get_by_text("You are even.")).to_be_visible()
    await expect(phone.get_by_text(re.compile(r"Each of you has spoken for 8 minutes"))).to_be_visible()
    await look(phone, "turns-5-even")
    assert await phone.evaluate(HELD) == [0, 0, 0]
    await tap(phone, "Close")
    await expect(phone.get_by_label("Two", exact=True)).not_to_be_checked()


async def test_the_last_speaker_who_had_more_gives_it_back(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone()
    await phone.context.clock.install()
    await phone.goto(f"{place.address}/together/turns")
    await _set_up(phone, "Two", "5 minutes")
    await tap(phone, "Start: Person 1 speaks")
    await phone.clock.fast_forward("05:30")
    await tap(phone, "We stopped on time")
    await phone.clock.fast_forward(1_000)
    await tap(phone, "Start: Person 2 speaks")
    await phone.clock.fast_forward("07:00")
    await expect(phone.get_by_role("status")).to_have_text("Time is up.")
    await tap(phone, "Finish this turn")
    await expect(phone.get_by_role("status")).to_contain_text("Person 1 has 2 minutes")
    await look(phone, "turns-6-given-back")
    await phone.clock.fast_forward(1_000)
    await tap(phone, "Start: Person 1 speaks")
    await _to_the_end(phone)
    await expect(phone.get_by_text(re.compile(r"Each of you has spoken for 7 minutes"))).to_be_visible()


async def test_the_bell_rings_once_after_a_tap_and_also_beside_the_cards(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone()
    await phone.context.clock.install()
    await phone.goto(f"{place.address}/together/turns")
    await phone.evaluate(TONES)
    await _set_up(phone, "Three", "10 minutes")
    await expect(phone.get_by_label("Sound when a turn ends")).to_be_checked()
    await tap(phone, "Start: Person 1 speaks")
    await expect(phone.get_by_label("Sound when a turn ends")).to_be_checked()
    await phone.get_by_role("link", name="Listening cards").click()
    await phone.get_by_role("link", name="Listening", exact=False).last.click()
    await expect(phone.get_by_text("Card 1 of")).to_be_visible()
    await tap(phone, "Another card")
    await expect(phone.get_by_text("Card 2 of")).to_be_visible()
    await look(phone, "cards-with-a-turn")
    assert await phone.evaluate("window.tones") == 0
    await _to_the_end(phone)
    await expect(phone.get_by_text("Time to change over.")).to_be_visible()
    await phone.wait_for_function("window.tones === 3")
    await tap(phone, "Back to the turns")
    await expect(phone.get_by_role("status")).to_have_text("Time to change over.")
    await tap(phone, "Stop and clear")
    await expect(phone.get_by_text("Stopped. Nothing of it is kept on this phone.")).to_be_visible()
    assert await phone.evaluate(HELD) == [0, 0, 0]
    await tap(phone, "Undo")
    await expect(phone.get_by_role("status")).to_have_text("Time to change over.")


async def test_turns_that_nobody_came_back_to_are_gone_when_the_app_opens(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone()
    await phone.context.clock.install()
    await phone.goto(f"{place.address}/together/turns")
    await _set_up(phone, "Two", "15 minutes")
    assert (await phone.evaluate(HELD))[0] == 1
    await phone.clock.fast_forward("13:00:00")
    await phone.goto(f"{place.address}/welcome")
    await expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert await phone.evaluate(HELD) == [0, 0, 0]


async def test_a_turn_runs_by_keys_alone(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone()
    await phone.goto(f"{place.address}/together/turns")
    await phone.get_by_label("Two", exact=True).focus()
    await phone.keyboard.press("Space")
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Space")
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Enter")
    start = phone.get_by_role("button", name="Start: Person 1 speaks")
    await start.focus()
    for words in ("Bleep: pause", "Carry on", "Bleep: pause"):
        await phone.wait_for_timeout(450)
        await phone.keyboard.press("Enter")
        await expect(phone.get_by_role("button", name=words)).to_be_focused()
    await expect(phone.get_by_role("status")).to_have_text("Person 1 speaks.")


@dataclass
class Wire:
    """Between browsers and the server: every byte that browsers send, as it is."""

    port: int = 0
    sent: bytearray = field(default_factory=bytearray)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


@asynccontextmanager
async def _wire(place: Place) -> AsyncIterator[Wire]:
    wire = Wire()
    running: set[asyncio.Task[None]] = set()

    async def pass_on(
        source: asyncio.StreamReader, target: asyncio.StreamWriter, note: Callable[[bytes], None]
    ) -> None:
        try:
            while some := await source.read(65_536):
                note(some)
                target.write(some)
                await target.drain()
        except (ConnectionError, OSError):
            pass
        finally:
            target.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        task.add_done_callback(running.discard)
        server_reader, server_writer = await asyncio.open_connection("localhost", place.port)
        await asyncio.gather(
            pass_on(reader, server_writer, wire.sent.extend),
            pass_on(server_reader, writer, lambda _: None),
        )

    listening = await asyncio.start_server(connected, "localhost", 0)
    wire.port = listening.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        listening.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@pytest.fixture
async def wired(browser: Browser, place: Place) -> AsyncIterator[tuple[Wire, Callable[[], Awaitable[Page]]]]:
    broken: list[str] = []
    async with _wire(place) as wire:
        contexts = []

        async def new() -> Page:
            context = await browser.new_context(viewport=NARROW, locale="en-GB", accept_downloads=True)
            contexts.append(context)
            await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=wire.address)
            page = await context.new_page()
            page.on("pageerror", lambda error: broken.append(str(error)))
            return page

        yield wire, new
        for context in contexts:
            await context.close()
    assert not broken


async def test_nothing_of_a_suggested_time_reaches_the_server(
    place: Place, wired: tuple[Wire, Callable[[], Awaitable[Page]]], tmp_path: Path
) -> None:
    """One is logged in, the other has no account. The server is told that two people read a page."""
    wire, new = wired
    at = (datetime.now(UTC) + timedelta(days=30)).replace(hour=17, minute=0, second=0, microsecond=0)
    one = await new()
    await one.goto(f"{wire.address}/log-in")
    await log_in(one, place, "mentor30")
    await tap(one, "You")
    await tap(one, "Two of us, no scheme")
    await one.get_by_role("link", name="Suggest times by link").click()
    for number in range(2):
        day = at + timedelta(days=number)
        await one.get_by_label("Day", exact=True).fill(str(day.day))
        await one.get_by_label("Month").fill(str(day.month))
        await one.get_by_label("Year").fill(str(day.year))
        await one.get_by_label("Time", exact=True).fill("5:45pm")
        if number == 0:
            await tap(one, "Add this time")
    await one.get_by_label("How long, in minutes").fill("47")
    await one.get_by_label("Where, if you like").fill("Zöe’s canteen, by the fern")
    await tap(one, "Make the link")
    await expect(one.get_by_role("heading", name="Your link is ready")).to_be_focused()
    await look(one, "link-1-made")
    await tap(one, "Copy the link")
    await expect(one.get_by_text("Copied.")).to_be_visible()
    link = await one.evaluate("navigator.clipboard.readText()")

    other = await new()
    await other.goto(link)
    await expect(other.get_by_text("Zöe’s canteen, by the fern")).to_be_visible()
    # The way past the tabs does not cost the link its content.
    await other.locator(".nhsuk-skip-link").focus()
    await other.keyboard.press("Enter")
    await other.reload()
    await expect(other.get_by_text("47 minutes")).to_be_visible()
    assert await other.locator("input[type=radio]:checked").count() == 0
    await look(other, "link-2-opened")
    await other.get_by_role("radio").nth(1).check()
    await tap(other, "Make a link for your answer")
    await look(other, "link-3-answer")
    async with other.expect_download() as saving:
        await tap(other, "Put it in your calendar")
    saved = await saving.value
    assert saved.suggested_filename == "meeting.ics"
    await saved.save_as(tmp_path / "meeting.ics")
    file = (tmp_path / "meeting.ics").read_bytes().decode()
    assert "SUMMARY:Meeting\r\n" in file
    assert "mentor" not in file.lower()
    await tap(other, "Copy the link")
    answer = await other.evaluate("navigator.clipboard.readText()")
    assert answer != link
    assert await other.evaluate(HELD) == [0, 0, 0]

    await one.goto(answer)
    await expect(one.get_by_text("This time suits them.")).to_be_visible()
    await expect(one.get_by_text("5:45pm")).to_be_visible()
    await look(one, "link-4-answered")
    await one.goto(f"{wire.address}/you/left")
    await expect(one.get_by_text("fern")).to_have_count(0)
    await up_to_date(one)

    sent = bytes(wire.sent)
    assert b"GET /together/link HTTP/1.1" in sent
    assert b"POST /api/sync" in sent
    pieces = {piece for whole in (link, answer) for piece in re.split(r"[#&=+-]", whole.partition("#")[2])}
    telling = {piece for piece in pieces if len(piece) > 4} | {"fern", "canteen", "Zöe"}
    assert len(telling) > 7
    assert [piece for piece in telling if piece.encode() in sent] == []
    assert re.search(rb"(?m)^[A-Z]+ \S*#", sent) is None


async def test_a_link_that_is_cut_short_says_so_plainly(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone()
    whole = shared_link(("t", "35277150"), ("m", "60"), ("p", "Hall"))
    for link in (whole[:-1], whole.replace("Hall", "Wall"), "/together/link", "/together/link#page"):
        await phone.goto("about:blank")
        await phone.goto(place.address + link)
        await expect(phone.get_by_role("heading", level=1)).to_have_text("This link cannot be read")
    await phone.goto(place.address + whole)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Times for a meeting")
