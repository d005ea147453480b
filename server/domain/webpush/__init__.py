"""Web Push: what a closed phone is told, and it is told almost nothing.

What: a phone that its owner said yes on is told that something new is there. Unless they turn detail on, the
words are the same whatever it was, and every message is of the same size.
Who may: the person, for each phone and each kind of news by itself. No office sees or counts it.
Who hears: the person's own phones. The company that carries the message learns that one was sent, and when.
"""
