"""How changes travel. Knows no concept of mentoring by name."""
