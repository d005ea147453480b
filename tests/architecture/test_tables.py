"""The tables: what Python says of them is what PostgreSQL has, and none asks more than it needs."""

import importlib
import pkgutil
import re

import pytest
from piccolo.columns import Column, Varchar
from piccolo.columns import Text as UnboundedText
from piccolo.table import Table

import server
from server import jobs
from server.database.engine import pool
from server.settings import ROOT

# What PgQueuer and Piccolo keep for themselves is described by them.
NOT_OURS = re.compile(r"^(migration|pgqueuer.*)$")
TYPES = {
    "UUID": "uuid",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "BOOLEAN": "boolean",
    "BYTEA": "bytea",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "TIMESTAMPTZ": "timestamp with time zone",
    "JSONB": "jsonb",
    "DOUBLE PRECISION": "double precision",
    "REAL": "real",
}


def tables() -> dict[str, type[Table]]:
    for module in pkgutil.walk_packages(server.__path__, "server."):
        importlib.import_module(module.name)
    waiting, found = [Table], {}
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("server."):
            found[kind._meta.tablename] = kind
    return found


def described(column: Column) -> str:
    """A Piccolo column in PostgreSQL's own words."""
    said: str = column.column_type
    base = getattr(column, "base_column", None)
    if base is not None:
        return f"{described(base)}[]"
    if isinstance(column, Varchar):
        return f"character varying({column.length})"
    return TYPES.get(said, said.lower())


async def migrated() -> dict[str, dict[str, tuple[str, bool]]]:
    rows = await pool().fetch(
        """
        SELECT relname, attname, format_type(atttypid, atttypmod) AS type, attnotnull
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND attnum > 0 AND NOT attisdropped
        """
    )
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for row in rows:
        if not NOT_OURS.match(row["relname"]):
            found.setdefault(row["relname"], {})[row["attname"]] = (row["type"], not row["attnotnull"])
    return found


async def test_it_is_written_how_long_the_rows_of_every_table_stay(database: str) -> None:
    """In docs/operations.md, with the job that ends them; a job that is named there is one that runs."""
    section = (ROOT / "docs" / "operations.md").read_text().split("\n## How long rows stay\n")[1]
    lines = re.findall(r"^\| (`[^|]+) \| ([^|]+) \| ([^|]+) \|$", section.split("\n## ")[0], re.MULTILINE)
    written = [name for names, *_ in lines for name in re.findall(r"`(\w+)`", names)]
    made = await pool().fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    assert sorted(written) == sorted(name for (name,) in made if name != "migration")
    known = {"close_account"}
    for act in (*jobs.EVERY_NIGHT, *jobs.EVERY_QUARTER_HOUR, *jobs.EVERY_MINUTE):
        whole = f"{act.__module__}.{act.__name__}"
        known |= {".".join(whole.split(".")[rooms:]) for rooms in range(whole.count(".") + 1)}
    named = {word for *_, ends in lines for word in re.findall(r"`([\w.]+)`", ends)}
    assert named <= known | set(written), named - known - set(written)
    assert all(length.strip() and ends.strip() for _, length, ends in lines)


async def test_tables_are_what_the_migrations_made(database: str) -> None:
    said = {
        name: {
            column._meta.db_column_name: (described(column), bool(column._meta.null))
            for column in kind._meta.columns
        }
        for name, kind in tables().items()
    }
    assert said == await migrated()


def test_every_text_has_a_purpose_and_an_end() -> None:
    found = []
    for name, kind in tables().items():
        for column in kind._meta.columns:
            inner = getattr(column, "base_column", column)
            if isinstance(inner, UnboundedText) or (isinstance(inner, Varchar) and not inner.length):
                found.append(f"{name}.{column._meta.name} has no greatest length")
            elif isinstance(inner, Varchar) and not column._meta.help_text:
                found.append(f"{name}.{column._meta.name} does not say what it is for (help_text)")
    assert not found


async def test_no_table_has_a_place_for_a_reason(database: str) -> None:
    words = re.compile(r"reason|why|cause|excuse|difficult|score|rating")
    assert not [
        f"{table}.{column}"
        for table, columns in (await migrated()).items()
        for column in columns
        if words.search(column)
    ]


@pytest.mark.parametrize("kind", ["text", "json", "xml", "citext"])
async def test_no_column_can_hold_a_text_without_end(database: str, kind: str) -> None:
    assert not [
        f"{table}.{column}"
        for table, columns in (await migrated()).items()
        for column, (type_, _) in columns.items()
        if type_.removesuffix("[]") == kind
    ]


async def test_migrating_again_does_nothing(database: str) -> None:
    from server.database.migrating import migrate

    assert await migrate(database) == []
