"""Importing mentors: a file is read, and when it has no fault everybody in it is asked.

What: many invitations at once. Nobody in the file is listed: each says yes themselves or does not. Nothing
is imported while a fault is left; the same file a second time invites nobody twice.
Who may: the scheme's coordinators, with a fresh passkey, and the operator.
Who hears: the scheme's coordinators (what they wrote); the invited persons, by mail and on their phones.
"""

from uuid import UUID, uuid4

from server.database.engine import transaction
from server.domain.charter import Role
from server.domain.invitations import A_DAY, SendInvitation, SendMany
from server.domain.mentor_file import Reading, read
from server.domain.schemes import must_look_after, scheme_now, today
from server.refusals import Refused
from server.sync.push import act_all
from server.sync.registry import Actor

TOGETHER = 500


async def bring(actor: Actor, scheme: UUID, content: bytes, *, check: bool) -> tuple[Reading, int]:
    """Gives what was read, and how many are new in the office's list: none when it only checks, or when
    there is a fault."""
    async with transaction():
        await must_look_after(actor, scheme)
        roles = (await scheme_now(scheme)).charter.roles
    role: Role = "co_mentor" if "co_mentor" in roles else "mentor"
    if role not in roles:
        raise Refused("role-not-offered")
    reading = read(content)
    if check or reading.faults:
        return reading, 0
    fresh = await _not_asked_yet(actor, scheme, role, [mentor.email for mentor in reading.mentors])
    invitations = [
        SendInvitation(
            invitation=uuid4(),
            scheme=scheme,
            role=role,
            email=mentor.email,
            name=mentor.name,
            fields=mentor.fields,
        )
        for mentor in reading.mentors
        if mentor.email in fresh
    ]
    acts = [
        ("invitation.send_many", SendMany(scheme=scheme, invitations=tuple(invitations[at : at + TOGETHER])))
        for at in range(0, len(invitations), TOGETHER)
    ]
    await act_all(actor, acts, together=1)
    return reading, len(invitations)


async def _not_asked_yet(actor: Actor, scheme: UUID, role: Role, emails: list[str]) -> set[str]:
    """Who is not in the office's list yet; refused as a whole when they are too many for one day."""
    async with transaction(readonly=True) as here:
        known = await here.fetch(
            "SELECT email FROM invitation WHERE scheme = $1 AND role = $2 AND email = ANY($3::text[])",
            scheme,
            role,
            emails,
        )
        sent = await here.fetchval(
            "SELECT count(*) FROM invitation WHERE scheme = $1 AND sent_on = $2", scheme, today(actor.now)
        )
    fresh = set(emails) - {row["email"] for row in known}
    if not actor.is_system and sent + len(fresh) > A_DAY:
        raise Refused("invitations-used-up")
    return fresh
