"""Leaving: one act, no reason, no approval, and it always succeeds.

What: leaving a role, and closing an account. Whatever reaches across the other rooms is here.
Who may: the doctor alone.
Who hears: the doctor's own phones. The listing disappears at once; the office loses sight of the person
with the next daily release, and nothing anywhere says why (P1, P5).
"""

from typing import Literal
from uuid import UUID

from pydantic import Field

from server import mail
from server.database.engine import connection
from server.database.queue import later
from server.domain.accounts import passkeys
from server.domain.accounts.sessions import Session
from server.domain.asking import withdraw
from server.domain.charter import Role
from server.domain.events import parting
from server.domain.never import lists_with
from server.domain.notices.telling import leave
from server.domain.participation import shown
from server.domain.relationships import closing, matching, places
from server.refusals import Refused
from server.sync.publish import publishing
from server.sync.registry import Actor, Strict, Touched, mutation, seen

_CLOSED = (
    "Your Alongside account was closed, from a phone that was logged in to it.\n"
    "\nIf it was you, you do not need to do anything. If it was not, you can register again at any time.\n"
)


class OptOut(Strict):
    """`participation.opt_out`: I leave this role. `current`: keep or end the pairs I have."""

    scheme: UUID = Field(json_schema_extra=seen("you"))
    role: Role = Field(json_schema_extra=seen("you"))
    current: Literal["keep", "end"] = Field(json_schema_extra=seen("you"))


@mutation("participation.opt_out")
async def opt_out(actor: Actor, args: OptOut) -> list[Touched]:
    """However late it arrives, whatever happened meanwhile, and whether or not they were ever in."""
    doctor = actor.person
    await connection().execute(
        "UPDATE participation SET state = 'out', until = NULL"
        " WHERE account = $1 AND scheme = $2 AND role = $3",
        doctor,
        args.scheme,
        args.role,
    )
    keep = args.current == "keep" and args.role != "mentee"
    left = [
        *shown(doctor),
        *await withdraw(doctor, args.scheme, args.role),
        *await leave(doctor, args.scheme),
        *await closing.leave_role(actor, args.scheme, args.role, keep=keep),
        *await parting.leave_role(actor, args.scheme),
    ]
    if args.role == "mentee":
        left += await matching.take_back_all(doctor, args.scheme)
        left += await places.stop_all(doctor, args.scheme)
    return left


async def close(session: Session, *, password_again: bool) -> None:
    """The account of somebody who has just proved who they are. Refused: passkey-needed, wrong-log-in,
    hand-over-first.
    """
    async with publishing(session.actor.now) as touched:
        await passkeys.may_change(session, password_again=password_again)
        held = await connection().fetch(
            "SELECT email FROM account_email WHERE account = $1 ORDER BY email", session.account
        )
        touched += await close_account(session.actor)
        for row in held:
            await later(mail.JOB, to=row["email"], subject="Your Alongside account", words=_CLOSED)


async def close_account(actor: Actor) -> list[Touched]:
    """Everything that is this person's goes; to everyone else it is as if they had left each role.

    Their phones are told so when they next ask, and wipe what came from here. Refused: hand-over-first, for
    the only coordinator of an open scheme.
    """
    doctor = actor.person
    here = connection()
    await _hand_over_first(doctor)
    looked_after = await here.fetch("DELETE FROM coordinator WHERE account = $1 RETURNING scheme", doctor)
    devices = await here.fetch(
        "UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE account = $1 RETURNING id",
        doctor,
        actor.now,
    )
    pairs = await closing.leave_all(actor)
    places_kept = await parting.leave_all(actor)
    heard = await here.fetch(
        "SELECT participation FROM hearing WHERE account = $1 UNION"
        " SELECT hearing.participation FROM hearing JOIN participation AS part"
        "   ON part.id = hearing.participation WHERE part.account = $1",
        doctor,
    )
    lists = await lists_with(doctor)
    # Their rows hang on the account's, and go with it.
    await here.execute("DELETE FROM account WHERE id = $1", doctor)
    return [
        *shown(doctor),
        *(
            Touched(entity, doctor)
            for entity in (
                "asked",
                "account",
                "availability",
                "calendar",
                "training",
                "outside",
                "never",
                "match",
                "told",
            )
        ),
        *pairs,
        *places_kept,
        *(Touched("hearing", row["participation"]) for row in heard),
        *(Touched("never", account) for account in lists),
        *(Touched("device", row["id"]) for row in devices),
        *(Touched("office", row["scheme"]) for row in looked_after),
    ]


async def _hand_over_first(doctor: UUID) -> None:
    """Coordinators of one scheme who close their accounts at once wait for each other here."""
    here = connection()
    await here.execute(
        "SELECT FROM coordinator WHERE scheme IN (SELECT scheme FROM coordinator WHERE account = $1)"
        " ORDER BY scheme, account FOR UPDATE",
        doctor,
    )
    if await here.fetchval(
        "SELECT EXISTS (SELECT FROM coordinator AS own JOIN scheme ON scheme.id = own.scheme"
        " WHERE own.account = $1 AND scheme.state = 'open' AND NOT EXISTS"
        " (SELECT FROM coordinator AS other WHERE other.scheme = own.scheme AND other.account <> $1))",
        doctor,
    ):
        raise Refused("hand-over-first")
