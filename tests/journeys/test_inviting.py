"""A coordinator invites without pressing; a doctor opens the letter, and nothing is decided for them."""

import re

from playwright.async_api import Page, expect

from tests.journeys.conftest import NewPhone
from tests.journeys.place import Place


async def _office(page: Page, place: Place, room: str) -> None:
    await page.goto(f"{place.address}/scheme/{place.schemes['peer']}/{room}")


async def test_an_invitation_is_opened_and_says_yes_to_nothing(place: Place, new_phone: NewPhone) -> None:
    office = await new_phone("coordinator")
    await _office(office, place, "invite")
    await office.get_by_label("Email address").fill("wren@larch.example")
    await office.get_by_label("Name").fill("Dr Wren Holloway")
    await office.get_by_label("Mentor", exact=True).check()
    await office.get_by_role("button", name="Send invitation").click()
    await expect(office.get_by_text("Your invitation to Dr Wren Holloway is saved.")).to_be_visible()
    await expect(office.get_by_text("Sent", exact=True)).to_be_visible()

    letter = await place.letter_to("wren@larch.example")
    link = re.search(r"https?://\S+/invitation#\S+", letter)
    assert link is not None
    doctor = await new_phone()
    await doctor.goto(link[0])
    await expect(doctor.get_by_text("You can take part in Larch peer mentoring as a mentor")).to_be_visible()
    await doctor.get_by_label("Email address").fill("wren@larch.example")
    await doctor.get_by_label("Choose a password").fill("quiet words again")
    await doctor.get_by_role("button", name="Create account").click()
    await expect(doctor.get_by_text("Would you like to take part in Larch peer mentoring")).to_be_visible()
    assert await doctor.locator("input[type=radio]:checked").count() == 0
    await doctor.get_by_label("Not now").check()
    await doctor.get_by_role("button", name="Save").click()
    await expect(doctor.get_by_text("We will not ask you before")).to_be_visible()
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()


async def test_a_list_is_read_first_and_each_fault_named_by_its_row(
    place: Place, new_phone: NewPhone
) -> None:
    office = await new_phone("coordinator")
    await _office(office, place, "import")
    await office.get_by_role("button", name="Check the file").click()
    await expect(office.get_by_role("alert")).to_contain_text("Choose a CSV file")

    faulty = "email,name,specialty\nada@larch.example,Dr Ada Reed,Cardiology\nnobody,Dr No Address,\n"
    await office.get_by_label("CSV file").set_input_files(
        {"name": "mentors.csv", "mimeType": "text/csv", "buffer": faulty.encode()}
    )
    await office.get_by_role("button", name="Check the file").click()
    await expect(office.get_by_text("1 thing to put right. Nothing is imported yet.")).to_be_visible()
    await expect(office.get_by_text("Row 3, email")).to_be_visible()

    clear = faulty.replace("nobody", "bo@larch.example").replace("No Address", "Bo Reed")
    await office.get_by_label("CSV file").set_input_files(
        {"name": "mentors.csv", "mimeType": "text/csv", "buffer": clear.encode("cp1252")}
    )
    await office.get_by_role("button", name="Check the file").click()
    await expect(office.get_by_text("The file can be imported.")).to_be_visible()
    await office.get_by_role("button", name="Invite 2 doctors").click()
    await expect(office.get_by_text("2 invitations are on their way.")).to_be_visible()


async def test_an_account_is_made_with_a_mailed_code(place: Place, new_phone: NewPhone) -> None:
    stranger = await new_phone()
    await stranger.goto(f"{place.address}/register")
    await stranger.get_by_label("Email address").fill("sky@larch.example")
    await stranger.get_by_role("button", name="Send me a code").click()
    await expect(stranger.get_by_role("heading", name="Check your email")).to_be_visible()
    code = re.search(r"\b(\d{4} ?\d{4})\b", await place.letter_to("sky@larch.example"))
    assert code is not None
    await stranger.get_by_label("Code from the email").fill("00000000")
    await stranger.get_by_label("Your name").fill("Dr Sky Lark")
    await stranger.get_by_label("Choose a password").fill("short")
    await stranger.get_by_role("button", name="Create account").click()
    await expect(stranger.get_by_role("alert")).to_be_visible()
    await stranger.get_by_label("Code from the email").fill(code[1])
    await stranger.get_by_label("Choose a password").fill("a longer password")
    await stranger.get_by_role("button", name="Create account").click()
    await expect(stranger.get_by_text("You have nothing arranged.")).to_be_visible()
