"""`alongside`: what the person who runs the server can tell it."""
