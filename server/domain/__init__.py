"""What mentoring is: one file per concept, the same names as in pwa/src/domain/.

A room declares its acts, documents and views when it is imported; all of them are imported here, so that
whoever knows one knows all.
"""

import server.domain.accounts.account
import server.domain.accounts.devices
import server.domain.asking
import server.domain.availability
import server.domain.calendar
import server.domain.demo
import server.domain.directory
import server.domain.drafts
import server.domain.events
import server.domain.figures
import server.domain.guidance
import server.domain.invitations
import server.domain.leaving
import server.domain.letters
import server.domain.meetings
import server.domain.never
import server.domain.notices
import server.domain.outside
import server.domain.participation
import server.domain.relationships
import server.domain.schemes
import server.domain.training  # noqa: F401
