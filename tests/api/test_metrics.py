"""What a process counts, as a scraper reads it."""

from pathlib import Path

import pytest

from server import metrics
from server.app import create_app
from server.metrics import Counter, Gauge, Histogram
from server.settings import Settings
from tests.conftest import Clock, served


@pytest.fixture(autouse=True)
def own_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_all", [])


def test_counts_are_told_in_prometheus_words() -> None:
    visits = Counter("visits_total", "People who came.")
    refused = Counter("refused_total", "Refusals.", "code")
    open_now = Gauge("open", "Open now.")
    took = Histogram("took_seconds", "How long.", (0.1, 1))
    visits.add()
    visits.add(2)
    refused.add(value="not-yours")
    open_now.set(4)
    for seconds in (0.05, 0.1, 0.5, 7):
        took.observe(seconds)
    assert metrics.text().splitlines() == [
        "# HELP visits_total People who came.",
        "# TYPE visits_total counter",
        "visits_total 3",
        "# HELP refused_total Refusals.",
        "# TYPE refused_total counter",
        'refused_total{code="not-yours"} 1',
        "# HELP open Open now.",
        "# TYPE open gauge",
        "open 4",
        "# HELP took_seconds How long.",
        "# TYPE took_seconds histogram",
        'took_seconds_bucket{le="0.1"} 2',
        'took_seconds_bucket{le="1"} 3',
        'took_seconds_bucket{le="+Inf"} 4',
        "took_seconds_sum 7.65",
        "took_seconds_count 4",
    ]


def test_a_count_without_its_label_is_a_fault() -> None:
    refused = Counter("refused_total", "Refusals.", "code")
    with pytest.raises(ValueError, match="counted by code"):
        refused.add()


async def test_with_a_token_only_its_holder_reads_them(database: str, clock: Clock, tmp_path: Path) -> None:
    settings = Settings(build=tmp_path, metrics_token="a long secret")
    async with served(create_app(settings, clock=clock)) as client:
        assert (await client.get("/metrics")).status_code == 404
        wrong = await client.get("/metrics", headers={"Authorization": "Bearer another"})
        assert wrong.status_code == 404
        right = await client.get("/metrics", headers={"Authorization": "Bearer a long secret"})
        assert right.status_code == 200
