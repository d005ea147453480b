"""HTTP in, HTTP out: who is asking, call, answer. No rules here."""
