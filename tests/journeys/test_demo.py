"""The demo that `./run` begins with: its doctor can ask its mentor at once."""

import shutil
import signal
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, expect

from server.database.engine import close_database, open_database
from server.starter import demo
from tests.conftest import NewDatabase
from tests.journeys.conftest import NARROW
from tests.journeys.hands import log_in, look
from tests.journeys.place import Place


class Demo(Place):
    @property
    def password(self) -> str:
        return demo.PASSWORD


async def test_the_doctor_asks_the_mentor_in_four_taps(new_database: NewDatabase, browser: Browser) -> None:
    folder = Path(tempfile.mkdtemp(prefix="alongside-demo-"))
    async with new_database() as dsn:
        await open_database(dsn)
        try:
            log_ins = await demo.load(datetime.now(UTC), mentors=20)
        finally:
            await close_database()
        there = Demo(dsn, folder)
        there.people |= {log_in.part: log_in.email for log_in in log_ins}
        await there.start()
        try:
            await _asks(there, browser)
        finally:
            await there.stop(signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)


async def _asks(there: Demo, browser: Browser) -> None:
    phones = []
    for who in ("doctor", "mentor"):
        context = await browser.new_context(viewport=NARROW, locale="en-GB")
        phone = await context.new_page()
        await phone.goto(f"{there.address}/log-in")
        await log_in(phone, there, who)
        phones.append(phone)
    doctor, mentor = phones
    await doctor.get_by_role("link", name="Look at mentors").click()
    box = doctor.get_by_label("Search mentors")
    await box.click()
    await box.fill("Rowan Curlew")
    await doctor.locator("ul.rows a").first.click()
    await doctor.get_by_role("button", name="Ask this mentor").click()
    await expect(doctor.get_by_text("You have asked Dr Rowan Curlew (demo).")).to_be_visible()
    await expect(doctor.get_by_text("Sent", exact=True)).to_be_visible()
    await look(doctor, "demo-asked")
    await mentor.reload()
    await mentor.get_by_role("link", name="Dr Hazel Linnet (demo)").click()
    await expect(mentor.get_by_text("asks you to be their mentor.")).to_be_visible()
    for phone in phones:
        await phone.context.close()
