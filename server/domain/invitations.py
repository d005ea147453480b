"""Invitations: "you can take part if it suits you", and nothing more.

What: a coordinator names someone by e-mail; the person gets one mail. Importing a list of mentors is
many invitations: nobody is listed until they say yes themselves. The office reads back what it wrote
and never what came of it; an invitation beyond a budget, or against a "not now", looks sent.
Who may: the scheme's coordinators, with a fresh passkey.
Who hears: the scheme's coordinators; the invited person, by mail and on their own phones.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.domain.charter import Role
from server.domain.directory import FieldName, FieldValue
from server.sync.registry import Strict, document, seen

Email = Annotated[str, Field(min_length=3, max_length=254)]


class SendInvitation(Strict):
    """`invitation.send`: `fields` are a listing's first words, the person's own to change or throw away."""

    invitation: UUID = Field(json_schema_extra=seen("coordinators"))
    scheme: UUID = Field(json_schema_extra=seen("coordinators"))
    role: Role = Field(json_schema_extra=seen("coordinators"))
    email: Email = Field(json_schema_extra=seen("coordinators"))
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(json_schema_extra=seen("coordinators"))
    fields: dict[FieldName, FieldValue] = Field(json_schema_extra=seen("coordinators"))


@document("invitation", bucket="office")
class InvitationDocument(Strict):
    """What the office wrote. It never changes by anything the invited person does."""

    scheme: UUID
    email: str
    name: str
    role: Role
    sent: date


@document("invited", bucket="doctor")
class InvitedDocument(Strict):
    """On the invited person's own phones, until they say yes, not now, or nothing."""

    scheme: UUID
    role: Role
