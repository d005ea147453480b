"""Reading a file of mentors: CSV as spreadsheets write it, and every fault in it by row and column.

UTF-8 or Windows-1252; comma, semicolon or tab; columns in any order under the headings that people use.
Rows are numbered as a spreadsheet shows them.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import cast

from pydantic import TypeAdapter, ValidationError

from server.domain.accounts.account import PersonName
from server.domain.accounts.emails import normalised
from server.domain.directory import FieldName, FieldValue, Mode, checked
from server.refusals import Refused

MOST_ROWS = 5000
MOST_BYTES = 4_000_000

_HEADERS: Mapping[str, Sequence[str]] = {
    "email": ("email", "emailaddress", "mail", "nhsemail", "workemail"),
    "name": ("name", "fullname", "doctor", "mentor", "mentorname", "displayname"),
    "title": ("title", "prefix"),
    "first": ("firstname", "forename", "givenname", "first"),
    "last": ("lastname", "surname", "familyname", "last"),
    "specialty": ("specialty", "speciality", "medicalspecialty", "department"),
    "grade": ("grade", "jobtitle", "post", "position"),
    "site": ("site", "hospital", "practice", "location", "base", "placeofwork"),
    "organisation": ("organisation", "organization", "trust", "employer", "healthboard"),
    "modes": ("modes", "mode", "waystomeet", "meeting", "meetings", "format"),
    "languages": ("languages", "language"),
    "topics": ("topics", "topic", "interests", "areasofinterest"),
    "usually_free": ("usuallyfree", "free", "availability", "available", "times"),
    "pronouns": ("pronouns", "pronoun"),
    "about": ("about", "aboutme", "bio", "biography", "profile", "inyourownwords"),
    "contact": ("contact", "contactdetails", "phone", "telephone", "mobile"),
}
_KNOWN = {header: known for known, headers in _HEADERS.items() for header in headers}
_SEVERAL = {"modes", "languages", "topics", "usually_free"}
_NAMES = ("name", "first", "last")
_MODES: Mapping[str, Mode] = {
    "inperson": "in_person",
    "facetoface": "in_person",
    "f2f": "in_person",
    "phone": "phone",
    "byphone": "phone",
    "telephone": "phone",
    "video": "video",
    "byvideo": "video",
    "online": "video",
    "teams": "video",
    "zoom": "video",
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS = {"morning": "morning", "am": "morning", "afternoon": "afternoon", "pm": "afternoon"} | {
    "evening": "evening",
    "eve": "evening",
}
_person_name: TypeAdapter[str] = TypeAdapter(PersonName)


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way, for the person with the spreadsheet open: its row, its column, plain words."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Mentor:
    """One row without a fault."""

    email: str
    name: str
    fields: dict[FieldName, FieldValue]


@dataclass(slots=True)
class Reading:
    """What a file came to."""

    rows: int = 0
    mentors: list[Mentor] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, row: int, column: str, words: str) -> None:
        self.faults.append(Fault(row, column, words))


def read(content: bytes) -> Reading:
    """All of the file and every fault in it. Refused only when it is no text at all."""
    reading = Reading()
    rows = _rows(_text(content), reading)
    number, header = next(rows, (1, []))
    columns = _columns(number, header, reading)
    seen: dict[str, int] = {}
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        reading.rows += 1
        if reading.rows > MOST_ROWS:
            reading.wrong(
                number, "", f"A file can have {MOST_ROWS:,} rows at most. Put the rest into another."
            )
            break
        _read_row(number, cells, columns, reading, seen)
    if not reading.rows and not reading.faults:
        reading.wrong(1, "", "There are no rows under the headings.")
    return reading


def _text(content: bytes) -> str:
    """UTF-8 with or without its mark; else Windows-1252, as older spreadsheets write it."""
    if len(content) > MOST_BYTES:
        raise Refused("too-large")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("bad-file")


def _rows(text: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Each row under the number that a spreadsheet shows for it."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(lines)
        except StopIteration:
            return
        except csv.Error:
            reading.wrong(number, "", "The quotation marks in this row do not match.")


def _columns(number: int, header: Sequence[str], reading: Reading) -> list[tuple[str, str | None]]:
    """The headings as they stand there, and what each is to us."""
    columns: list[tuple[str, str | None]] = []
    for heading in header:
        known = _KNOWN.get(_squeezed(heading))
        if known is None and heading.strip():
            reading.wrong(
                number, heading.strip()[:80], "We do not know this heading. Change it or remove it."
            )
        elif known is not None and known in {known_before for _, known_before in columns}:
            reading.wrong(number, heading.strip(), "Another column says the same thing. Remove one of them.")
        columns.append((heading.strip(), known))
    found = {known for _, known in columns}
    if "email" not in found:
        reading.wrong(number, "Email", "There is no column for the email address.")
    if not found & set(_NAMES):
        reading.wrong(number, "Name", "There is no column for the name.")
    return columns


def _read_row(
    number: int,
    cells: Sequence[str],
    columns: Sequence[tuple[str, str | None]],
    reading: Reading,
    seen: dict[str, int],
) -> None:
    before = len(reading.faults)
    if any(cell.strip() for cell in cells[len(columns) :]):
        reading.wrong(number, "", "This row has more columns than there are headings.")
    said: dict[str, str] = {}
    headings: dict[str, str] = {}
    # A row may end before the headings do: what is not there is empty, and an address may not be.
    for cell, (heading, known) in zip(chain(cells, repeat("")), columns, strict=False):
        if known is None:
            if cell.strip() and not heading:
                reading.wrong(number, "", "This column has no heading.")
        elif known not in said:
            said[known], headings[known] = cell.strip(), heading
    email = _email(number, said, headings, reading, seen)
    name = _name(number, said, headings, reading)
    fields: dict[FieldName, FieldValue] = {}
    for known, text in said.items():
        if text and known not in {"email", "title", *_NAMES}:
            where = cast(FieldName, known)
            try:
                fields[where] = checked(where, _value(known, text))
            except (Refused, ValueError) as error:
                reading.wrong(number, headings[known], _words_for(known, error))
    if len(reading.faults) == before:
        reading.mentors.append(Mentor(email, name, fields))


def _email(
    number: int, said: Mapping[str, str], headings: Mapping[str, str], reading: Reading, seen: dict[str, int]
) -> str:
    if "email" not in headings:
        return ""
    if not said["email"]:
        reading.wrong(number, headings["email"], "Enter an email address.")
        return ""
    email = normalised(said["email"])
    if email is None:
        reading.wrong(number, headings["email"], "This is not an email address.")
        return ""
    if email in seen:
        reading.wrong(
            number, headings["email"], f"Row {seen[email]} has the same address. Remove one of them."
        )
    seen.setdefault(email, number)
    return email


def _name(number: int, said: Mapping[str, str], headings: Mapping[str, str], reading: Reading) -> str:
    column = next((headings[part] for part in _NAMES if part in headings), None)
    if column is None:
        return ""
    parts = (said.get("title"), said.get("first"), said.get("last"))
    name = said.get("name") or " ".join(part for part in parts if part)
    if not (said.get("name") or said.get("first") or said.get("last")):
        reading.wrong(number, column, "Enter a name.")
        return ""
    try:
        return _person_name.validate_python(name).strip()
    except ValidationError:
        reading.wrong(number, column, "Use 120 characters or fewer, all on one line.")
        return ""


def _value(known: str, text: str) -> FieldValue:
    if known not in _SEVERAL:
        return text
    parts = [part.strip() for part in re.split(r"[,;|/\n]", text) if part.strip()]
    if known == "modes":
        return tuple(_MODES[_squeezed(part)] for part in parts if _known_mode(part))
    if known == "usually_free":
        return tuple(each for part in parts for each in _free(part))
    return tuple(parts)


def _known_mode(part: str) -> bool:
    if _squeezed(part) not in _MODES:
        raise ValueError
    return True


def _free(part: str) -> list[str]:
    """ "Monday morning", "tue pm", or a whole day."""
    words = re.findall(r"[a-z]+", part.lower())
    days = [day for day in _DAYS if words and words[0].startswith(day)]
    parts = [_PARTS.get(word.removesuffix("s"), "") for word in words[1:]]
    if len(days) != 1 or "" in parts or len(parts) > 1:
        raise ValueError
    return [f"{days[0]}_{when}" for when in parts or ("morning", "afternoon", "evening")]


def _words_for(known: str, error: Exception) -> str:
    if known == "modes":
        return "Use in person, phone or video."
    if known == "usually_free":
        return "Use a day and a part of it, such as Monday morning."
    if known in _SEVERAL:
        return "Use 21 entries or fewer, each of 80 characters or fewer."
    most = 600 if known == "about" else 80
    return f"Use {most} characters or fewer{'' if known == 'about' else ', all on one line'}."


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
