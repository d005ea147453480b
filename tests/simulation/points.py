"""Named places inside push, publish and pull of a server process of the simulation.

At each of them the process can be killed by a signal, or made to wait until it is told to go on. The round
functions are wrapped from outside, in that process only: the shipped code knows nothing of it. The same
wrapping writes down, in the same transaction, what was applied and which buckets it moved.
"""

import asyncio
import functools
import os
import signal
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from server.database.engine import connection
from server.sync import publish, pull, push, snapshots

PUSH: Any = push
"""The module, with members that may be replaced."""

KILL_POINTS = (
    "push begins",
    "act handled",
    "outcomes stored",
    "publish begins",
    "positions to be dealt",
    "positions dealt",
    "push commits",
    "push committed",
    "answer begins",
    "answer ready",
    "snapshot made",
)


class Points:
    """What is to happen where. `tell` sends a message to the test when a waiting point is reached."""

    def __init__(self, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell
        self._armed: dict[str, tuple[str, int]] = {}
        self._go = asyncio.Event()

    def arm(self, name: str, what: str, nth: int) -> None:
        if name not in KILL_POINTS:
            raise ValueError(f"no such point: {name}")
        self._armed[name] = (what, nth)
        self._go.clear()

    def disarm(self) -> None:
        self._armed.clear()
        self._go.set()

    def go(self) -> None:
        self._go.set()

    def _due(self, name: str) -> str | None:
        what, left = self._armed.get(name, ("", 0))
        if not what:
            return None
        if left > 1:
            self._armed[name] = (what, left - 1)
            return None
        del self._armed[name]
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return what

    def passed(self, name: str) -> None:
        self._due(name)

    async def at(self, name: str) -> None:
        if self._due(name) == "hold":
            self._tell({"at": name})
            await self._go.wait()

    def around(
        self, module: ModuleType, function: str, *, before: str | None = None, after: str | None = None
    ) -> None:
        """Wraps a module's coroutine function with points before and after it."""
        inner: Callable[..., Awaitable[Any]] = getattr(module, function)

        @functools.wraps(inner)
        async def outer(*args: Any, **kwargs: Any) -> Any:
            if before:
                await self.at(before)
            result = await inner(*args, **kwargs)
            if after:
                await self.at(after)
            return result

        setattr(module, function, outer)


async def _note_applied(actor: Any, sent: Any) -> None:
    await connection().execute(
        "INSERT INTO sim_applied (mutation, device, number, account, name) VALUES ($1, $2, $3, $4, $5)",
        sent.id,
        actor.device,
        sent.number,
        actor.account,
        sent.name,
    )


async def _note_moved(moved: dict[str, int]) -> None:
    if moved:
        await connection().execute(
            "INSERT INTO sim_moved (transaction, bucket, position)"
            " SELECT pg_current_xact_id()::text::bigint, * FROM unnest($1::text[], $2::bigint[])",
            list(moved),
            list(moved.values()),
        )


def install(points: Points) -> None:
    """Puts every point in its place, and the witnesses beside them."""
    handle, published = PUSH._handle, PUSH.publish

    @functools.wraps(handle)
    async def handled(actor: Any, app: str, sent: Any) -> Any:
        touched = await handle(actor, app, sent)
        await _note_applied(actor, sent)
        await points.at("act handled")
        return touched

    @functools.wraps(published)
    async def witnessed(touched: Any, now: Any) -> dict[str, int]:
        await points.at("publish begins")
        moved: dict[str, int] = await published(touched, now)
        await _note_moved(moved)
        await points.at("push commits")
        return moved

    PUSH._handle, PUSH.publish = handled, witnessed
    points.around(push, "_transaction", before="push begins", after="push committed")
    points.around(push, "_store", after="outcomes stored")
    points.around(publish, "deal", before="positions to be dealt", after="positions dealt")
    points.around(pull, "outcomes", before="answer begins")
    points.around(snapshots, "_make", after="snapshot made")
    ready = pull.Answer.bytes

    def answered(self: pull.Answer, now: str) -> bytes:
        content = ready(self, now)
        points.passed("answer ready")
        return content

    pull.Answer.bytes = answered  # type: ignore[method-assign]  # in this process only


WITNESSES = """
    CREATE TABLE sim_applied (
        seq bigint GENERATED ALWAYS AS IDENTITY, mutation uuid NOT NULL, device uuid NOT NULL,
        number bigint NOT NULL, account uuid, name text NOT NULL,
        transaction bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint
    );
    CREATE INDEX ON sim_applied (device, number);
    CREATE TABLE sim_counter (bucket text PRIMARY KEY, position bigint NOT NULL);
    CREATE TABLE sim_moved (transaction bigint NOT NULL, bucket text NOT NULL, position bigint NOT NULL);
    CREATE TABLE sim_history (
        bucket text NOT NULL, kind text NOT NULL, id uuid NOT NULL, position bigint NOT NULL, body text
    );
    CREATE INDEX ON sim_history (bucket, position);
    CREATE FUNCTION sim_remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO sim_history VALUES (new.bucket, new.kind, new.id, new.position, new.body); RETURN NULL;
    END $$;
    CREATE TRIGGER sim_remember AFTER INSERT OR UPDATE ON bucket_document
        FOR EACH ROW EXECUTE FUNCTION sim_remember();
    CREATE TABLE sim_begun (
        seq bigint GENERATED ALWAYS AS IDENTITY, id uuid NOT NULL, account uuid NOT NULL
    );
    CREATE INDEX ON sim_begun (id);
    CREATE FUNCTION sim_begins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO sim_begun (id, account) VALUES
            ((to_jsonb(new) ->> tg_argv[0])::uuid, new.account); RETURN NULL;
    END $$;
    CREATE TRIGGER sim_begins AFTER INSERT ON relationship_member
        FOR EACH ROW EXECUTE FUNCTION sim_begins('relationship');
    CREATE TRIGGER sim_begins AFTER INSERT ON never FOR EACH ROW EXECUTE FUNCTION sim_begins('id');
    CREATE TABLE sim_exceeded (participation uuid NOT NULL, places integer NOT NULL, taken integer NOT NULL);
    CREATE FUNCTION sim_exceeds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO sim_exceeded VALUES (new.id, new.places, new.taken); RETURN NULL;
    END $$;
    CREATE TRIGGER sim_exceeds AFTER UPDATE ON participation FOR EACH ROW
        WHEN (new.taken > old.taken AND new.taken > new.places) EXECUTE FUNCTION sim_exceeds();
    INSERT INTO sim_history SELECT bucket, kind, id, position, body FROM bucket_document;
"""
"""Tables of the simulation's own: everything applied, everything that buckets ever held, the order in which
pairs and lines of private lists began, and places given beyond what there are."""
