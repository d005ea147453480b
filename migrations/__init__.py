"""Every change of the tables, in order. Reviewed by eye; never edited after a release."""
