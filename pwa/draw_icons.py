"""Draws the icons from our own SVGs: `python -m pwa.draw_icons`, after a change of the mark.

The PNGs are committed, so that nobody needs a browser to build the app.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import arguments, executable

ICONS = Path(__file__).parent / "static" / "icons"
DRAWN = {
    "mark-192.png": ("mark.svg", 192),
    "mark-512.png": ("mark.svg", 512),
    "maskable-192.png": ("maskable.svg", 192),
    "maskable-512.png": ("maskable.svg", 512),
    "touch-180.png": ("maskable.svg", 180),
}


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments())
        for name, (drawing, side) in DRAWN.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            svg = (ICONS / drawing).read_text().replace("<svg ", f'<svg width="{side}" height="{side}" ', 1)
            page.set_content(f'<body style="margin:0">{svg}</body>')
            page.screenshot(path=ICONS / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
