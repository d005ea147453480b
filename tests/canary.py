"""Finding a word again wherever it went, in whatever clothes: what a test of "nothing left" stands on."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote, quote_plus, unquote_to_bytes

import brotli

MOST = 8_000_000
"""Bytes that one packed piece is opened to."""
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
"""How gzip and zlib begin."""


@lru_cache(4096)
def forms(word: str) -> tuple[bytes, ...]:
    """In lower case: as it is, in two bytes a letter, as JSON, in addresses, in hexadecimal and in base64."""
    plain = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    told = [quote(word, safe="").encode(), quote_plus(word).encode(), json.dumps(word)[1:-1].encode()]
    based = [code for text in plain[:2] for code in _based(text)]
    all_of = (*plain, *told, word.encode().hex().encode(), *based)
    return tuple(dict.fromkeys(form.lower() for form in all_of))


def _based(text: bytes) -> Iterator[bytes]:
    """Its base64 wherever it may stand in a longer text: without the letters that its neighbours share."""
    for before in range(3):
        code = base64.b64encode(bytes(before) + text)
        first = (0, 2, 3)[before]
        last = len(code) if (before + len(text)) % 3 == 0 else (before + len(text)) // 3 * 4
        yield code[first:last]
        yield code[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def clothes(data: bytes) -> Iterator[bytes]:
    """The bytes in lower case, without percent signs, and each packed part of them opened."""
    yield data.lower()
    if b"%" in data:
        yield unquote_to_bytes(data).lower()
    for start in _PACKED.finditer(data):
        bits = 31 if data[start.start()] == 0x1F else 15
        with suppress(zlib.error):
            yield zlib.decompressobj(bits).decompress(data[start.start() :], MOST).lower()
    with suppress(brotli.error):
        yield brotli.decompress(data).lower()


def found(data: bytes, words: Iterable[str]) -> set[str]:
    """Which of these words are in there."""
    layers = list(clothes(data))
    return {word for word in words if any(form in layer for layer in layers for form in forms(word))}
