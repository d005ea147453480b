"""The room in the other two engines: written, locked and opened again, and with the server stopped."""

from functools import partial

from tests import by_script
from tests.engines import Tab
from tests.journeys.place import Place
from tests.reflections.room import PASSPHRASE, SAVED

TEXT = "# Night\nI listened."
press = partial(by_script.press, framed=True)
fill = partial(by_script.fill, framed=True)
says = partial(by_script.says, framed=True)


async def _unlock(tab: Tab) -> None:
    await fill(tab, "Passphrase", PASSPHRASE)
    await press(tab, "Open")
    await says(tab, "Night")


async def test_written_locked_and_opened_again_with_the_server_stopped(place: Place, tab: Tab) -> None:
    await tab.go(f"{place.address}/together")
    await by_script.says(tab, "Equal turns")
    await by_script.kept(tab)
    await tab.go(f"{place.address}/reflections/")
    await press(tab, "Continue")
    await fill(tab, "Passphrase", PASSPHRASE)
    await press(tab, "Continue")
    await says(tab, "Your recovery key")
    key = await tab.run("() => document.querySelector('.key').innerText", framed=True)
    await fill(tab, "Type the last group of the key", str(key).strip().split("-")[-1])
    await press(tab, "Continue")
    await press(tab, "New reflection")
    await fill(tab, "What you want to write", TEXT)
    await says(tab, SAVED)
    shut = "() => ['RTCPeerConnection', 'WebTransport'].every((name) => !(name in globalThis))"
    assert await tab.run(shut, framed=True)
    await place.stop()
    try:
        await tab.go("about:blank")
        await tab.go(f"{place.address}/reflections/")
        await _unlock(tab)
        await press(tab, "Lock now")
        await says(tab, "Open your reflections")
        await _unlock(tab)
    finally:
        await place.start()
