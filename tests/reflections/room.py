"""What a person does in the room, with the page in the hand."""

from playwright.async_api import Locator, Page, expect

PASSPHRASE = "quillbraxo vendimar osteply turrowin"
"""Words that stand in no list, so that they can be sought."""
SAVED = "Saved on this phone"


class Room:
    """The page of reflections in one tab."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = f"{address}/reflections/"
        self.inside = page.frame_locator("#room")

    async def go(self, after: str = "") -> "Room":
        await self.page.goto(self.address + after)
        return self

    def heading(self, words: str) -> Locator:
        return self.inside.get_by_role("heading", level=1, name=words, exact=True)

    def button(self, words: str) -> Locator:
        return self.inside.get_by_role("button", name=words, exact=True)

    def label(self, words: str) -> Locator:
        return self.inside.get_by_label(words, exact=True)

    @property
    def text(self) -> Locator:
        return self.label("What you want to write")

    @property
    def rows(self) -> Locator:
        return self.inside.locator("button.row")

    async def press(self, words: str) -> None:
        await self.button(words).click()

    async def begin(self, passphrase: str = PASSPHRASE) -> str:
        """From nothing to the empty list; answers the recovery key."""
        await self.heading("Before you write").wait_for()
        await self.press("Continue")
        await self.label("Passphrase").fill(passphrase)
        await self.press("Continue")
        await self.heading("Your recovery key").wait_for()
        key = await self.inside.locator(".key").inner_text()
        await self.label("Type the last group of the key").fill(key.replace("-", " ").split()[-1])
        await self.press("Continue")
        await self.at_list()
        return key

    async def locked(self) -> None:
        """It asks for a key, and nothing but that is there."""
        await self.heading("Open your reflections").wait_for()
        await expect(self.button("Lock now")).to_have_count(0)
        await expect(self.rows).to_have_count(0)

    async def unlock(self, passphrase: str = PASSPHRASE) -> None:
        await self.locked()
        await self.label("Passphrase").fill(passphrase)
        await self.press("Open")
        await self.at_list()

    async def at_list(self) -> None:
        await self.heading("Reflections").wait_for()

    async def lock(self) -> None:
        await self.press("Lock now")
        await self.locked()

    async def write(self, text: str, *, title: str = "", tags: str = "", action: str = "") -> None:
        """A new one, until the page says that it is saved. It stays on the screen."""
        await self.press("New reflection")
        if title:
            await self.label("Title").fill(title)
        if tags or action:
            await self.inside.get_by_text("Date, tags and actions").click()
        if tags:
            await self.label("Tags").fill(tags)
        if action:
            await self.press("Add an action")
            await self.label("Action 1").fill(action)
        await self.text.fill(text)
        await self.saved()

    async def add(self, text: str) -> None:
        """Typed at the end, without waiting for anything."""
        await self.text.press("Control+End")
        await self.text.press_sequentially(text)

    async def saved(self) -> None:
        await expect(self.inside.locator(".where")).to_have_text(SAVED)

    async def back(self) -> None:
        await self.press("Back")

    async def to_list(self) -> None:
        """As many steps back as there are."""
        heading = self.inside.locator("h1")
        while (now := await heading.inner_text()) != "Reflections":
            await self.back()
            await expect(heading).not_to_have_text(now)
        await self.at_list()

    async def count(self) -> int:
        """How many there are, all of them on the screen."""
        while await self.button("Show more").count():
            await self.press("Show more")
        return await self.rows.count()

    async def read(self, name: str) -> None:
        await self.rows.filter(has_text=name).click()

    async def edit(self, at: int = 0) -> None:
        """The one at this place of the list, ready to be written on."""
        await self.rows.nth(at).click()
        await self.press("Edit")
        await self.text.wait_for()

    async def written(self, at: int = 0) -> str:
        """The whole text of the one at this place; back to the list."""
        await self.edit(at)
        text = await self.text.input_value()
        await self.to_list()
        return text
