"""What must always hold (3-sync 3.6), each under its number, as far as the areas so far reach.

Every function raises AssertionError with words that say what was found where.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tests.simulation import promises
from tests.simulation.world import PhoneState, World

Dump = dict[str, Any]
Documents = dict[tuple[str, str], tuple[int, Any]]

CYCLES = 8
REQUESTS = 120


def documents_of(bucket: dict[str, Any]) -> Documents:
    return {(kind, thing): (position, body) for kind, thing, position, body in bucket["documents"]}


def _differs(held: Documents, true: Documents) -> str:
    missing = sorted(set(true) - set(held))[:3]
    extra = sorted(set(held) - set(true))[:3]
    other = sorted(key for key in set(held) & set(true) if held[key] != true[key])[:3]
    return f"missing {missing}, extra {extra}, other {[(key, held[key], true[key]) for key in other]}"


def invariant_1_every_act_ends_once(world: World, dumps: dict[str, Dump]) -> None:
    """Applied exactly once, refused and shown, or quarantined and shown; order per device holds."""
    applied: dict[str, list[int]] = {}
    under: dict[str, list[str]] = {}
    for row in world.eye.fetch(
        "SELECT mutation::text, seq, device::text, number FROM sim_applied ORDER BY seq"
    ):
        applied.setdefault(row["mutation"], []).append(row["seq"])
        under.setdefault(row["mutation"], []).append(f"{row['device'][:8]} {row['number']}")
    shown = Counter(entry["id"] for dump in dumps.values() for entry in dump["attention"])
    waiting = {entry["id"] for dump in dumps.values() for entry in dump["outbox"]}
    for act in world.acts.values():
        times = len(applied.get(act.id, []))
        where = f"{act.name} of {act.phone} ({act.id})"
        assert times <= 1, f"1: {where} was applied {times} times: {under[act.id]}"
        if world.phones[act.phone].removed or act.undone:
            continue
        assert act.id not in waiting, f"1: {where} still waits"
        if act.certain or times:
            assert times or shown[act.id], f"1: {where} disappeared"
        assert not (times and shown[act.id]), f"1: {where} was applied and is shown as not done"
    twins = {state.person.name for name, state in world.phones.items() if name.startswith("twin")}
    for name, state in world.phones.items():
        if world.restored and state.person.name in twins:
            # A twin may have used up the numbers that a restored server would have missed; what it forgot is
            # then fed to it after what came since.
            continue
        order = [applied[act][0] for act in state.acts if act in applied]
        assert order == sorted(order), f"1: acts of {name} were applied out of order"


def invariant_2_phones_equal_the_server(world: World, dumps: dict[str, Dump]) -> None:
    """After a quiet sync: documents, counts and checksums agree, and nothing else is stored."""
    for name, dump in dumps.items():
        state = world.phones[name]
        if state.removed:
            assert not dump["named"], f"2: {name} was removed and still holds {dump['named']}"
            continue
        visible = world.visible(state.person.account, dump["meta"].get("follow", []))
        assert set(dump["named"]) <= visible, f"2: {name} stores {set(dump['named']) - visible}"
        heads = world.heads(sorted(visible))
        true = _now(world, visible)
        for bucket in sorted(visible):
            held = dump["buckets"].get(bucket)
            mine = documents_of(held) if held else {}
            assert mine == true[bucket], f"2: {name}, {bucket}: {_differs(mine, true[bucket])}"
            if held is None or bucket not in heads:
                continue
            head = heads[bucket]
            server = (head["epoch"], head["position"], head["documents"], head["checksum"])
            phone = (held["epoch"], held["position"], held["count"], held["checksum"])
            assert phone == server, f"2: {name}, {bucket}: phone {phone}, server {server}"
        _memory_equals_storage(name, dump)


def _memory_equals_storage(name: str, dump: Dump) -> None:
    """Every tab shows what is stored, once nothing waits."""
    stored: dict[str, dict[str, Any]] = {}
    for bucket in dump["buckets"].values():
        for kind, thing, _, body in bucket["documents"]:
            stored.setdefault(kind, {})[thing] = body
    for place, tab in enumerate(dump["memory"]):
        shown = tab["kinds"]
        other = {
            kind: sorted(set(shown.get(kind, {})) ^ set(stored.get(kind, {}))) or "other bodies"
            for kind in shown.keys() | stored.keys()
            if shown.get(kind) != stored.get(kind)
        }
        assert not other, f"2: {name}, tab {place} of {len(dump['memory'])} shows not what is stored: {other}"


def _now(world: World, names: Iterable[str]) -> dict[str, Documents]:
    rows = world.eye.fetch(
        "SELECT bucket, kind, id::text, position, body::json::text AS body FROM bucket_document"
        " WHERE bucket = ANY($1::text[]) AND body IS NOT NULL",
        list(names),
    )
    return _grouped(rows, names)


def _grouped(rows: Iterable[Any], names: Iterable[str]) -> dict[str, Documents]:
    found: dict[str, Documents] = {name: {} for name in names}
    for row in rows:
        found[row["bucket"]][row["kind"], row["id"]] = (row["position"], json.loads(row["body"]))
    return found


def invariant_3_answers_are_whole(world: World, name: str, dump: Dump) -> None:
    """A phone that is done and knows of number n holds all effects of acts up to n, and none after."""
    device = dump["meta"].get("device")
    if device is None:
        return
    rows = world.eye.fetch(
        "SELECT number, sim_moved.bucket, max(sim_moved.position) AS position, min(bucket.epoch) AS epoch"
        " FROM sim_applied JOIN sim_moved USING (transaction) JOIN bucket ON bucket.name = sim_moved.bucket"
        " WHERE device = $1 GROUP BY number, sim_moved.bucket",
        UUID(device["id"]),
    )
    for row in rows:
        held = dump["buckets"].get(row["bucket"])
        if held is None or held["epoch"] != row["epoch"]:
            continue
        seen = held["position"] >= row["position"]
        known = row["number"] <= device["last"]
        assert seen == known, (
            f"3: {name} knows of acts up to {device['last']} and stands at {held['position']} of"
            f" {row['bucket']}; act {row['number']} moved it to {row['position']}"
        )


def invariant_4_no_hole(world: World, name: str, dump: Dump, *, whole: bool = True) -> None:
    """A phone's documents equal the server's history at its cursors.

    Half way through what comes in several answers (not `whole`), a document that has moved on since is still
    as it was before the first of them: it comes with the rest.
    """
    current = world.heads(list(dump["buckets"]))
    asked = {
        bucket: held
        for bucket, held in dump["buckets"].items()
        if bucket in current and current[bucket]["epoch"] == held["epoch"] and held["whole"]
    }
    rows = world.eye.fetch(
        "SELECT DISTINCT ON (h.bucket, kind, id) h.bucket, kind, id::text, h.position, body"
        " FROM unnest($1::text[], $2::bigint[]) AS cursor (bucket, position)"
        " JOIN sim_history h ON h.bucket = cursor.bucket AND h.position <= cursor.position"
        " ORDER BY h.bucket, kind, id, h.position DESC",
        list(asked),
        [held["position"] for held in asked.values()],
    )
    true = _grouped((row for row in rows if row["body"] is not None), asked)
    for bucket, held in asked.items():
        mine = documents_of(held)
        if not whole and mine != true[bucket]:
            _leave_out_what_comes_later(world, bucket, held["position"], mine, true[bucket])
        assert mine == true[bucket], (
            f"4: {name} stands at {held['position']} of {bucket}: {_differs(mine, true[bucket])}"
        )


def _leave_out_what_comes_later(
    world: World, bucket: str, position: int, mine: Documents, true: Documents
) -> None:
    """Those that moved on behind the cursor, if what the phone has of them is what they once were."""
    once: dict[tuple[str, str], list[tuple[int, str | None]]] = {}
    for row in world.eye.fetch(
        "SELECT kind, id::text, position, body FROM sim_history WHERE bucket = $1", bucket
    ):
        once.setdefault((row["kind"], row["id"]), []).append((row["position"], row["body"]))
    for key in [key for key in mine.keys() | true.keys() if mine.get(key) != true.get(key)]:
        versions = once.get(key, [])
        was = key not in mine or any(
            at == mine[key][0] and body is not None and json.loads(body) == mine[key][1]
            for at, body in versions
        )
        if was and any(at > position for at, _ in versions):
            mine.pop(key, None)
            true.pop(key, None)


def invariant_5_only_what_may_be_seen(name: str, seen: list[dict[str, Any]], allowed: set[str]) -> None:
    """No answer holds a document of a bucket that the account could not see."""
    for answer in seen:
        beyond = set(answer["brought"]) - allowed
        assert not beyond, f"5: {name} was sent {sorted(beyond)}"


def invariant_5_nothing_stays_after_a_drop(world: World, name: str, dump: Dump) -> None:
    """Once a phone is done, no byte of a bucket that it may not see is stored."""
    state = world.phones[name]
    allowed = world.visible(state.person.account, dump["meta"].get("follow", []))
    beyond = set(dump["named"]) - allowed
    assert not beyond, f"5: {name} still stores {sorted(beyond)}"
    shown = {kind for tab in dump["memory"] for kind in tab["kinds"]}
    held = {kind for bucket in dump["buckets"].values() for kind, *_ in bucket["documents"]}
    if not dump["outbox"]:
        assert shown <= held, f"5: {name} still shows {sorted(shown - held)}"


def invariant_7_who_left_is_listed_nowhere(world: World) -> None:
    """After opting out is applied no listing of that role remains, whatever arrived around it."""
    listed = world.eye.fetch(
        "SELECT held.bucket, held.id::text FROM bucket_document AS held"
        " WHERE held.kind = 'mentor' AND held.body IS NOT NULL AND NOT EXISTS (SELECT FROM participation"
        " WHERE participation.state = 'in' AND participation.listing = held.id"
        " AND held.bucket = 'directory:' || participation.scheme)"
    )
    assert not listed, f"7: listed without taking part: {[tuple(row) for row in listed]}"


def invariant_8_buckets_can_be_made_again(world: World) -> None:
    """The domain's tables give the same documents as the buckets hold."""
    found = world.tell("check")
    assert not found, f"8: buckets differ from the domain's tables: {found}"


def invariant_8_a_fresh_phone_holds_the_same(world: World, dumps: dict[str, Dump]) -> None:
    """Snapshots purged and made anew change nothing: a new phone of each person ends with the same."""
    world.tell("forget snapshots")
    for person in {state.person.name: state.person for state in world.phones.values()}.values():
        old = next(
            (
                dump
                for name, dump in dumps.items()
                if world.phones[name].person is person and not world.phones[name].removed
            ),
            None,
        )
        if old is None:
            continue
        name = f"fresh-{person.name}"
        world.open(name, person)
        for scheme in old["meta"].get("follow", []):
            world.do(name, "follow", scheme=scheme)
        invariant_12_done_soon(world, name)
        fresh = world.dump(name)
        world.do(name, "kill")
        del world.phones[name]
        for bucket, held in old["buckets"].items():
            mine, new = documents_of(held), documents_of(fresh["buckets"].get(bucket, {"documents": []}))
            _leave_out_devices(mine)
            _leave_out_devices(new)
            assert new == mine, f"8: a fresh phone of {person.name}, {bucket}: {_differs(new, mine)}"


def _leave_out_devices(documents: Documents) -> None:
    """A new phone is itself a new device in the list."""
    for key in [key for key in documents if key[0] == "device"]:
        del documents[key]


def invariant_9_damage_heals(world: World, name: str, before: list[dict[str, Any]], dump: Dump) -> None:
    """After damage and two syncs the phone holds what the server has, and its outbox is untouched."""
    after = {entry["id"] for entry in [*dump["outbox"], *dump["attention"]]}
    after |= {answered["entry"]["id"] for answered in dump["answered"]}
    lost = [entry["id"] for entry in before if entry["id"] not in after]
    assert not lost, f"9: {name} lost {lost} from its outbox"
    for bucket, held in dump["buckets"].items():
        assert held["whole"], f"9: {name}, {bucket} is still damaged"
    state = world.phones[name]
    if not state.removed:
        invariant_4_no_hole(world, name, dump)
        allowed = world.visible(state.person.account, dump["meta"].get("follow", []))
        assert set(dump["named"]) <= allowed, f"9: {name} stores {set(dump['named']) - allowed}"


def invariant_10_late_answers_change_nothing(name: str, before: Dump, after: Dump) -> None:
    """An answer to a question of the past is not applied over a newer one."""
    for bucket, held in before["buckets"].items():
        now = after["buckets"].get(bucket)
        if now is not None and now["epoch"] == held["epoch"]:
            assert now["position"] >= held["position"], f"10: {name} went back in {bucket}"


def invariant_11_outcomes_agree(world: World, dumps: dict[str, Dump]) -> None:
    """What phones were told is what the server wrote down, under the same number and id."""
    rows = world.eye.fetch("SELECT device::text, number, mutation::text, outcome, code FROM outcome")
    stored: dict[tuple[str, str], dict[int, Any]] = {}
    for row in rows:
        stored.setdefault((row["device"], row["mutation"]), {})[row["number"]] = row
    by_act = {row["mutation"]: row for row in rows}
    for name, dump in dumps.items():
        for answered in dump["answered"]:
            entry = answered["entry"]
            # Twins of one name may have brought the same act under several numbers.
            told = stored.get((answered["device"], entry["id"]))
            # A restored server judges again, and the twin that brought the act is told.
            if told is not None and not world.restored:
                assert entry["number"] in told, f"11: {name} {entry['number']}: {sorted(told)}"
                row = told[entry["number"]]
                assert row["outcome"] == "applied", f"11: {name} was told applied: {dict(row)}"
        for entry in dump["attention"]:
            row = by_act.get(entry["id"])
            if row is None:
                # What the server would not even read is put aside by the phone alone.
                unread = entry["outcome"] == "refused" and entry.get("code") in {"too-large", "malformed"}
                forgotten = world.restored or world.purged
                assert unread or forgotten, f"11: {name} shows {entry['outcome']}; the server never said so"
            elif not world.restored:
                assert (row["outcome"], row["code"]) == (entry["outcome"], entry.get("code")), (
                    f"11: {name} shows {entry['outcome']} {entry.get('code')}: {dict(row)}"
                )


def invariant_12_done_soon(world: World, name: str) -> None:
    """With a working network a phone is done within a bounded number of syncs, whatever state it is in."""
    requests, ended = 0, []
    for _ in range(CYCLES):
        said = world.sync(name, do="ring")
        requests += said.get("requests", 0)
        ended.append(said.get("kind"))
        if ended[-1] == "done":
            break
        if ended[-1] == "removed":
            world.phones[name].removed = True
            return
        if ended[-1] == "signed-out":
            world.log_in(name)  # the device that its twin still was has been removed
    assert ended[-1] == "done", f"12: {name} ended {ended}; {world.dump(name)['outbox'][:2]}"
    assert requests <= REQUESTS, f"12: {name} took {requests} requests"


def after_a_sync(world: World, name: str, said: dict[str, Any], before: set[str]) -> None:
    """Everything that can be checked of one phone at any moment."""
    state: PhoneState = world.phones[name]
    dump = world.dump(name)
    follow = dump["meta"].get("follow", [])
    after = world.visible(state.person.account, follow)
    invariant_5_only_what_may_be_seen(name, said.get("seen", []), before | after)
    if state.damaged:
        return
    invariant_4_no_hole(world, name, dump, whole=said.get("kind") == "done")
    promises.at_any_moment(world)
    if said.get("kind") == "done":
        invariant_3_answers_are_whole(world, name, dump)
        invariant_5_nothing_stays_after_a_drop(world, name, dump)
