"""Where a message may be sent: a browser names the address, so it is believed only as far as this goes.

The one rule, asked when a phone subscribes and again before each message is sent (9-findings in the design of
push: an address from outside must not make the server connect inside).
"""

import re
from collections.abc import Container
from functools import lru_cache

from yarl import URL

LONGEST = 1024

_HOSTS = frozenset({"fcm.googleapis.com", "android.googleapis.com"})
_BELOW = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
"""Any host below these. The dot is part of it: `evilpush.apple.com` is not one."""

# No second reading of it is possible: no user, no escapes in the host, no backslash, no fragment.
_ENDPOINT = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?P<port>:[1-9][0-9]{0,4})?)"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+)"
)


def origin_of(endpoint: str, more: Container[str] = ()) -> str | None:
    """The scheme, host and port of a push service that this server may connect to; otherwise None.

    `more`: origins of other services that the operator named (`ALONGSIDE_PUSH_ORIGINS`), also with http.
    """
    if len(endpoint) > LONGEST or (found := _ENDPOINT.fullmatch(endpoint)) is None:
        return None
    host, origin = found["host"], found["origin"]
    known = found["scheme"] == "https" and found["port"] in (None, ":443") and _is_known(host)
    if not known and origin not in more:
        return None
    return origin.removesuffix(":443") if known else origin


def address(endpoint: str) -> URL:
    """The endpoint for a client that is to change nothing of it."""
    return URL(endpoint, encoded=True)


@lru_cache(maxsize=1024)
def _is_known(host: str) -> bool:
    if host in _HOSTS:
        return True
    below = next((host.removesuffix(end) for end in _BELOW if host.endswith(end)), "")
    return all(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", label) for label in below.split("."))
