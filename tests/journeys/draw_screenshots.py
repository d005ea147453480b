"""Draws the pictures that a browser shows before the app is installed, from the app itself.

`python -m pytest tests/journeys/draw_screenshots.py`, after a change of the look; they are committed.
"""

from playwright.async_api import Page, expect

from server.settings import ROOT
from tests.journeys.conftest import NewPhone
from tests.journeys.place import Place

SCREENSHOTS = ROOT / "pwa" / "static" / "screenshots"


async def _drawn(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png")


async def test_draw(place: Place, new_phone: NewPhone) -> None:
    peer = place.schemes["peer"]
    for name, size, zoom in (("narrow", (720, 1280), 2), ("wide", (1280, 800), 1)):
        page = await new_phone("second", size={"width": size[0], "height": size[1]})
        # A phone's own width, drawn at twice its points.
        larger = f"document.documentElement.style.zoom = {zoom}"
        await page.goto(f"{place.address}/mentors?scheme={peer}")
        await expect(page.get_by_text("61 mentors")).to_be_visible()
        await page.evaluate(larger)
        await _drawn(page, f"mentors-{name}")
        await page.goto(f"{place.address}/schemes/{peer}/taking-part")
        await expect(page.get_by_label("Not now")).to_be_visible()
        await page.evaluate(larger)
        await _drawn(page, f"taking-part-{name}")
