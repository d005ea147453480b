"""Fictional people: named after plants and birds and marked as demo; only their work is believable.

The words they are made of stand in `people.json`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from server.domain.demo import DemoPart, DemoPerson
from server.domain.directory import FieldName, FieldValue

_PEOPLE = UUID("0a8f6f0e-6a53-4c55-8a4e-3c5f7f0f2f21")

_WORDS = json.loads(Path(__file__).with_suffix(".json").read_bytes())
_MIXES = 7_907
"""A prime that divides neither list's length: every pair of names comes once, and neighbours differ."""
_WEEK = tuple(
    f"{day}_{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening")
)


def mentors(count: int, everyone: DemoPart, others: tuple[DemoPart, ...]) -> Iterator[DemoPerson]:
    """So many mentors, always the same ones. All are in one scheme, and every third in another one too."""
    for number in range(count):
        chance = Random(number)  # noqa: S311 - fiction, the same every time
        name = name_of(number)
        parts = [_with_room(everyone, chance)]
        if others and chance.random() < 0.35:
            parts.append(_with_room(chance.choice(others), chance))
        yield DemoPerson(
            account=uuid5(_PEOPLE, str(number)), name=name, parts=tuple(parts), shows=_shows(chance)
        )


def name_of(number: int) -> str:
    """Each pair of names once, then with a numeral behind it."""
    given, family = _WORDS["given"], _WORDS["family"]
    pairs = len(given) * len(family)
    mixed = number * _MIXES % pairs
    again = "" if number < pairs else f" {number // pairs + 1}"
    return f"Dr {given[mixed % len(given)]} {family[mixed // len(given)]}{again} (demo)"


def _with_room(part: DemoPart, chance: Random) -> DemoPart:
    return DemoPart(scheme=part.scheme, role=part.role, places=chance.choice((None, 0, 1, 1, 2, 3)))


def _shows(chance: Random) -> dict[FieldName, FieldValue]:
    specialties = _WORDS["specialties"]
    specialty = chance.choices(tuple(specialties), tuple(specialties.values()))[0]
    place = chance.choice(_WORDS["places"])
    practice = specialty == "General practice"
    shows: dict[FieldName, FieldValue] = {
        "specialty": specialty,
        "grade": chance.choice(_WORDS["grades_in_practice" if practice else "grades"]),
        "site": f"{place} {'Surgery' if practice else chance.choice(('Infirmary', 'General Hospital'))}",
        "organisation": f"{place} {'Primary Care' if practice else 'Trust'}",
        "modes": tuple(sorted(chance.sample(("in_person", "phone", "video"), chance.randint(1, 3)))),
    }
    if chance.random() < 0.8:
        shows["topics"] = tuple(chance.sample(_WORDS["topics"], chance.randint(1, 4)))
    if chance.random() < 0.7:
        shows["about"] = f"{chance.choice(_WORDS['openings'])} {chance.choice(_WORDS['closings'])}"
    if chance.random() < 0.6:
        shows["usually_free"] = tuple(sorted(chance.sample(_WEEK, chance.randint(1, 4)), key=_WEEK.index))
    if chance.random() < 0.5:
        shows["languages"] = ("English", *chance.sample(_WORDS["languages"], chance.randint(0, 2)))
    if chance.random() < 0.3:
        shows["pronouns"] = chance.choice(("she/her", "he/him", "they/them"))
    return shows
