"""What stands in somebody's reflections is found nowhere else, wherever they go in the app.

Here somebody writes, leaves the page open, and goes through every screen of the app, as each kind of person,
with and without a signal. After the last journey the fixture `place` searches what the server kept, and
`./test journeys --canary` has every phone of every journey do the same.
"""

import pytest
from playwright.async_api import Page, expect

from tests.journeys import written
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, tap, up_to_date
from tests.journeys.place import Place
from tests.journeys.test_screens import DOCTORS, MENTORS, PAIRED, STRANGERS, shown

WENT = [
    (None, STRANGERS),
    ("canary", [*DOCTORS, *MENTORS]),
    ("paired", PAIRED),
]


async def _acts(phone: Page) -> None:
    """A doctor's own acts, with no signal and then sent."""
    await kept(phone)
    await phone.context.set_offline(True)
    await tap(phone, "You")
    await phone.get_by_role("link", name="Change your name").click()
    await phone.get_by_label("Your name").fill("Dr Wren Calloway-Moss")
    await tap(phone, "Save")
    await phone.get_by_text("On this phone", exact=True).wait_for()
    await phone.context.set_offline(False)
    await up_to_date(phone)


@pytest.mark.counts_what_is_held
async def test_no_word_of_a_reflection_is_found_anywhere_else(place: Place, new_phone: NewPhone) -> None:
    for who, screens in WENT:
        phone = await new_phone(who)
        watch = written.Watch(phone.context)
        room = await written.plant(phone.context, place.address)
        for path in screens:
            await shown(phone, place, path)
        if who == "canary":
            await _acts(phone)
        await watch.kept()
        if who == "canary":
            await phone.goto(f"{place.address}/you/log-out")
            await phone.get_by_role("main").get_by_role("button", name="Log out").click()
            await expect(phone.get_by_role("heading", level=1)).to_contain_text("Mentoring")
            await watch.kept()
        assert len(watch.seen) > 100
        assert watch.found == set(), who
        # Logging out is no business of theirs.
        assert written.WORDS["title"] == await room.frame_locator("#room").get_by_label("Title").input_value()
    # The server's own tables, log and letters are searched when the last journey has ended.
