"""The proof of the seal: every way out, tried in three engines while others watch."""
