"""What a phone lacks of the buckets it may see now, as ready bytes (step 12).

Everything of one answer is read in one REPEATABLE READ snapshot, so an acknowledgement and its effects
arrive together. A bucket that is not named is unchanged; leaving is always an explicit drop.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from server import metrics
from server.database.engine import Asks
from server.refusals import CODES
from server.sync import snapshots
from server.sync.envelope import PROTOCOL, Envelope
from server.sync.heads import Head, Standing
from server.sync.limits import RETRY, Load
from server.sync.registry import buckets, kind_of

DOCUMENTS = 2000
BYTES = 512 * 1024
SMALL = 1000
"""A bucket of at most so many documents comes whole in the answer; a larger one as a snapshot in parts."""
SMALL_BYTES = 400 * 1024
BEHIND = 100
LEASE_DAYS = 30


@dataclass(slots=True)
class Need:
    """One bucket that this phone lacks something of."""

    head: Head
    since: int
    anew: str | None = None
    """Why the phone must begin this bucket again, if it must."""
    snapshot: snapshots.Parts | None = None

    @property
    def whole(self) -> bool:
        return self.anew is not None and self.snapshot is None


@dataclass(slots=True)
class Answer:
    """The parts of an answer, each already JSON."""

    buckets: list[str] = field(default_factory=list)
    outcomes: str = "[]"
    last_number: int = 0
    done: bool = True
    retry_after: int | None = None
    upgrade: str | None = None
    documents: int = 0
    size: int = 0

    def bytes(self, now: str) -> bytes:
        retry = "" if self.retry_after is None else f',"retry_after":{self.retry_after}'
        done = "true" if self.done and self.retry_after is None else "false"
        upgrade = "null" if self.upgrade is None else f'"{self.upgrade}"'
        return (
            f'{{"protocol":{PROTOCOL},"now":"{now}","last_number":{self.last_number},"done":{done},'
            f'"outcomes":{self.outcomes},"buckets":{{{",".join(self.buckets)}}},"upgrade":{upgrade}{retry}}}'
        ).encode()


def needs(standing: Standing, envelope: Envelope) -> list[Need]:
    """Buckets to be told about, a person's own first; empty when there is nothing to do."""
    lacking = []
    for head in standing.heads.values():
        cursor = envelope.cursors.get(head.name)
        if cursor == (head.epoch, head.position):
            continue
        if cursor is None:
            if head.exists and head.position:
                lacking.append(Need(head, 0, "healed" if head.name in envelope.healed else "new"))
        else:
            why = _why_anew(head, cursor)
            lacking.append(Need(head, 0 if why else cursor[1], why))
    return sorted(lacking, key=lambda need: (kind_of(need.head.name).shared, need.head.name))


def _why_anew(head: Head, cursor: tuple[str, int]) -> str | None:
    epoch, position = cursor
    if epoch != head.epoch:
        return "epoch"
    if position > head.position:
        return "above"
    if position < head.floor:
        return "floor"
    far = head.position - position > max(BEHIND, head.documents)
    return "behind" if far and not kind_of(head.name).daily else None


def drops(standing: Standing, envelope: Envelope) -> list[str]:
    """What this phone holds and may not see, or does not follow any more."""
    gone = envelope.cursors.keys() - standing.heads.keys()
    if not gone:
        return []
    followed = {str(scheme) for scheme in envelope.follow}
    told = []
    for name in gone:
        kind, _, scheme = name.partition(":")
        unfollowed = kind in buckets and buckets[kind].followed and scheme not in followed
        reason = "not-followed" if unfollowed else "no-longer-yours"
        told.append(f'{json.dumps(name)}:{{"drop":"{reason}"}}')
    return sorted(told)


async def outcomes(asks: Asks, envelope: Envelope) -> str:
    """What became of this device's acts that it has not acknowledged."""
    rows = await asks.fetch(
        "SELECT number, outcome, code, problem FROM outcome"
        " WHERE device = $1 AND number > $2 ORDER BY number",
        envelope.device,
        envelope.acknowledged,
    )
    return f"[{','.join(_outcome(row) for row in rows)}]"


def _outcome(row: Mapping[str, Any]) -> str:
    said = f'{{"number":{row["number"]},"outcome":"{row["outcome"]}"'
    if row["code"] is None:
        return said + "}"
    refusal = CODES.get(row["code"])
    words = {"title": refusal.title, "detail": refusal.detail} if refusal else {}
    return f'{said},"code":"{row["code"]}","problem":{row["problem"] or json.dumps(words)}}}'


async def fill(asks: Asks, answer: Answer, lacking: Sequence[Need], load: Load) -> list[str]:
    """Adds documents until the answer is full. Gives buckets whose snapshot must be made first: then
    nothing was added, and the caller makes it outside this transaction."""
    wanted = [need for need in lacking if not (load >= Load.NO_SHARED and kind_of(need.head.name).shared)]
    wanted, missing = await _with_snapshots(asks, wanted, load)
    if missing:
        return missing
    if len(wanted) < len(lacking):
        answer.retry_after = RETRY
    rows = await asks.fetch(
        "SELECT held.* FROM unnest($1::text[], $2::bigint[], $3::boolean[]) WITH ORDINALITY"
        " AS wanted (bucket, since, whole, place)"
        " CROSS JOIN LATERAL (SELECT bucket, kind, id::text, position, body FROM bucket_document AS held"
        "   WHERE held.bucket = wanted.bucket AND held.position > wanted.since"
        "   AND (held.body IS NOT NULL OR NOT wanted.whole)"
        "   ORDER BY held.position FETCH FIRST $4 ROWS WITH TIES) AS held"
        " ORDER BY wanted.place, held.position, held.kind, held.id",
        [need.head.name for need in wanted],
        [need.since for need in wanted],
        [need.whole for need in wanted],
        DOCUMENTS,
    )
    documents = {name: list(group) for name, group in groupby(rows, key=lambda row: row["bucket"])}
    for need in wanted:
        _add(answer, need, documents.get(need.head.name, []))
    return []


async def _with_snapshots(asks: Asks, wanted: list[Need], load: Load) -> tuple[list[Need], list[str]]:
    """Large buckets that begin again come in parts, when there is room for that."""
    anew = [need.head.name for need in wanted if need.anew]
    if not anew:
        return wanted, []
    large = await snapshots.large(asks, anew, SMALL, SMALL_BYTES)
    if load >= Load.NO_SNAPSHOTS:
        return [need for need in wanted if need.head.name not in large], []
    missing = []
    for need in wanted:
        if need.head.name in large:
            need.snapshot = await snapshots.parts(asks, need.head)
            if need.snapshot is None:
                missing.append(need.head.name)
            else:
                need.since = need.snapshot.position
    return wanted, missing


def _add(answer: Answer, need: Need, rows: Sequence[Mapping[str, Any]]) -> None:
    """One bucket, cut where the answer is full, and only between positions."""
    head, position = need.head, need.since
    puts: list[str] = []
    deletes: list[str] = []
    # A bucket that comes whole is one group, so that it never has to begin again half way.
    for at, group in groupby(rows, key=lambda row: None if need.whole else row["position"]):
        together = list(group)
        size = sum(len(row["body"] or "") + 80 for row in together)
        full = answer.documents + len(together) > DOCUMENTS or answer.size + size > BYTES
        if full and answer.documents:
            break
        for row in together:
            if row["body"] is None:
                deletes.append(f'["{row["kind"]}","{row["id"]}",{row["position"]}]')
            else:
                puts.append(f'["{row["kind"]}","{row["id"]}",{row["position"]},{row["body"]}]')
        answer.documents += len(together)
        answer.size += size
        position = at or head.position
    else:
        if need.whole or len(rows) < DOCUMENTS:
            position = head.position
    if position == need.since and rows and need.snapshot is None:
        answer.done = False
        return
    said = f'"epoch":"{head.epoch}","position":{position}'
    if position == head.position:
        said += f',"count":{head.documents},"checksum":{head.checksum}'
    else:
        answer.done = False
    if need.anew:
        metrics.SNAPSHOTS.add(value=need.anew)
        said += f',"snapshot":{need.snapshot.json() if need.snapshot else snapshots.NOTHING}'
    if kind_of(head.name).shared:
        said += f',"lease_days":{LEASE_DAYS}'
    said += f',"puts":[{",".join(puts)}],"deletes":[{",".join(deletes)}]'
    answer.buckets.append(f'"{head.name}":{{{said}}}')


def counted(answer: Answer, healed: Iterable[str]) -> None:
    """What the operator may see of it: numbers."""
    metrics.SYNC_DOCUMENTS.add(answer.documents)
    for _ in healed:
        metrics.CHECKSUM_DIFFERENCES.add()
