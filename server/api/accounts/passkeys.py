"""Passkeys: each act is two requests, options for the browser and what its passkey answered."""

from typing import Any
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from server.api.accounts.cookies import AnyRequest, asking, now, signed_in
from server.api.accounts.models import Me, NewPasskey, OnePasskey, PasswordAgain, ShownPasskey, problems
from server.api.accounts.own import proved_again
from server.database.engine import transaction
from server.domain.accounts import passkeys
from server.domain.accounts.passkeys import Site
from server.domain.accounts.sessions import Session
from server.settings import Settings

_TAGS = ["Passkeys"]
_SIGNED_IN = {"session": Provide(signed_in)}


def _site(request: AnyRequest) -> Site:
    settings: Settings = request.app.state.settings
    return Site(settings.hostname, settings.origin)


@get(
    "/api/accounts/passkeys",
    tags=_TAGS,
    summary="Your passkeys",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked"),
)
async def listed(session: NamedDependency[Session]) -> list[OnePasskey]:
    async with transaction(readonly=True):
        found = await passkeys.all_of(session.account)
    return [OnePasskey(id=each.id, name=each.name, created_on=each.created_on) for each in found]


@delete(
    "/api/accounts/passkeys/{passkey:uuid}",
    tags=_TAGS,
    summary="Remove a passkey",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "passkey-needed", "not-yours"),
)
async def removed(session: NamedDependency[Session], passkey: FromPath[UUID]) -> None:
    """Wants a fresh passkey, or a log-in by mailed code: nobody else can take it away."""
    await passkeys.remove(session, passkey)


@post(
    "/api/accounts/passkeys/register/options",
    status_code=200,
    tags=_TAGS,
    summary="Options for a new passkey",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "passkey-needed", "wrong-log-in", "wait-to-log-in"),
)
async def register_options(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[PasswordAgain | None] = None
) -> dict[str, Any]:
    """For navigator.credentials.create(). A body is needed only with `password`."""
    again = await proved_again(request, session, None if data is None else data.password)
    async with transaction():
        await passkeys.may_change(session, password_again=again)
        return await passkeys.to_register(session, _site(request))


@post(
    "/api/accounts/passkeys/register/finish",
    status_code=201,
    tags=_TAGS,
    summary="Add the new passkey",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "wrong-passkey"),
)
async def register_finish(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[NewPasskey]
) -> OnePasskey:
    added = await passkeys.register(session, data.credential, data.name, _site(request))
    return OnePasskey(id=added.id, name=added.name, created_on=added.created_on)


@post("/api/accounts/passkeys/log-in/options", status_code=200, tags=_TAGS, summary="Options for logging in")
async def log_in_options(request: AnyRequest) -> dict[str, Any]:
    """For navigator.credentials.get(). They name nobody: the passkey knows whose it is."""
    async with transaction():
        return await passkeys.to_show("log-in", None, _site(request), now(request))


@post(
    "/api/accounts/passkeys/log-in/finish",
    status_code=200,
    tags=_TAGS,
    summary="Log in with a passkey",
    responses=problems("wrong-passkey", "cross-site", "not-json"),
)
async def log_in_finish(request: AnyRequest, data: JSONBody[ShownPasskey]) -> Response[Me]:
    """Sets the session's cookie; the session counts as confirmed for a quarter of an hour."""
    asked = asking(request)
    return asked.entered(await passkeys.log_in(data.credential, asked.visit, _site(request)))


@post(
    "/api/accounts/passkeys/confirm/options",
    status_code=200,
    tags=_TAGS,
    summary="Options for confirming that it is you",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "passkey-needed"),
)
async def confirm_options(request: AnyRequest, session: NamedDependency[Session]) -> dict[str, Any]:
    """For navigator.credentials.get(). `passkey-needed`: this account has none yet."""
    async with transaction():
        return await passkeys.to_show("confirm", session, _site(request), now(request))


@post(
    "/api/accounts/passkeys/confirm/finish",
    status_code=204,
    tags=_TAGS,
    summary="Confirm that it is you",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "wrong-passkey"),
)
async def confirm_finish(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[ShownPasskey]
) -> None:
    """Office acts of the next quarter of an hour are yours."""
    await passkeys.confirm(session, data.credential, _site(request))


HANDLERS = [
    listed,
    removed,
    register_options,
    register_finish,
    log_in_options,
    log_in_finish,
    confirm_options,
    confirm_finish,
]
