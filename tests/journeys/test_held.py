"""The app in the hand: installed, offline, taking part, and what it says about what it did."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page, Playwright, Request, expect

from tests.browser import arguments, executable
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, log_in, look, tap, up_to_date
from tests.journeys.place import Place

# A large picture that says nothing of anybody.
DRAW = """(async () => {
  const canvas = new OffscreenCanvas(1600, 1200);
  const brush = canvas.getContext("2d");
  for (let x = 0; x < 1600; x += 8) {
    brush.fillStyle = `hsl(${x % 360} 80% 50%)`;
    brush.fillRect(x, 0, 8, 1200);
  }
  const file = await canvas.convertToBlob({ type: "image/png" });
  return [...new Uint8Array(await file.arrayBuffer())];
})()"""

CLEARS = "Also clear what the app keeps here"
DATABASES = "indexedDB.databases().then((all) => all.map(({ name }) => name).sort())"


async def test_a_browser_finds_nothing_that_keeps_it_from_being_installed(
    place: Place, playwright: Playwright, tmp_path: Path
) -> None:
    """An incognito context always finds something, so this is a profile that stays."""
    context = await playwright.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=executable(whole=True), args=arguments()
    )
    page = await context.new_page()
    await page.goto(place.address)
    await page.evaluate("navigator.serviceWorker.ready")
    debugger = await context.new_cdp_session(page)
    errors: dict[str, Any] = await debugger.send("Page.getInstallabilityErrors")
    manifest: dict[str, Any] = await debugger.send("Page.getAppManifest")
    await context.close()
    assert errors["installabilityErrors"] == []
    assert manifest["errors"] == []


async def test_it_opens_and_searches_with_no_signal(place: Place, phone: Page) -> None:
    await phone.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}")
    await expect(phone.get_by_text("61 mentors")).to_be_visible()
    await kept(phone)
    await phone.context.set_offline(True)
    await phone.reload()
    await expect(phone.get_by_text("61 mentors")).to_be_visible()
    await phone.get_by_label("Search mentors").fill("A&E northgate")
    await expect(phone.locator("ul.rows li").first).to_contain_text("Emergency medicine")
    await phone.get_by_label("Search mentors").fill("cardiolgy")
    await expect(phone.get_by_text("Showing close matches for cardiology")).to_be_visible()


async def test_taking_part_is_two_taps_offline_and_is_sent_later(place: Place, new_phone: NewPhone) -> None:
    """P1: nothing is chosen beforehand, both ways on are equal, and one press takes it back."""
    phone = await new_phone("doctor")
    await expect(phone.get_by_text("Would you like to take part in Larch peer mentoring")).to_be_visible()
    await kept(phone)
    await phone.context.set_offline(True)
    assert await phone.locator("input[type=radio]:checked").count() == 0
    await phone.get_by_label("Take part", exact=True).check()
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_text("On this phone", exact=True).first).to_be_visible()
    await expect(phone.get_by_role("link", name="1 change on this phone")).to_be_visible()

    await phone.get_by_role("button", name="Undo").click()
    await expect(phone.get_by_label("Not now")).to_be_visible()
    await phone.get_by_label("Take part", exact=True).check()
    await phone.get_by_role("button", name="Save").click()
    await phone.context.set_offline(False)
    await expect(phone.get_by_text("Sent", exact=True)).to_be_visible()
    await expect(phone.get_by_role("link", name="Up to date")).to_be_visible()

    other = await new_phone("doctor")
    await other.goto(f"{place.address}/you/taking-part")
    await expect(other.get_by_text("You take part as a mentor.")).to_be_visible()

    await phone.goto(f"{place.address}/schemes/{place.schemes['peer']}/leave/mentor")
    await phone.get_by_label("Leave, and end with them too").check()
    await phone.get_by_role("button", name="Leave").click()
    await expect(phone.get_by_text("You have left Larch peer mentoring.")).to_be_visible()
    await expect(other.get_by_text("You are not taking part in a scheme.")).to_be_visible()


async def test_logging_out_asks_first_when_something_is_not_sent(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("second")
    await kept(phone)
    await phone.context.set_offline(True)
    await phone.goto(f"{place.address}/you/name")
    await phone.get_by_label("Your name").fill("Dr Josephine Pemberton")
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_text("On this phone", exact=True)).to_be_visible()
    await phone.goto(f"{place.address}/you/log-out")
    await expect(phone.get_by_text("1 change is not sent yet.")).to_be_visible()
    await phone.get_by_role("button", name="Log out").click()
    await expect(phone.get_by_text("You need a connection to log out.")).to_be_visible()
    await expect(phone.get_by_label(CLEARS)).to_have_count(0)
    await phone.context.set_offline(False)
    await expect(phone.get_by_text("1 change is not sent yet.")).to_be_hidden()
    await phone.get_by_label(CLEARS).check()
    await look(phone, "log-out-clearing")


async def test_a_computer_that_others_use_is_left_empty(place: Place, new_phone: NewPhone) -> None:
    """Also when a second window stood open; the next log-in gets all of it again."""
    phone = await new_phone("second")
    window = await phone.context.new_page()
    await window.goto(f"{place.address}/you")
    await up_to_date(window)
    await phone.goto(f"{place.address}/you/log-out")
    await phone.get_by_label(CLEARS).check()
    await phone.get_by_role("button", name="Log out").click()
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("Mentoring")
    await expect(window.get_by_role("link", name="Create an account")).to_be_visible()
    assert await phone.evaluate(DATABASES) == ["alongside-reflections"]
    await tap(window, "Log in")
    await log_in(window, place, "second")
    await window.goto(f"{place.address}/you/name")
    await window.get_by_label("Your name").fill("Dr Jo Pemberton-Ash")
    await window.get_by_role("button", name="Save").click()
    await expect(window.get_by_text("Sent", exact=True)).to_be_visible()


async def test_otherwise_what_is_kept_stays_for_the_next_log_in(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("second")
    await phone.goto(f"{place.address}/you/log-out")
    await phone.get_by_role("button", name="Log out").click()
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("Mentoring")
    assert len(await phone.evaluate(DATABASES)) == 2


async def test_what_left_this_phone_names_every_field_and_who_sees_it(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone("mentor1")
    await phone.goto(f"{place.address}/you/listing/pronouns")
    await phone.get_by_label("Pronouns").fill("they/them")
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_text("Sent", exact=True)).to_be_visible()
    await phone.goto(f"{place.address}/you/left")
    line = phone.locator("li", has_text="they/them")
    await expect(line).to_contain_text("Seen by you and doctors")
    await expect(phone.get_by_text(place.password)).to_have_count(0)


async def test_a_photo_is_made_small_and_plain_on_the_phone(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("mentor2")
    drawn = await phone.evaluate(DRAW)
    sent: list[bytes] = []

    def note(request: Request) -> None:
        if "/api/photos" in request.url:
            sent.append(request.post_data_buffer or b"")

    phone.on("request", note)
    await phone.goto(f"{place.address}/you/listing/photo")
    await phone.get_by_label("Choose a photo").set_input_files(
        {"name": "holiday.png", "mimeType": "image/png", "buffer": bytes(drawn)}
    )
    await expect(phone.get_by_role("img", name="Your photo")).to_be_visible()
    await expect(phone.get_by_text("Sent", exact=True)).to_be_visible()
    assert len(sent) == 1
    assert sent[0][:3] == b"\xff\xd8\xff"
    assert len(sent[0]) <= 40_000
    assert b"Exif" not in sent[0]


async def test_the_members_page_says_how_old_it_is_and_lists_only_a_yes(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone("coordinator")
    await phone.get_by_role("link", name="Scheme", exact=True).click()
    await phone.get_by_role("link", name="Doctors who said yes").click()
    await expect(phone.get_by_text("This list is updated once a day")).to_be_visible()
    await expect(phone.get_by_text("As at")).to_be_visible()
    await expect(phone.get_by_text("Dr Jo Pemberton")).to_have_count(0)
