"""Calendars outside: what they say, to whom, and who can read it."""
