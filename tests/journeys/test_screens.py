"""Every screen, looked at: narrow and wide, light and dark; and what axe says of each.

A screen is opened once and looked at in every way, as by somebody who turns the phone and dims it. Axe asks
all that it knows of each layout, and in the dark what only the dark can change.
"""

import re
from collections.abc import Sequence
from typing import Literal

import pytest
from playwright.async_api import Page, ViewportSize

from server.settings import ROOT
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import PICTURED, PICTURES, kept, shared_link, tap
from tests.journeys.place import Place

AXE = (ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block", "target-size"]
"""The rules that light and dark can answer differently; and the size of what is tapped."""
NARROW: ViewportSize = {"width": 360, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 800}
LOOKS: list[tuple[str, ViewportSize, Literal["light", "dark"]]] = [
    ("narrow-light", NARROW, "light"),
    ("narrow-dark", NARROW, "dark"),
    ("wide-dark", WIDE, "dark"),
    ("wide-light", WIDE, "light"),
]
SMALLEST: ViewportSize = {"width": 320, "height": 640}
"""1280 wide at 400 % zoom, and the smallest phone."""
NEW_SCHEME = "019ac000-0000-7000-8000-000000000000"
"""Of which nothing is drafted yet."""
SUGGESTED = shared_link(
    ("t", "35277150-35278590-35280120"), ("m", "60"), ("p", "Café by the lift, 2nd floor")
)
ANSWERED = shared_link(("a", "35277150"), ("m", "60"), ("p", "Café by the lift, 2nd floor"))
NONE_SUITS = shared_link(("a", "none"), ("m", "60"), ("p", ""))
STRANGERS = [
    "/welcome",
    "/log-in",
    "/register",
    "/reset",
    "/closed",
    "/invitation",
    "/room",
    "/together",
    "/together/turns",
    "/together/cards",
    "/together/cards?set=listening",
    "/together/cards?set=egan",
    "/together/times",
    "/together/link",
    SUGGESTED,
    ANSWERED,
    NONE_SUITS,
]
DOCTORS = [
    "/",
    "/mentors?scheme=PEER",
    "/mentors?scheme=NEW",
    "/schemes",
    "/schemes/PEER",
    "/schemes/CIRCLE",
    "/schemes/PEER/taking-part",
    "/schemes/PEER/until/pause",
    "/not-now",
    "/contacts",
    "/guidance",
    "/notices",
    "/you",
    "/you/name",
    "/you/about",
    "/you/taking-part",
    "/you/private",
    "/people",
    "/people/nobody",
    "/join",
    "/schemes/HARBOUR",
    "/schemes/HARBOUR/taking-part",
    "/schemes/HARBOUR/match",
    "/schemes/CIRCLE/offer",
    "/you/reflections",
    "/you/rota",
    "/you/rota/file",
    "/you/rota/paste",
    "/you/rota/pattern",
    "/you/calendar",
    "/you/telling",
    "/meetings/nobody/letter",
    "/you/left",
    "/you/devices",
    "/you/passkeys",
    "/you/emails",
    "/you/close",
    "/you/log-out",
    "/waiting",
    "/attention",
    "/nowhere",
]
MENTORS = [
    "/",
    "/you/taking-part",
    "/schemes/PEER/taking-part",
    "/schemes/PEER/leave/mentor",
    "/you/listing",
    "/you/listing/about",
    "/you/listing/topics",
    "/you/listing/modes",
    "/you/listing/usually_free",
    "/you/listing/photo",
    "/you/free",
    "/you/free/day/4",
    "/you/free/day/2037-01-15",
    "/you/free/day/sometime",
    "/you/free/set/lengths",
    "/you/free/set/notice_hours",
    "/you/free/set/places",
    "/you/free/set/zone",
    "/you/free/set/valid_from",
    "/you/free/set/paused_until",
]
PAIRED = [
    "/",
    "/people",
    "/people/ASKED",
    "/people/ASKS",
    "/people/TRYING",
    "/people/TRYING/agree",
    "/people/AGREED",
    "/people/AGREED/rest",
    "/people/AGREED/end",
    "/people/AGREED/times",
    "/people/TRYING/times",
    "/meetings/UNANSWERED",
    "/meetings/UNANSWERED/times",
    "/meetings/SENT",
    "/meetings/ARRANGED",
    "/meetings/ARRANGED/times",
    "/meetings/MOVING",
    "/meetings/BEEN",
    "/meetings/TOOK_PLACE",
    "/meetings/DROPPED",
    "/meetings/SHUT",
    "/meetings/nothing",
    "/people/RESTING",
    "/people/LEFT",
    "/people/OFFERED",
    "/people/CIRCLED",
    "/schemes/HARBOUR",
    "/schemes/HARBOUR/offer",
    "/schemes/HARBOUR/match",
    "/join#7KM2Q9XD",
    "/you/private",
    "/you/private/pair/AGREED",
    "/you/calendar",
]
COORDINATORS = [
    "/scheme",
    "/scheme/PEER/members",
    "/scheme/PEER/invite",
    "/scheme/PEER/import",
    "/scheme/PEER/totals",
    "/scheme/PEER/pages",
    "/scheme/PEER/pages/new",
    "/scheme/PEER/notices",
    "/scheme/PEER/notices/new",
    "/scheme/PEER/charter",
    "/scheme/PEER/charter/name",
    "/scheme/PEER/charter/state",
    "/scheme/PEER/charter/definition",
    "/scheme/PEER/charter/expectations",
    "/scheme/PEER/charter/matching",
    "/scheme/PEER/charter/session_cap",
    "/scheme/PEER/charter/contact",
    "/scheme/PEER/charter/whole",
    "/scheme/PEER/charter/publish",
    f"/scheme/{NEW_SCHEME}/charter",
    f"/scheme/{NEW_SCHEME}/charter/whole",
    f"/scheme/{NEW_SCHEME}/charter/publish",
]
LEADS = [
    "/scheme",
    "/scheme/MATCHED/members",
    "/scheme/MATCHED/requests/REQUEST",
    "/scheme/MATCHED/requests/nothing",
    "/scheme/MATCHED/outside/QUESTION",
    "/scheme/MATCHED/pairs",
    "/scheme/PEER/pairs",
]

GOERS = [
    "/",
    "/events",
    "/schemes/COURSES",
    "/schemes/COURSES/events",
    "/events/TASTER",
    "/events/RUNNING",
    "/events/RUNNING/certificate",
    "/events/nothing",
]
CONVENORS = [
    "/scheme",
    "/scheme/COURSES/events",
    "/scheme/COURSES/events/TASTER",
    "/scheme/COURSES/events/RUNNING",
    "/scheme/COURSES/events/TASTER/change",
    "/scheme/COURSES/publish-event",
]


PEOPLE: list[tuple[str | None, list[str]]] = [
    (None, STRANGERS),
    ("second", DOCTORS),
    ("mentor", MENTORS),
    ("paired", PAIRED),
    ("coordinator", COORDINATORS),
    ("lead", LEADS),
    ("attender", GOERS),
    ("convenor", CONVENORS),
]
# Nothing has changed on the page for a tenth of a second.
STILL = """() => new Promise((resolve) => {
  let waiting;
  const still = () => { changes.disconnect(); resolve(); };
  const again = () => { clearTimeout(waiting); waiting = setTimeout(still, 100); };
  const changes = new MutationObserver(again);
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  again();
})"""
# Axe takes what the tabs cover at this moment for too small a target; a person scrolls.
ASKED = """async (only) => {
  const tabs = document.querySelectorAll(".tabs");
  for (const each of tabs) each.style.position = "static";
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  for (const each of tabs) each.style.position = "";
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
}"""


async def shown(page: Page, place: Place, path: str) -> None:
    address = path
    for name, known in (place.schemes | place.pairs | place.meetings | place.waiting | place.events).items():
        address = re.sub(rf"\b{name.upper()}\b", str(known), address)
    await page.goto(place.address + address)
    await page.locator("main h1").wait_for()
    await page.evaluate(STILL)


async def pictured(page: Page, path: str, look: str, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds on a screen as it stands; and its picture, where pictures are asked for."""
    if PICTURED:
        name = re.sub(r"[^a-z]+", "-", path.lower()).strip("-") or "today"
        PICTURES.mkdir(exist_ok=True)
        await page.screenshot(path=PICTURES / f"{name}.{look}.png", full_page=True)
    # The page's policy forbids scripts from elsewhere; the debugger's evaluate is not bound by it.
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    only = {"type": "tag" if rules is RULES else "rule", "values": rules}
    found: list[str] = await page.evaluate(ASKED, only)
    return [f"{path} ({look}): {fault}" for fault in found]


async def in_every_look(page: Page, path: str) -> list[str]:
    """The same screen narrow and wide, light and dark; and not wider than the smallest."""
    faults: list[str] = []
    for look, size, colours in LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        faults += await pictured(page, path, look, RULES if colours == "light" else COLOURS)
        faults += await _too_wide(page, path)
    await page.set_viewport_size(SMALLEST)
    faults += await _too_wide(page, path)
    await page.set_viewport_size(NARROW)
    return faults


async def _too_wide(page: Page, path: str) -> list[str]:
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth ? innerWidth : 0")
    return [f"{path}: is wider than {wide}"] if wide else []


@pytest.mark.parametrize(("who", "paths"), PEOPLE, ids=[who or "stranger" for who, _ in PEOPLE])
async def test_axe_finds_nothing_on_any_screen(
    place: Place, new_phone: NewPhone, who: str | None, paths: list[str]
) -> None:
    faults: list[str] = []
    page = await new_phone(who)
    for path in paths:
        await shown(page, place, path)
        faults += await in_every_look(page, path)
    assert not faults, "\n".join(faults)


async def test_a_form_with_faults_and_an_answered_question_are_looked_at_too(
    place: Place, new_phone: NewPhone
) -> None:
    faults: list[str] = []
    stranger = await new_phone()
    await stranger.goto(f"{place.address}/log-in")
    await stranger.get_by_role("button", name="Log in", exact=True).click()
    await stranger.get_by_role("alert").wait_for()
    faults += await pictured(stranger, "/log-in-with-faults", "narrow-light")

    doctor = await new_phone("doctor", colours="dark")
    await doctor.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}&search=zzzz")
    await doctor.get_by_text("No mentors match.").wait_for()
    faults += await pictured(doctor, "/mentors-none", "narrow-dark")
    await doctor.get_by_role("button", name="Show all").click()
    await doctor.locator("ul.rows a").first.click()
    await doctor.get_by_text("How to meet").wait_for()
    faults += await pictured(doctor, "/mentor", "narrow-dark")
    await kept(doctor)
    await doctor.context.set_offline(True)
    await doctor.goto(f"{place.address}/you/name")
    await doctor.get_by_role("button", name="Save").click()
    await doctor.get_by_text("On this phone", exact=True).wait_for()
    faults += await pictured(doctor, "/you-name-saved", "narrow-dark")
    await doctor.goto(f"{place.address}/waiting")
    await doctor.get_by_role("button", name="Undo").wait_for()
    faults += await pictured(doctor, "/waiting-one", "narrow-dark")
    await doctor.get_by_role("button", name="Undo").click()
    await doctor.get_by_text("Nothing is waiting.").wait_for()
    assert not faults, "\n".join(faults)


async def test_a_turn_is_looked_at_in_all_its_states(place: Place, new_phone: NewPhone) -> None:
    """Three people, from the form with faults to even."""
    faults: list[str] = []
    phone = await new_phone()
    await phone.clock.install()
    await phone.goto(f"{place.address}/together/turns")

    async def seen(state: str) -> None:
        await phone.evaluate(STILL)
        faults.extend(await in_every_look(phone, f"/together-turn-{state}"))

    await tap(phone, "Continue")
    await phone.get_by_role("alert").wait_for()
    await seen("faults")
    await phone.get_by_label("Three").check()
    await phone.get_by_label("5 minutes", exact=True).check()
    await tap(phone, "Continue")
    await seen("ready")
    await phone.clock.fast_forward(1_000)
    await tap(phone, "Start: Person 1 speaks")
    await phone.clock.fast_forward("02:00")
    await seen("running")
    await tap(phone, "Bleep: pause")
    await seen("paused")
    await phone.clock.fast_forward(1_000)
    await tap(phone, "Carry on")
    await phone.clock.fast_forward("04:12")
    await seen("over")
    await tap(phone, "Change over")
    await seen("longer")
    for person in (2, 3):
        await phone.clock.fast_forward(1_000)
        await tap(phone, f"Start: Person {person} speaks")
        await phone.clock.fast_forward("07:00")
        await phone.get_by_text("over", exact=True).wait_for()
        await tap(phone, "We stopped on time")
    await phone.get_by_text("You are even.").wait_for()
    await seen("even")
    assert not faults, "\n".join(faults)


async def test_a_link_that_was_just_made_is_looked_at_too(place: Place, new_phone: NewPhone) -> None:
    faults: list[str] = []
    phone = await new_phone(colours="dark")
    await phone.goto(f"{place.address}/together/times")
    await tap(phone, "Make the link")
    await phone.get_by_role("alert").wait_for()
    faults += await pictured(phone, "/together-times-faults", "narrow-dark")
    for day in ("13", "14"):
        for label, typed in (("Day", day), ("Month", "1"), ("Year", "2037"), ("Time", "5:30pm")):
            await phone.get_by_label(label, exact=True).fill(typed)
        await tap(phone, "Add this time")
    await tap(phone, "Make the link")
    await phone.get_by_role("heading", name="Your link is ready").wait_for()
    faults += await pictured(phone, "/together-times-made", "narrow-dark")
    await phone.goto(place.address + SUGGESTED)
    await phone.get_by_role("radio").first.check()
    await tap(phone, "Make a link for your answer")
    await phone.get_by_role("heading", name="Your answer is ready").wait_for()
    faults += await pictured(phone, "/together-link-answer", "narrow-dark")
    assert not faults, "\n".join(faults)


async def test_a_charter_that_cannot_be_published_and_one_that_changed_are_looked_at_too(
    place: Place, new_phone: NewPhone
) -> None:
    """Offline, and taken back at the end: the region stays as it was."""
    faults: list[str] = []
    office = await new_phone("coordinator")
    await office.goto(f"{place.address}/scheme/{NEW_SCHEME}/charter/publish")
    await office.get_by_role("button", name="Publish", exact=True).click()
    await office.get_by_role("alert").wait_for()
    faults += await in_every_look(office, "/charter-to-put-right")
    await kept(office)
    await office.context.set_offline(True)
    peer = f"{place.address}/scheme/{place.schemes['peer']}/charter"
    await office.goto(f"{peer}/session_cap")
    await office.get_by_label("Number of sessions").fill("many")
    await office.get_by_role("button", name="Save and continue").click()
    await office.get_by_role("alert").wait_for()
    faults += await in_every_look(office, "/charter-setting-with-faults")
    await office.get_by_label("Number of sessions").fill("9")
    await office.get_by_role("button", name="Save and continue").click()
    await office.get_by_text("On this phone", exact=True).wait_for()
    for path, words in (("", "Drafted"), ("/publish", "Before: 6 sessions. Now: 9 sessions.")):
        await office.goto(f"{peer}{path}")
        await office.get_by_text(words).wait_for()
        faults += await in_every_look(office, f"/charter-drafted{path}")
    await office.get_by_role("button", name="Publish", exact=True).click()
    await office.get_by_text("Your charter is on its way to be published.").wait_for()
    faults += await in_every_look(office, "/charter-published")
    await office.get_by_role("link", name="Read the charter").click()
    await office.get_by_role("heading", name="How it works").wait_for()
    await office.goto(f"{place.address}/waiting")
    for left in (1, 0):
        await office.get_by_role("button", name="Undo").last.click()
        await office.get_by_role("button", name="Undo").nth(left).wait_for(state="detached")
    await office.get_by_text("Nothing is waiting.").wait_for()
    assert not faults, "\n".join(faults)
