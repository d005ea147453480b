"""The server's rules: who writes, who reads the environment, who asks the time, and what is registered."""

import ast
import importlib
import pkgutil
import re

import server
from server.sync import registry
from tests.architecture.sources import name_of, python, tracked

# No phone hears of the queue: what its own log says is forgotten where the queue is known.
WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+[\w.\"]+\s+(AS\s+\w+\s+)?SET|DELETE\s+FROM(?!\s+pgqueuer_)|MERGE\s+INTO|TRUNCATE|COPY\s+\w+\s+FROM)\b"
)
WRITES_OF_ROWS = {"save", "update_self", "get_or_create", "copy_records_to_table"}
WRITES_OF_TABLES = {"insert", "update", "delete"}
MAY_WRITE = ("server/domain/", "server/sync/")
READS_THE_ENVIRONMENT = {"server/settings.py"}
ASKS_THE_TIME = {"server/app.py", "server/cli/opening.py"}


def test_only_domain_and_sync_write() -> None:
    found = []
    for name, tree in python("server/"):
        if name.startswith(MAY_WRITE):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITES.search(node.value):
                found.append(f"{name}:{node.lineno}: {node.value.strip()[:60]}")
            if isinstance(node, ast.Attribute) and not name.startswith("server/database/"):
                on_a_table = isinstance(node.value, ast.Name) and node.value.id[0].isupper()
                if node.attr in WRITES_OF_ROWS or (on_a_table and node.attr in WRITES_OF_TABLES):
                    found.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert not found


def test_only_settings_read_the_environment() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in python("server/", "migrations/")
        if name not in READS_THE_ENVIRONMENT
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"}
    ]
    assert not found


def test_time_is_told_and_not_asked() -> None:
    asks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
    found = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in python("server/", "migrations/")
        if name not in ASKS_THE_TIME
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("datetime.") in asks | {"now"}
        and ast.unparse(node.func).split(".")[0] in {"datetime", "date", "time"}
    ]  # fmt: skip
    assert not found


def test_the_application_knows_every_room_of_the_domain() -> None:
    """A domain file that nobody imports declares its acts to nobody."""
    importlib.import_module("server.app")
    known = set(registry.mutations), set(registry.documents), set(registry.views), set(registry.buckets)
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert known == (
        set(registry.mutations),
        set(registry.documents),
        set(registry.views),
        set(registry.buckets),
    )


def test_every_act_stands_in_a_test_and_in_the_documents() -> None:
    importlib.import_module("server.app")
    tests = "\n".join(
        path.read_text() for path in tracked() if name_of(path).startswith("tests/") and path.suffix == ".py"
    )
    documents = "\n".join(
        path.read_text() for path in tracked() if name_of(path).startswith("docs/") and path.suffix == ".md"
    )
    untested = [name for name in registry.mutations if f'"{name}"' not in tests]
    unwritten = [name for name in registry.mutations if name not in documents]
    assert not untested
    assert not unwritten


def test_no_act_and_no_document_has_a_place_for_a_reason() -> None:
    importlib.import_module("server.app")
    words = re.compile(r"reason|why|cause|excuse|because")
    models = [
        *(each.args for each in registry.mutations.values()),
        *(model for model, _ in registry.documents.values()),
    ]
    assert not [
        f"{model.__name__}.{field}" for model in models for field in model.model_fields if words.search(field)
    ]
