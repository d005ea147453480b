"""An office tells its mentors something with no signal; a doctor reads it, and it goes when it is over."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from server.domain.notices.sending import SendNotice
from server.domain.participation import OptIn
from server.domain.schemes import LookAfter
from server.sync.push import act
from server.sync.registry import Actor, new_id, system
from tests.domain.world import charter, scheme_as
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, look, mark, tap, up_to_date
from tests.journeys.matched import the_night_passes
from tests.journeys.place import Place, elsewhere
from tests.journeys.test_pairs import comes_back, says
from tests.journeys.test_screens import pictured

WORDS = "The mentors’ room is open on Tuesdays. Come if it suits you."
CROWD = [f"mentor{at}" for at in range(50, 58)]


async def _nothing_for_axe(page: Page, path: str) -> None:
    assert await pictured(page, path, "narrow-light") == []


@pytest.fixture
async def lantern(place: Place) -> UUID:
    """A scheme of the teller's with nine mentors, all of them in the office's list."""
    async with elsewhere(place) as now:
        scheme = new_id(now)
        said = scheme_as(scheme, name=f"Lantern mentoring {scheme.hex[-4:]}", charter=charter())
        await act(system(now), "scheme.publish", said)
        looks_after = LookAfter(scheme=scheme, account=place.accounts["teller"])
        await act(system(now), "coordinator.add", looks_after)
        for who in ("told", *CROWD):
            mentor = OptIn(scheme=scheme, role="mentor")
            await act(Actor(place.accounts[who], None, now), "participation.opt_in", mentor)
    await the_night_passes(place)
    return scheme


async def _tells(place: Place, scheme: UUID, words: str, lasts: timedelta) -> None:
    async with elsewhere(place) as now:
        now = now.replace(microsecond=0)
        notice = SendNotice(
            notice=new_id(now),
            scheme=scheme,
            audience="followers",
            event=None,
            page=None,
            text=words,
            expires=now + lasts,
            sends=None,
        )
        await act(system(now), "notice.send", notice)


async def test_an_office_tells_its_mentors_and_recalls_it(
    place: Place, new_phone: NewPhone, lantern: UUID
) -> None:
    doctor, office = await new_phone("told"), await new_phone("teller")
    await kept(doctor)
    await kept(office)
    await tap(doctor, "Notices")
    await says(doctor, "There are no notices.")
    await doctor.context.set_offline(True)

    # Three taps and the form, with no signal.
    await office.context.set_offline(True)
    await office.goto(f"{place.address}/scheme/{lantern}")
    await tap(office, "Notices of this scheme Tell a group something for a while")
    await says(office, "No notices at the moment.")
    await tap(office, "Write a notice You can send it now or later")
    await tap(office, "Send notice")
    await expect(office.get_by_role("alert")).to_contain_text("Choose who to tell")
    await _nothing_for_axe(office, "/notice-with-faults")
    preview = office.get_by_role("region", name="What a lock screen shows")
    await expect(preview.locator("p").last).to_have_text("Alongside 1 new notice")
    await office.get_by_label("Notice", exact=True).fill(WORDS)
    await office.get_by_label("Mentors", exact=True).check()
    await office.get_by_label("Now", exact=True).check()
    await office.get_by_label("7 days").check()
    await look(office, "notices-01-form")
    await tap(office, "Send notice")
    await says(office, "Your notice is saved.")
    await expect(office.get_by_text("On this phone", exact=True)).to_be_visible()
    await tap(office, "Notices of this scheme")
    await says(office, "To be sent")
    await look(office, "notices-02-on-this-phone")
    await mark(office, "1 change on this phone")

    await office.context.set_offline(False)
    await expect(office.locator(".card").get_by_text("To mentors of this scheme. Sent")).to_be_visible()
    await expect(office.get_by_text("On this phone", exact=True)).to_be_hidden()
    await look(office, "notices-03-sent")
    await _nothing_for_axe(office, "/notices-sent")

    await expect(doctor.get_by_text(WORDS)).to_be_hidden()
    await doctor.context.set_offline(False)
    await says(doctor, WORDS)
    await says(doctor, "To mentors of this scheme.")
    await look(doctor, "notices-04-read")
    await _nothing_for_axe(doctor, "/notices-read")
    # With no signal it is put away and taken back.
    await doctor.context.set_offline(True)
    await tap(doctor, f"Put away: {WORDS}")
    await expect(doctor.get_by_text("On this phone", exact=True)).to_be_visible()
    await look(doctor, "notices-05-put-away")
    await tap(doctor, "Undo")
    await expect(doctor.get_by_role("button", name=f"Put away: {WORDS}")).to_be_visible()
    await doctor.context.set_offline(False)
    await up_to_date(doctor)

    await tap(office, f"Recall: {WORDS}")
    await says(office, "Your recall is saved.")
    await expect(
        office.get_by_text("Recalled. It goes from each phone when that phone next syncs.")
    ).to_be_visible()
    await expect(doctor.get_by_text(WORDS)).to_be_hidden()
    await says(doctor, "There are no notices.")
    await look(office, "notices-06-recalled")


async def test_what_is_put_away_stays_away_on_this_phone_and_nobody_hears(
    place: Place, new_phone: NewPhone, lantern: UUID
) -> None:
    doctor = await new_phone("told")
    await kept(doctor)
    await _tells(place, lantern, "The library has new chairs.", timedelta(days=1))
    await tap(doctor, "Notices")
    await comes_back(doctor)
    await says(doctor, "The library has new chairs.")
    await doctor.context.set_offline(True)
    await tap(doctor, "Put away: The library has new chairs.")
    await tap(doctor, "Undo")
    await tap(doctor, "Put away: The library has new chairs.")
    await expect(doctor.locator(".bar__mark")).not_to_contain_text("change")  # nothing waits to be sent
    await tap(doctor, "Today")
    await tap(doctor, "Notices")
    await expect(doctor.get_by_text("The library has new chairs.")).to_be_hidden()
    await doctor.context.set_offline(False)
    await comes_back(doctor)
    await expect(doctor.get_by_text("The library has new chairs.")).to_be_hidden()


async def test_it_goes_from_an_open_screen_when_it_is_over_and_an_old_one_never_appears(
    place: Place, new_phone: NewPhone, lantern: UUID
) -> None:
    doctor = await new_phone("told")
    await kept(doctor)
    await tap(doctor, "Notices")
    await _tells(place, lantern, "Over in a moment.", timedelta(seconds=20))
    await comes_back(doctor)
    await says(doctor, "Over in a moment.")
    await doctor.context.set_offline(True)
    await expect(doctor.get_by_text("Over in a moment.")).to_be_hidden(timeout=40_000)
    await _tells(place, lantern, "Never seen.", timedelta(seconds=1))
    await _tells(place, lantern, "Seen.", timedelta(days=1))
    await doctor.context.set_offline(False)
    await comes_back(doctor)
    await says(doctor, "Seen.")
    await expect(doctor.get_by_text("Never seen.")).to_be_hidden()
    await doctor.reload()
    await says(doctor, "Seen.")
    await expect(doctor.get_by_text("Over in a moment.")).to_be_hidden()
