"""Open times: the same answers as the oracle gives, wherever the process thinks that it is."""

import json
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.availability.documents import Availability
from server.domain.availability.engine import covers, gap, open_starts
from tests.domain.availability import vectors
from tests.domain.availability.vectors import DAY, HOUR, at

CASES: list[dict[str, Any]] = json.loads(vectors.PATH.read_text())
PROCESSES = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]


@pytest.fixture(params=PROCESSES)
def process_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def of(case: dict[str, Any]) -> Availability:
    return Availability.model_validate_json(json.dumps(case["availability"]))


def answered(case: dict[str, Any]) -> list[int]:
    busy = [(start, end) for start, end in case["busy"]]
    starts = open_starts(of(case), busy, case["minutes"], case["begin"], case["end"], case["now"])
    assert all((start - case["begin"]) % 60 == 0 for start in starts)
    return [(start - case["begin"]) // 60 for start in starts]


@pytest.mark.usefixtures("process_zone")
def test_the_vectors() -> None:
    assert [case["name"] for case in CASES if answered(case) != case["starts"]] == []


def test_the_vectors_are_many_and_not_all_empty() -> None:
    assert len(CASES) >= 300
    assert sum(bool(case["starts"]) for case in CASES) > 200


def test_the_vectors_are_what_the_oracle_says() -> None:
    assert [*vectors.told(), *vectors.drawn()] == [
        {**case, "busy": [tuple(b) for b in case["busy"]]} for case in CASES
    ]


@pytest.mark.usefixtures("process_zone")
def test_a_start_is_covered_when_it_is_offered_and_else_not() -> None:
    for case in CASES[:60]:
        availability, minutes, now = of(case), case["minutes"], case["now"]
        offered = set(open_starts(availability, [], minutes, case["begin"], case["end"], now))
        for start in range(case["begin"], case["end"], 300):
            assert covers(availability, start, minutes, now) == (start in offered), case["name"]


def test_thursdays_at_five_are_five_o_clock_on_the_wall() -> None:
    starts = [CASES[0]["begin"] + 60 * minutes for minutes in CASES[0]["starts"]]
    assert starts == [at("2026-03-26T17:00Z"), at("2026-04-02T16:00Z")]


WEEKDAYS = Availability(weekdays=(((540, 1020),),) * 7, lengths=(45,), before=10, after=20)
MONDAY = at("2026-11-30T00:00Z")


@given(st.lists(st.tuples(st.integers(0, 3 * DAY), st.integers(0, 5 * HOUR)), max_size=8))
def test_more_that_is_busy_never_opens_a_time(drawn: list[tuple[int, int]]) -> None:
    busy = [(MONDAY + start, MONDAY + start + length) for start, length in drawn]
    asked = (45, MONDAY, MONDAY + 3 * DAY, MONDAY - 2 * DAY)
    whole = open_starts(WEEKDAYS, busy, *asked)
    for left_out in range(len(busy)):
        fewer = busy[:left_out] + busy[left_out + 1 :]
        assert set(whole) <= set(open_starts(WEEKDAYS, fewer, *asked))
    apart = gap(WEEKDAYS)
    for start in whole:
        assert all(
            since == until or start >= until + apart or since >= start + 45 * 60 + apart
            for since, until in busy
        )


@given(st.integers(0, 20), st.integers(1, 5))
def test_a_week_later_inside_one_reckoning_is_a_week_later(day: int, weeks: int) -> None:
    first = at("2026-04-06T00:00Z") + day * DAY
    asked = [
        open_starts(WEEKDAYS, [], 45, begin, begin + DAY, begin - 2 * DAY)
        for begin in (first, first + weeks * 7 * DAY)
    ]
    assert [start + weeks * 7 * DAY for start in asked[0]] == asked[1]
    assert asked[0]


def test_notice_and_horizon_are_instants() -> None:
    start = MONDAY + 10 * HOUR
    tight = WEEKDAYS.model_copy(update={"notice_hours": 5, "horizon_weeks": 1})
    assert covers(tight, start, 45, start - 5 * HOUR)
    assert not covers(tight, start, 45, start - 5 * HOUR + 1)
    assert covers(tight, start, 45, start - 7 * DAY)
    assert not covers(tight, start, 45, start - 7 * DAY - 1)
