"""A coordinator's file of mentors, over HTTP: HTTP in, HTTP out, no rules."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel

from server.api.accounts.cookies import AnyRequest, actor
from server.api.accounts.models import problems
from server.domain.mentor_file import MOST_BYTES
from server.domain.mentor_import import bring
from server.sync.registry import Actor


class Fault(BaseModel):
    """What stands in the way: the row as a spreadsheet shows it, the column's heading, plain words."""

    row: int
    column: str
    words: str


class ImportReport(BaseModel):
    """`imported` counts the invitations that are new; nothing is imported while a fault is left."""

    rows: int
    faults: list[Fault]
    imported: int


@post(
    "/api/schemes/{scheme:uuid}/mentors/import",
    status_code=200,
    tags=["Schemes"],
    summary="Read a CSV file of mentors and, unless it only checks, invite them",
    opt={"takes": "text/csv"},
    request_max_body_size=MOST_BYTES,
    dependencies={"actor": Provide(actor)},
    responses=problems("signed-out", "not-yours", "passkey-needed", "bad-file", "too-large"),
)
async def import_mentors(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    scheme: FromPath[UUID],
    check: Annotated[bool, QueryParameter(description="Only read the file")] = True,
) -> Response[ImportReport]:
    """Lists every fault by row and column. Whoever is in it is asked, and listed only if they say yes."""
    reading, imported = await bring(actor, scheme, await request.body(), check=check)
    faults: list[Any] = [asdict(fault) for fault in reading.faults]
    return Response(ImportReport(rows=reading.rows, faults=faults, imported=imported))


HANDLERS = [import_mentors]
