"""Every address by every role, and whose it is: the status, and that a refusal leaves nothing behind."""

import httpx
import pytest
from litestar import Litestar

from tests.matrix.addresses import Prepared, Question, begins, question
from tests.matrix.cast import ROLES, Asker, Cast, kept
from tests.matrix.conftest import routes
from tests.matrix.expectations import table

TABLE = table("ADDRESSES")
SAFE = ("GET", "HEAD")


def test_every_address_has_a_row(application: Litestar) -> None:
    there = {f"{method} {path}" for method, path in routes(application)}
    rows = {address for address, _ in TABLE}
    assert sorted(there - rows) == [], "these addresses have no row"
    assert sorted(rows - there) == [], "these rows name no address"


def test_what_can_be_named_is_named_as_anothers_too(application: Litestar) -> None:
    for method, path in routes(application):
        of = {of for address, of in TABLE if address == f"{method} {path}"}
        if "{" in path and not path.endswith("/{path}"):
            assert of & {"other", "there"}, f"{path} has no row for another's"


@pytest.fixture(scope="module")
async def prepared(cast: Cast) -> Prepared:
    return await Prepared.by(cast)


@pytest.fixture(scope="module")
def askers() -> dict[str, Asker]:
    return {}


@pytest.mark.parametrize(("address", "of"), TABLE, ids=[" ".join(key) for key in TABLE])
async def test_what_is_answered(
    application: Litestar, cast: Cast, prepared: Prepared, askers: dict[str, Asker], address: str, of: str
) -> None:
    found = {}
    for role in ROLES:
        if role not in askers:
            askers[role] = await cast.asker(role)
        asker = askers[role]
        asked = await question(cast, prepared, asker, address, of)
        before = await kept()
        if address == "GET /api/pokes":
            found[role], _ = await begins(application, asker.client.cookies, "/api/pokes", "")
        else:
            answer = await _asks(asker.client, address, asked)
            found[role] = answer.status_code
        if found[role] >= 400:
            assert await kept() == before, f"{role} was refused, and yet something changed"
        if not address.startswith(SAFE) and (found[role] < 400 or "passkeys" in address):
            del askers[role]  # not who they were
    assert {role: str(status) for role, status in found.items()} == TABLE[address, of]


async def _asks(client: httpx.AsyncClient, address: str, asked: Question) -> httpx.Response:
    method = address.partition(" ")[0]
    return await client.request(
        method, asked.path, json=asked.json, content=asked.content, headers=asked.headers
    )
