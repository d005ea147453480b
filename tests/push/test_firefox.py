"""Firefox itself, its app closed, is told through a push service that speaks its protocol."""

import asyncio

import pytest

from server.database.engine import pool
from server.domain.webpush.happening import Said
from tests.conftest import NewDatabase
from tests.engines import firefox, missing
from tests.journeys.place import Place, elsewhere
from tests.push.carrier import Answer, push_service
from tests.push.house import NEUTRAL, SHOWN, asks_to_be_told, house, something_happens, until


async def any_is_told(place: Place) -> bool:
    """Whether the server has a phone among those that are told."""
    async with elsewhere(place):
        return bool(await pool().fetchval("SELECT EXISTS (SELECT FROM webpush_subscription)"))


async def test_a_sealed_message_reaches_a_closed_app_and_is_shown(new_database: NewDatabase) -> None:
    if "Firefox" in missing():
        pytest.skip(f"Firefox is not on this machine: apt-get install {missing()['Firefox']}")
    async with push_service() as service, house(new_database, service) as place:
        preferences: dict[str, str | float | bool] = {
            "dom.push.serverURL": f"ws://localhost:{service.port}/",
            "dom.push.testing.allowInsecureServerURL": True,
            "dom.push.connection.enabled": True,
            "permissions.default.desktop-notification": 1,
            # A machine for tests has no desktop that would show it: Firefox does so itself.
            "alerts.useSystemBackend": False,
            "permissions.default.persistent-storage": 1,
        }
        async with firefox(preferences, {}) as engine:
            page = await engine.context.new_page()
            await asks_to_be_told(page, place)
            other = await engine.context.new_page()
            await page.close()  # no window of the app is open any more
            await something_happens(place, Said(what="meeting-agreed"))
            await until(lambda: bool(service.acknowledged))
            assert service.acknowledged == [100]
            # A picture is not the app: the line is still there, and goes once the app itself is opened.
            await other.goto(f"{place.address}/icons/mark-192.png")
            async with asyncio.timeout(20):  # it acknowledges what it hands on, a moment before it is shown
                while await other.evaluate(SHOWN) != [NEUTRAL]:
                    await asyncio.sleep(0.05)
            await other.goto(f"{place.address}/you/telling")
            async with asyncio.timeout(20):
                while await other.evaluate(SHOWN):
                    await asyncio.sleep(0.05)
            assert len(service.received) == 1
            # What its push service forgot, and our server with it, is made good when the app is next opened.
            await other.goto(f"{place.address}/icons/mark-192.png")
            service.behave = lambda _: Answer(410)
            await something_happens(place, Said(what="meeting-agreed"))
            await until(lambda: len(service.received) == 2)
            service.behave = lambda _: Answer()
            async with asyncio.timeout(20):
                while await any_is_told(place):
                    await asyncio.sleep(0.05)
            await other.goto(f"{place.address}/you/telling")
            async with asyncio.timeout(20):
                while not await any_is_told(place):
                    await asyncio.sleep(0.05)
            # Turned off, the browser's push service hears so, and nothing goes there any more.
            await other.get_by_role("button", name="Tell me nothing").click()
            await other.get_by_text("This phone says nothing while the app is closed.").wait_for()
            assert not service.subscribed
            await something_happens(place, Said(what="meeting-agreed"))
            assert len(service.received) == 2
