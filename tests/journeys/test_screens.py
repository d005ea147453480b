"""Every screen, looked at: narrow and wide, light and dark; and what axe says of each."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page, ViewportSize

from server.settings import ROOT
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, shared_link, tap
from tests.journeys.place import Place

PICTURES = Path(__file__).parent / "pictures"
AXE = (ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: list[tuple[str, ViewportSize, Literal["light", "dark"]]] = [
    ("narrow-light", {"width": 360, "height": 640}, "light"),
    ("narrow-dark", {"width": 360, "height": 640}, "dark"),
    ("wide-light", {"width": 1280, "height": 800}, "light"),
    ("wide-dark", {"width": 1280, "height": 800}, "dark"),
]
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
    "/meetings/nobody/letter",
    "/you/left",
    "/you/devices",
    "/you/passkeys",
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


async def shown(page: Page, place: Place, path: str) -> None:
    address = path
    for name, known in (place.schemes | place.pairs | place.meetings | place.waiting).items():
        address = re.sub(rf"\b{name.upper()}\b", str(known), address)
    await page.goto(place.address + address)
    await page.locator("main h1").wait_for()
    await page.wait_for_timeout(150)


async def _look(page: Page, place: Place, path: str, look: str) -> list[str]:
    """Shows a screen, takes its picture, and gives what axe finds."""
    await shown(page, place, path)
    return await pictured(page, path, look)


async def pictured(page: Page, path: str, look: str) -> list[str]:
    """The picture of a screen as it stands, and what axe finds."""
    """Takes a picture of what is shown, and gives what axe finds in it."""
    name = re.sub(r"[^a-z]+", "-", path.lower()).strip("-") or "today"
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.{look}.png", full_page=True)
    # Axe takes what the tabs cover at this moment for too small a target; a person scrolls.
    await page.evaluate(
        "for (const tabs of document.querySelectorAll('.tabs')) tabs.style.position = 'static'"
    )
    # The page's policy forbids scripts from elsewhere; the debugger's evaluate is not bound by it.
    found: dict[str, Any] = await page.evaluate(
        f"(async () => {{ {AXE}; return await axe.run(document, {{runOnly: {json.dumps(RULES)}}}) }})()"
    )
    return [
        f"{path} ({look}): {fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found["violations"]
    ]


@pytest.mark.parametrize(("look", "size", "colours"), LOOKS, ids=[look for look, _, _ in LOOKS])
async def test_axe_finds_nothing_on_any_screen(
    place: Place,
    new_phone: NewPhone,
    look: str,
    size: ViewportSize,
    colours: Literal["light", "dark"],
) -> None:
    faults: list[str] = []
    for who, paths in (
        (None, STRANGERS),
        ("second", DOCTORS),
        ("mentor", MENTORS),
        ("paired", PAIRED),
        ("coordinator", COORDINATORS),
        ("lead", LEADS),
    ):
        page = await new_phone(who, size=size, colours=colours)
        for path in paths:
            faults += await _look(page, place, path, look)
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


@pytest.mark.parametrize(("look", "size", "colours"), LOOKS, ids=[look for look, _, _ in LOOKS])
async def test_a_turn_is_looked_at_in_all_its_states(
    place: Place, new_phone: NewPhone, look: str, size: ViewportSize, colours: Literal["light", "dark"]
) -> None:
    """Three people, from the form with faults to even."""
    faults: list[str] = []
    phone = await new_phone(size=size, colours=colours)
    await phone.clock.install()
    await phone.goto(f"{place.address}/together/turns")

    async def seen(state: str) -> None:
        await phone.wait_for_timeout(150)
        faults.extend(await pictured(phone, f"/together-turn-{state}", look))

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


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_a_charter_that_cannot_be_published_and_one_that_changed_are_looked_at_too(
    place: Place, new_phone: NewPhone, colours: Literal["light", "dark"]
) -> None:
    """Offline, and taken back at the end: the region stays as it was."""
    faults: list[str] = []
    office = await new_phone("coordinator", colours=colours)
    await office.goto(f"{place.address}/scheme/{NEW_SCHEME}/charter/publish")
    await office.get_by_role("button", name="Publish", exact=True).click()
    await office.get_by_role("alert").wait_for()
    faults += await pictured(office, "/charter-to-put-right", f"narrow-{colours}")
    await kept(office)
    await office.context.set_offline(True)
    peer = f"{place.address}/scheme/{place.schemes['peer']}/charter"
    await office.goto(f"{peer}/session_cap")
    await office.get_by_label("Number of sessions").fill("many")
    await office.get_by_role("button", name="Save and continue").click()
    await office.get_by_role("alert").wait_for()
    faults += await pictured(office, "/charter-setting-with-faults", f"narrow-{colours}")
    await office.get_by_label("Number of sessions").fill("9")
    await office.get_by_role("button", name="Save and continue").click()
    await office.get_by_text("On this phone", exact=True).wait_for()
    for path, words in (("", "Drafted"), ("/publish", "Before: 6 sessions. Now: 9 sessions.")):
        await office.goto(f"{peer}{path}")
        await office.get_by_text(words).wait_for()
        faults += await pictured(office, f"/charter-drafted{path}", f"narrow-{colours}")
    await office.get_by_role("button", name="Publish", exact=True).click()
    await office.get_by_text("Your charter is on its way to be published.").wait_for()
    faults += await pictured(office, "/charter-published", f"narrow-{colours}")
    await office.get_by_role("link", name="Read the charter").click()
    await office.get_by_role("heading", name="How it works").wait_for()
    await office.goto(f"{place.address}/waiting")
    for left in (1, 0):
        await office.get_by_role("button", name="Undo").last.click()
        await office.get_by_role("button", name="Undo").nth(left).wait_for(state="detached")
    await office.get_by_text("Nothing is waiting.").wait_for()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [320, 1280])
async def test_nothing_is_wider_than_the_screen(place: Place, new_phone: NewPhone, width: int) -> None:
    """1280 wide at 400 % zoom is 320, and so is the smallest phone."""
    wide: list[str] = []
    for who, paths in (
        (None, STRANGERS),
        ("second", DOCTORS),
        ("mentor", MENTORS),
        ("paired", PAIRED),
        ("coordinator", COORDINATORS),
        ("lead", LEADS),
    ):
        page = await new_phone(who, size={"width": width, "height": 640})
        for path in paths:
            await shown(page, place, path)
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
    assert not wide
