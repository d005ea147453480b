"""Meetings: candidate times, one of them agreed, claimed once, and afterwards whether it took place.

What: `proposed -> confirmed -> held | missed | cancelled`, `proposed -> closed` (countered, withdrawn or
lapsed), by the charter that the pair goes by (4-domain 4.3). A time is booked once, by rule of the database.
Who may: the pair's members; who suggests the first meeting, the charter says.
Who hears: the pair's members and nobody else. Other mentees of a mentor see that a time is taken, never by
whom.
"""

import server.domain.meetings.afterwards
import server.domain.meetings.agreeing
import server.domain.meetings.documents
import server.domain.meetings.free_time
import server.domain.meetings.moving
import server.domain.meetings.parting
import server.domain.meetings.passing
import server.domain.meetings.proposing
import server.domain.meetings.reminders  # noqa: F401
