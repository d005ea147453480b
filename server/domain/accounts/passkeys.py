"""Passkeys: logging in with a face, a finger or the phone's lock, and confirming office acts.

What: the public half of each, with a name. A passkey proves the person, so no password is needed beside it.
Who may: the person alone. Once there is one, only it (or a code mailed to the person) can add or remove
another: a phone left unlocked, or a stolen password, is not enough.
Who hears: the person's own devices, how many there are.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    generate_challenge,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.database.engine import connection, transaction
from server.domain.accounts import sessions
from server.domain.accounts.entering import Entered, Visit, let_in
from server.domain.accounts.sessions import Session
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.registry import Touched

Purpose = Literal["register", "log-in", "confirm"]
LASTS = timedelta(minutes=5)
MOST = 20
_NAME = "Alongside"


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are bound to."""

    hostname: str
    origin: str


@dataclass(frozen=True, slots=True)
class Listed:
    id: UUID
    name: str
    created_on: date


async def all_of(account: UUID) -> list[Listed]:
    rows = await connection().fetch(
        "SELECT id, name, created_on FROM passkey WHERE account = $1 ORDER BY created_on, id", account
    )
    return [Listed(row["id"], row["name"], row["created_on"]) for row in rows]


# --- adding and removing ----------------------------------------------------------------------------


async def may_change(session: Session, *, password_again: bool = False) -> None:
    """What could let somebody else in, or shut the person out, wants somebody who has just proved who they
    are; once there is a passkey, wants that. So it is for passkeys, addresses and closing the account.
    """
    has_one = bool(await all_of(session.account))
    if session.actor.confirmed or (session.is_proved and (not has_one or session.came_by == "code")):
        return
    if password_again and not has_one:
        return
    raise Refused("passkey-needed" if has_one else "wrong-log-in")


async def to_register(session: Session, site: Site) -> dict[str, Any]:
    """Options for navigator.credentials.create()."""
    row = await connection().fetchrow(
        "SELECT handle, name, (SELECT min(email) FROM account_email WHERE account = account.id) AS email,"
        " ARRAY(SELECT credential FROM passkey WHERE passkey.account = account.id) AS has"
        " FROM account WHERE id = $1",
        session.account,
    )
    options = webauthn.generate_registration_options(
        rp_id=site.hostname,
        rp_name=_NAME,
        user_id=row["handle"],
        user_name=row["email"] or row["name"],
        user_display_name=row["name"],
        challenge=await _ask("register", session.token, session.actor.now),
        timeout=int(LASTS.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in row["has"]],
    )
    return options_to_json_dict(options)


async def register(session: Session, credential: Mapping[str, Any], name: str, site: Site) -> Listed:
    now = session.actor.now
    challenge = await _answered(credential, "register", session.token, now)
    try:
        proved = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.hostname,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception:  # the library parses what a stranger sent: whatever it trips over is a wrong passkey
        raise Refused("wrong-passkey") from None
    added = Listed(uuid4(), name.strip() or "Passkey", now.date())
    async with publishing(now) as touched:
        here = connection()
        await here.execute("SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE", session.account)
        if len(await all_of(session.account)) >= MOST:
            raise Refused("wrong-passkey")
        made = await here.fetchval(
            "INSERT INTO passkey (id, account, credential, public_key, sign_count, name, created_on)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
            added.id,
            session.account,
            proved.credential_id,
            proved.credential_public_key,
            proved.sign_count,
            added.name,
            now.date(),
        )
        if made is None:
            raise Refused("wrong-passkey")
        await sessions.confirm(session)
        touched.append(Touched("account", session.account))
    return added


async def remove(session: Session, passkey: UUID) -> None:
    async with publishing(session.actor.now) as touched:
        await may_change(session)
        gone = await connection().fetchval(
            "DELETE FROM passkey WHERE id = $1 AND account = $2 RETURNING id", passkey, session.account
        )
        if gone is None:
            raise Refused("not-yours")
        touched.append(Touched("account", session.account))


# --- showing one ------------------------------------------------------------------------------------


async def to_show(purpose: Purpose, session: Session | None, site: Site, now: datetime) -> dict[str, Any]:
    """Options for navigator.credentials.get(). Logging in names nobody: the passkey knows whose it is."""
    has: list[bytes] = []
    if session is not None:
        has = [
            row["credential"]
            for row in await connection().fetch(
                "SELECT credential FROM passkey WHERE account = $1 ORDER BY id", session.account
            )
        ]
        if not has:
            raise Refused("passkey-needed")
    options = webauthn.generate_authentication_options(
        rp_id=site.hostname,
        challenge=await _ask(purpose, session.token if session else b"", now),
        timeout=int(LASTS.total_seconds() * 1000),
        allow_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in has],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


async def log_in(credential: Mapping[str, Any], visit: Visit, site: Site) -> Entered:
    """A session that counts as confirmed."""
    challenge = await _answered(credential, "log-in", b"", visit.now)
    async with transaction() as here:
        account = await _shown(credential, challenge, site)
        name = await here.fetchval("SELECT name FROM account WHERE id = $1", account)
        token = await let_in(account, "passkey", visit)
    return Entered(account, name, token)


async def confirm(session: Session, credential: Mapping[str, Any], site: Site) -> None:
    """The person is here now: office acts of the next quarter of an hour are theirs."""
    challenge = await _answered(credential, "confirm", session.token, session.actor.now)
    async with transaction():
        if await _shown(credential, challenge, site) != session.account:
            raise Refused("wrong-passkey")
        await sessions.confirm(session)


async def _shown(credential: Mapping[str, Any], challenge: bytes, site: Site) -> UUID:
    """Whose passkey this is, or the refusal. Its counter moves on, so that a copy is noticed."""
    here = connection()
    shown, handle = _named(credential)
    row = await here.fetchrow(
        "SELECT passkey.id, account, public_key, sign_count, handle FROM passkey"
        " JOIN account ON account.id = account WHERE credential = $1 FOR NO KEY UPDATE OF passkey",
        shown,
    )
    if row is None or handle not in {None, row["handle"]}:
        raise Refused("wrong-passkey")
    try:
        proved = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.hostname,
            expected_origin=site.origin,
            credential_public_key=row["public_key"],
            credential_current_sign_count=row["sign_count"],
            require_user_verification=True,
        )
    except Exception:  # the library parses what a stranger sent, as above
        raise Refused("wrong-passkey") from None
    await here.execute("UPDATE passkey SET sign_count = $2 WHERE id = $1", row["id"], proved.new_sign_count)
    account: UUID = row["account"]
    return account


def _named(credential: Mapping[str, Any]) -> tuple[bytes, bytes | None]:
    """The passkey that was shown and, where it says so, the person it belongs to."""
    try:
        handle = credential["response"].get("userHandle")
        return base64url_to_bytes(credential["id"]), base64url_to_bytes(handle) if handle else None
    except Exception:  # as above
        raise Refused("wrong-passkey") from None


# --- questions --------------------------------------------------------------------------------------


async def _ask(purpose: Purpose, token: bytes, now: datetime) -> bytes:
    challenge = generate_challenge()
    # Anybody may have questions asked: the ones that ran out make room as new ones come.
    await connection().execute(
        "DELETE FROM passkey_challenge WHERE challenge IN (SELECT challenge FROM passkey_challenge"
        " WHERE expires_at < $1 LIMIT 20 FOR UPDATE SKIP LOCKED)",
        now,
    )
    await connection().execute(
        "INSERT INTO passkey_challenge (challenge, purpose, token, expires_at) VALUES ($1, $2, $3, $4)",
        hashlib.sha256(challenge).digest(),
        purpose,
        token,
        now + LASTS,
    )
    return challenge


async def _answered(credential: Mapping[str, Any], purpose: Purpose, token: bytes, now: datetime) -> bytes:
    """The question that this answers: asked by us, of this session, not long ago, and never used again."""
    try:
        said = base64url_to_bytes(credential["response"]["clientDataJSON"])
        challenge = parse_client_data_json(said).challenge
    except Exception:  # as above
        raise Refused("wrong-passkey") from None
    async with transaction() as here:
        asked = await here.fetchval(
            "DELETE FROM passkey_challenge WHERE challenge = $1 AND purpose = $2 AND token = $3"
            " AND expires_at > $4 RETURNING true",
            hashlib.sha256(challenge).digest(),
            purpose,
            token,
            now,
        )
    if not asked:
        raise Refused("wrong-passkey")
    return challenge


async def forget(now: datetime) -> None:
    await connection().execute("DELETE FROM passkey_challenge WHERE expires_at < $1", now)
