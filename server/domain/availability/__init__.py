"""Availability: when a mentor is free, in wall times of their own zone.

What: one availability a person, whatever schemes they are in: weekly times, dates that differ, and how
meetings fit. Nothing is materialised; `engine` works out open times when somebody asks (5-times 5.1).
Who may: the mentor alone.
Who hears: the mentor's own phones, whole. A pair hears of open times, never of the rules behind them.
"""

import server.domain.availability.documents
import server.domain.availability.kept
import server.domain.availability.patching  # noqa: F401
