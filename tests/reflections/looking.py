"""Looks for words in every file of a browser's profile, in every dress that a browser keeps them in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests import canary

_DATABASE = 0xDB4775248B80FB57
"""At the end of every table of LevelDB."""
_BLOCK = 32_768
"""A log of LevelDB is cut into these, each piece with a head of seven bytes."""
_SQUEEZED = b"\xff\x11\x02"
"""Before a value of IndexedDB that Chromium has made smaller by snappy."""


def found(folder: Path, words: Sequence[str]) -> dict[str, set[str]]:
    """By word, in which files it stands. Every word is an entry, also one that stands nowhere."""
    where: dict[str, set[str]] = {word: set() for word in words}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            data = path.read_bytes()
        except OSError:  # a socket, or gone meanwhile
            continue
        for word in seen(data, words):
            where[word].add(str(path.relative_to(folder)))
    return where


def seen(data: bytes, words: Sequence[str]) -> set[str]:
    """In the bytes, and in what a browser packed in them: tables and logs of LevelDB, and snappy."""
    return set().union(*(canary.found(piece, words) for piece in (data, *_unpacked(data))))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for whole in (*_table(data), *_log(data)):
        yield whole
        yield from _values(whole)
    yield from _values(data)


def _values(data: bytes) -> Iterator[bytes]:
    for start in re.finditer(re.escape(_SQUEEZED), data):
        yield unsnappy(data[start.end() :])


def _table(data: bytes) -> Iterator[bytes]:
    """The blocks of a table, one after another. https://github.com/google/leveldb, table_format.md"""
    if len(data) < 48 or int.from_bytes(data[-8:], "little") != _DATABASE:
        return
    at = len(data) - 48
    _, at = _number(data, at)
    _, at = _number(data, at)
    index = _block(data, *_handle(data, at))
    yield index
    at = 0
    while at < len(index) - 4 - 4 * int.from_bytes(index[-4:], "little"):
        _, at = _number(index, at)
        own, at = _number(index, at)
        size, at = _number(index, at)
        yield _block(data, *_handle(index, at + own))
        at += own + size


def _handle(data: bytes, at: int) -> tuple[int, int]:
    """Where a block stands, and how long it is."""
    offset, at = _number(data, at)
    size, _ = _number(data, at)
    return offset, size


def _block(data: bytes, offset: int, size: int) -> bytes:
    body = data[offset : offset + size]
    return unsnappy(body) if data[offset + size : offset + size + 1] == b"\x01" else body


def _log(data: bytes) -> Iterator[bytes]:
    """A log's records put together again, as far as it looks like one."""
    whole = bytearray()
    for start in range(0, len(data), _BLOCK):
        block, at = data[start : start + _BLOCK], 0
        while at + 7 <= len(block):
            size, kind = int.from_bytes(block[at + 4 : at + 6], "little"), block[at + 6]
            if kind not in (1, 2, 3, 4):
                break
            whole += block[at + 7 : at + 7 + size]
            at += 7 + size
    yield bytes(whole)


def unsnappy(data: bytes) -> bytes:
    """As much as can be read. https://github.com/google/snappy, format_description.txt"""
    out = bytearray()
    try:
        size, at = _number(data, 0)
        while at < len(data) and len(out) < min(size, canary.MOST):
            tag = data[at]
            at += 1
            if tag & 3 == 0:
                length = tag >> 2
                if length >= 60:
                    more = length - 59
                    length = int.from_bytes(data[at : at + more], "little")
                    at += more
                out += data[at : at + length + 1]
                at += length + 1
                continue
            if tag & 3 == 1:
                length, back = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at]
                at += 1
            else:
                wide = 2 if tag & 3 == 2 else 4
                length, back = (tag >> 2) + 1, int.from_bytes(data[at : at + wide], "little")
                at += wide
            if not 0 < back <= len(out):
                break
            for _ in range(length):
                out.append(out[-back])
    except IndexError:
        pass
    return bytes(out)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128 or shift > 63:
            return value, at


def nowhere(where: Mapping[str, Iterable[str]]) -> bool:
    return not any(where.values())
