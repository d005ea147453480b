"""Web Push: sealing and signing 10,000 messages, beside npm's web-push.

Every message goes to another browser at one push service. The processor's own time counts, so that nobody
gains by a second core; nothing is sent.
"""

import argparse
import base64
import json
import os
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks import peers, report, running
from server.webpush.sealing import LENGTH, NOTHING, SECRET, sealed
from server.webpush.vapid import Signer, new_private

ORIGIN = "https://push.example"
SUBJECT = "mailto:alongside@example.org"
Browser = tuple[bytes, bytes]


def browsers(number: int) -> list[Browser]:
    """Keys as a browser makes them."""
    return [
        (
            ec.generate_private_key(ec.SECP256R1())
            .public_key()
            .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
            os.urandom(SECRET),
        )
        for _ in range(number)
    ]


def ours(to: list[Browser]) -> tuple[float, int]:
    """Milliseconds of the processor, and bytes."""
    signer, now = Signer(new_private(), SUBJECT), datetime.now(UTC)
    began, total = time.process_time(), 0
    for p256dh, auth in to:
        signer.header(ORIGIN, now)
        total += len(sealed(NOTHING, p256dh, auth))
    return (time.process_time() - began) * 1000, total


async def theirs(to: list[Browser]) -> tuple[float, int]:
    def text(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    said = {
        "subject": SUBJECT,
        "text": NOTHING.decode(),
        "browsers": [
            {"endpoint": f"{ORIGIN}/{number}", "keys": {"p256dh": text(point), "auth": text(secret)}}
            for number, (point, secret) in enumerate(to)
        ],
    }
    with tempfile.TemporaryDirectory(prefix="alongside-benchmark-") as folder:
        file = Path(folder) / "asked.json"
        file.write_text(json.dumps(said))
        answer = json.loads(await peers.run("node", "web-push.js", str(file)))
    return answer["took"], answer["bytes"]


async def main(rounds: int, number: int) -> None:
    await peers.install()
    to = browsers(number)
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(rounds):
        (mine, bytes_mine), (other, bytes_other) = ours(to), await theirs(to)
        if abs(bytes_mine - bytes_other) > number * 2:
            raise RuntimeError(f"not the same work: {bytes_mine} and {bytes_other} bytes")
        took["ours"].append(mine)
        took["theirs"].append(other)
        print({name: round(samples[-1]) for name, samples in took.items()})
    mine = report.median(took["ours"])
    rows = [
        [
            name,
            f"{report.median(took[side]):,.0f} ms",
            f"{number / report.median(took[side]) * 1000:,.0f}",
            ratio,
        ]
        for name, side, ratio in (
            ("Alongside (pywebpush)", "ours", "1.0"),
            ("web-push", "theirs", f"{report.median(took['theirs']) / mine:.1f}"),
        )
    ]
    body = (
        f"{number:,} messages of {LENGTH} bytes, each for another browser at one push service; time of one "
        f"core, {rounds} rounds in turn. Ours signs once for a service and twelve hours; web-push signs each "
        "message.\n\n"
    ) + report.table(["", "median", "messages a second and core", "times ours"], rows)
    versions = {name: version(name) for name in ("pywebpush", "cryptography")}
    versions["web-push"] = peers.versions()["web-push"]
    report.write("Web Push", "benchmarks.webpush", body, seed=None, versions=versions)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=10_000)
    asked = parser.parse_args()
    running.run(main(asked.rounds, asked.messages))
