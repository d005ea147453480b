"""The search itself: a word is found in every dress, so that finding none means something."""

from pathlib import Path

import pytest

from tests.reflections.looking import found, unsnappy

WORD = "Wexforbune told"
PLAIN = f"before {WORD} after".encode()
# A piece of five letters, and the same again nine times over: what snappy makes of a word that is repeated.
SNAPPY = bytes([50, (5 - 1) << 2]) + b"wexfo" + bytes([(45 - 1) << 2 | 2, 5, 0])


def _table(block: bytes) -> bytes:
    """A table of LevelDB with one squeezed block and its index."""
    body = block + b"\x01" + bytes(4)
    entry = b"\x00\x01\x02" + b"k" + bytes([0, len(block)])
    index = entry + bytes(4) + (1).to_bytes(4, "little")
    footer = bytes([0, 0, len(body), len(index)]).ljust(40, b"\0")
    return body + index + b"\x00" + bytes(4) + footer + 0xDB4775248B80FB57.to_bytes(8, "little")


def _log(text: bytes) -> bytes:
    """A log of LevelDB whose record begins at the end of one piece and ends in the next."""
    first, rest = text[:12], text[12:]
    filling = bytes(32_768 - 7 - 7 - len(first))
    whole = bytes(4) + len(filling).to_bytes(2, "little") + b"\x01" + filling
    whole += bytes(4) + len(first).to_bytes(2, "little") + b"\x02" + first
    return whole + bytes(4) + len(rest).to_bytes(2, "little") + b"\x04" + rest


@pytest.mark.parametrize(
    ("dress", "data"),
    [
        ("plain", PLAIN),
        ("a log", _log(PLAIN)),
        ("a value made smaller", b"\x01\xff\x11\x02" + bytes([len(PLAIN), (len(PLAIN) - 1) << 2]) + PLAIN),
        ("a table", _table(bytes([len(PLAIN), (len(PLAIN) - 1) << 2]) + PLAIN)),
    ],
)
def test_a_word_is_found(tmp_path: Path, dress: str, data: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(data)
    assert found(tmp_path, [WORD, "Mopradicle"]) == {WORD: {"deep/file"}, "Mopradicle": set()}, dress


def test_what_repeats_is_read_whole() -> None:
    assert unsnappy(SNAPPY) == b"wexfo" * 10
