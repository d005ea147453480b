"""No letter says what it is about or names anybody: it may be opened where others can see it (P3)."""

import re
from datetime import UTC, datetime
from typing import get_args
from uuid import uuid4

import pytest

from server.database.engine import transaction
from server.domain import letters
from server.domain.accounts import account, codes
from server.domain.invitations import SendInvitation
from server.domain.schemes import SchemeTable
from server.mail import Letter
from server.refusals import Refused
from server.starter.loading import load_starter
from server.sync.push import act
from server.sync.registry import system

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TELLING = re.compile(r"mentor|mentee|coach|Holm|Ida", re.IGNORECASE)


def says_nothing(letter: Letter) -> bool:
    return TELLING.search(f"{letter.subject} {letter.words}") is None


@pytest.mark.parametrize("known", [True, False])
async def test_of_accounts(database: str, known: bool) -> None:
    if known:
        await account.add("Ida Holm", "i@example.org", "five quiet rooms", NOW)
    for purpose in get_args(codes.Purpose):
        letter = await codes.write("i@example.org", purpose, b"x" * 32, NOW)
        assert says_nothing(letter), letter.words


async def test_an_invitation_from_every_scheme_that_we_begin_with(database: str) -> None:
    await load_starter(NOW)
    written = 0
    async with transaction():
        schemes = await SchemeTable.select().where(SchemeTable.state == "open")
    for number, scheme in enumerate(schemes):
        roles = ("mentee", "co_mentor")
        for role in roles:
            args = SendInvitation(
                invitation=uuid4(),
                scheme=scheme["id"],
                role=role,  # type: ignore[arg-type]  # literals
                email=f"i{number}@example.org",
                name="Ida Holm",
                fields={},
            )
            try:
                await act(system(NOW), "invitation.send", args)
            except Refused:
                continue  # a scheme without this role
            letter = await letters.write(args.invitation, "https://alongside.example", NOW)
            assert letter is not None
            assert says_nothing(letter), letter.words
            written += 1
    assert written > 15
