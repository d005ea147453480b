"""A coordinator's rounds: a wish is answered with no signal, training recorded, a way in shown."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
from playwright.async_api import Page, expect

from server.domain.outside import AskFromOutside
from server.domain.participation import SetPlaces
from server.domain.relationships.matching import AskForMatch, Wishes
from server.sync.push import act
from server.sync.registry import Actor, Strict, new_id
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.matched import beside, the_night_passes
from tests.journeys.place import Place
from tests.journeys.test_pairs import comes_back
from tests.journeys.test_states import HELD


async def does(place: Place, who: str, name: str, args: Strict) -> None:
    """On a phone that this journey does not show."""
    database = await asyncpg.connect(place.dsn)
    account = await database.fetchval("SELECT account FROM account_email WHERE email = $1", place.people[who])
    await database.close()
    async with beside(place):
        await act(Actor(account, None, datetime.now(UTC)), name, args)


async def asks(place: Place, who: str) -> None:
    wish = Wishes(specialty="same", site="either", mode="video")
    request = new_id(datetime.now(UTC))
    scheme = place.schemes["matched"]
    args = AskForMatch(request=request, scheme=scheme, how="coordinator_suggests", wishes=wish)
    await does(place, who, "match.ask", args)


async def arrives(page: Page, *words: str) -> None:
    """Until the phone holds a document with all these words in it."""
    for _ in range(200):
        held = json.dumps(await page.evaluate(HELD))
        if all(word in held for word in words):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the phone does not hold {words}")


async def on_the_office(page: Page, place: Place) -> None:
    await page.goto(place.address)
    await up_to_date(page)
    await tap(page, "Scheme")


async def test_a_wish_is_answered_in_three_taps_with_no_signal(place: Place, new_phone: NewPhone) -> None:
    doctor, office = await new_phone("wisher"), await new_phone("lead")
    await kept(office)
    await asks(place, "wisher")
    await on_the_office(office, place)
    await expect(office.get_by_role("heading", name="Asking for a mentor")).to_be_visible()
    await expect(office.get_by_text("Dr Noor Vance")).to_have_count(0)

    await the_night_passes(place)
    row = office.get_by_role("link", name="Dr Noor Vance")
    await expect(row).to_be_visible()
    await office.context.set_offline(True)
    await office.goto(place.address)
    await tap(office, "Scheme")
    await expect(row).to_contain_text("The same specialty · By video")
    await look(office, "office-queue")
    await row.click()
    await expect(office.get_by_text("Both are asked, and either can say no without a word.")).to_be_visible()
    # Twelve mentors take part here; the training of nine is recorded.
    await expect(office.get_by_role("button", name="Suggest Dr")).to_have_count(9)
    await look(office, "office-request")
    await office.get_by_role("button", name="Suggest Dr").nth(1).click()
    await expect(office.get_by_role("status").filter(has_text="On this phone")).to_be_visible()
    await mark(office, "1 change on this phone")
    await look(office, "office-suggested-offline")
    await tap(office, "Back")
    line = office.locator("li").filter(has_text="Dr Noor Vance")
    await expect(line).to_contain_text("Suggested On this phone")
    await office.locator(".bar__mark").click()
    await expect(office.get_by_text("to Dr Noor Vance")).to_be_visible()
    await look(office, "office-waiting")

    await tap(office, "Scheme")
    await office.context.set_offline(False)
    await up_to_date(office)
    await expect(line).to_contain_text("Suggested")
    await expect(line).not_to_contain_text("On this phone")
    await expect(line.get_by_role("link")).to_have_count(0)
    await look(office, "office-suggested")
    await arrives(doctor, '"suggested', "Dr Noor Vance")


async def test_a_mentor_whose_place_went_meanwhile_comes_back(place: Place, new_phone: NewPhone) -> None:
    office, scheme = await new_phone("lead"), place.schemes["matched"]
    await kept(office)
    await on_the_office(office, place)
    await office.get_by_role("link", name="Dr Tess Rowntree").click()
    await office.get_by_label("Search by name").fill("ada okafor")
    await expect(office.get_by_text("No names match.")).to_be_visible()
    await tap(office, "Show all 9")
    name = await office.locator("ul.rows strong").nth(2).inner_text()
    who = [who for who in place.people if who.startswith("mentor")]
    await office.context.set_offline(True)
    await office.get_by_role("button", name=f"Suggest {name}").click()
    await mark(office, "1 change on this phone")
    full = [each for each in who if await named(place, each) == name]
    for each in full:
        await does(place, each, "participation.set_places", SetPlaces(scheme=scheme, places=0))
    await office.context.set_offline(False)
    await mark(office, "1 needs your attention")
    # The mentors to choose from are there again.
    await expect(office.get_by_role("button", name=f"Suggest {name}")).to_be_visible()
    await look(office, "office-came-back")
    await tap(office, "Needs your attention")
    await expect(office.get_by_text(f"Suggest {name} to Dr Tess Rowntree")).to_be_visible()
    await expect(office.get_by_text("This place was taken while you were offline.")).to_be_visible()
    await look(office, "office-attention")
    await tap(office, "Let go")
    await tap(office, "Scheme")
    await expect(office.get_by_role("link", name="Dr Tess Rowntree")).to_be_visible()
    for each in full:
        await does(place, each, "participation.set_places", SetPlaces(scheme=scheme, places=None))


async def named(place: Place, who: str) -> str:
    database = await asyncpg.connect(place.dsn)
    try:
        found = await database.fetchval(
            "SELECT name FROM account JOIN account_email ON account_email.account = account.id"
            " JOIN participation AS part ON part.account = account.id"
            " WHERE email = $1 AND scheme = $2",
            place.people[who],
            place.schemes["matched"],
        )
        return str(found)
    finally:
        await database.close()


async def test_training_is_recorded_and_taken_back(place: Place, new_phone: NewPhone) -> None:
    office = await new_phone("lead")
    await kept(office)
    await on_the_office(office, place)
    await office.get_by_role("link", name="Doctors who said yes").click()
    await expect(office.get_by_text("A half-day on listening.")).to_be_visible()
    untrained = office.get_by_role("button", name="Record training of")
    await expect(untrained).to_have_count(3)
    name = (await untrained.first.get_attribute("aria-label") or "").removeprefix("Record training of ")
    row = office.locator("li").filter(has_text=name)
    await office.context.set_offline(True)
    await untrained.first.click()
    await expect(row).to_contain_text("Training recorded")
    await expect(row).to_contain_text("On this phone")
    await expect(
        office.get_by_role("status").filter(has_text=f"The training of {name} is recorded.")
    ).to_have_count(1)
    await look(office, "office-training")
    # Taken back before it went: nothing is sent.
    await row.get_by_role("button", name="Take back").click()
    await expect(untrained).to_have_count(3)
    await office.goto(f"{place.address}/waiting")
    await expect(office.get_by_text("Nothing is waiting.")).to_be_visible()
    await office.go_back()
    await row.get_by_role("button", name="Record").click()
    await office.context.set_offline(False)
    await up_to_date(office)
    await expect(row).to_contain_text("Training recorded")
    await expect(row).not_to_contain_text("On this phone")
    # The list says the same once the night has passed.
    await the_night_passes(place)
    await comes_back(office)
    await expect(row).to_contain_text("Training recorded")
    await row.get_by_role("button", name="Take back").click()
    await expect(untrained).to_have_count(3)
    await up_to_date(office)
    await expect(untrained).to_have_count(3)


async def test_a_doctor_from_outside_gets_an_answer(place: Place, new_phone: NewPhone) -> None:
    doctor, office = await new_phone("caller"), await new_phone("lead")
    question = AskFromOutside(question=UUID(int=7), scheme=place.schemes["matched"])
    await does(place, "caller", "outside.ask", question)
    await the_night_passes(place)
    await arrives(office, "Dr Bryn Calloway")
    await on_the_office(office, place)
    await office.get_by_role("link", name="Dr Bryn Calloway").click()
    await expect(office.get_by_text("Doctors at Northgate Hospital, at any stage.")).to_be_visible()
    await tap(office, "Save answer")
    await expect(office.get_by_role("alert")).to_contain_text("Choose an answer")
    await office.get_by_label("A contact point can help").check()
    await tap(office, "Save answer")
    await expect(office.get_by_role("alert")).to_contain_text("Choose a contact point")
    await look(office, "office-outside-faults")
    await office.get_by_label("Contact point", exact=True).select_option("Larch deanery, Scheme office")
    await tap(office, "Save answer")
    await expect(office.get_by_text("Your answer to Dr Bryn Calloway is saved.")).to_be_visible()
    await expect(office.get_by_text("Sent", exact=True)).to_be_visible()
    # It has gone, and has no opposite: no way back is offered that would not be one.
    await expect(office.get_by_role("button", name="Undo")).to_have_count(0)
    await look(office, "office-outside-answered")
    await tap(office, "Back")
    await expect(office.locator("li").filter(has_text="Dr Bryn Calloway")).to_contain_text("Answered")
    await look(office, "office-with-answers")
    await arrives(doctor, '"elsewhere')


async def test_only_the_lead_sees_who_is_paired(place: Place, new_phone: NewPhone) -> None:
    office = await new_phone("lead")
    await on_the_office(office, place)
    await tap(office, "Who is paired")
    await expect(office.locator("ul.rows li")).to_have_count(1)
    await expect(office.get_by_text("and Dr Una Field")).to_be_visible()
    await look(office, "office-pairs")
    other = await new_phone("coordinator")
    await tap(other, "Scheme")
    await expect(other.get_by_role("link", name="Doctors who said yes")).to_be_visible()
    await expect(other.get_by_role("link", name="Who is paired")).to_have_count(0)
    # The charter of that scheme matches by free choice, and welcomes everyone: nothing waits there.
    await expect(other.get_by_role("heading", name="Asking for a mentor")).to_have_count(0)
    await expect(other.get_by_role("heading", name="Questions from outside")).to_have_count(0)
    await other.goto(f"{place.address}/scheme/{place.schemes['matched']}/pairs")
    await expect(other.get_by_text("Only the scheme's lead sees who is paired")).to_be_visible()
