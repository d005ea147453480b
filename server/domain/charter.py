"""What a scheme means by mentoring, as settings: its charter.

A scheme is configuration, never code. Every scheme of the guidance is one value of this model
(1-mission 1.2); `server/starter/schemes/` holds them. A charter is published as a new version and
never changed; a pair stays on the version it agreed to until both accept a new one (P11).
"""

from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from server.sync.registry import Strict

Role = Literal["mentee", "mentor", "co_mentor"]
Model = Literal["one_way", "dyad", "triad", "group"]
Matching = Literal["free_choice", "mentor_offers", "coordinator_suggests", "next_on_list", "formed_on_course"]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1200)]


class Charter(Strict):
    """Every setting of 1-mission 1.2. But for one that came later, none has a
    default: a charter says what it means."""

    definition: Paragraph = Field(description="What this scheme means by mentoring")
    expectations: tuple[Sentence, ...] = Field(max_length=12)
    model: Model
    style: Literal["free", "process"]
    prompt_cards: Literal["none", "egan", "listening"]
    matching: tuple[Matching, ...] = Field(max_length=5, description="Empty: events only, nothing to join")
    first_meeting_arranged_by: Literal["mentee", "mentor", "either"]
    trial_meeting: bool
    notes: Literal["none", "private"]
    session_cap: Annotated[int, Field(ge=1, le=100)] | None
    end_point: Literal["none", "cap", "date"]
    pay: Literal["none", "session", "locum", "job_plan"]
    feedback: Literal["none", "at_end"]
    listing: Literal["public", "members", "none"]
    listing_fields: tuple[Literal["photo", "contact"], ...] = Field(max_length=2)
    specialty_rule: Literal["same", "different", "either"]
    site_rule: Literal["same", "different", "either"]
    eligibility: Paragraph
    outside_requests: Literal["welcome", "routed"]
    training_gate: tuple[Sentence, ...] = Field(max_length=6, description="Training a mentor needs")
    support: tuple[Literal["groups", "convenors", "peer_appraisal"], ...] = Field(max_length=3)
    who_knows_pairs: Literal["pair", "lead"]
    event_names: Literal["none", "coordinators"] = Field(
        default="none", description="Who sees names of those who keep a place, where an event says so"
    )
    """Younger than the others: a charter from before it means none."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles a doctor may take here. A charter that matches nobody has events only."""
        if not self.matching:
            return ()
        return ("co_mentor",) if self.model in {"dyad", "triad"} else ("mentee", "mentor")

    def contradictions(self) -> list[str]:
        """Settings that do not fit each other: a charter says what it means."""
        several = ("matching", "listing_fields", "support")
        found = [name for name in several if len(set(getattr(self, name))) < len(getattr(self, name))]
        if self.end_point == "cap" and self.session_cap is None:
            found.append("session_cap")
        if self.listing == "none" and self.listing_fields:
            found.append("listing_fields")
        return found


def _or_not_yet(name: str) -> tuple[Any, Any]:
    """A setting as a draft has it: bounded as in the charter, or None."""
    field = Charter.model_fields[name]
    said: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    default = ... if field.is_required() else None
    return said | None, Field(default=default, description=field.description)


_settings: dict[str, Any] = {name: _or_not_yet(name) for name in Charter.model_fields}
DraftCharter = create_model(
    "DraftCharter",
    __base__=Strict,
    __doc__="A charter that is being written: None stands for what nobody has said yet.",
    **_settings,
)
"""Made of the charter's own settings, so that a new one cannot be forgotten here."""
