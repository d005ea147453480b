"""How each engine is started for this: with its own log of names it looks up, where it keeps one."""

import asyncio
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from tests.engines import ENGINES, chromium, firefox, missing, webkit
from tests.seal.measuring import Result, measure, resolved, scene

# What a private window or a test runner turns off is turned on, and one process is enough for all pages.
_FIREFOX: dict[str, str | float | bool] = {
    "network.dns.disablePrefetch": False,
    "network.dns.disablePrefetchFromHTTPS": False,
    "network.prefetch-next": True,
    "network.predictor.enabled": True,
    "media.peerconnection.ice.loopback": True,
    "fission.autostart": False,
    "dom.ipc.processCount": 2,
    "dom.ipc.processPrelaunch.enabled": False,
}
_CHROMIUM = ("--allow-loopback-in-peer-connection", "--net-log-capture-mode=Everything")


async def measured(known: Mapping[str, Collection[str]] | None = None) -> list[Result]:
    """Every engine that is on this machine, side by side: each mostly waits."""
    return list(
        await asyncio.gather(
            *(_engine(name, known[name] if known else None) for name in ENGINES if name not in missing())
        )
    )


async def _engine(name: str, known: Collection[str] | None) -> Result:
    with tempfile.TemporaryDirectory(prefix="alongside-seal-") as folder:
        log = Path(folder) / "log"
        async with scene() as there:
            if name == "Chromium":
                async with chromium(*_CHROMIUM, f"--log-net-log={log}") as engine:
                    await engine.context.grant_permissions(["clipboard-read", "clipboard-write"])
                    result = await measure(engine, there, known)
            elif name == "Firefox":
                environment = {"MOZ_LOG": "nsHostResolver:5", "MOZ_LOG_FILE": str(log)}
                async with firefox(_FIREFOX, environment) as firefox_engine:
                    result = await measure(firefox_engine, there, known)
            else:
                async with webkit() as webkit_engine:
                    return await measure(webkit_engine, there, known)
        looked_up = b"".join(path.read_bytes() for path in Path(folder).iterdir())
        resolved(result, looked_up)
        return result
