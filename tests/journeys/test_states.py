"""The states that nobody plans for, in a real browser: what the app says, and what it keeps."""

import json
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from playwright.async_api import Page, Request, expect

from server.database.engine import close_database, open_database
from server.domain.schemes import LookAfter
from server.sync.push import act
from server.sync.registry import system
from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, log_in, look, mark, tap, up_to_date, update_now
from tests.journeys.place import Place
from tests.journeys.versions import next_version


async def _writes(page: Page, place: Place, field: str, label: str, words: str) -> None:
    await page.goto(f"{place.address}/you/listing/{field}")
    await page.get_by_label(label, exact=True).fill(words)
    await tap(page, "Save")


async def _saved(page: Page, state: str = "On this phone") -> None:
    await expect(page.get_by_role("status").filter(has_text=f"Saved.{state}")).to_be_visible()


async def _field(place: Place, who: str, field: str) -> object:
    """What the server holds."""
    database = await asyncpg.connect(place.dsn)
    try:
        told = await database.fetchval(
            "SELECT value FROM profile_field JOIN account_email USING (account)"
            " WHERE email = $1 AND field = $2",
            place.people[who],
            field,
        )
        return None if told is None else json.loads(told)
    finally:
        await database.close()


def _sent_by(page: Page) -> list[str]:
    """The ids of all changes that leave this phone from now on, as often as they leave."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/sync"):
            told = json.loads(request.post_data or "{}")
            sent.extend(change["id"] for change in told["mutations"])

    page.context.on("request", note)
    return sent


async def test_two_windows_write_one_sends_and_both_see(place: Place, new_phone: NewPhone) -> None:
    one = await new_phone("mentor10")
    await kept(one)
    other = await one.context.new_page()
    await other.goto(place.address)
    await up_to_date(other)
    sent = _sent_by(one)
    await one.context.set_offline(True)
    await _writes(one, place, "pronouns", "Pronouns", "he/him")
    await _saved(one)
    await _writes(other, place, "organisation", "Organisation", "Larch Trust")
    await _saved(other)
    for window in (one, other):
        await mark(window, "2 changes on this phone")
    await tap(other, "Back to My listing")
    await expect(other.get_by_text("he/him")).to_be_visible()
    await look(other, "state-two-windows")

    await one.context.set_offline(False)
    await _saved(one, "Sent")
    for window in (one, other):
        await up_to_date(window)
    await expect(other.get_by_text("On this phone")).to_have_count(0)
    assert len(sent) == len(set(sent)) == 2
    assert await _field(place, "mentor10", "pronouns") == "he/him"
    assert await _field(place, "mentor10", "organisation") == "Larch Trust"


# Everything that the phone has room for, in ever smaller pieces.
FILL = """async () => {
  const opened = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("holiday-pictures", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("picture", { autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const keep = (size) => new Promise((resolve) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    const kept = opened.transaction("picture", "readwrite");
    kept.objectStore("picture").put(bytes);
    kept.oncomplete = () => resolve(true);
    kept.onabort = () => resolve(false);
  });
  let size = 4_000_000;
  let pictures = 0;
  while (size > 16) {
    if (await keep(Math.floor(size))) pictures += 1;
    else size /= 2;
  }
  opened.close();
  return pictures;
}"""


async def test_a_full_phone_says_so_and_loses_nothing(place: Place, new_phone: NewPhone) -> None:
    """The browser itself refuses to keep more: first a change that was kept, then one that is not."""
    phone = await new_phone()
    debugger = await phone.context.new_cdp_session(phone)
    await debugger.send("Storage.overrideQuotaForOrigin", {"origin": place.address, "quotaSize": 12_000_000})
    await debugger.detach()
    await tap(phone, "Log in")
    await log_in(phone, place, "mentor11")
    await kept(phone)
    await phone.context.set_offline(True)
    await _writes(phone, place, "pronouns", "Pronouns", "they/them")
    await _saved(phone)
    assert await phone.evaluate(FILL) > 0

    await tap(phone, "Back to My listing")
    await tap(phone, "Change organisation")
    await phone.get_by_label("Organisation", exact=True).fill("Larch Trust, at Northgate")
    await tap(phone, "Save")
    await mark(phone, "This phone is full")
    await expect(phone.get_by_text("What you do now may not be kept.")).to_be_visible()
    await look(phone, "state-full")
    await expect(phone.get_by_text("Saved.")).to_have_count(0)
    await expect(phone.get_by_label("Organisation", exact=True)).to_have_value("Larch Trust, at Northgate")
    await tap(phone, "How to make room")
    await expect(phone.get_by_text("Changes that were saved are still saved.")).to_be_visible()
    await look(phone, "state-make-room")

    await phone.goto(f"{place.address}/waiting")
    await expect(phone.get_by_text("Change your pronouns")).to_be_visible()
    await phone.evaluate("indexedDB.deleteDatabase('holiday-pictures')")
    await phone.context.set_offline(False)
    await _writes(phone, place, "organisation", "Organisation", "Larch Trust, at Northgate")
    await _saved(phone, "Sent")
    await up_to_date(phone)
    assert await _field(place, "mentor11", "pronouns") == "they/them"
    assert await _field(place, "mentor11", "organisation") == "Larch Trust, at Northgate"


async def test_a_phone_that_was_cleared_says_so_and_gets_everything_again(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone("mentor12")
    await kept(phone)
    debugger = await phone.context.new_cdp_session(phone)
    # Closed, as a phone is when it makes room overnight.
    await phone.goto("about:blank")
    cleared = {"origin": place.address, "storageTypes": "indexeddb"}
    await debugger.send("Storage.clearDataForOrigin", cleared)
    await debugger.detach()
    await phone.context.set_offline(True)
    await phone.goto(f"{place.address}/you/listing")
    await expect(phone.get_by_text("This phone cleared what the app had kept.")).to_be_visible()
    # It claims nothing: neither that data is coming, nor that the doctor is listed nowhere.
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Your data is not on this phone yet")
    await expect(phone.locator(".bar__mark")).to_contain_text("Cannot reach the server")
    await look(phone, "state-cleared")
    await phone.context.set_offline(False)
    await up_to_date(phone)
    await expect(phone.get_by_text("You are listed in Larch peer mentoring.")).to_be_visible()
    await expect(phone.get_by_text("I like to hear how others work.")).to_be_visible()
    await expect(phone.get_by_text("Changes that were not sent may be missing.")).to_be_visible()
    await look(phone, "state-cleared-and-back")
    await tap(phone, "Close")
    await expect(phone.get_by_text("may be missing")).to_have_count(0)
    await _writes(phone, place, "pronouns", "Pronouns", "she/her")
    await _saved(phone, "Sent")


async def test_a_phone_that_is_cleared_while_it_is_open_goes_on(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("mentor13")
    await phone.goto(f"{place.address}/you/listing")
    await expect(phone.get_by_text("You are listed in Larch peer mentoring.")).to_be_visible()
    debugger = await phone.context.new_cdp_session(phone)
    cleared = {"origin": place.address, "storageTypes": "indexeddb"}
    await debugger.send("Storage.clearDataForOrigin", cleared)
    await debugger.detach()
    await tap(phone, "Change pronouns")
    await phone.get_by_label("Pronouns", exact=True).fill("she/her")
    await tap(phone, "Save")
    await _saved(phone, "Sent")
    await up_to_date(phone)
    await expect(phone.get_by_text("Changes that were not sent may be missing.")).to_be_visible()
    await look(phone, "state-cleared-open")
    await phone.reload()
    await up_to_date(phone)
    await phone.goto(f"{place.address}/you/listing")
    await expect(phone.get_by_text("I like to hear how others work.")).to_be_visible()
    await expect(phone.get_by_text("she/her")).to_be_visible()


async def test_logged_out_elsewhere_with_changes_waiting(place: Place, new_phone: NewPhone) -> None:
    """A new password on another phone ends this one's session. Its changes wait for the person."""
    phone = await new_phone("mentor14")
    await kept(phone)
    await phone.context.set_offline(True)
    await _writes(phone, place, "pronouns", "Pronouns", "she/they")
    await _saved(phone)
    await _writes(phone, place, "organisation", "Organisation", "Harbour Trust")
    await _saved(phone)

    elsewhere = await new_phone()
    await elsewhere.goto(f"{place.address}/reset")
    await elsewhere.get_by_label("Email address").fill(place.people["mentor14"])
    await tap(elsewhere, "Send me a code")
    code = re.search(r"\b(\d{4} ?\d{4})\b", await place.letter_to(place.people["mentor14"]))
    assert code is not None
    await elsewhere.get_by_label("Code from the email").fill(code[1])
    await elsewhere.get_by_label("Choose a new password").fill("four rather quiet words")
    await tap(elsewhere, "Save new password")
    await up_to_date(elsewhere)

    await phone.context.set_offline(False)
    await mark(phone, "Log in to send 2 changes")
    await expect(phone.get_by_text("What you saved is still on this phone.")).to_be_visible()
    await look(phone, "state-logged-out")
    await phone.locator(".bar__mark").click()
    await expect(phone.get_by_text("Change your organisation")).to_be_visible()
    await expect(phone.get_by_text("They go out when you log in.")).to_be_visible()
    await look(phone, "state-logged-out-waiting")
    await phone.get_by_role("button", name="Log in").last.click()
    await look(phone, "state-logged-out-log-in")
    await log_in(phone, place, "mentor14", "four rather quiet words")
    assert await _field(place, "mentor14", "pronouns") == "she/they"
    assert await _field(place, "mentor14", "organisation") == "Harbour Trust"


async def test_a_new_version_waits_and_the_outbox_outlives_it(
    place: Place, new_phone: NewPhone, tmp_path: Path
) -> None:
    phone = await new_phone("mentor15")
    await kept(phone)
    await phone.goto(f"{place.address}/you")
    await expect(phone.get_by_text("Version 0.1.0")).to_be_visible()
    await phone.context.set_offline(True)
    await _writes(phone, place, "pronouns", "Pronouns", "ze/zir")
    await _saved(phone)
    await tap(phone, "Back to My listing")
    await tap(phone, "Change organisation")
    await phone.get_by_label("Organisation", exact=True).fill("half a thou")

    await place.stop()
    await place.start(next_version(tmp_path / "next", "0.2.0"))
    try:
        # The server is there with the next version, and out of reach for changes: nothing has gone yet.
        await phone.route("**/api/sync", lambda route: route.abort())
        await phone.context.set_offline(False)
        await expect(phone.get_by_text("An update is ready.")).to_be_visible()
        # Nothing reloads under a half-written form.
        await expect(phone.get_by_label("Organisation", exact=True)).to_have_value("half a thou")
        await look(phone, "state-update-ready")
        # A screen of the old version that was never opened before is still there.
        await phone.get_by_label("Organisation", exact=True).fill("")
        await tap(phone, "Back to My listing")
        await tap(phone, "You")
        await tap(phone, "Guidance")
        await expect(phone.get_by_role("link", name="What mentoring is", exact=True)).to_be_visible()
        await tap(phone, "You")
        await expect(phone.get_by_text("Version 0.1.0")).to_be_visible()

        await update_now(phone)
        await expect(phone.get_by_text("Version 0.2.0")).to_be_visible()
        await expect(phone.get_by_text("An update is ready.")).to_have_count(0)
        await mark(phone, "1 change on this phone")
        await look(phone, "state-updated")
        await phone.unroute("**/api/sync")
        await up_to_date(phone)
        assert await _field(place, "mentor15", "pronouns") == "ze/zir"
    finally:
        await place.stop()
        await place.start()


HELD = """async () => {
  const held = {};
  for (const { name } of await indexedDB.databases()) {
    if (name === "alongside-reflections") continue;
    const opened = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of opened.objectStoreNames) {
      held[store] = await new Promise((resolve) => {
        const asked = opened.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      });
    }
    opened.close();
  }
  return held;
}"""


async def test_a_removed_phone_is_wiped_and_says_so(place: Place, new_phone: NewPhone) -> None:
    """Lost on a bus, with a change that was never sent; removed from the phone at home."""
    lost = await new_phone("mentor35")
    await lost.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}")
    await expect(lost.get_by_text("Dr Ben Quill")).to_be_visible()
    await kept(lost)
    assert len((await lost.evaluate(HELD))["page"]) > 1
    await lost.context.set_offline(True)
    await _writes(lost, place, "pronouns", "Pronouns", "he/they")
    await _saved(lost)

    home = await new_phone("mentor35")
    await tap(home, "You")
    await tap(home, "Your phones")
    await expect(home.get_by_role("heading", name="This phone")).to_be_visible()
    await look(home, "state-your-phones")
    await home.get_by_role("button", name=re.compile("^Remove ")).click()
    await expect(home.get_by_role("button", name=re.compile("^Remove "))).to_have_count(0)
    await up_to_date(home)

    await lost.context.set_offline(False)
    await expect(lost.get_by_role("heading", level=1)).to_have_text(
        "This phone was removed from your account"
    )
    await expect(lost.get_by_text("1 change had not been sent. It was cleared too.")).to_be_visible()
    await look(lost, "state-removed")
    held: dict[str, list[Any]] = await lost.evaluate(HELD)
    assert [store for store, records in held.items() if records] == ["meta"]
    assert "Quill" not in json.dumps(held)
    databases = await lost.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert "alongside-reflections" in databases  # no account's business
    await lost.context.set_offline(True)
    await lost.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}")
    await expect(lost.get_by_text("This phone was removed from your account")).to_be_visible()
    await lost.context.set_offline(False)
    await tap(lost, "Log in")
    await log_in(lost, place, "mentor35")
    assert await _field(place, "mentor35", "pronouns") is None


@asynccontextmanager
async def _office(place: Place) -> AsyncIterator[None]:
    await open_database(place.dsn)
    try:
        yield
    finally:
        await close_database()


async def test_what_the_server_refuses_comes_back_with_its_words(place: Place, new_phone: NewPhone) -> None:
    """She writes an invitation with no signal, on the day that the office goes to somebody else."""
    peer, now = place.schemes["peer"], datetime.now(UTC)
    account = UUID(await _account(place, "mentor17"))
    office = LookAfter(scheme=peer, account=account)
    async with _office(place):
        await act(system(now), "coordinator.add", office)
    phone = await new_phone("mentor17")
    await kept(phone)
    await phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=place.address)
    await phone.context.set_offline(True)
    await phone.goto(f"{place.address}/scheme/{peer}/invite")
    await phone.get_by_label("Email address").fill("ines@larch.example")
    await phone.get_by_label("Name").fill("Dr Inês Noël")
    await phone.get_by_label("Mentor", exact=True).check()
    await tap(phone, "Send invitation")
    await mark(phone, "1 change on this phone")
    await look(phone, "state-invited-offline")
    async with _office(place):
        await act(system(now), "coordinator.remove", office)

    await phone.context.set_offline(False)
    await mark(phone, "1 needs your attention")
    await look(phone, "state-refused")
    await expect(phone.get_by_role("button", name="Undo")).to_have_count(0)
    await tap(phone, "Needs your attention")
    await expect(phone.get_by_text("Invite Dr Inês Noël to Larch peer mentoring")).to_be_visible()
    await expect(phone.get_by_text("You cannot see or change this.")).to_be_visible()
    await look(phone, "state-attention")
    await tap(phone, "Copy")
    await expect(phone.get_by_text("Copied.")).to_be_visible()
    assert await phone.evaluate("navigator.clipboard.readText()") == "Dr Inês Noël, ines@larch.example"
    # It stays until she lets go, whatever happens to the page.
    await phone.reload()
    await expect(phone.get_by_text("Invite Dr Inês Noël")).to_be_visible()
    await tap(phone, "Let go")
    await expect(phone.get_by_text("Nothing needs your attention.")).to_be_visible()
    await up_to_date(phone)


async def _account(place: Place, who: str) -> str:
    database = await asyncpg.connect(place.dsn)
    try:
        return str(
            await database.fetchval("SELECT account FROM account_email WHERE email = $1", place.people[who])
        )
    finally:
        await database.close()


async def _forward(page: Page, **by: float) -> None:
    """Time goes by, and the person looks at the phone again."""
    await page.clock.set_fixed_time(datetime.now(UTC) + timedelta(**by))
    await page.evaluate("dispatchEvent(new Event('focus'))")


async def test_a_list_that_was_not_renewed_for_a_month_is_hidden(place: Place, new_phone: NewPhone) -> None:
    """What others said of themselves is lent; what the doctor wrote is hers."""
    phone = await new_phone("mentor18")
    await phone.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}")
    await expect(phone.locator("ul.rows li")).to_have_count(20)
    await kept(phone)
    await phone.context.set_offline(True)
    await _forward(phone, days=29)
    await expect(phone.locator("ul.rows li")).to_have_count(20)
    await _forward(phone, days=31)
    await expect(phone.get_by_text("This list is more than 30 days old.")).to_be_visible()
    await look(phone, "state-lease-over")
    await phone.reload()
    await expect(phone.get_by_text("This list is more than 30 days old.")).to_be_visible()
    await expect(phone.get_by_text("Dr Ben Quill")).to_have_count(0)
    await phone.goto(f"{place.address}/you/listing")
    await expect(phone.get_by_text("I like to hear how others work.")).to_be_visible()
    await phone.context.set_offline(False)
    await up_to_date(phone)
    await phone.goto(f"{place.address}/mentors?scheme={place.schemes['peer']}")
    await expect(phone.locator("ul.rows li")).to_have_count(20)


async def test_a_network_that_leads_nowhere_is_not_called_fine(place: Place, new_phone: NewPhone) -> None:
    """Hospital Wi-Fi: the phone thinks it is online. After five minutes the mark says what is the matter."""
    phone = await new_phone("mentor19")
    await kept(phone)
    await place.stop(signal.SIGKILL)
    try:
        await _writes(phone, place, "pronouns", "Pronouns", "xe/xem")
        await _saved(phone)
        await mark(phone, "1 change on this phone")
        await _forward(phone, minutes=6)
        await mark(phone, "1 change has not gone yet")
        await phone.locator(".bar__mark").click()
        await expect(phone.get_by_text("although you are online")).to_be_visible()
        await look(phone, "state-stuck")
    finally:
        await place.start()
    await tap(phone, "Send now")
    await up_to_date(phone)
    assert await _field(place, "mentor19", "pronouns") == "xe/xem"
