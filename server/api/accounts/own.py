"""What a person changes of their own account: its addresses, and that there is one."""

from litestar import Response, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody

from server.api.accounts.cookies import AnyRequest, asking, signed_in
from server.api.accounts.models import AddressAndCode, ChangeAddress, CloseAccount, problems
from server.domain import addresses, leaving
from server.domain.accounts import entering
from server.domain.accounts.sessions import Session

_TAGS = ["Accounts"]
_SIGNED_IN = {"session": Provide(signed_in)}
_PROVED = ("signed-out", "device-revoked", "passkey-needed", "wrong-log-in", "wait-to-log-in")


@post(
    "/api/accounts/emails",
    status_code=202,
    tags=_TAGS,
    summary="Have a code mailed, to add this address",
    dependencies=_SIGNED_IN,
    responses=problems(*_PROVED, "addresses-full"),
)
async def ask(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[ChangeAddress]
) -> Response[bytes]:
    """The same answer whoever has the address: what is mailed says the rest. An account has five at most."""
    again = await proved_again(request, session, data.password)
    await addresses.ask(session, data.email, asking(request).visit, password_again=again)
    return Response(b"", status_code=202)


@post(
    "/api/accounts/emails/finish",
    status_code=204,
    tags=_TAGS,
    summary="Add the address with the mailed code",
    dependencies=_SIGNED_IN,
    responses=problems("signed-out", "device-revoked", "wrong-code", "addresses-full"),
)
async def add(request: AnyRequest, session: NamedDependency[Session], data: JSONBody[AddressAndCode]) -> None:
    """The others are told of it by mail."""
    await addresses.add(session, data.email, data.code, asking(request).visit)


@post(
    "/api/accounts/emails/remove",
    status_code=204,
    tags=_TAGS,
    summary="Take an address away",
    dependencies=_SIGNED_IN,
    responses=problems(*_PROVED, "address-too-new"),
)
async def remove(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[ChangeAddress]
) -> None:
    """All of them are told of it by mail. One that has been there for a week stays."""
    again = await proved_again(request, session, data.password)
    await addresses.remove(session, data.email, password_again=again)


@post(
    "/api/accounts/close",
    status_code=204,
    tags=_TAGS,
    summary="Close your account",
    dependencies=_SIGNED_IN,
    responses=problems(*_PROVED, "hand-over-first"),
)
async def close(
    request: AnyRequest, session: NamedDependency[Session], data: JSONBody[CloseAccount]
) -> Response[None]:
    """Everything of it goes, at once and for good. To others it is as if the person had left each role."""
    again = await proved_again(request, session, data.password)
    await leaving.close(session, password_again=again)
    return Response(None, cookies=asking(request).gone(), status_code=204)


async def proved_again(request: AnyRequest, session: Session, password: str | None) -> bool:
    """Whether the person typed their password once more. Refused: wrong-log-in, wait-to-log-in."""
    if password is None:
        return False
    await entering.check_again(session, password, asking(request).visit)
    return True


HANDLERS = [ask, add, remove, close]
