"""Who sees which field, as the tables of docs/privacy.md.

Derived from the registry and nothing else, so that the page cannot say what the code does not do
(4-domain 4.6). `python -m server.generated` writes them between two marks; a test compares.
"""

from pathlib import Path

from server.sync.registry import Sees, buckets, documents, mutations

START = "<!-- generated: who sees which field -->"
END = "<!-- end of what is generated -->"

WORDS: dict[Sees, str] = {
    "you": "your own devices",
    "pair": "the members of the pair or circle",
    "doctors": "doctors who look at the scheme",
    "coordinators": "the scheme's coordinators",
    "server": "nobody; the server keeps it",
}


def tables() -> str:
    """Two Markdown tables: what leaves a phone, and what each bucket brings to which phones."""
    lines = ["### What a phone sends", "", "| Act | Field | Who can read it |", "|---|---|---|"]
    for name, act in sorted(mutations.items()):
        if act.system:
            continue
        if not act.seen_by:
            lines.append(f"| `{name}` | nothing | nobody |")
        for field, who in act.seen_by.items():
            lines.append(f"| `{name}` | `{field}` | {'; '.join(WORDS[each] for each in who)} |")
    lines += ["", "### What phones receive", "", "| Document | Fields | Who can read it |", "|---|---|---|"]
    for kind, (model, bucket) in sorted(documents.items()):
        fields = ", ".join(f"`{field}`" for field in model.model_fields)
        lines.append(f"| `{kind}` | {fields} | {buckets[bucket].audience} |")
    return "\n".join(lines)


def written_into(page: Path) -> str:
    """The page with its tables as they should be. Raises ValueError when a mark is missing."""
    text = page.read_text(encoding="utf-8")
    before, found, rest = text.partition(START)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{page.name} has lost the marks round its generated tables")
    return f"{before}{START}\n\n{tables()}\n\n{END}{after}"
