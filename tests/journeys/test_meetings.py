"""Two phones arrange to meet: suggesting, agreeing, moving, cancelling and saying how it was, with no signal.

Each phone says honestly how far its own change has come, and nothing is agreed before the server says so.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Page, expect

from tests.journeys import settled
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import look, tap, up_to_date
from tests.journeys.place import Place
from tests.journeys.test_pairs import comes_back, elsewhere, name_of, opens, says


def words_of(day: datetime, clock: str) -> str:
    """ "Tuesday 12 January 2027, 5:30pm"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}, {clock}"


def in_days(count: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=count)


async def types_a_time(page: Page, day: datetime, clock: str) -> None:
    """Any time, in the boxes."""
    for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        await page.get_by_label(label, exact=True).fill(str(typed))
    await page.get_by_label("Time", exact=True).fill(clock)
    await tap(page, "Add this time")


async def truth(place: Place, pair: UUID | str) -> list[tuple[str, str | None]]:
    """Every meeting of a pair on the server, oldest first: its state and when it was agreed for."""
    database = await asyncpg.connect(place.dsn)
    try:
        rows = await database.fetch(
            "SELECT state, starts FROM meeting WHERE relationship = $1 ORDER BY id", pair
        )
        return [(row["state"], row["starts"] and f"{row['starts']:%d %H:%M}") for row in rows]
    finally:
        await database.close()


@pytest.fixture
async def pair(place: Place) -> UUID:
    """Two who have agreed to go on."""
    async with elsewhere(place) as now:
        return await settled.go_on(place, "asker5", "mentor4", now)


async def test_any_time_is_suggested_and_agreed_on_two_phones(
    place: Place, new_phone: NewPhone, pair: UUID
) -> None:
    doctor, mentor = await new_phone("asker5"), await new_phone("mentor4")
    asker, asked = await name_of(place, "asker5"), await name_of(place, "mentor4")
    day = in_days(20)
    time = words_of(day, "5:30pm")

    await opens(doctor, asked)
    await tap(doctor, "Suggest times")
    await types_a_time(doctor, day, "5:30pm")
    await doctor.get_by_label("By video").check()
    await look(doctor, "meeting-01-suggesting")
    await tap(doctor, "Suggest this time")
    await says(doctor, f"Your suggestion to {asked} is saved.")
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()
    assert await truth(place, pair) == [("proposed", None)]

    await comes_back(mentor)
    await tap(mentor, "Today")
    await says(mentor, f"{asker} suggests a meeting: 60 minutes, by video.")
    await look(mentor, "meeting-02-answering-on-today")
    await tap(mentor, f"Agree to {time}")
    await says(mentor, f"You have said yes to {time}.")
    await up_to_date(mentor)
    assert await truth(place, pair) == [("confirmed", f"{day:%d} 17:30")]
    await mentor.get_by_role("link", name=time).first.click()
    await expect(mentor.get_by_text("Agreed", exact=True)).to_be_visible()
    await look(mentor, "meeting-03-agreed")

    await comes_back(doctor)
    await tap(doctor, "Today")
    await expect(doctor.get_by_role("heading", name="Next meetings")).to_be_visible()
    await expect(doctor.get_by_role("link", name=time).first).to_be_visible()
    await look(doctor, "meeting-04-today")
