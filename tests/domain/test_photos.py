"""Photos: the picture alone is kept, and only those who see the listing see it."""

import hashlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.database.engine import pool
from server.domain.photos import MOST_KEPT, forget_photos, picture_alone
from tests.domain.world import Person, World, charter


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def frame(width: int = 64, height: int = 64, kind: int = 0xC0, parts: int = 1) -> bytes:
    described = b"".join(bytes((part + 1, 0x11, 0)) for part in range(parts))
    return segment(
        kind, b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes((parts,)) + described
    )


SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
TABLES = segment(0xDB, bytes(65)) + segment(0xC4, bytes(20))
PLAIN = b"\xff\xd8" + TABLES + frame() + SCAN + b"\xff\xd9"
SECRET = b"51.0688N 1.7945W, Canon of Dr Wren"
TELLING = (
    b"\xff\xd8"
    + segment(0xE0, b"JFIF\0\x01\x01" + SECRET)
    + segment(0xE1, b"Exif\0\0" + SECRET)
    + segment(0xE2, b"ICC_PROFILE" + SECRET)
    + segment(0xED, b"Photoshop" + SECRET)
    + segment(0xEE, b"Adobe" + SECRET)
    + segment(0xFE, SECRET)
    + TABLES
    + frame()
    + segment(0xE1, SECRET)
    + SCAN
    + b"\xff\xd9"
    + SECRET
)


def picture(number: int) -> bytes:
    """One of many pictures."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"pixels %d" % number
    return b"\xff\xd8" + TABLES + frame() + scan + b"\xff\xd9"


async def send(person: Person, body: bytes) -> httpx.Response:
    return await person.phone.client.put("/api/photos", content=body, headers={"content-type": "image/jpeg"})


async def look(person: Person, name: str, bucket: str) -> httpx.Response:
    return await person.phone.client.get(f"/api/photos/{name}", params={"bucket": bucket})


def test_everything_that_is_not_the_picture_is_taken_out() -> None:
    assert picture_alone(TELLING) == PLAIN
    assert picture_alone(PLAIN) == PLAIN


def test_which_colours_the_numbers_mean_is_kept() -> None:
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    sent = b"\xff\xd8" + adobe + TABLES + frame(parts=3) + SCAN + b"\xff\xd9"
    assert picture_alone(sent) == sent


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"<svg onload=alert(1)>",
        PLAIN[:-2],
        PLAIN[:40],
        b"\xff\xd8" + TABLES + SCAN + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame() + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame() + frame() + SCAN + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame(width=5000) + SCAN + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame(height=0) + SCAN + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame(parts=4) + SCAN + b"\xff\xd9",
        b"\xff\xd8" + TABLES + frame(kind=0xC3) + SCAN + b"\xff\xd9",
        b"\xff\xd8" + b"\xff\xe1\xff\xff" + b"short",
        b"\xff\xd8" + b"\xff\xe1\x00\x01" + PLAIN[2:],
        b"\xff\xd8" + b"\xff\xd8" + PLAIN[2:],
    ],
)
def test_what_is_not_a_small_jpeg_is_refused(sent: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        picture_alone(sent)


@given(st.binary(max_size=200) | st.tuples(st.integers(0, len(TELLING)), st.binary(max_size=8)))
def test_no_bytes_break_the_reading(thrown: Any) -> None:
    if isinstance(thrown, tuple):
        at, other = thrown
        thrown = TELLING[:at] + other + TELLING[at + len(other) :]
    try:
        kept = picture_alone(thrown)
    except ValueError:
        return
    assert picture_alone(kept) == kept
    assert len(kept) <= len(thrown) + 16


async def test_a_photo_travels_from_a_mentors_phone_to_whoever_sees_the_listing(world: World) -> None:
    scheme = await world.scheme()
    rowan = await world.mentor("Rowan Wren", scheme)
    hazel = await world.doctor("Hazel Finch", scheme)
    name = hashlib.sha256(TELLING).hexdigest()
    answer = await send(rowan, TELLING)
    assert answer.json() == {"hash": name}
    rowan.phone.act("profile.set_photo", photo=name)
    rowan.phone.act("profile.publish", field="photo", publish=True)
    await rowan.phone.sync()
    await hazel.phone.sync()
    (listing,) = hazel.phone.of("mentor").values()
    assert listing["photo"] == name
    seen = await look(hazel, name, f"directory:{scheme}")
    assert seen.content == PLAIN
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.headers["cache-control"] == "no-store"
    assert (await look(rowan, name, f"doctor:{rowan.account}")).content == PLAIN


async def test_nobody_sees_a_photo_that_no_listing_shows(world: World) -> None:
    scheme = await world.scheme()
    quiet = await world.scheme(charter=charter(listing_fields=()))
    members = await world.scheme(charter=charter(listing="members"))
    rowan = await world.mentor("Rowan Wren", scheme, quiet, members)
    hazel = await world.doctor("Hazel Finch", scheme, quiet, members)
    name = (await send(rowan, PLAIN)).json()["hash"]

    async def statuses() -> list[int]:
        await rowan.phone.sync()
        buckets = [f"directory:{of}" for of in (scheme, quiet, members)] + [f"doctor:{rowan.account}"]
        return [(await look(hazel, name, bucket)).status_code for bucket in buckets]

    assert await statuses() == [404] * 4
    rowan.phone.act("profile.set_photo", photo=name)
    assert await statuses() == [404] * 4
    rowan.phone.act("profile.publish", field="photo", publish=True)
    assert await statuses() == [200, 404, 404, 404]
    rowan.phone.act("participation.pause", scheme=scheme, until="2027-01-01")
    assert await statuses() == [404] * 4
    rowan.phone.act("participation.resume", scheme=scheme)
    rowan.phone.act("profile.set_photo", photo=None)
    assert await statuses() == [404] * 4


async def test_a_photo_must_have_been_sent_by_the_one_who_names_it(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    hazel = await world.doctor("Hazel Finch")
    name = (await send(rowan, PLAIN)).json()["hash"]
    hazel.phone.act("profile.set_photo", photo=name)
    hazel.phone.act("profile.patch", field="photo", value=name)
    await hazel.phone.sync()
    assert [told["code"] for told in hazel.phone.attention] == ["photo-missing", "field-not-offered"]
    assert hazel.phone.of("profile") == {}


async def test_what_cannot_be_a_photo_is_refused_in_plain_words(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    assert (await send(rowan, b"not a picture")).json()["code"] == "bad-photo"
    assert (await send(rowan, PLAIN + bytes(40_000))).json()["code"] == "too-large"
    strangers = httpx.AsyncClient(transport=world.server._transport, base_url=world.server.base_url)
    async with strangers:
        answer = await strangers.put("/api/photos", content=PLAIN, headers={"content-type": "image/jpeg"})
        assert answer.json()["code"] == "signed-out"
        assert (await strangers.get("/api/photos/abc?bucket=public")).json()["code"] == "signed-out"
    wrong = await rowan.phone.client.put("/api/photos", content=PLAIN, headers={"content-type": "text/html"})
    assert wrong.status_code == 415
    assert (await look(rowan, "0" * 64, "nonsense")).status_code == 404
    assert await pool().fetchval("SELECT count(*) FROM photo") == 0


async def test_photos_that_no_profile_names_are_few_and_forgotten(world: World) -> None:
    rowan = await world.doctor("Rowan Wren")
    named = (await send(rowan, PLAIN)).json()["hash"]
    rowan.phone.act("profile.set_photo", photo=named)
    await rowan.phone.sync()
    for number in range(MOST_KEPT + 5):
        assert (await send(rowan, picture(number))).status_code == 200
    assert await pool().fetchval("SELECT count(*) FROM photo") == MOST_KEPT + 1
    await forget_photos(world.clock.forward(days=31))
    assert [row["hash"] for row in await pool().fetch("SELECT hash FROM photo")] == [named]
