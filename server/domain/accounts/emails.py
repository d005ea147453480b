"""Email addresses: one way to write each, so that one mailbox is one person."""

import re

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST = 254


def normalised(typed: str) -> str | None:
    """The address in lower case, its domain as mail servers write it; None when no mail could reach it.

    Only what can stand in a mail header unquoted: an address cannot smuggle anything into one.
    """
    local, at, domain = typed.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    if len(labels) < 2 or labels[-1].isdecimal() or not all(map(_LABEL.fullmatch, labels)):
        return None
    address = f"{local}@{domain}"
    return address if len(address) <= LONGEST else None


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]
