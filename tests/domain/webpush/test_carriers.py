"""Push services as they are: slow, gone, full, broken. One is never sent to twice, and delays nobody else."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import structlog

from server.database.engine import pool, transaction
from server.domain.webpush import telling
from server.domain.webpush.deliveries import ATTEMPTS, forget_due, look_due
from server.domain.webpush.happening import Said, tell
from server.webpush import sending
from tests.domain.webpush.conftest import Phones, kept, waiting_jobs
from tests.domain.world import World
from tests.push.carrier import Answer, Browser, PushService, push_service


async def many(phones: Phones, names: Sequence[str], services: Sequence[PushService]) -> UUID:
    """As many phones of as many people, straight into the tables; the scheme whose notices they asked for."""
    scheme = await phones.world.scheme()
    now, keys = phones.world.now, Browser()
    origins = [services[place % len(services)].origin for place in range(len(names))]
    ids = [uuid4() for _ in names]
    async with transaction() as here:
        await here.execute(
            "INSERT INTO account (id, name, handle, created_on) SELECT id, 'Dr Ada Fell',"
            " sha256(id::text::bytea), $2 FROM unnest($1::uuid[]) AS new (id)",
            ids,
            now.date(),
        )
        await here.execute(
            "INSERT INTO device (id, account, app, created_on, seen_on)"
            " SELECT id, id, '1', $2, $2 FROM unnest($1::uuid[]) AS new (id)",
            ids,
            now.date(),
        )
        await here.execute(
            "INSERT INTO session (token, account, device, came_by, proved_at, used_on)"
            " SELECT sha256(id::text::bytea), id, id, 'password', $2, $3 FROM unnest($1::uuid[]) AS new (id)",
            ids,
            now,
            now.date(),
        )
        await here.execute(
            "INSERT INTO webpush_subscription"
            " SELECT id, id, sha256(id::text::bytea), endpoint, origin, $4, $5,"
            " '{notice}', ARRAY[$6::uuid], false, 0, 0, 'Europe/London', $7"
            " FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (id, endpoint, origin)",
            ids,
            [f"{origin}/wpush/{name}" for origin, name in zip(origins, names, strict=True)],
            origins,
            keys.p256dh,
            keys.auth,
            scheme,
            now,
        )
    phones.settings = replace(phones.settings, push_origins=tuple(each.origin for each in services))
    return scheme


async def by_status(phones: Phones, answers: dict[str, Answer]) -> None:
    """One phone for each name, and a service that answers as it is told for that name."""
    scheme = await many(phones, list(answers), [phones.service])
    phones.service.behave = lambda name: answers[name]
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    await phones.work()


async def still_asking() -> set[str]:
    rows = await pool().fetch("SELECT endpoint FROM webpush_subscription")
    return {row["endpoint"].rsplit("/", 1)[1] for row in rows}


async def test_what_each_answer_means(phones: Phones) -> None:
    statuses = (200, 201, 202, 301, 302, 307, 308, 400, 401, 403, 404, 410, 413, 418, 500, 502, 504)
    elsewhere = {"Location": phones.service.endpoint("elsewhere")}
    answers = {str(each): Answer(each, headers=elsewhere if 300 <= each < 400 else {}) for each in statuses}
    await by_status(phones, answers)
    assert phones.service.counts == dict.fromkeys(answers, 1)  # no redirect was followed
    assert await still_asking() == answers.keys() - {"404", "410"}
    rows = await pool().fetch(
        "SELECT endpoint, attempts, taken_at FROM webpush_delivery JOIN webpush_subscription USING (device)"
    )
    assert {row["endpoint"].rsplit("/", 1)[1] for row in rows} == {"500", "502", "504"}
    assert {(row["attempts"], row["taken_at"]) for row in rows} == {(1, None)}


async def test_a_server_fault_is_tried_again_less_and_less_hastily_and_not_for_ever(
    world: World, phones: Phones
) -> None:
    await by_status(phones, {"broken": Answer(500)})
    waits = []
    while await kept("webpush_delivery"):
        due = await pool().fetchval("SELECT due FROM webpush_delivery")
        waits.append(due - world.now)
        assert await phones.later() == []
        world.clock.now = due
        assert len(await phones.later()) == 1
    assert phones.service.counts["broken"] == ATTEMPTS
    assert waits == sorted(waits)
    assert waits[-1] > waits[0] * 4


@pytest.mark.parametrize("status", [429, 500, 502, 504])
async def test_one_that_is_to_come_later_waits_as_long_as_asked_and_alone(
    world: World, phones: Phones, status: int
) -> None:
    answers = {f"phone-{number}": Answer() for number in range(10)}
    answers["phone-3"] = Answer(status, headers={"Retry-After": "600"})
    await by_status(phones, answers)
    assert await kept("webpush_pause") == 0
    due = await pool().fetchval("SELECT due FROM webpush_delivery")
    assert due - world.now >= timedelta(seconds=600)
    scheme = await pool().fetchval("SELECT schemes[1] FROM webpush_subscription LIMIT 1")
    await pool().execute("DELETE FROM webpush_subscription WHERE endpoint LIKE '%phone-3'")
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    assert len(await phones.work()) == 9


_MEETS_TWICE = """
CREATE SEQUENCE met;
CREATE FUNCTION meets() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('met') IN (1, 4) THEN RAISE 'met' USING ERRCODE = 'deadlock_detected'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER meets BEFORE UPDATE OR DELETE ON webpush_delivery EXECUTE FUNCTION meets();
"""


async def test_what_meets_another_transaction_is_begun_again(phones: Phones) -> None:
    """Once in taking, once in settling; nothing is sent twice."""
    await pool().execute(_MEETS_TWICE)
    await by_status(phones, {"one": Answer(), "two": Answer()})
    assert await pool().fetchval("SELECT last_value FROM met") > 4
    assert phones.service.counts == {"one": 1, "two": 1}
    assert await kept("webpush_delivery") == await kept("webpush_pause") == 0


async def test_one_that_cannot_be_written_holds_up_none_of_the_others(phones: Phones) -> None:
    scheme = await many(phones, [f"phone-{number}" for number in range(10)], [phones.service])
    await pool().execute("UPDATE webpush_subscription SET detail = endpoint LIKE '%phone-3'")
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    await pool().execute("UPDATE webpush_happening SET detail = '[1]'")
    await phones.work()
    assert phones.service.counts == {f"phone-{number}": 1 for number in range(10) if number != 3}
    assert await kept("webpush_delivery") == await kept("webpush_pause") == 0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["600", "Mon, 23 Nov 2026 09:10:00 GMT"])
async def test_a_service_that_asks_for_peace_gets_it_for_as_long_as_it_asked(
    world: World, phones: Phones, status: int, asked: str
) -> None:
    busy = Answer(status, headers={"Retry-After": asked})
    names = [f"phone-{number}" for number in range(200)]
    await by_status(phones, dict.fromkeys(names, busy))
    first = sum(phones.service.counts.values())
    assert first <= telling.TOGETHER
    # What comes later waits as well.
    scheme = await pool().fetchval("SELECT schemes[1] FROM webpush_subscription LIMIT 1")
    world.clock.forward(minutes=9)
    await phones.happens(scheme=scheme, kind="notice", what="notice")
    assert await phones.work() == []
    await look_due(world.now)
    assert await waiting_jobs() == []
    # Then one goes ahead, and the others when it got through.
    world.clock.forward(minutes=2)
    assert len(await phones.later()) == 1
    world.clock.forward(minutes=11)
    phones.service.behave = lambda _: Answer()
    assert len(await phones.later()) == 200
    assert await kept("webpush_delivery") == 0
    assert await kept("webpush_pause") == 0


async def test_one_that_hangs_or_is_not_there_is_left_alone_and_delays_nobody(
    world: World, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 1.0)
    async with push_service() as hangs, push_service() as gone:
        names = [f"phone-{number}" for number in range(600)]
        scheme = await many(phones, names, [phones.service, hangs, gone])
        nowhere, gone.port = gone.origin, 0
        await pool().execute(
            "UPDATE webpush_subscription SET endpoint = replace(endpoint, origin, 'http://localhost:1'),"
            " origin = 'http://localhost:1' WHERE origin = $1",
            nowhere,
        )
        phones.settings = replace(
            phones.settings, push_origins=(*phones.settings.push_origins, "http://localhost:1")
        )
        hangs.behave = lambda _: Answer(after=60)
        began = asyncio.get_running_loop().time()
        await phones.happens(scheme=scheme, kind="notice", what="notice")
        await phones.work()
        assert asyncio.get_running_loop().time() - began < 30
        assert sum(phones.service.counts.values()) == 200
        # What hung may have arrived: it is not sent again. What was never written is.
        assert len(hangs.received) == telling.TOGETHER
        assert await kept("webpush_delivery") == 400 - telling.TOGETHER
        world.clock.forward(hours=1)
        hangs.behave = lambda _: Answer()
        await phones.later()
        assert set(hangs.counts.values()) == {1}
        assert len(hangs.received) == 200
        assert await kept("webpush_delivery") == 200


async def test_what_is_no_longer_worth_telling_goes(world: World, phones: Phones) -> None:
    scheme = await many(phones, ["one", "two"], [phones.service])
    phones.service.behave = lambda _: Answer(503)
    await phones.happens(scheme=scheme, kind="notice", what="notice", until=world.now + timedelta(minutes=5))
    await phones.work()
    world.clock.forward(minutes=5)
    assert await phones.later() == []
    await forget_due(world.now)
    assert await kept("webpush_happening") == await kept("webpush_delivery") == 0
    assert await kept("webpush_subscription") == 2


_WORKS = """
import asyncio, sys
from datetime import datetime
from server.database.engine import open_database
from server.domain.webpush.telling import tell_phones
from server.settings import Settings

async def main():
    dsn, now, happening, *origins = sys.argv[1:]
    await open_database(dsn)
    facts = {"happening": happening}
    await tell_phones(Settings(push_origins=tuple(origins)), facts, datetime.fromisoformat(now))

asyncio.run(main())
"""
PHONES = 10_000


async def test_ten_thousand_phones_one_killed_worker_and_nothing_twice(phones: Phones, database: str) -> None:
    """One service answers well, one of them slowly, and one in fifty of its phones is gone."""
    async with push_service() as slow:
        names = [f"phone-{number}" for number in range(PHONES)]
        dead = set(names[::50])
        scheme = await many(phones, names, [phones.service, phones.service, phones.service, slow])
        phones.service.behave = lambda name: Answer(410 if name in dead else 201)
        slow.behave = lambda name: Answer(410 if name in dead else 201, after=0.1)
        async with transaction():
            until = phones.world.now + timedelta(days=1)
            await tell(phones.world.now, "notice", uuid4(), Said(what="notice"), until, followers_of=scheme)
        (facts,) = await waiting_jobs()
        origins = (phones.service.origin, slow.origin)
        now = phones.world.now.isoformat()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _WORKS, database, now, facts["happening"], *origins
        )
        async with asyncio.timeout(60):
            while len(phones.service.received) < 2_000:
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
        taken = await pool().fetchval("SELECT count(*) FROM webpush_delivery WHERE taken_at IS NOT NULL")
        assert 0 < taken <= 2 * telling.TOGETHER
        # Two workers at once, and the job that was cut off again with them.
        with structlog.testing.capture_logs() as said:
            await asyncio.gather(
                telling.tell_phones(phones.settings, facts, phones.world.now),
                telling.tell_phones(phones.settings, {}, phones.world.now),
            )
    counts = phones.service.counts + slow.counts
    assert set(counts.values()) == {1}
    assert PHONES - taken <= len(counts) <= PHONES
    assert await kept("webpush_delivery") <= taken
    # The dead are gone, but for those whose answer the kill cut off.
    gone = dead - await still_asking()
    assert len(dead) - taken <= len(gone) <= len(dead)
    assert len(await still_asking()) == PHONES - len(gone)
    assert "wpush" not in str(said)
    assert len({len(each.body) for each in (*phones.service.received, *slow.received)}) == 1
