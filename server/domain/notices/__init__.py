"""Notices: a scheme's coordinators tell a group something, in plain words, for a while.

What: `scheduled -> sent -> recalled | over`. Everybody who follows the scheme, or its members, its mentors,
or those who come to an event: always a group, never a list of people, and never fewer than eight. Sixty days
at most, and at most three of a scheme in any seven days: nobody is pressed (P2).
Who may: the scheme's coordinators send and recall. Whoever was told puts it away for themselves.
Who hears: the group, on their own phones. The office reads what it wrote: not how many were told, who they
are, who has read it or who put it away. What is over is gone from every phone, the office's too.
"""

import server.domain.notices.documents
import server.domain.notices.passing
import server.domain.notices.sending
import server.domain.notices.telling  # noqa: F401
