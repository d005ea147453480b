"""What a new installation begins with: every row of the guidance runs by configuration alone."""

import re
from itertools import pairwise
from typing import Any

import pytest

from server.database.engine import pool
from server.domain.demo import BringPeople
from server.refusals import Refused
from server.starter import demo
from server.starter.loading import (
    StarterContactPoint,
    StarterPage,
    StarterScheme,
    acts,
    files,
    id_of,
    load_starter,
)
from server.starter.people import mentors, name_of
from server.sync.push import act, act_all
from server.sync.rebuild import rebuild
from server.sync.registry import system
from tests.domain.world import World

ROWS: dict[str, list[dict[str, Any]]] = {
    "KSS deanery, GPs": [
        {
            "model": "one_way",
            "matching": ("free_choice",),
            "support": ("groups", "convenors", "peer_appraisal"),
        }
    ],
    "Northern deanery programme": [{"prompt_cards": "egan", "support": ("groups",)}],
    "Northern new-consultant scheme": [{"end_point": "none", "matching": ("mentor_offers", "free_choice")}],
    "Northern student sessions": [{"matching": (), "prompt_cards": "listening", "listing": "none"}],
    "Health Partnerships masterclass + trust programmes": [
        {"matching": ()},
        {"matching": ("coordinator_suggests",)},
    ],
    "Cygnus": [{"model": "one_way"}, {"model": "group"}, {"matching": ()}],
    "MiAD UK": [{"matching": ("coordinator_suggests",)}, {"matching": ()}],
    "Education Support Unit": [
        {"eligibility": "GP non-principals in the area."},
        {"site_rule": "different"},
        {"eligibility": "GPs and practice nurses in the area."},
    ],
    "Co-tutoring (RCGP East Anglia)": [
        {"model": "dyad", "matching": ("formed_on_course",), "notes": "none"},
        {"model": "triad", "matching": ("formed_on_course",), "notes": "none"},
    ],
    "BAMM": [{"site_rule": "different"}, {"session_cap": 6}],
    "Salisbury trust": [{"outside_requests": "routed"}],
    "GP non-principals, six paid sessions": [
        {"session_cap": 6, "end_point": "cap", "pay": "session", "feedback": "at_end"}
    ],
    "Royal-college and specialty schemes": [{"specialty_rule": "same"}, {"specialty_rule": "different"}],
    "Trust scheme with allocation": [
        {"matching": ("next_on_list",), "first_meeting_arranged_by": "mentor", "site_rule": "different"},
        {"matching": ("coordinator_suggests",), "first_meeting_arranged_by": "mentee"},
    ],
    "Free-and-easy style / strict process style": [
        {"style": "free", "notes": "private"},
        {"style": "process", "notes": "none"},
    ],
    "Informal pair": [],
    "New-consultant induction": [{"matching": ()}],
    "Organisations with no scheme": [],
}
"""Every row of the guidance's table, and the settings that make its schemes what they are."""


def told() -> str:
    return "\n".join(
        model.model_dump_json()
        for kind, shape in (
            ("schemes", StarterScheme),
            ("contact_points", StarterContactPoint),
            ("pages", StarterPage),
        )
        for _, model in files(kind, shape)  # type: ignore[arg-type]  # kinds and their shapes belong together
    )


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_guidance_has_its_schemes(row: str) -> None:
    schemes = [scheme for _, scheme in files("schemes", StarterScheme) if scheme.row == row]
    for settings in ROWS[row]:
        assert any(
            all(getattr(scheme.charter, name) == value for name, value in settings.items())
            for scheme in schemes
        ), settings
    assert len(schemes) == len(ROWS[row])
    if not schemes:
        pages = [page for _, page in files("pages", StarterPage) if page.row == row]
        points = [point for _, point in files("contact_points", StarterContactPoint) if point.row == row]
        assert pages or points
        assert all(point.signposts for point in points)


def test_no_scheme_is_of_no_row() -> None:
    assert {scheme.row for _, scheme in files("schemes", StarterScheme)} <= ROWS.keys()


def test_one_of_them_is_only_being_considered() -> None:
    considering = [scheme.row for _, scheme in files("schemes", StarterScheme) if scheme.state != "open"]
    assert considering == ["MiAD UK"]


def test_nobody_meets_a_dead_end() -> None:
    points = dict(files("contact_points", StarterContactPoint))
    for name, scheme in files("schemes", StarterScheme):
        assert scheme.contact in points, name
        assert points[scheme.contact].signposts, name


def test_starter_words_name_roles_and_keep_the_style_of_the_house() -> None:
    words = told()
    assert not re.search(r"[\w.]+@[\w.]+|\b0\d{3,4}[ -]?\d{3}|https?://|\bDr [A-Z]|\bProf", words)
    assert "!" not in words
    banned = "trainee|junior|struggling|in difficulty|remediation|overdue|last chance|miss out|decline|refuse"
    assert not re.search(banned, words, re.IGNORECASE)
    for sentence in re.findall(r"[^.?:\"\\]+[.?]", words):
        assert len(sentence.split()) <= 20, sentence


def test_pages_link_to_pages_that_are_there() -> None:
    pages = dict(files("pages", StarterPage))
    linked = {name for page in pages.values() for name in re.findall(r"\]\(([^)]+)\.md\)", page.text)}
    assert linked
    assert linked <= pages.keys()
    for name, args in acts():
        assert name != "page.publish" or ".md)" not in args.model_dump()["text"]


async def test_all_of_it_loads_and_every_phone_can_read_it(world: World) -> None:
    assert await load_starter(world.now)
    rowan = await world.doctor("Rowan Wren")
    await rowan.phone.sync()
    schemes = rowan.phone.of("scheme")
    assert len(schemes) == len(list(files("schemes", StarterScheme)))
    assert len(rowan.phone.of("page")) == len(list(files("pages", StarterPage)))
    points = rowan.phone.of("contact_point")
    for name, scheme in schemes.items():
        assert scheme["contact"] in points, name
        assert scheme["version"] == 1


async def test_loading_again_changes_nothing_and_undoes_nothing(world: World) -> None:
    await load_starter(world.now)
    before = await pool().fetchrow("SELECT position, checksum FROM bucket WHERE name = 'public'")
    await act_all(system(world.now), acts())
    assert await pool().fetchrow("SELECT position, checksum FROM bucket WHERE name = 'public'") == before
    assert not await load_starter(world.now)


async def test_the_demo_has_three_people_to_log_in_as(world: World) -> None:
    log_ins = await demo.load(world.now, mentors=60)
    assert [log_in.part for log_in in log_ins] == ["doctor", "mentor", "coordinator"]
    for log_in in log_ins:
        answer = await world.server.post(
            "/api/accounts/log-in", json={"email": log_in.email, "password": log_in.password}
        )
        assert answer.status_code == 200
        assert "(demo)" in answer.json()["name"]
    rowan = await world.doctor("Rowan Wren", id_of("schemes", "northern-programme"))
    await rowan.phone.sync()
    listed = rowan.phone.of("mentor")
    assert len(listed) == 61
    assert len({body["specialty"] for body in listed.values()}) > 10
    assert await demo.load(world.now, mentors=60) == log_ins
    assert await pool().fetchval("SELECT count(*) FROM account") == 64
    assert await rebuild(world.now, check=True) == []


async def test_the_demos_coordinator_has_an_office_with_people_who_said_yes(world: World) -> None:
    await demo.load(world.now, mentors=5)
    answer = await world.server.post(
        "/api/accounts/log-in", json={"email": "coordinator@demo.example", "password": demo.PASSWORD}
    )
    assert answer.status_code == 200
    ash = await world.doctor("Ash Kite")
    ash.phone.client.cookies = answer.cookies
    await ash.phone.sync()
    assert len(ash.phone.of("office")) == 4
    led = [office["scheme"] for office in ash.phone.of("office").values() if office["lead"]]
    assert led == [str(id_of("schemes", "trust-coordinator"))]
    assert ash.phone.of("scheme")[led[0]]["charter"]["who_knows_pairs"] == "lead"
    assert len(ash.phone.of("member")) >= 6


async def test_demo_people_come_only_where_everybody_is_fictional(world: World) -> None:
    with pytest.raises(Refused, match="not-yours"):
        await act(system(world.now), "demo.bring", BringPeople(people=()))


def test_demo_people_are_marked_and_each_is_another() -> None:
    names = [name_of(number) for number in range(30_000)]
    assert len(set(names)) == 30_000
    assert all(name.endswith(" (demo)") for name in names)
    assert all(one.split()[1] != other.split()[1] for one, other in pairwise(names[:10_000]))


def test_demo_people_are_the_same_every_time() -> None:
    everyone, others = demo._parts()
    assert list(mentors(20, everyone, others)) == list(mentors(20, everyone, others))


async def test_thousands_of_mentors_come_in_batches(world: World) -> None:
    await demo.load(world.now, mentors=1200)
    bucket = f"directory:{id_of('schemes', 'northern-programme')}"
    assert await pool().fetchval("SELECT documents FROM bucket WHERE name = $1", bucket) == 1201
