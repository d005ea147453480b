"""A doctor's own rota: read with no signal, shown in words, taken off again, and never part of a request."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import asyncpg
from playwright.async_api import FilePayload, Page, Request, expect

from tests.journeys.conftest import NewPhone
from tests.journeys.hands import kept, log_in, look, tap, up_to_date
from tests.journeys.place import Place
from tests.journeys.test_screens import in_every_look

CANARIES = ("XYLOPHONELD", "MARZIPANNIGHT", "QUOKKAONCALL", "TURNSTONEFILE")
"""Words of codes and titles that stand nowhere else."""
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name).join(' ')"


def _monday() -> datetime:
    today = datetime.now(UTC)
    return today + timedelta(days=7 - today.weekday())


def _ics(monday: datetime) -> bytes:
    night = monday + timedelta(days=7)
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "UID:1",
            f"SUMMARY:{CANARIES[1]}",
            f"DTSTART;TZID=GMT Standard Time:{night:%Y%m%d}T203000",
            f"DTEND;TZID=GMT Standard Time:{night + timedelta(days=1):%Y%m%d}T090000",
            "RRULE:FREQ=DAILY;COUNT=3",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:2",
            f"SUMMARY:{CANARIES[2]} every month",
            f"DTSTART:{night:%Y%m%d}T090000",
            f"DTEND:{night:%Y%m%d}T170000",
            "RRULE:FREQ=MONTHLY",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    ).encode()


def _slow() -> bytes:
    """Within every other limit, and each moment in a year of a zone that was not asked for before."""
    zones = sorted(available_timezones())[:200]
    events = []
    for number in range(4_000):
        block, place = divmod(number, 200)
        years = (1900 + block * 20 + year for year in range(20))
        more = ",".join(f"{year}0101T080000" for year in years)
        zone = zones[place]
        events.append(
            f"BEGIN:VEVENT\nDTSTART;TZID={zone}:20260101T080000\nDURATION:PT9H\n"
            f"RDATE;TZID={zone}:{more}\nEND:VEVENT"
        )
    return "\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR"]).encode()


async def _paste(phone: Page) -> None:
    monday = _monday()
    rows = [f"{monday + timedelta(days=day):%d/%m/%Y}\t{CANARIES[0]}" for day in range(4)]
    rows += [f"{monday + timedelta(days=4):%d/%m/%Y}\tZ", f"{monday + timedelta(days=5):%d/%m/%Y}\tMystery"]
    await tap(phone, "Paste from a spreadsheet Dates and codes, such as LD")
    await phone.get_by_label("Your rota", exact=True).fill("\n".join(rows))
    await phone.get_by_label("What the codes mean").fill(f"{CANARIES[0]} 08:00-20:30\nZ zero day")
    await tap(phone, "Read it")
    await expect(phone.get_by_text("Added to this phone. 5 entries were read.")).to_be_visible()


async def _open_file(phone: Page, name: str, content: bytes) -> None:
    await tap(phone, "Open a file A calendar file (.ics) or a table (.csv)")
    await phone.get_by_label("File", exact=True).set_input_files(
        FilePayload(name=name, mimeType="text/calendar", buffer=content)
    )
    await tap(phone, "Read it")


async def _to_rota(phone: Page, place: Place) -> None:
    await phone.goto(f"{place.address}/you/rota")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Your rota")


async def _found_in_database(dsn: str, words: tuple[str, ...]) -> list[str]:
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        assert len(tables) > 10
        found = []
        for table in tables:
            rows = await connection.fetchval(
                f"SELECT count(*) FROM {table['name']} AS one WHERE one::text ~* $1", "|".join(words)
            )
            if rows:
                found.append(table["name"])
        return found
    finally:
        await connection.close()


async def test_a_rota_is_read_with_no_signal_and_never_leaves_the_phone(
    place: Place, new_phone: NewPhone
) -> None:
    phone = await new_phone("doctor")
    sent: list[str] = []

    def note(request: Request) -> None:
        headers = " ".join(f"{name}: {value}" for name, value in request.headers.items())
        body = request.post_data_buffer or b""
        sent.append(f"{request.method} {request.url} {headers} {body.decode(errors='replace')}")

    phone.context.on("request", note)
    await kept(phone)
    await phone.context.set_offline(True)
    await tap(phone, "You")
    await tap(phone, "Your rota")
    await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()
    await look(phone, "rota-1-empty")
    await _paste(phone)
    await phone.get_by_text("Could not read 1 entry").click()
    await expect(phone.get_by_text("We do not know what its code means.")).to_be_visible()
    await look(phone, "rota-2-pasted")
    await tap(phone, "Look at your rota")

    await _open_file(phone, f"{CANARIES[3]}.ics", _ics(_monday()))
    await expect(phone.get_by_text("Added to this phone. 3 entries were read.")).to_be_visible()
    await phone.get_by_text("Could not read 1 entry").click()
    await expect(phone.get_by_text("It repeats in a way that we do not read.")).to_be_visible()
    # The same file, downloaded once more, takes its own place.
    await tap(phone, "Look at your rota")
    await _open_file(phone, f"{CANARIES[3]} (1).ics", _ics(_monday()))
    await expect(phone.get_by_text("Added to this phone. 3 entries were read.")).to_be_visible()
    await tap(phone, "Look at your rota")
    await expect(phone.get_by_role("button", name=re.compile("^Remove "))).to_have_count(3)

    if _monday().month != datetime.now(UTC).month:
        await tap(phone, "Month after")
    await phone.get_by_role("button", name=re.compile(CANARIES[0])).first.click()
    await expect(phone.get_by_role("status").last).to_contain_text(f"{CANARIES[0]}, 8am to 8:30pm")
    await look(phone, "rota-3-month")
    await phone.get_by_label("List").check()
    if (_monday() + timedelta(days=4)).month != _monday().month:
        await tap(phone, "Month after")
    await expect(phone.get_by_text("it is a zero day").first).to_be_visible()
    await look(phone, "rota-4-list")

    # With a signal again, and something that is meant to go.
    await phone.context.set_offline(False)
    await phone.goto(f"{place.address}/you/name")
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.get_by_text("Sent", exact=True)).to_be_visible()
    await up_to_date(phone)
    await _to_rota(phone, place)
    await up_to_date(phone)
    assert any("/api/sync" in request for request in sent)
    assert "account.rename" in " ".join(sent)
    assert not [request for request in sent for word in CANARIES if word.lower() in request.lower()]
    assert not await _found_in_database(place.dsn, CANARIES)
    log = (place.folder / "server.log").read_text(errors="replace").lower()
    assert not [word for word in CANARIES if word.lower() in log]
    await phone.goto(f"{place.address}/you/left")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("What left this phone")
    text = (await phone.locator("main").inner_text()).lower()
    assert not [word for word in CANARIES if word.lower() in text]

    # All of it goes in one act, comes back by another, and goes again.
    await _to_rota(phone, place)
    assert "alongside-rota-" in await phone.evaluate(DATABASES)
    await tap(phone, "Remove your rota from this phone")
    await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()
    assert "alongside-rota-" not in await phone.evaluate(DATABASES)
    await tap(phone, "Undo")
    await expect(phone.get_by_role("button", name=re.compile("^Remove "))).to_have_count(3)
    await tap(phone, "Remove your rota from this phone")
    await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()


async def test_four_long_days_from_monday_are_tapped_in(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("second", size={"width": 320, "height": 640})
    await _to_rota(phone, place)
    await tap(phone, "Tap in a pattern Such as 4 long days from Monday")
    await tap(phone, "Add it")
    await expect(phone.get_by_role("alert")).to_contain_text("Choose what it is")
    await phone.get_by_label("Long days").check()
    await expect(phone.get_by_label("From", exact=True)).to_have_value("08:00")
    monday = _monday()
    for label, part in (("Day", monday.day), ("Month", monday.month), ("Year", monday.year)):
        await phone.get_by_label(label, exact=True).fill(str(part))
    await tap(phone, "Add it")
    await expect(phone.get_by_text("Added to this phone.")).to_be_visible()
    await tap(phone, "Look at your rota")
    await expect(
        phone.get_by_text(f"Your rota reaches to Thursday {monday + timedelta(days=3):%-d}")
    ).to_be_visible()
    if monday.month != datetime.now(UTC).month:
        await tap(phone, "Month after")
    long = phone.get_by_role("button", name=re.compile("Long days, 8am to 8:30pm"))
    await expect(long.first).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 320
    await look(phone, "rota-5-narrow")
    await tap(phone, "Remove your rota from this phone")
    await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()


async def test_what_is_no_rota_is_said_at_its_field(place: Place, new_phone: NewPhone) -> None:
    """A workbook, nothing at all, and more than there is room for: each is said, and the page goes on."""
    phone = await new_phone("second")
    await _to_rota(phone, place)
    await _open_file(phone, "rota.xlsx", b"PK\x03\x04" + bytes(400))
    await expect(phone.get_by_role("alert")).to_contain_text("This is not a calendar file or a table.")
    await _to_rota(phone, place)
    await _open_file(phone, "empty.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    await expect(phone.get_by_role("alert")).to_contain_text("There is nothing in it")
    await _to_rota(phone, place)
    await _open_file(phone, "long.ics", b"x" * (2 * 1024 * 1024 + 1))
    await expect(phone.get_by_role("alert")).to_contain_text("This is larger than 2 MB.")
    await look(phone, "rota-6-too-big")
    # Every entry in another year of another zone, which takes long: it is stopped, and the page never waited.
    await _to_rota(phone, place)
    await _open_file(phone, "slow.ics", _slow())
    await expect(phone.get_by_role("button", name="Reading")).to_be_visible()
    assert (
        await phone.evaluate("new Promise((next) => requestAnimationFrame(() => next('drawn')))") == "drawn"
    )
    await expect(phone.get_by_role("alert")).to_contain_text("This took too long to read.")
    await expect(phone.get_by_role("button", name="Read it")).to_be_enabled()


async def test_a_rota_stays_after_logging_out_unless_it_is_to_go(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("second")
    await _to_rota(phone, place)
    await _paste(phone)
    for removing in (False, True):
        await phone.goto(f"{place.address}/you/log-out")
        if removing:
            await phone.get_by_label("Also remove my rota from this phone").check()
        else:
            await expect(phone.get_by_label("Also remove my rota from this phone")).not_to_be_checked()
        await phone.get_by_role("button", name="Log out").click()
        await expect(phone.get_by_role("heading", level=1)).to_contain_text("Mentoring")
        assert ("alongside-rota-" in await phone.evaluate(DATABASES)) is not removing
        # Somebody else on the same phone has none.
        if not removing:
            await phone.goto(f"{place.address}/log-in")
            await log_in(phone, place, "mentor34")
            await _to_rota(phone, place)
            await expect(phone.get_by_text("There is no rota on this phone.")).to_be_visible()
            await phone.goto(f"{place.address}/you/log-out")
            await phone.get_by_role("button", name="Log out").click()
            await expect(phone.get_by_role("heading", level=1)).to_contain_text("Mentoring")
            await phone.goto(f"{place.address}/log-in")
            await log_in(phone, place, "second")
            await _to_rota(phone, place)
            await expect(phone.get_by_role("button", name=re.compile("^Remove "))).to_have_count(2)


async def test_a_rota_goes_with_a_phone_that_was_removed(place: Place, new_phone: NewPhone) -> None:
    lost = await new_phone("mentor33")
    await _to_rota(lost, place)
    await _paste(lost)
    assert "alongside-rota-" in await lost.evaluate(DATABASES)
    await lost.context.set_offline(True)

    home = await new_phone("mentor33")
    await home.goto(f"{place.address}/you/devices")
    await home.get_by_role("button", name=re.compile("^Remove ")).click()
    await expect(home.get_by_role("button", name=re.compile("^Remove "))).to_have_count(0)
    await up_to_date(home)

    await lost.context.set_offline(False)
    await expect(lost.get_by_role("heading", level=1)).to_have_text(
        "This phone was removed from your account"
    )
    await lost.wait_for_function(f"({DATABASES})().then((names) => !names.includes('alongside-rota-'))")


async def test_a_rota_is_looked_at(place: Place, new_phone: NewPhone) -> None:
    phone = await new_phone("second")
    await _to_rota(phone, place)
    await _paste(phone)
    faults = await in_every_look(phone, "/you-rota-pasted")
    await tap(phone, "Look at your rota")
    await phone.locator(".month").wait_for()
    faults += await in_every_look(phone, "/you-rota-month")
    await phone.get_by_label("List").check()
    faults += await in_every_look(phone, "/you-rota-list")
    await phone.goto(f"{place.address}/you/rota/pattern")
    await tap(phone, "Add it")
    await phone.get_by_role("alert").wait_for()
    faults += await in_every_look(phone, "/you-rota-pattern-faults")
    assert not faults, "\n".join(faults)
