"""Relationships: pairs and circles, from the first asking to the closing.

What: `requested|offered|suggested -> trying -> agreed <-> resting -> closed`, by the charter alone
(1-mission 1.2). Every way of ending is `closed`, with no word of why.
Who may: its members; a coordinator only suggests, where the charter matches that way.
Who hears: its members; the charter's lead, where it names one; nobody else.
"""

import server.domain.relationships.conflicts
import server.domain.relationships.documents
import server.domain.relationships.going_on
import server.domain.relationships.matching
import server.domain.relationships.nightly
import server.domain.relationships.places  # noqa: F401
