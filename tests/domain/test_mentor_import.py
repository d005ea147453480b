"""Importing mentors: every fault by its row, nothing while one is left, and nobody is listed by a file."""

import csv
import io
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.database.engine import pool
from server.domain.mentor_file import MOST_ROWS, Mentor, read
from server.refusals import Refused
from tests.domain.world import Person, World, charter

GOOD = """\
Email,Name,Speciality,Hospital,Ways to meet,Languages,Availability
wren@example.org,Rowan Wren,Cardiology,Larch Infirmary,in person; video,"English, Welsh",Mon am; tue eve
kite@example.org,Ash Kite,A&E,,Teams,,Friday
"""


def faults(text: str | bytes) -> list[tuple[int, str, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    return [(fault.row, fault.column, fault.words) for fault in read(content).faults]


async def bring(person: Person, scheme: UUID, content: str | bytes, check: bool = False) -> httpx.Response:
    return await person.phone.client.post(
        f"/api/schemes/{scheme}/mentors/import?check={str(check).lower()}",
        content=content if isinstance(content, bytes) else content.encode(),
        headers={"content-type": "text/csv"},
    )


def test_a_plain_file_is_read_into_what_a_listing_holds() -> None:
    reading = read(GOOD.encode())
    assert reading.faults == []
    assert reading.mentors == [
        Mentor(
            "wren@example.org",
            "Rowan Wren",
            {
                "specialty": "Cardiology",
                "site": "Larch Infirmary",
                "modes": ("in_person", "video"),
                "languages": ("English", "Welsh"),
                "usually_free": ("mon_morning", "tue_evening"),
            },
        ),
        Mentor(
            "kite@example.org",
            "Ash Kite",
            {
                "specialty": "A&E",
                "modes": ("video",),
                "usually_free": ("fri_morning", "fri_afternoon", "fri_evening"),
            },
        ),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("turned", [False, True])
def test_however_a_spreadsheet_writes_it(delimiter: str, encoding: str, ending: str, turned: bool) -> None:
    rows = [
        ["E-mail address", "Surname", "First name", "Title"],
        ["o@example.org", "Öster-Ünal", "Zoë", "Dr"],
    ]
    if turned:
        rows = [row[::-1] for row in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=ending).writerows(rows)
    reading = read(written.getvalue().encode(encoding))
    assert reading.faults == []
    assert reading.mentors == [Mentor("o@example.org", "Dr Zoë Öster-Ünal", {})]


def test_every_fault_is_named_by_its_row_and_column() -> None:
    text = (
        "Mail,Full name,Modes,Free,Shoe size,About\n"
        "wren@example.org,Rowan Wren,pigeon,Mon midnight,42,\n"
        ",,,,,text\n"
        "\n"
        "not an address,Ash Kite,,Someday,,\n"
        f"WREN@example.org,{'x' * 121},,,,{'x' * 601}\n"
        "kite@example.org,Ash Kite,,,,,surplus\n"
    )
    assert faults(text) == [
        (1, "Shoe size", "We do not know this heading. Change it or remove it."),
        (2, "Modes", "Use in person, phone or video."),
        (2, "Free", "Use a day and a part of it, such as Monday morning."),
        (3, "Mail", "Enter an email address."),
        (3, "Full name", "Enter a name."),
        (5, "Mail", "This is not an email address."),
        (5, "Free", "Use a day and a part of it, such as Monday morning."),
        (6, "Mail", "Row 2 has the same address. Remove one of them."),
        (6, "Full name", "Use 120 characters or fewer, all on one line."),
        (6, "About", "Use 600 characters or fewer."),
        (7, "", "This row has more columns than there are headings."),
    ]


def test_a_row_that_ends_too_soon_lacks_what_is_not_there() -> None:
    assert faults("Name,Email\nRowan Wren\n") == [(2, "Email", "Enter an email address.")]
    assert faults("Email,Name\nwren@example.org\n") == [(2, "Name", "Enter a name.")]


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", 1, "Email"),
        ("Name\nRowan Wren\n", 1, "Email"),
        ("Email\nwren@example.org\n", 1, "Name"),
        ("Email,Name,E-mail\nwren@example.org,Rowan Wren,other@example.org\n", 1, "E-mail"),
        ("Email,Name\n", 1, ""),
        ("Email,Name,\nwren@example.org,Rowan Wren,something\n", 2, ""),
        ('Email,Name\n"wren@example.org,Rowan Wren\n', 2, ""),
        ('Email,Name\n"wren@example.org"x,Rowan Wren\nkite@example.org,Ash Kite\n', 2, ""),
        ("Email,Name\nwren@example.org,Rowan\tWren\n", 2, "Name"),
        ("Email,Name,Topics\nwren@example.org,Rowan Wren," + "a;" * 10 + "x" * 81 + "\n", 2, "Topics"),
        (
            "Email,Name,Topics\nwren@example.org,Rowan Wren," + ";".join(map(str, range(22))) + "\n",
            2,
            "Topics",
        ),
        ("Email,Name,Grade\nwren@example.org,Rowan Wren," + "x" * 81 + "\n", 2, "Grade"),
    ],
)
def test_a_fault_of_each_kind(text: str, row: int, column: str) -> None:
    found = faults(text)
    assert (row, column) in {(fault[0], fault[1]) for fault in found}, found
    assert all(len(words.split()) <= 20 and "!" not in words for _, _, words in found)


def test_what_is_no_text_is_no_file_of_mentors() -> None:
    for content in (b"PK\x03\x04\x00\x00", "Email,Name".encode("utf-16"), b"\x81\x8d\x8f"):
        with pytest.raises(Refused, match="bad-file"):
            read(content)


def test_there_is_an_end_to_the_rows() -> None:
    rows = "".join(f"{number}@example.org,Wren {number}\n" for number in range(MOST_ROWS + 3))
    (fault,) = read(f"Email,Name\n{rows}".encode()).faults
    assert fault.row == MOST_ROWS + 2
    assert "5,000" in fault.words


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_file_breaks_the_reading(content: bytes) -> None:
    for before in (b"", b"Email,Name,Modes,Availability,Topics\n", b"email;name;about\n"):
        try:
            reading = read(before + content)
        except Refused as refusal:
            assert refusal.code == "bad-file"  # noqa: PT017 - it may or may not be refused
            continue
        assert reading.faults or reading.mentors
        assert len(reading.mentors) <= reading.rows


CELLS: dict[str, tuple[st.SearchStrategy[str], st.SearchStrategy[str]]] = {
    "Email": (
        st.integers(0, 10**9).map("d{}@example.org".format),
        st.sampled_from(["", "x", "a@b", "@c.de"]),
    ),
    "Name": (st.sampled_from(["Rowan Wren", "Zoë O'Kite"]), st.sampled_from(["", "x" * 121])),
    "Grade": (st.sampled_from(["", "Consultant"]), st.just("x" * 81)),
    "Modes": (st.sampled_from(["", "phone", "Video/in person"]), st.sampled_from(["pigeon", "phone, owl"])),
    "Availability": (
        st.sampled_from(["", "mon pm", "Sunday"]),
        st.sampled_from(["never", "mon mon pm", "pm"]),
    ),
}


@given(st.data(), st.permutations(sorted(CELLS)), st.sampled_from([",", ";", "\t"]))
def test_every_planted_fault_is_found_and_no_other(data: Any, order: list[str], delimiter: str) -> None:
    rows, planted, seen = [], set(), set()
    for number in range(2, 2 + data.draw(st.integers(1, 6))):
        row = []
        for column in order:
            good, bad = CELLS[column]
            wrong = data.draw(st.booleans())
            cell = data.draw(bad if wrong else good)
            if column == "Email" and not wrong:
                if cell in seen:
                    wrong = True
                seen.add(cell)
            if wrong:
                planted.add((number, column))
            row.append(cell)
        rows.append(row)
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([order, *rows])
    reading = read(written.getvalue().encode())
    assert {(fault.row, fault.column) for fault in reading.faults} == planted
    assert len(reading.mentors) == len(rows) - len({row for row, _ in planted})


async def test_a_check_reads_everything_and_changes_nothing(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    answer = await bring(ash, scheme, GOOD, check=True)
    assert answer.json() == {"rows": 2, "faults": [], "imported": 0}
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 0


async def test_nothing_is_imported_while_a_fault_is_left(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    answer = await bring(ash, scheme, GOOD + "owl@example.org,Owl,,,owl,,\n")
    assert answer.json() == {
        "rows": 3,
        "faults": [{"row": 4, "column": "Ways to meet", "words": "Use in person, phone or video."}],
        "imported": 0,
    }
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 0


async def test_whoever_is_imported_is_asked_and_not_listed(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    ash.phone.follow.add(scheme)
    robin = await world.doctor("Robin Doe", scheme)
    answer = await bring(
        ash, scheme, f"Email,Name,Grade\n{robin.email},Robin D,Consultant\nk@example.org,K,\n"
    )
    assert answer.json() == {"rows": 2, "faults": [], "imported": 2}
    assert {letter.to for letter in await world.post()} == {robin.email, "k@example.org"}
    await world.next_day()
    await ash.phone.sync()
    await robin.phone.sync()
    assert ash.phone.of("mentor") == {}
    assert ash.phone.of("member") == {}
    assert {body["email"] for body in ash.phone.of("invitation").values()} == {robin.email, "k@example.org"}
    assert [body["role"] for body in robin.phone.of("invited").values()] == ["mentor"]
    assert robin.phone.of("profile") == {}  # the office's words are not put into a profile that is in use


async def test_the_same_file_again_invites_nobody_twice(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    assert (await bring(ash, scheme, GOOD)).json()["imported"] == 2
    assert (await bring(ash, scheme, GOOD)).json()["imported"] == 0
    assert (await bring(ash, scheme, GOOD + "owl@example.org,Owl,,,,,\n")).json()["imported"] == 1
    assert len(await world.post()) == 3
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 3


async def test_thousands_of_rows_in_batches(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    rows = "".join(f"{number}@example.org,Wren {number}\n" for number in range(1200))
    answer = await bring(ash, scheme, f"Email,Name\n{rows}")
    assert answer.json() == {"rows": 1200, "faults": [], "imported": 1200}
    await ash.phone.sync()
    assert len(ash.phone.of("invitation")) == 1200
    many = "".join(f"{number}@example.com,Wren {number}\n" for number in range(4000))
    assert (await bring(ash, scheme, f"Email,Name\n{many}")).json()["code"] == "invitations-used-up"
    assert await pool().fetchval("SELECT count(*) FROM invitation") == 1200


async def test_co_mentors_are_asked_as_such_and_events_ask_nobody(world: World) -> None:
    equal = await world.scheme(charter=charter(model="dyad"))
    events = await world.scheme(charter=charter(matching=()))
    ash = await world.coordinator("Ash Kite", equal, events)
    assert (await bring(ash, equal, GOOD)).json()["imported"] == 2
    assert (await bring(ash, events, GOOD)).json()["code"] == "role-not-offered"
    await ash.phone.sync()
    assert {body["role"] for body in ash.phone.of("invitation").values()} == {"co_mentor"}


async def test_only_that_schemes_coordinators_bring_files(world: World) -> None:
    scheme = await world.scheme()
    ash = await world.coordinator("Ash Kite", scheme)
    robin = await world.doctor("Robin Doe")
    assert (await bring(robin, scheme, GOOD, check=True)).json()["code"] == "not-yours"
    assert (await bring(ash, UUID(int=7), GOOD, check=True)).json()["code"] == "not-yours"
    assert (await bring(ash, scheme, b"PK\x03\x04\x00")).json()["code"] == "bad-file"
    assert (await bring(ash, scheme, b"x" * 4_000_001)).json()["code"] == "too-large"
    world.clock.forward(minutes=16)
    assert (await bring(ash, scheme, GOOD, check=True)).json()["code"] == "passkey-needed"
    answer = await ash.phone.client.post(f"/api/schemes/{scheme}/mentors/import", json={"rows": []})
    assert answer.status_code == 415
