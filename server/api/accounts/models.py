"""What the routes of accounts take and give, as the OpenAPI document shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar.openapi.datastructures import ResponseSpec
from pydantic import BaseModel, ConfigDict, Field

from server.domain.accounts.account import PersonName
from server.domain.accounts.passwords import LONGEST
from server.refusals import CODES

Email = Annotated[str, Field(min_length=3, max_length=254, examples=["a.doctor@example.org"])]
Password = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Code = Annotated[str, Field(min_length=1, max_length=40, description="Eight digits; spaces do not matter")]
Token = Annotated[str, Field(min_length=1, max_length=200)]


class Asked(BaseModel):
    """A request's body: strict, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class LogIn(Asked):
    email: Email
    password: Password


class ToAddress(Asked):
    email: Email


class FinishRegistering(Asked):
    email: Email
    code: Code
    name: PersonName
    password: Password


class FinishReset(Asked):
    email: Email
    code: Code
    password: Password


class LookAtInvitation(Asked):
    token: Token


class RedeemInvitation(Asked):
    token: Token
    email: Email
    name: PersonName
    password: Password


class PasswordAgain(Asked):
    password: Password | None = Field(
        default=None,
        description="Needed when the log-in is more than 15 minutes old and the account has no passkey",
    )


class ChangeAddress(PasswordAgain):
    email: Email


class CloseAccount(PasswordAgain):
    close: Literal[True] = Field(description="What cannot be taken back says what it does")


class AddressAndCode(Asked):
    email: Email
    code: Code


class NewPasskey(Asked):
    credential: dict[str, Any] = Field(description="What navigator.credentials.create() gave, as toJSON()")
    name: Annotated[str, Field(max_length=60)] = Field(default="", description="What its owner calls it")


class ShownPasskey(Asked):
    credential: dict[str, Any] = Field(description="What navigator.credentials.get() gave, as toJSON()")


class Me(BaseModel):
    """Who is logged in."""

    account: UUID
    name: str


class Myself(Me):
    demo: bool = Field(description="Everybody here is fictional")


class OnePasskey(BaseModel):
    id: UUID
    name: str
    created_on: date


class Invitation(BaseModel):
    """What the person reads before they decide."""

    scheme: UUID
    scheme_name: str
    role: Literal["mentee", "mentor", "co_mentor"]
    name: str
    email: str


class Problem(BaseModel):
    """RFC 9457 problem details, in plain words with what to do next."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str


def problems(*codes: str) -> dict[int, ResponseSpec]:
    """The refusals that a route can answer, beside those that any route can."""
    by_status: dict[int, list[str]] = {}
    for code in ("bad-request", *codes):
        by_status.setdefault(CODES[code].status, []).append(code)
    return {status: _described(named) for status, named in sorted(by_status.items())}


def _described(codes: Sequence[str]) -> ResponseSpec:
    words = "; ".join(f"`{code}`: {CODES[code].title}. {CODES[code].detail}" for code in codes)
    return ResponseSpec(
        Problem, description=words, media_type="application/problem+json", generate_examples=False
    )
