"""The search itself: a word is found in every dress, so that finding none means something."""

import base64
import gzip
import json
import zlib
from urllib.parse import quote, quote_plus, urlencode

import brotli
import pytest

from tests.canary import found

WORD, OTHER = "Wexforbune told", "Mopradicle"
PLAIN = f"before {WORD} after".encode()


@pytest.mark.parametrize(
    "dressed",
    [
        PLAIN,
        PLAIN.decode().upper().encode(),
        b"\0" + PLAIN.decode().encode("utf-16-le"),
        PLAIN.decode().encode("utf-16-be"),
        json.dumps({"text": PLAIN.decode()}).encode(),
        f"GET /?q={quote(WORD)} HTTP/1.1".encode(),
        f"?q={quote_plus(WORD)}".encode(),
        urlencode({"q": WORD}).encode(),
        "".join(f"%{byte:02x}" for byte in WORD.encode()).encode(),
        PLAIN.hex().encode(),
        *(base64.b64encode(b"x" * before + PLAIN + b"y" * before) for before in range(4)),
        base64.urlsafe_b64encode(b"??" + PLAIN),
        base64.b64encode(b"xy" + PLAIN.decode().encode("utf-16-le")),
        base64.b64encode(PLAIN).decode().replace("=", "%3D").encode(),
        b"POST / HTTP/1.1\r\n\r\n" + gzip.compress(PLAIN * 9),
        b"head" + zlib.compress(PLAIN * 9) + b"tail",
        brotli.compress(PLAIN),
    ],
)
def test_a_word_is_found_in_every_dress(dressed: bytes) -> None:
    assert found(dressed, [WORD, OTHER]) == {WORD}


def test_letters_with_marks_are_found_too() -> None:
    assert found(json.dumps({"text": "Quetzalé"}).encode(), ["Quetzalé"])
    assert found(urlencode({"q": "Quetzalé"}).encode(), ["Quetzalé"])


def test_what_is_not_there_is_not_found() -> None:
    assert found(PLAIN * 9, [OTHER]) == set()
