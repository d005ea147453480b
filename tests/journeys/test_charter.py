"""A charter is written where there is no signal, published where there is, and read by doctors: what it says,
what changed, and on paper."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
from playwright.async_api import Page, expect

from server.database.engine import close_database, open_database
from server.domain.drafts import PublishScheme
from server.domain.schemes import LookAfter
from server.starter.loading import StarterScheme, acts, files, id_of
from server.sync.push import act
from server.sync.registry import new_id, system
from tests.domain.world import charter, scheme_as
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.place import Place


@asynccontextmanager
async def _office(place: Place) -> AsyncIterator[None]:
    await open_database(place.dsn)
    try:
        yield
    finally:
        await close_database()


async def _scheme(place: Place, who: str, name: str) -> UUID:
    """A scheme of this journey's own, with its coordinator."""
    scheme, now = new_id(datetime.now(UTC)), datetime.now(UTC)
    database = await asyncpg.connect(place.dsn)
    account = await database.fetchval("SELECT account FROM account_email WHERE email = $1", place.people[who])
    await database.close()
    async with _office(place):
        settings = charter(session_cap=6, end_point="cap", expectations=("Be on time, or say so.",))
        await act(system(now), "scheme.publish", scheme_as(scheme, name=name, charter=settings))
        await act(system(now), "coordinator.add", LookAfter(scheme=scheme, account=account))
    return scheme


async def _save(page: Page, heading: str) -> None:
    """Save and continue, until the next page is there."""
    await tap(page, "Save and continue")
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def _row(page: Page, name: str, words: str) -> object:
    return expect(page.get_by_role("link", name=f"{name} {words}", exact=True)).to_be_visible()


async def test_a_charter_is_written_offline_and_a_doctor_reads_what_changed(
    place: Place, new_phone: NewPhone
) -> None:
    scheme = await _scheme(place, "mentor20", "Harbour mentoring")
    office = await new_phone("mentor20")
    await kept(office)
    await office.context.set_offline(True)
    await tap(office, "Scheme")
    await office.get_by_role("link", name=re.compile("^Change the charter")).click()
    await expect(office.get_by_text("Nothing is drafted.")).to_be_visible()
    await office.get_by_role("link", name=re.compile("^Number of sessions")).click()
    await expect(office.get_by_label("Number of sessions")).to_have_value("6")

    # What cannot be is said at the top and at the field, and what was typed stays.
    await office.get_by_label("Number of sessions").fill("a few")
    await tap(office, "Save and continue")
    await expect(office.get_by_role("alert")).to_be_focused()
    await expect(office.locator("#session_cap-error")).to_have_text(
        "Enter a number from 1 to 100, or leave this empty"
    )
    await expect(office.get_by_label("Number of sessions")).to_have_value("a few")
    await look(office, "charter-setting-faults")
    await office.get_by_label("Number of sessions").fill("8")
    await _save(office, "When it ends")
    await expect(office.get_by_text("On this phone", exact=True)).to_be_visible()
    await _save(office, "Draft of the charter")
    await office.get_by_role("link", name=re.compile("^Notes Your own notes only")).click()
    await office.get_by_label("Nobody keeps notes.").check()
    await _save(office, "Pay")
    await tap(office, "Back to Draft of the charter")
    await office.get_by_role("link", name=re.compile("^What we expect of each other")).click()
    await office.get_by_role("textbox").fill("Be on time, or say so.\nKeep what you hear to yourselves.")
    await _save(office, "Draft of the charter")
    await look(office, "charter-drafted-offline")
    # However many pages: one draft, and one change.
    await mark(office, "1 change on this phone")
    await tap(office, "Read the whole draft")
    await expect(office.get_by_text("Nobody keeps notes.")).to_be_visible()
    await tap(office, "Back to Draft of the charter")
    await tap(office, "What changes, and publishing")
    await expect(office.get_by_text("Before: 6 sessions. Now: 8 sessions.")).to_be_visible()
    await expect(office.get_by_text("This will be version 2 of the charter.")).to_be_visible()
    await look(office, "charter-what-changes")

    # Nothing of it is seen by a doctor while it is a draft, sent or not.
    doctor = await new_phone("mentor21")
    await office.context.set_offline(False)
    await up_to_date(office)
    await tap(office, "Back to Draft of the charter")
    await expect(office.get_by_text("Sent", exact=True)).to_be_visible()
    await doctor.goto(f"{place.address}/schemes/{scheme}")
    await expect(doctor.get_by_text("6 sessions.")).to_be_visible()

    await office.context.set_offline(True)
    await tap(office, "What changes, and publishing")
    await tap(office, "Publish")
    await expect(office.get_by_text("Your charter is on its way to be published.")).to_be_visible()
    await expect(office.get_by_text("On this phone", exact=True)).to_be_visible()
    await office.context.set_offline(False)
    await expect(office.get_by_text("Sent", exact=True)).to_be_visible()
    await up_to_date(office)
    await tap(office, "Read the charter")
    await expect(office.get_by_role("heading", name="What changed in version 2")).to_be_visible()

    await expect(doctor.get_by_role("heading", name="What changed in version 2")).to_be_visible()
    await kept(doctor)
    await doctor.context.set_offline(True)
    await doctor.reload()
    await expect(doctor.get_by_text("Before: 6 sessions. Now: 8 sessions.")).to_be_visible()
    await expect(doctor.get_by_text("New: Keep what you hear to yourselves.")).to_be_visible()
    await look(doctor, "charter-what-changed")


async def test_a_new_scheme_is_drafted_thrown_away_and_brought_back(
    place: Place, new_phone: NewPhone
) -> None:
    await _scheme(place, "mentor22", "Moor mentoring")
    office = await new_phone("mentor22")
    await tap(office, "Scheme")
    await office.get_by_role("link", name=re.compile("^Draft a new scheme")).click()
    await office.get_by_role("link", name=re.compile("^Name of the scheme")).click()
    await office.get_by_label("Name of the scheme").fill("Talks at noon")
    await _save(office, "Organisation")
    await expect(office.get_by_text("Sent", exact=True)).to_be_visible()
    await tap(office, "Back to Draft of the charter")
    await tap(office, "What changes, and publishing")
    await tap(office, "Publish")
    await expect(office.get_by_role("alert")).to_be_focused()
    await office.get_by_role("alert").get_by_role("link", name="Write this first: Organisation").click()
    await expect(office.get_by_role("link", name="Organisation", exact=True)).to_be_focused()
    await look(office, "charter-publish-faults")
    await tap(office, "Back to Draft of the charter")
    await tap(office, "Throw the draft away")
    await expect(office.get_by_text("The draft is thrown away.")).to_be_visible()
    await up_to_date(office)
    await tap(office, "Undo")
    await expect(office.get_by_text("Talks at noon").first).to_be_visible()
    await up_to_date(office)
    await tap(office, "Scheme")
    await expect(office.get_by_role("link", name=re.compile("^Talks at noon"))).to_be_visible()
    await office.get_by_role("link", name=re.compile("^Talks at noon")).click()
    await tap(office, "Throw the draft away")
    await up_to_date(office)


async def _longest(place: Place) -> UUID:
    """The starter scheme with most to say, and its contact point, as the operator publishes them."""

    def length(scheme: StarterScheme) -> int:
        return len(scheme.model_dump_json())

    name, _ = max(files("schemes", StarterScheme), key=lambda entry: length(entry[1]))
    scheme = id_of("schemes", name)
    everything = list(acts())
    wanted = next(args for _, args in everything if isinstance(args, PublishScheme) and args.scheme == scheme)
    async with _office(place):
        for act_name, args in everything:
            if args is wanted or wanted.contact == getattr(args, "contact_point", None):
                await act(system(datetime.now(UTC)), act_name, args)
    return scheme


async def test_the_longest_charter_prints_on_one_page_and_with_no_signal(
    place: Place, new_phone: NewPhone
) -> None:
    scheme = await _longest(place)
    phone = await new_phone("mentor23")
    await kept(phone)
    await phone.context.set_offline(True)
    await phone.goto(f"{place.address}/schemes/{scheme}")
    await expect(phone.get_by_role("heading", name="Contact point")).to_be_visible()
    printed = await phone.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12]", printed)  # A4, in points
    await phone.emulate_media(media="print")
    for hidden in ("Print this page", "Taking part", "Skip to main content", "Back to Schemes"):
        await expect(phone.get_by_text(hidden, exact=True).first).to_be_hidden()
    await expect(phone.get_by_text("What mentoring means here")).to_be_visible()
