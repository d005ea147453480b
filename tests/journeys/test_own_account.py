"""Somebody changes jobs: a new address, the old one taken away; and one day the account is closed."""

import re

from playwright.async_api import Page, expect

from server.database.engine import pool
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, log_in, tap
from tests.journeys.place import Place, elsewhere

HOME = "toni.at.home@alder.example"


async def _gives_code(phone: Page, place: Place) -> None:
    found = re.search(r"\d{4} \d{4}", await place.letter_to(HOME))
    assert found is not None
    await phone.get_by_label("Code from the email").fill(found[0])
    await tap(phone, "Add this address")


async def test_an_address_comes_another_goes_and_the_account_is_closed(
    place: Place, new_phone: NewPhone
) -> None:
    old = place.people["mover"]
    async with elsewhere(place):
        await pool().execute("UPDATE account_email SET verified_on = verified_on - 30 WHERE email = $1", old)
    phone, computer = await new_phone("mover"), await new_phone("mover")
    await phone.goto(f"{place.address}/you")
    await phone.get_by_role("link", name="Change email").click()
    await tap(phone, "Send me a code")
    await expect(phone.get_by_role("alert")).to_contain_text("like name@example.com")
    await phone.get_by_label("Another email address").fill(HOME)
    await tap(phone, "Send me a code")
    await _gives_code(phone, place)
    await expect(phone.get_by_text(f"{HOME} is added.")).to_be_visible()
    await phone.get_by_role("button", name=f"Take away {old}").click()
    await expect(phone.get_by_text("Your other address is new.")).to_be_visible()
    async with elsewhere(place):
        await pool().execute(
            "UPDATE account_email SET verified_on = verified_on - 7 WHERE account = $1",
            place.accounts["mover"],
        )
    await phone.get_by_role("button", name=f"Take away {old}").click()
    await expect(phone.get_by_text(f"{old} is taken away.")).to_be_visible()
    await expect(phone.get_by_role("heading", name=old)).to_have_count(0)
    await expect(phone.get_by_role("button", name="Take away")).to_have_count(0)

    place.people["mover"] = HOME
    third = await new_phone()
    await third.goto(f"{place.address}/log-in")
    await log_in(third, place, "mover")

    await kept(phone)
    await phone.goto(f"{place.address}/you/close")
    await phone.context.set_offline(True)
    await tap(phone, "Close my account")
    await expect(phone.get_by_text("You need a connection to close your account.")).to_be_visible()
    await phone.context.set_offline(False)
    await tap(phone, "Keep my account")
    await expect(phone.get_by_role("heading", name="You", exact=True)).to_be_visible()
    await tap(phone, "Close your account")
    await tap(phone, "Close my account")
    await expect(phone.get_by_role("heading", name="Your account is closed")).to_be_visible()
    await phone.goto(place.address)
    await expect(phone.get_by_role("link", name="Create an account")).to_be_visible()
    left = await phone.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert left == ["alongside-reflections"]  # no account's business

    await computer.reload()
    await expect(computer.get_by_role("heading", name="This phone was removed")).to_be_visible()
    async with elsewhere(place):
        assert not await pool().fetchval("SELECT true FROM account WHERE id = $1", place.accounts["mover"])
