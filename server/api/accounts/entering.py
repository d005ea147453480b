"""Log in and out, register, reset. Known and unknown addresses get the same answers."""

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody

from server.api.accounts.cookies import AnyRequest, asking, session_token, signed_in
from server.api.accounts.models import (
    FinishRegistering,
    FinishReset,
    LogIn,
    Me,
    Myself,
    ToAddress,
    problems,
)
from server.database.engine import pool, transaction
from server.domain import letters
from server.domain.accounts import codes, emails, entering, sessions
from server.refusals import Refused
from server.settings import Settings

_TAGS = ["Accounts"]


@post(
    "/api/accounts/log-in",
    status_code=200,
    tags=_TAGS,
    summary="Log in with an email address and a password",
    responses=problems("wrong-log-in", "wait-to-log-in", "cross-site", "not-json"),
)
async def log_in(request: AnyRequest, data: JSONBody[LogIn]) -> Response[Me]:
    """Sets the session's cookie, always a new one. One answer for a wrong password and for a stranger's
    address. Tries are limited for each account, not for each network address; `retry_after` has seconds."""
    asked = asking(request)
    return asked.entered(await entering.log_in(data.email, data.password, asked.visit))


@post("/api/accounts/log-out", status_code=204, tags=_TAGS, summary="End this session")
async def log_out(request: AnyRequest) -> Response[None]:
    """Ends the session if there is one. What the phone keeps is the phone's."""
    async with transaction():
        await sessions.end(session_token(request))
    return Response(None, cookies=asking(request).gone(), status_code=204)


@get(
    "/api/accounts/me",
    tags=_TAGS,
    summary="Who is logged in",
    dependencies={"session": Provide(signed_in)},
    responses=problems("signed-out", "device-revoked"),
)
async def me(request: AnyRequest, session: NamedDependency[sessions.Session]) -> Response[Myself]:
    """The account behind the session's cookie, which is set again so that it lasts."""
    row = await pool().fetchrow(
        "SELECT name, (SELECT demo FROM deployment) AS demo FROM account WHERE id = $1", session.account
    )
    if row is None:
        raise Refused("signed-out")
    asked = asking(request)
    return Response(
        Myself(account=session.account, name=row["name"], demo=row["demo"]),
        cookies=asked.cookies(asked.visit.token),
    )


@post(
    "/api/accounts/register",
    status_code=202,
    tags=_TAGS,
    summary="Have a code mailed, to register",
    responses=problems("mail-domain", "cross-site", "not-json"),
)
async def register(request: AnyRequest, data: JSONBody[ToAddress]) -> Response[bytes]:
    """The same answer whether or not the address has an account: what is mailed says the rest."""
    address = emails.normalised(data.email)
    settings: Settings = request.app.state.settings
    if address is None:
        raise Refused("bad-request", fields=["email"])
    if settings.mail_domains and emails.domain_of(address) not in settings.mail_domains:
        raise Refused("mail-domain")
    return await _ask(request, address, "register")


@post(
    "/api/accounts/register/finish",
    status_code=200,
    tags=_TAGS,
    summary="Register with the mailed code",
    responses=problems("wrong-code", "weak-password", "cross-site", "not-json"),
)
async def finish_registering(request: AnyRequest, data: JSONBody[FinishRegistering]) -> Response[Me]:
    """Makes the account and logs it in. Nothing else is set: taking part is a choice of its own."""
    asked = asking(request)
    return asked.entered(
        await entering.register(
            data.email, data.code, data.name, data.password, asked.visit, welcome=letters.welcome
        )
    )


@post(
    "/api/accounts/reset",
    status_code=202,
    tags=_TAGS,
    summary="Have a code mailed, to choose a new password",
    responses=problems("cross-site", "not-json"),
)
async def reset(request: AnyRequest, data: JSONBody[ToAddress]) -> Response[bytes]:
    """The same answer whether or not the address has an account."""
    address = emails.normalised(data.email)
    if address is None:
        raise Refused("bad-request", fields=["email"])
    return await _ask(request, address, "reset")


@post(
    "/api/accounts/reset/finish",
    status_code=200,
    tags=_TAGS,
    summary="Choose a new password with the mailed code",
    responses=problems("wrong-code", "weak-password", "cross-site", "not-json"),
)
async def finish_reset(request: AnyRequest, data: JSONBody[FinishReset]) -> Response[Me]:
    """Every other session of the account ends; this browser is logged in."""
    asked = asking(request)
    return asked.entered(await entering.reset(data.email, data.code, data.password, asked.visit))


async def _ask(request: AnyRequest, address: str, purpose: codes.Purpose) -> Response[bytes]:
    asked = asking(request)
    await codes.ask(address, purpose, asked.visit.browser, asked.visit.now)
    return Response(b"", cookies=asked.cookies(), status_code=202)


HANDLERS = [log_in, log_out, me, register, finish_registering, reset, finish_reset]
