"""A person's numbered acts become facts, each exactly once (step 7).

The device's row is locked, so one device's acts are serial. Up to 50 run in one transaction, each in a
savepoint: a refusal undoes only itself and does not stop the rest. A fault of ours commits what went
before it and leaves its number for later; after five tries over ten minutes the act is put into
quarantine, whole, for the operator, so that a bug never blocks a doctor's queue for ever.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from pydantic import ValidationError

from server import metrics
from server.database.engine import Connection, savepoint, transaction
from server.refusals import Refused
from server.sync import pokes
from server.sync.devices import PATIENCE, lock_device
from server.sync.envelope import Sent
from server.sync.faults import AGAIN, AWAY, where
from server.sync.publish import publish, publishing
from server.sync.registry import Actor, Strict, Touched, mutations
from server.sync.versions import is_newer

TOGETHER = 50
TRIES = 5
TRIED_FOR = timedelta(minutes=10)
RETRY = 60
ATTEMPTS = 4

_log = structlog.get_logger()
_under_way: set[UUID] = set()


@dataclass(frozen=True, slots=True)
class Answered:
    """What one number came to."""

    sent: Sent
    outcome: str
    code: str | None = None
    problem: str | None = None


@dataclass(slots=True)
class _Run:
    """One transaction's worth: what was answered, and the act that stopped it."""

    answered: list[Answered] = field(default_factory=list)
    failed: Sent | None = None
    error: Exception | None = None


async def push(actor: Actor, app: str, sent: Sequence[Sent]) -> int | None:
    """Run what has not been run. Gives seconds to wait when an act was left without an answer."""
    assert actor.device is not None  # noqa: S101 - the envelope has one
    if actor.device in _under_way:
        raise Refused("busy")
    _under_way.add(actor.device)
    metrics.OLDEST_UNANSWERED.set(_age(sent[0].made_at, actor.now))
    try:
        return await _push(actor, app, list(sent))
    finally:
        _under_way.discard(actor.device)


def _age(made_at: str, now: datetime) -> float:
    """By the device's clock, which may be wrong or nonsense."""
    try:
        return max(0.0, (now - datetime.fromisoformat(made_at.replace("Z", "+00:00"))).total_seconds())
    except (ValueError, TypeError):
        return 0.0


async def _push(actor: Actor, app: str, sent: list[Sent]) -> int | None:
    together, attempts = TOGETHER, 0
    while sent:
        batch = sent[:together]
        try:
            run = await _transaction(actor, app, batch)
        except (Refused, *AWAY):
            raise
        except Exception as error:
            # Views, deferred constraints and deadlocks speak only at the end: alone, the culprit shows.
            together, attempts = 1, attempts + 1
            if len(batch) > 1:
                continue
            if isinstance(error, AGAIN):
                if attempts < ATTEMPTS:
                    continue
                _log.warning("act collides again and again", name=_said(batch[0].name), **where(error))
                return 1
            run = _Run(failed=batch[0], error=error)
        attempts = 0
        for answer in run.answered:
            metrics.OUTCOMES.add(value=answer.outcome)
            if answer.code:
                metrics.REFUSALS.add(value=answer.code)
        if run.failed is None:
            sent = sent[len(batch) :]
            continue
        assert run.error is not None  # noqa: S101 - they come together
        _log.error("act failed", name=_said(run.failed.name), **where(run.error))
        if not await _quarantined(actor, run.failed):
            return RETRY
        sent = [act for act in sent if act.number > run.failed.number]
    return None


def _said(name: str) -> str:
    """An act's name for the log: one that we do not know is whatever somebody wrote."""
    return name if name in mutations else "unknown"


async def _transaction(actor: Actor, app: str, batch: Sequence[Sent]) -> _Run:
    """One transaction: the device's lock, the acts, their outcomes, and last the publishing."""
    assert actor.device is not None  # noqa: S101 - checked by push
    async with transaction() as here:
        await _one_at_a_time(here, actor)
        last = await lock_device(here, actor)
        await _same_as_before(here, actor.device, last, batch)
        if batch[0].number > last + 1:
            raise Refused("gap", expected=last + 1)
        new = [sent for sent in batch if sent.number > last]
        known = await _answered_to_a_twin(here, actor, new)
        run, touched = _Run(), set[Touched]()
        for sent in new:
            if sent.id in known:
                run.answered.append(Answered(sent, *known[sent.id]))
                continue
            try:
                async with savepoint():
                    happened = await _handle(actor, app, sent)
            except Refused as refusal:
                answer = _refused(sent, refusal)
            except (*AGAIN, *AWAY):
                raise
            except Exception as error:
                run.failed, run.error = sent, error
                break
            else:
                touched.update(happened)
                answer = Answered(sent, "applied")
            run.answered.append(answer)
            if sent.fault is None:
                known[sent.id] = (answer.outcome, answer.code, answer.problem)
        await _store(here, actor, run.answered)
        moved = await publish(touched, actor.now)  # step 9: nothing comes after it
    pokes.moved(moved)  # step 10
    return run


async def _handle(actor: Actor, app: str, sent: Sent) -> list[Touched]:
    """Step 8: decode strictly, then the domain's own handler."""
    if sent.fault is not None:
        raise Refused(sent.fault)
    mutation = mutations.get(sent.name)
    if mutation is None:
        if is_newer(app):
            raise LookupError("the app is ahead of this server: another one may know the act")
        raise Refused("unknown-act")
    if mutation.system:
        raise Refused("unknown-act")
    try:
        args = mutation.adapter.validate_json(sent.args or b"null")
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        fields = sorted({".".join(map(str, fault["loc"])) for fault in faults})
        raise Refused("malformed", fields=fields[:20]) from None
    return await mutation.handler(actor, args)


def _refused(sent: Sent, refusal: Refused) -> Answered:
    problem = {"title": refusal.refusal.title, "detail": refusal.refusal.detail, **refusal.facts}
    return Answered(sent, "refused", refusal.code, json.dumps(problem, ensure_ascii=False, default=str))


async def _same_as_before(here: Connection, device: UUID, last: int, batch: Sequence[Sent]) -> None:
    """A number that was answered for another act means a twin of this phone's copy."""
    again = {sent.number: sent.id for sent in batch if sent.number <= last}
    if not again:
        return
    rows = await here.fetch(
        "SELECT number, mutation FROM outcome WHERE device = $1 AND number = ANY($2::bigint[])",
        device,
        list(again),
    )
    if any(again[row["number"]] != row["mutation"] for row in rows):
        raise Refused("fork")


async def _one_at_a_time(here: Connection, actor: Actor) -> None:
    """One account's phones take turns: twins may bring the same act under different names at once."""
    await here.execute(
        "SELECT set_config('lock_timeout', $1, true),"
        " pg_advisory_xact_lock(hashtextextended('acts of ' || $2, 0))",
        str(PATIENCE),
        str(actor.account),
    )


async def _answered_to_a_twin(
    here: Connection, actor: Actor, new: Sequence[Sent]
) -> dict[UUID, tuple[str, str | None, str | None]]:
    """Acts that came already from another device of this person, by their own random ids.

    A copied phone takes a new device id and renumbers what it has not heard of; its twin may have sent
    the same. So may a phone that feeds a restored server what it may have forgotten.
    """
    rows = await here.fetch(
        "SELECT DISTINCT ON (mutation) mutation, outcome, code, problem FROM outcome"
        " JOIN device ON device.id = outcome.device WHERE mutation = ANY($1::uuid[]) AND account = $2"
        " ORDER BY mutation, outcome",
        [sent.id for sent in new if sent.fault is None],
        actor.account,
    )
    return {row["mutation"]: (row["outcome"], row["code"], row["problem"]) for row in rows}


async def _store(here: Connection, actor: Actor, answered: Sequence[Answered]) -> None:
    """Outcomes and the device's number stand or fall with the acts themselves."""
    if not answered:
        return
    await here.execute(
        "WITH tried AS (DELETE FROM mutation_try WHERE device = $1 AND number = ANY($2::bigint[])),"
        " counted AS (UPDATE device SET last_number = $7 WHERE id = $1)"
        " INSERT INTO outcome (device, number, mutation, outcome, code, problem, made_on)"
        " SELECT $1, *, $8 FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[])",
        actor.device,
        [answer.sent.number for answer in answered],
        [answer.sent.id for answer in answered],
        [answer.outcome for answer in answered],
        [answer.code for answer in answered],
        [answer.problem for answer in answered],
        answered[-1].sent.number,
        actor.now.date(),
    )


async def _quarantined(actor: Actor, sent: Sent) -> bool:
    """Count one more try, outside what was rolled back; after enough of them the act is set aside."""
    async with transaction() as here:
        tried = await here.fetchrow(
            "INSERT INTO mutation_try AS tried VALUES ($1, $2, 1, $3) ON CONFLICT (device, number)"
            " DO UPDATE SET tries = least(tried.tries + 1, 1000) RETURNING tries, first_at",
            actor.device,
            sent.number,
            actor.now,
        )
    if tried["tries"] < TRIES or actor.now - tried["first_at"] < TRIED_FOR:
        return False
    async with transaction() as here:
        if await lock_device(here, actor) != sent.number - 1:
            return True
        await here.execute(
            "INSERT INTO quarantine (device, number, name, payload, made_at) VALUES ($1, $2, $3, $4, $5)",
            actor.device,
            sent.number,
            sent.name,
            (sent.args or b"null").decode(),
            actor.now,
        )
        await _store(here, actor, [Answered(sent, "quarantined")])
    metrics.OUTCOMES.add(value="quarantined")
    _log.error("act quarantined", name=_said(sent.name))
    return True


async def act(actor: Actor, name: str, args: Strict) -> None:
    """One act outside any phone: scripts, starter data, what time does. Raises what the handler refuses."""
    await act_all(actor, [(name, args)])


async def act_all(actor: Actor, acts: Iterable[tuple[str, Strict]], *, together: int = 500) -> None:
    """Many acts outside any phone, published 500 at a time. A refusal undoes its own transaction's worth."""
    waiting = list(acts)
    for start in range(0, len(waiting), together):
        for attempt in range(ATTEMPTS):
            with suppress(*(AGAIN if attempt < ATTEMPTS - 1 else ())):
                async with publishing(actor.now) as touched:
                    for name, args in waiting[start : start + together]:
                        touched += await mutations[name].handler(actor, args)
                break
