"""Events: tasters, workshops, courses, support groups, conferences and induction slots.

What: `published -> changed* -> past | cancelled`. Places are a rule of the database; who comes when they are
taken waits in order, and moves up by itself.
Who may: the scheme's coordinators publish, change and cancel; every logged-in doctor whom the event is open
to keeps a place or gives it back, and for most events joins nothing by it (P1).
Who hears: every doctor who follows the scheme reads the event. Who comes is known to the person's own phones.
The office sees how many places are taken; names only where the charter and the event said so before anybody
replied, and of a taster never.
"""

import server.domain.events.documents
import server.domain.events.passing
import server.domain.events.places
import server.domain.events.publishing  # noqa: F401
