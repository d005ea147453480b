"""Our server with the smallest domain that a benchmark needs: `python -m benchmarks.stand_in DSN ORIGIN`.

Accounts with a session, mentors as rows whose bodies are ready, and one act. Everything that carries a
change is the real thing. Says its port on its first line.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import uvloop
from pydantic import Field

from benchmarks.bare import run
from server.api import asking, sync
from server.app import create_app
from server.database.engine import connection
from server.domain.directory import MentorDocument
from server.settings import Settings
from server.sync import registry
from server.sync.limits import Budgets
from server.sync.registry import Actor, Document, Strict, Touched, seen

TABLES = """
    CREATE TABLE stand_in_session (token bytea PRIMARY KEY, account uuid NOT NULL);
    CREATE TABLE stand_in_account (id uuid PRIMARY KEY, name varchar(80) NOT NULL);
    CREATE TABLE stand_in_mentor (id uuid PRIMARY KEY, scheme uuid NOT NULL, body varchar(4000) NOT NULL);
"""
SESSION_SQL = (
    "SELECT account, false AS confirmed, true AS carried FROM stand_in_session"
    " WHERE token = $1::bytea AND $2::timestamptz IS NOT NULL"
)


class Rename(Strict):
    name: str = Field(max_length=80, json_schema_extra=seen("you"))


class Account(Strict):
    name: str


async def rename(actor: Actor, args: Rename) -> list[Touched]:
    assert actor.account is not None
    await connection().execute(
        "UPDATE stand_in_account SET name = $2 WHERE id = $1", actor.account, args.name
    )
    return [Touched("account", actor.account)]


class Describe(Strict):
    mentor: UUID = Field(json_schema_extra=seen("you"))
    about: str = Field(max_length=600, json_schema_extra=seen("you"))


async def describe(actor: Actor, args: Describe) -> list[Touched]:
    await connection().execute(
        "UPDATE stand_in_mentor SET body = jsonb_set(body::jsonb, '{about}', to_jsonb($2::text))::text"
        " WHERE id = $1",
        args.mentor,
        args.about,
    )
    return [Touched("mentor", args.mentor)]


async def accounts(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, name FROM stand_in_account WHERE id = ANY($1::uuid[])", list(ids)
    )
    return [Document(f"doctor:{row['id']}", row["id"], Account(name=row["name"])) for row in rows]


async def listings(ids: Sequence[UUID]) -> list[Document]:
    rows = await connection().fetch(
        "SELECT id, scheme, body FROM stand_in_mentor WHERE id = ANY($1::uuid[])", list(ids)
    )
    return [
        Document(
            f"directory:{row['scheme']}",
            row["id"],
            MentorDocument.model_validate_json(row["body"]),
        )
        for row in rows
    ]


def declare() -> None:
    """The registry holds this domain alone."""
    for shelf in (registry.mutations, registry.views, registry.documents, registry.buckets, registry._kinds):
        shelf.clear()
    registry.document("account", bucket="doctor")(Account)
    registry.document("mentor", bucket="directory")(MentorDocument)
    registry.mutation("account.rename")(rename)
    registry.mutation("listing.describe")(describe)
    registry.view("account", every="SELECT id FROM stand_in_account")(accounts)
    registry.view("mentor", every="SELECT id FROM stand_in_mentor")(listings)
    registry.bucket_kind("doctor", sees="SELECT 'doctor:' || $1::uuid", audience="yourself")
    registry.bucket_kind(
        "directory",
        sees="SELECT 'directory:' || followed FROM unnest($2::uuid[]) AS followed WHERE $1::uuid IS NOT NULL",
        audience="everyone",
        shared=True,
        followed=True,
    )


async def serve(dsn: str, origin: str) -> None:
    vars(asking)["SESSION_SQL"] = SESSION_SQL
    sync.budgets = Budgets(burst=1_000_000_000)
    declare()
    app = create_app(Settings(database_url=dsn, origin=origin, build=Path(mkdtemp()), jobs=False))
    await run(app)


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], sys.argv[2]))
