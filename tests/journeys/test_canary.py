"""What stands in somebody's reflections is found nowhere else, wherever they go in the app.

In every journey, and on every screen, each phone holds reflections that stand open meanwhile: `new_phone`
searches what left it and what it holds beside them, and after the last journey `place` searches what the
server kept and sent. Here that search is tried itself.
"""

import asyncio

from playwright.async_api import Browser, StorageState

from server.domain.webpush.happening import Said
from tests.browser import closed
from tests.journeys import written
from tests.journeys.conftest import NewPhone
from tests.journeys.place import Place
from tests.push.carrier import PushService
from tests.push.house import something_happens

LEAKS = """async ([title, text, tag, action]) => {
  document.title = title;
  await fetch("/out?" + encodeURIComponent(text)).catch(() => {});
  localStorage.setItem("kept", btoa(tag));
  await (await caches.open("kept")).put("/kept", new Response(action));
}"""


async def test_a_word_that_does_get_out_is_found(
    browser: Browser, place: Place, reflections: StorageState
) -> None:
    context = await browser.new_context(storage_state=reflections)
    await context.route("**/out?*", lambda route: route.abort())
    page = await context.new_page()
    watch = written.Watch(context)
    await written.reopen(context, place)
    await page.goto(place.address)
    await watch.kept()
    assert watch.seen
    assert watch.found == set()
    words = [written.WORDS[name] for name in ("title", "text", "tag", "action")]
    await page.evaluate(LEAKS, words)
    await watch.kept()
    assert watch.found == set(words)
    await closed(context)


async def test_what_the_phones_here_are_told_can_be_read(
    place: Place, new_phone: NewPhone, carrier: PushService
) -> None:
    """Or else nothing would be found in it."""
    await new_phone("canary")
    before = len(carrier.received)
    await something_happens(place, Said(what="event-place", text="Ptarmigancanary"), to="canary")
    async with asyncio.timeout(30):
        while len(carrier.received) == before:
            await asyncio.sleep(0.05)
    assert b"Ptarmigancanary" in b"\n".join(written.read(carrier.received[before:]))
