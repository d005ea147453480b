"""Finding a word again wherever it went, in whatever clothes."""

import base64
import gzip
import re
import zlib
from contextlib import suppress
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_GZIP = re.compile(rb"\x1f\x8b\x08")


@lru_cache(4096)
def forms(word: str) -> tuple[bytes, ...]:
    """As it is, in base64 at each of three alignments (both alphabets), and in hexadecimal."""
    plain = word.encode()
    found = {plain.lower(), plain.hex().encode()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # The first and last characters also depend on what stands beside the word.
        middle = coded[(0, 2, 3)[shift] : -4]
        found |= {middle.lower(), middle.replace(b"+", b"-").replace(b"/", b"_").lower()}
    return tuple(found)


def clothes(data: bytes) -> list[bytes]:
    """The bytes, without percent signs, and each compressed part of them opened."""
    layers = [data, unquote_to_bytes(data)]
    for start in (match.start() for match in _GZIP.finditer(data)):
        with suppress(zlib.error, EOFError, OSError):
            layers.append(zlib.decompressobj(wbits=31).decompress(data[start:]))
    with suppress(zlib.error):
        layers.append(zlib.decompress(data))
    return [layer.lower() for layer in layers]


def carries(data: bytes, word: str) -> bool:
    return any(form in layer for layer in clothes(data) for form in forms(word))


def compressed(word: str) -> bytes:
    return gzip.compress(word.encode(), mtime=0)
