"""The text itself: folded between letters, escaped, and read back as it was meant."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.domain.accounts.account import LINE
from server.domain.calendar_text import Entry, text_of
from tests.domain.calendar.reading import by_ical_js, events, lines

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# Readers take a byte order mark away, wherever it stands.
PLACES = (
    st.from_regex(LINE, fullmatch=True) | st.text("\\;,:\"'nN abc é字👩🏽‍⚕️\u00a0", min_size=1, max_size=200)
).filter(lambda text: 1 <= len(text) <= 200 and text.strip() != "" and "\ufeff" not in text)


def entry(place: str | None, number: int = 0, **said: object) -> Entry:
    start = NOW + timedelta(days=number)
    plain = {
        "uid": f"entry-{number}",
        "sequence": number,
        "changed_at": NOW,
        "starts": start,
        "ends": start + timedelta(minutes=45),
        "minutes": 45,
        "cancelled": False,
        "mode": "video",
        "place": place,
    }
    return Entry(**(plain | said))  # type: ignore[arg-type]  # fields of many kinds


async def test_an_empty_feed_is_a_calendar() -> None:
    assert events(text_of([])) == []
    assert await by_ical_js(text_of([])) == []


async def test_long_names_of_places_are_folded_between_letters() -> None:
    """At every length, so that each letter comes to lie across the 75th octet once."""
    places = [letter * length for letter in "aŵ字👩" for length in (*range(20, 40), 66, 67, 68, 199, 200)]
    places += [f"{'x' * before}ŵ字👩🏽‍⚕️ – llawr 3" for before in range(50, 80)]
    text = text_of([entry(place, number) for number, place in enumerate(places)])
    assert max(map(len, lines(text))) in {74, 75}
    assert [event["location"] for event in events(text)] == places
    assert [event["location"] for event in await by_ical_js(text)] == places


@given(places=st.lists(PLACES, min_size=1, max_size=40))
@example(places=["\\n", "\\N", "\\\\n", "a\\;b\\,c", "BEGIN:VEVENT", ";", ",", ":", '"', "END:VCALENDAR"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
async def test_whatever_a_place_is_called_reads_back_as_it_was_written(places: list[str]) -> None:
    text = text_of([entry(place, number) for number, place in enumerate(places)])
    assert [event["location"] for event in events(text)] == places
    assert [event["location"] for event in await by_ical_js(text)] == places


def test_the_same_meetings_are_the_same_bytes() -> None:
    once, again = (text_of([entry("Room 4"), entry(None, 1, cancelled=True)]) for _ in range(2))
    assert once == again
    assert b"STATUS:CANCELLED" in once
