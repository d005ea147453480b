"""How people come in, over HTTP: HTTP in, HTTP out, no rules."""
