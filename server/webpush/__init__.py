"""Carrying a message to a browser's push service: where may be connected to, how it is sealed and signed, and
what the service said. Knows nothing of people, and writes nothing."""
