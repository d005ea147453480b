"""Whatever anybody sends: never a fault of ours, always a problem in plain words, and nothing is kept.

The recorder judges every answer; what stands here is what to send, and that nothing came of it.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from server.database.engine import pool
from server.sync.registry import mutations
from tests.matrix.acts import arguments
from tests.matrix.cast import Asker, Cast, kept
from tests.matrix.conftest import routes
from tests.matrix.expectations import table
from tests.matrix.hostile import BODIES, FILES, JSON, PATHS, PICTURES, TYPES, VALUES
from tests.matrix.recorder import Recorder
from tests.people import Device

ACTS = sorted(name for name, act in mutations.items() if not act.system)
QUICK = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Attacker:
    """Somebody with a log-in, an office and a fresh passkey: whoever gets furthest."""

    asker: Asker
    client: httpx.AsyncClient

    async def sends(self, name: str, args: Any, **more: Any) -> str:
        """One act, each from a phone of its own, and its outcome's code; `ok` when it was done."""
        said = {"number": 1, "id": str(uuid4()), "name": name, "args": args, "made_at": "x", **more}
        phone = Device(self.client)
        answer = await self.client.post(
            "/api/sync",
            content=json.dumps({**phone.envelope(), "mutations": [said]}, default=str),
            headers={"Content-Type": JSON},
        )
        if answer.status_code != 200:
            return str(answer.json()["code"])
        (outcome,) = answer.json()["outcomes"]
        return str(outcome.get("code", "ok"))


@pytest.fixture(scope="module")
async def attacker(cast: Cast, recorder: Recorder) -> AsyncIterator[Attacker]:
    recorder.listed = False  # these requests are no phone's
    asker = await cast.asker("lead")
    asker.phone.follow.clear()
    await asker.phone.sync()
    yield Attacker(asker, asker.client)
    assert not await pool().fetchval("SELECT true FROM mutation_try UNION SELECT true FROM quarantine")
    assert not await pool().fetchval("SELECT true FROM invitation WHERE name LIKE 'A B%'")


def reads_none(method: str, path: str) -> bool:
    """What these need is in the address and the cookie; whatever else is sent there is left alone."""
    return method == "DELETE" or path.endswith("/options")


def unsafe(application: Litestar) -> list[tuple[str, str]]:
    return [
        (method, path.replace("{scheme}", str(uuid4())).replace("{passkey}", str(uuid4())))
        for method, path in routes(application)
        if method not in {"GET", "HEAD"} and not path.endswith("log-out")
    ]


async def test_bodies_that_cannot_be_read(application: Litestar, attacker: Attacker) -> None:
    before = await kept()
    for method, path in unsafe(application):
        for what, body in BODIES.items():
            answer = await attacker.client.request(method, path, content=body, headers={"Content-Type": JSON})
            # Of two fields of one name the last counts, as everywhere.
            readable = reads_none(method, path) or what == "twice the same"
            assert answer.status_code >= 400 or readable, (path, what, answer.status_code)
    assert await kept() == before


async def test_bodies_under_another_name(application: Litestar, attacker: Attacker) -> None:
    before = await kept()
    for method, path in unsafe(application):
        for media_type in TYPES:
            answer = await attacker.client.request(
                method, path, content=b'{"email": "a@example.org"}', headers={"Content-Type": media_type}
            )
            readable = reads_none(method, path) or media_type.startswith(f"{JSON}\t")
            assert answer.status_code >= 400 or readable, (path, media_type)
    assert await kept() == before


async def test_addresses_that_are_tricks(attacker: Attacker) -> None:
    before = await kept()
    own = f"/api/photos/%00?bucket=doctor:{attacker.asker.known.account}"
    for path in (*PATHS, own):
        for method in ("GET", "POST", "DELETE", "TRACE", "PROPFIND"):
            answer = await attacker.client.request(method, path)
            assert "root:" not in answer.text
            page = answer.headers.get("content-type", "").startswith("text/html")
            assert answer.status_code >= 400 or page or "/api/pokes" in path, (method, path)
    assert await kept() == before


async def test_headers_that_are_tricks(attacker: Attacker) -> None:
    for name, value in (
        ("Cookie", "alongside-session=" + "x" * 5000),
        ("Cookie", "alongside-session=\xff\xfe; alongside-browser=\x00"),
        ("Cookie", "=; ;;=a; alongside-session"),
        ("Accept-Encoding", "br;q=NaN, gzip;q=-1, \x01"),
        ("If-None-Match", '"' * 3000),
        ("Content-Length", "-5"),
        ("X-Forwarded-For", "'; DROP TABLE account"),
        ("Accept", "text/html;q=" + "9" * 500),
        ("Range", "bytes=0-,-1,5-2"),
    ):
        for path in ("/api/accounts/me", "/", "/api/schema/openapi.json"):
            await attacker.client.get(path, headers={name.encode(): value.encode("latin-1")})


async def test_files_and_pictures(cast: Cast, attacker: Attacker) -> None:
    before = await kept()
    for check in ("true", "false"):
        for what, file in FILES.items():
            answer = await attacker.client.post(
                f"/api/schemes/{cast.here}/mentors/import?check={check}",
                content=file,
                headers={"Content-Type": "text/csv"},
            )
            if answer.status_code == 200:
                told = answer.json()
                assert told["faults"] or check == "true" or what == "a formula", (what, told)
    for what, picture in PICTURES.items():
        answer = await attacker.client.put(
            "/api/photos", content=picture, headers={"Content-Type": "image/jpeg"}
        )
        assert answer.status_code in {400, 413}, what
    await pool().execute("DELETE FROM invitation WHERE name LIKE '=HYP%' OR name LIKE '@SUM%'")
    assert {row for row in await kept() if row[0] != "bucket_document"} == {
        row for row in before if row[0] != "bucket_document"
    }


@pytest.mark.parametrize("act", ACTS)
async def test_values_that_no_argument_takes(cast: Cast, attacker: Attacker, act: str) -> None:
    """Each argument in turn; the others are as they should be."""
    of = next(of for row, of in table("ACTS") if row == act)
    good = await arguments(cast, attacker.asker, act, of)
    for field in good:
        for value in VALUES:
            code = await attacker.sends(act, {**good, field: value})
            assert code != "unknown-act", (act, field, value)
    for args in (None, [], "x", 1, {}, {**good, "more": 1}, {"": good}, [good]):
        if args != good:  # some acts say nothing
            assert await attacker.sends(act, args) == "malformed"


async def test_acts_that_are_none(attacker: Attacker) -> None:
    before = await kept()
    for name in VALUES:
        assert await attacker.sends(name, {}) in {"malformed", "unknown-act"}, name
    for more in ({"number": value} for value in VALUES if value not in (1, True)):
        assert await attacker.sends("account.rename", {"name": "X"}, **more) in {"malformed", "gap"}, more
    for value in VALUES:
        if value not in ("ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000"):
            assert await attacker.sends("account.rename", {"name": 7}, id=value) == "malformed", value
    assert {row for row in await kept() if row[0] not in {"device", "session", "bucket_document"}} == {
        row for row in before if row[0] not in {"device", "session", "bucket_document"}
    }


@pytest.mark.parametrize("field", ["protocol", "app", "account", "device", "acknowledged", "mutations"])
async def test_envelopes_that_are_none(attacker: Attacker, field: str) -> None:
    for value in VALUES:
        said = {**Device(attacker.client).envelope(), field: value}
        await attacker.client.post("/api/sync", content=json.dumps(said), headers={"Content-Type": JSON})


@pytest.mark.parametrize("field", ["cursors", "follow", "healed"])
async def test_envelopes_whose_lists_are_none(attacker: Attacker, field: str) -> None:
    for value in [
        *VALUES,
        *([value] for value in VALUES),
        *({str(value)[:99]: ["e1", value]} for value in VALUES),
    ]:
        said = {**Device(attacker.client).envelope(), field: value}
        await attacker.client.post("/api/sync", content=json.dumps(said), headers={"Content-Type": JSON})


def values(schema: dict[str, Any], named: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema allows, or nearly: what it bounds is sometimes passed by a little."""
    if "$ref" in schema:
        return values(named[schema["$ref"].rpartition("/")[2]], named)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return st.one_of(*(values(inner, named) for inner in schema[several]))
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "none of them"])
    match schema.get("type"):
        case "string" if schema.get("format") == "uuid":
            return st.uuids().map(str)
        case "string" if schema.get("format") == "date":
            return st.dates().map(str)
        case "string":
            most = min(schema.get("maxLength", 200), 1200) + 1
            return st.text(max_size=most) | st.text("a\u0000\u202e \n\"\\'é", max_size=8)
        case "integer":
            return st.integers(-(2**64), 2**64) | st.integers(0, 25)
        case "boolean":
            return st.booleans()
        case "array":
            most = min(schema.get("maxItems", 3), 3) + 1
            return st.lists(values(schema.get("items", {}), named), max_size=most)
        case "object" if "properties" in schema:
            return st.fixed_dictionaries({key: values(of, named) for key, of in schema["properties"].items()})
        case "object":
            keys = values(schema.get("propertyNames", {"type": "string"}), named)
            more = schema.get("additionalProperties", {})
            return st.dictionaries(keys, values(more if isinstance(more, dict) else {}, named), max_size=3)
        case "null":
            return st.none()
    return st.sampled_from([value for value in VALUES if not isinstance(value, str) or len(value) < 99])


@pytest.mark.parametrize("act", ACTS)
@QUICK
@given(data=st.data())
async def test_acts_made_from_their_schema(cast: Cast, attacker: Attacker, act: str, data: Any) -> None:
    schema = mutations[act].args.model_json_schema()
    args = data.draw(values(schema, schema.get("$defs", {})))
    if "scheme" in args and data.draw(st.booleans()):
        args["scheme"] = str(cast.here)
    await attacker.sends(act, args)


@QUICK
@given(data=st.data())
async def test_requests_made_from_the_openapi_document(
    application: Litestar, attacker: Attacker, data: Any
) -> None:
    """One example asks every address that takes JSON."""
    document = application.openapi_schema.to_schema()
    named = document["components"]["schemas"]
    for path, methods in sorted(document["paths"].items()):
        for method, shown in methods.items():
            taken = shown.get("requestBody", {}).get("content", {}).get(JSON)
            if taken is None:
                continue
            body = data.draw(values(taken["schema"], named))
            if isinstance(body, dict) and "password" in body:
                body["password"] = "short"  # hashing is what test_guessing.py is about
            await attacker.client.request(
                method.upper(), path, content=json.dumps(body), headers={"Content-Type": JSON}
            )
