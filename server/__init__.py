"""Alongside's server: mentoring for doctors that works with no signal."""
