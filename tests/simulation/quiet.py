"""The end of a history: every fault is over, every phone syncs, and everything must be right."""

from datetime import timedelta
from typing import Any

from tests.simulation import invariants, promises
from tests.simulation.world import APP, World


def calm(world: World) -> None:
    """The network, the disks and the servers work again; whoever was killed starts again."""
    world.disarm()
    world.serve(0)
    for name in list(world.phones):
        state = world.phones[name]
        world.do(name, "faults", faults=[])
        world.do(name, "disk", room=None)
        world.do(name, "via", via=0)
        world.do(name, "deliver")
        if state.held:
            world.sync(name, do="release")
            state.held = False
        if state.version != APP and not state.removed:
            state.version = APP
            world.restart(name)
        if (state.dead or state.damaged) and not state.removed:
            world.restart(name)
            state.damaged = False


def settle(world: World) -> None:
    """Acts that no server could run wait for their quarantine; the others for their turn."""
    for name in world.usable():
        for _ in range(6):
            said = world.sync(name, do="ring")
            if said.get("kind") == "removed":
                world.phones[name].removed = True
            if said.get("kind") != "later":
                break
            world.forward(timedelta(minutes=11))
    world.tell("night")
    promises.after_a_night(world)
    # What the last ones sent reaches the first ones in the next turn; a twin that notices in one turn that it
    # is one comes as a new device in the next, and the others hear of it in the third.
    for _ in range(3):
        for name in world.usable():
            invariants.invariant_12_done_soon(world, name)


def end_of(world: World) -> None:
    """Everything that can be asked once all is quiet."""
    calm(world)
    settle(world)
    dumps: dict[str, dict[str, Any]] = {name: world.dump(name) for name in world.phones}
    for dump in dumps.values():
        world.happened.update({f"request: {kind}": count for kind, count in dump["happened"].items()})
    world.happened.update(promises.arranged(world))
    invariants.invariant_1_every_act_ends_once(world, dumps)
    invariants.invariant_2_phones_equal_the_server(world, dumps)
    promises.members_hold_the_same(dumps)
    for name in world.usable():
        invariants.invariant_3_answers_are_whole(world, name, dumps[name])
        invariants.invariant_4_no_hole(world, name, dumps[name])
    invariants.invariant_7_who_left_is_listed_nowhere(world)
    invariants.invariant_8_buckets_can_be_made_again(world)
    invariants.invariant_8_a_fresh_phone_holds_the_same(world, dumps)
    invariants.invariant_11_outcomes_agree(world, dumps)
