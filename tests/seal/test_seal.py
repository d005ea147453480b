"""Nothing leaves the sealed page; every page that leaks on purpose is caught; and docs/privacy.md says so."""

import json
import re

import pytest

from server.settings import ROOT
from tests.engines import ENGINES, missing
from tests.seal.measuring import Result
from tests.seal.pages import Pair, built, pairs
from tests.seal.table import LEFT, PRIVACY, WHERE, cell, left, rows, shell

OPEN = {"WebKit": {"preconnect/foreign"}}
"""What is known to be open, and said in docs/privacy.md: a connection without words."""


def here(results: dict[str, Result], engine: str) -> Result:
    if engine in missing():
        pytest.skip(f"{engine} is not on this machine: apt-get install {missing()[engine]}")
    return results[engine]


def test_there_are_many_ways_out() -> None:
    assert len({pair.route for pair in pairs()}) >= 36
    assert len({pair.name for pair in pairs()}) == len(pairs())


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_leaves_the_sealed_page(results: dict[str, Result], engine: str) -> None:
    result = here(results, engine)
    assert set(result.sealed) == OPEN.get(engine, set()), result.sealed


@pytest.mark.parametrize("engine", ENGINES)
def test_the_page_has_tried_each_and_found_none_open(results: dict[str, Result], engine: str) -> None:
    inside = here(results, engine).inside
    counts = {words: int(number) for words, number in re.findall(r"^(\D+): (\d+)$", inside, re.MULTILINE)}
    assert counts.pop("Open") == 0, inside
    # What needs an accomplice round it is tried in pages of its own.
    assert sum(counts.values()) == len([pair for pair in pairs() if pair.route not in {"opener", "embedder"}])
    assert "did not answer" not in inside


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_a_page_that_leaks_by_it_on_purpose_is_caught(results: dict[str, Result], pair: Pair) -> None:
    caught = {engine for engine, result in results.items() if pair.name in result.leaks}
    told = {engine for engine, what in rows()[pair.words, WHERE[pair.to]].items() if what == "shut"}
    if not missing():
        assert caught
    assert caught or not told & set(results)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_privacy_page_says_what_was_measured(results: dict[str, Result], engine: str) -> None:
    """`python -m tests.seal` writes the table again."""
    result = here(results, engine)
    told = rows()
    assert set(told) == {(pair.words, WHERE[pair.to]) for pair in pairs()}
    differs = {
        pair.name: (told[pair.words, WHERE[pair.to]][engine], cell(result, pair))
        for pair in pairs()
        if told[pair.words, WHERE[pair.to]][engine] != cell(result, pair)
    }
    assert not differs


@pytest.mark.parametrize("engine", ENGINES)
def test_the_privacy_page_says_what_the_page_round_the_room_could_do(
    results: dict[str, Result], engine: str
) -> None:
    assert shell([here(results, engine)]) in PRIVACY.read_text()


def test_the_screen_says_what_was_measured(results: dict[str, Result]) -> None:
    if missing():
        pytest.skip(f"not on this machine: {', '.join(missing())}")
    assert json.dumps(LEFT.read_text()) == json.dumps(left([results[engine] for engine in ENGINES]))


def test_no_header_of_the_page_names_anybody_to_report_to() -> None:
    headers, _ = built()
    assert not {name.lower() for name in headers} & {"report-to", "reporting-endpoints", "nel"}
    assert "report" not in headers["content-security-policy"]


def test_the_room_of_reflections_is_sealed_as_this_page_is() -> None:
    """The same headers but for the hashes, and the same frame."""
    folder = ROOT / "pwa" / "dist" / "reflections"
    headers = json.loads((folder / "headers.json").read_text())
    check, room = (
        {name: re.sub(r"'sha256-[^']+'", "#", text) for name, text in headers[f"reflections/{page}"].items()}
        for page in ("check.html", "index.html")
    )
    assert check == room
    frames = [
        re.findall(r'<iframe id="room"[^>]*?(sandbox="[^"]*")', (folder / page).read_text())
        for page in ("check.html", "index.html")
    ]
    assert frames[0] == frames[1] == ['sandbox="allow-scripts allow-modals"']
