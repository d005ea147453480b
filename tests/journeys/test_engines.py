"""The app in the other two engines: kept on the phone, used with no signal, and nothing done twice."""

import asyncio

import pytest

from server.database.engine import pool
from tests.by_script import fill, go, kept, press, says, until
from tests.engines import Tab
from tests.journeys.place import Place, elsewhere

WHO = {"Firefox": "mentor50", "WebKit": "mentor51"}
EMPTY = """async () => (await indexedDB.databases()).every(({ name }) => name === "alongside-reflections")"""


async def _writes(tab: Tab, place: Place, field: str, label: str, text: str) -> None:
    await go(tab, "about:blank")
    await go(tab, f"{place.address}/you/listing/{field}")
    await fill(tab, label, text)
    await press(tab, "Save")
    await says(tab, "Saved.")


async def _sent(place: Place, who: str) -> list[str]:
    """What became of every act that came from their phones."""
    async with elsewhere(place):
        rows = await pool().fetch(
            "SELECT outcome FROM outcome JOIN device ON device.id = device WHERE account = $1",
            place.accounts[who],
        )
    return [row["outcome"] for row in rows]


async def _left_while_opening(tab: Tab, place: Place) -> None:
    """WebKit keeps the page that is left as it stood: the next one must not wait for it."""
    for late in range(12):
        await go(tab, f"{place.address}/mentors?scheme={place.schemes['peer']}")
        await until(tab, "() => document.querySelector('.bar__mark') !== null")
        await asyncio.sleep(late / 40)
        await go(tab, f"{place.address}/reflections/")
        await says(tab, "Back to Alongside")
        await go(tab, f"{place.address}/together")
        await says(tab, "Equal turns")


async def _back(tab: Tab, steps: int) -> None:
    await tab.run(f"() => setTimeout(() => history.go(-{steps}))")


async def _shown_again(tab: Tab, place: Place) -> None:
    """The page from before, which stood still and heard nothing, shows what was done meanwhile."""
    await go(tab, f"{place.address}/you/listing")
    await says(tab, "Up to date")
    await go(tab, f"{place.address}/reflections/")
    await says(tab, "Back to Alongside")
    await _writes(tab, place, "pronouns", "Pronouns", "she/they")
    await says(tab, "Sent")
    await _back(tab, 3)
    await says(tab, "My listing")
    await says(tab, "she/they")


async def test_used_with_no_signal_and_sent_once(
    place: Place, tab: Tab, request: pytest.FixtureRequest
) -> None:
    who = WHO[request.node.callspec.params["tab"]]
    await go(tab, f"{place.address}/log-in")
    await fill(tab, "Email address", place.people[who])
    await fill(tab, "Password", place.password)
    await press(tab, "Log in")
    await says(tab, "Up to date")
    await kept(tab)
    await _left_while_opening(tab, place)
    await _shown_again(tab, place)
    await place.stop()
    try:
        await go(tab, "about:blank")
        await go(tab, f"{place.address}/mentors?scheme={place.schemes['peer']}")
        await says(tab, "Dr Ada Marlow")
        await _writes(tab, place, "pronouns", "Pronouns", "they/them")
        await _writes(tab, place, "organisation", "Organisation", "Larch Trust")
        await says(tab, "2 changes on this phone")
        await go(tab, "about:blank")
        await go(tab, f"{place.address}/waiting")
        await says(tab, "Change your organisation")
    finally:
        await place.start()
    await go(tab, f"{place.address}/you/listing")
    await says(tab, "Up to date")
    await says(tab, "Larch Trust")
    assert await _sent(place, who) == ["applied"] * 3
    await go(tab, f"{place.address}/you/log-out")
    await press(tab, "Also clear what the app keeps here")
    await press(tab, "Log out")
    await says(tab, "Create an account")
    await until(tab, EMPTY)
    # The pages from before show nothing of it either.
    await _back(tab, 1)
    await says(tab, "Create an account")
    assert not await tab.run("(words) => document.body.innerText.includes(words)", "Larch Trust")
    await until(tab, EMPTY)
