"""Plainly fictional mentor listings of about 400 bytes, the same for everybody who is measured."""

import random
from typing import Any
from uuid import UUID

SEED = 20041
"""The default seed of every benchmark; `--seed` changes it."""

Mentor = dict[str, Any]

_FIRST = (
    "Amber",
    "Basil",
    "Clover",
    "Dahlia",
    "Elder",
    "Fern",
    "Garnet",
    "Hazel",
    "Iris",
    "Jasper",
    "Linnet",
)
_LAST = ("Aldergate", "Brookmere", "Cloverdale", "Dunmarsh", "Eastwold", "Fernhollow", "Greywater", "Lowmoor")
_SPECIALTIES = (
    "Anaesthetics",
    "Cardiology",
    "Emergency medicine",
    "General practice",
    "General surgery",
    "Geriatric medicine",
    "Obstetrics and gynaecology",
    "Paediatrics",
    "Psychiatry",
    "Radiology",
)
_GRADES = ("Consultant", "GP", "SAS doctor", "Resident doctor", "Specialist")
_SITES = ("North site", "South site", "East site", "West site", "Riverside", "Hilltop", "Community")
_ORGANISATIONS = ("Fernbank Example Trust", "Oakvale Example Trust", "Willowmere Example Trust")
_LANGUAGES = ("English", "Welsh", "Hindi", "Urdu", "Polish", "Tamil", "Arabic", "Yoruba")
_TOPICS = (
    "New to the role",
    "Returning to work",
    "Career choices",
    "Teaching",
    "Less than full time",
    "Leading a team",
    "Moving to the UK",
    "Difficult conversations",
)
_PARTS = [
    f"{day}_{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening")
]
_WORDS = (
    *("happy", "to", "listen", "and", "think", "with", "you", "about", "rota", "work", "exams", "family"),
    *("time", "research", "teaching", "moving", "changing", "specialty", "building", "confidence", "first"),
    *("months", "new", "post", "audit", "balance", "plans", "questions", "ideas", "quiet", "practical"),
)


def mentor(number: int, scheme: UUID, seed: int = SEED) -> tuple[str, Mentor]:
    """The listing with this number: its id, and its body as phones hold it."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - the same content for everybody, nothing secret
    identity = UUID(int=chance.getrandbits(128), version=4)
    about = " ".join(chance.choices(_WORDS, k=chance.randint(8, 14)))
    return str(identity), {
        "scheme": str(scheme),
        "name": f"Dr {chance.choice(_FIRST)} {chance.choice(_LAST)}-{number}",
        "places": chance.choice(("open", "open", "full", None)),
        "specialty": chance.choice(_SPECIALTIES),
        "grade": chance.choice(_GRADES),
        "site": chance.choice(_SITES),
        "organisation": chance.choice(_ORGANISATIONS),
        "modes": chance.sample(("in_person", "phone", "video"), chance.randint(1, 3)),
        "languages": ["English", *chance.sample(_LANGUAGES[1:], chance.randint(0, 2))],
        "topics": chance.sample(_TOPICS, chance.randint(1, 3)),
        "usually_free": chance.sample(_PARTS, chance.randint(1, 3)),
        "about": f"{about.capitalize()}.",
    }


def mentors(count: int, scheme: UUID, seed: int = SEED) -> list[tuple[str, Mentor]]:
    return [mentor(number, scheme, seed) for number in range(count)]
