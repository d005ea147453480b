"""Who is asking, from the cookies of a request, and the cookies that answers set.

Two cookies: the session's, and a long-lived one that only says "this browser has been here before", so
that nobody's guesses from elsewhere can lock its owner out.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from server.api.accounts.models import Me
from server.domain.accounts import sessions
from server.domain.accounts.entering import Entered, Visit, browser_of
from server.settings import Settings
from server.sync.registry import Actor

AnyRequest = Request[Any, Any, Any]

_SECURE_BROWSER = "__Host-alongside-browser"
_PLAIN_BROWSER = "alongside-browser"
_LASTS = 400 * 24 * 3600  # as long as browsers keep a cookie; the server's own limits are shorter


@dataclass(frozen=True, slots=True)
class Asking:
    """One request's browser. A new one is given a name, which `cookies` sets."""

    visit: Visit
    secure: bool
    browser: str

    def cookies(self, token: str | None = None) -> Sequence[Cookie]:
        browser = _PLAIN_BROWSER if not self.secure else _SECURE_BROWSER
        told = [self._cookie(browser, self.browser)]
        if token is not None:
            told.append(self._cookie(sessions.cookie_name(secure=self.secure), token))
        return told

    def gone(self) -> Sequence[Cookie]:
        """The session's cookie, taken back."""
        return [self._cookie(sessions.cookie_name(secure=self.secure), "", lasts=0)]

    def entered(self, entered: Entered) -> Response[Me]:
        return Response(
            Me(account=entered.account, name=entered.name),
            cookies=self.cookies(entered.token),
            status_code=200,
        )

    def _cookie(self, name: str, value: str, *, lasts: int = _LASTS) -> Cookie:
        return Cookie(
            name, path="/", value=value, max_age=lasts, secure=self.secure, httponly=True, samesite="lax"
        )


def asking(request: AnyRequest) -> Asking:
    settings: Settings = request.app.state.settings
    named = _PLAIN_BROWSER if not settings.secure else _SECURE_BROWSER
    browser = request.cookies.get(named) or secrets.token_urlsafe(32)
    visit = Visit(browser_of(browser), session_token(request), now(request))
    return Asking(visit, settings.secure, browser)


def session_token(request: AnyRequest) -> str | None:
    cookies: Mapping[str, str] = request.cookies
    return sessions.token_of(cookies, secure=request.app.state.settings.secure)


def now(request: AnyRequest) -> datetime:
    told: datetime = request.app.state.clock()
    return told


async def signed_in(request: AnyRequest) -> sessions.Session:
    """For `dependencies={"session": Provide(signed_in)}`: a live session, or 401 or 403."""
    return await sessions.authenticate(session_token(request), now(request))


async def actor(request: AnyRequest) -> Actor:
    """For `dependencies={"actor": Provide(actor)}`: who is acting, or 401 or 403."""
    return (await signed_in(request)).actor
