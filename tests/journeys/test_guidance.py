"""Pages to read: written by a coordinator who sees how they read, read with no signal, and printed."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Page, expect

from server.settings import ROOT
from server.starter.loading import StarterPage, files
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, synced_since, tap
from tests.journeys.place import Place
from tests.journeys.test_screens import in_every_look

CORPUS: dict[str, Any] = json.loads((ROOT / "tests" / "vectors" / "markdown.json").read_text())
PAYLOADS = [context.replace("{0}", script) for context in CORPUS["contexts"] for script in CORPUS["scripts"]]
WRITTEN = """You may come alone.

## Before you come

- **Nothing** to bring
- The room is by the lift

Ask the [contact point](/contacts).
"""
# What of a text became more than text: elements that it may never make, and handlers on any.
MADE = """() => {
  const found = [];
  for (const each of document.querySelectorAll(".reading *")) {
    if (/^(SCRIPT|IMG|IFRAME|FORM|BUTTON|STYLE|SVG|BASE|META|DETAILS|TABLE)$/i.test(each.tagName))
      found.push(each.tagName);
    for (const { name } of each.attributes)
      if (!["class", "href", "rel", "start"].includes(name)) found.push(name);
    const to = each.getAttribute("href");
    if (to !== null && !/^(https:\\/\\/|mailto:|\\/(?![/\\\\]))/.test(to)) found.push(to);
  }
  return found;
}"""


async def writes(page: Page, title: str, text: str) -> None:
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Text", exact=True).fill(text)


async def test_a_page_is_written_previewed_and_read_with_no_signal(place: Place, new_phone: NewPhone) -> None:
    office, doctor = await new_phone("coordinator"), await new_phone("second")
    await kept(doctor)
    faults: list[str] = []
    await tap(office, "Scheme")
    await tap(office, "Guidance pages")
    await tap(office, "Write a page")
    await tap(office, "Publish")
    await office.get_by_role("alert").wait_for()
    faults += await in_every_look(office, "/page-with-faults")
    await writes(office, "Your first evening", WRITTEN)
    preview = office.locator(".reading")
    await expect(preview.get_by_role("heading", name="Before you come")).to_be_visible()
    await expect(preview.get_by_role("listitem").first).to_have_text("Nothing to bring")
    await look(office, "page-written")
    faults += await in_every_look(office, "/page-written")
    began = datetime.now(UTC).timestamp() * 1000
    await tap(office, "Publish")
    await office.get_by_text("Your page is on its way to be published.").wait_for()
    await office.get_by_text("Sent", exact=True).wait_for()

    await doctor.goto(f"{place.address}/you")
    await synced_since(doctor, began)
    await doctor.context.set_offline(True)
    await tap(doctor, "Guidance")
    await tap(doctor, "Your first evening")
    await expect(doctor.get_by_role("heading", level=2)).to_have_text("Before you come")
    await expect(doctor.get_by_role("strong")).to_have_text("Nothing")
    usual = await _size(doctor)
    await tap(doctor, "Large text")
    assert await _size(doctor) > 1.25 * usual
    await look(doctor, "page-large")
    faults += await in_every_look(doctor, "/page-large")
    await tap(doctor, "contact point")
    await doctor.get_by_role("heading", name="Contact points").wait_for()
    await doctor.go_back()
    await doctor.reload()
    assert await _size(doctor) > 1.25 * usual
    await tap(doctor, "Usual text size")
    assert await _size(doctor) == usual
    assert not faults, "\n".join(faults)


async def _size(page: Page) -> float:
    size = await page.locator(".reading p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")
    return float(size)


async def test_nothing_in_a_text_runs(place: Place, new_phone: NewPhone) -> None:
    page = await new_phone("coordinator")
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    await page.evaluate("() => { globalThis.ran = () => { globalThis.hasRun = true; }; }")
    await tap(page, "Scheme")
    await tap(page, "Guidance pages")
    await tap(page, "Write a page")
    asked.clear()
    for start in range(0, len(PAYLOADS), 150):
        text = "\n\n".join([*PAYLOADS[start : start + 150], f"End {start}."])
        assert len(text) <= 20_000
        await writes(page, "Hostile", text)
        await expect(page.locator(".reading")).to_contain_text(f"End {start}.")
        assert await page.evaluate(MADE) == []
    assert await page.evaluate("globalThis.hasRun") is None
    assert await page.evaluate("(ran(), hasRun)"), "what would tell of it is there"
    assert [each for each in asked if not each.startswith(place.address)] == []


async def test_every_page_of_ours_prints_on_two_sheets_at_most(place: Place, new_phone: NewPhone) -> None:
    """Large, too: whoever reads large prints large."""
    page = await new_phone("coordinator")
    await page.goto(f"{place.address}/scheme/{place.schemes['peer']}/pages/new")
    longest = max((each for _, each in files("pages", StarterPage)), key=lambda each: len(each.text))
    await writes(page, longest.title, longest.text)
    await tap(page, "Publish")
    await page.get_by_text("Sent", exact=True).wait_for()
    await page.goto(f"{place.address}/guidance")
    await tap(page, longest.title)
    assert await _sheets(page) == 1
    await tap(page, "Large text")
    assert await _sheets(page) <= 2


async def _sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", await page.pdf(prefer_css_page_size=True)))
