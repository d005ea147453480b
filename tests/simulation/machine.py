"""People, phones, servers and faults, in any order; what must hold is asked all along."""

import time
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.simulation import invariants
from tests.simulation.acts import Made, anything, listing, pairing, participating, scheme
from tests.simulation.gathering import Gathering
from tests.simulation.points import KILL_POINTS
from tests.simulation.quiet import end_of
from tests.simulation.scene import OPEN, PAIRS, PEOPLE, SCHEMES, published
from tests.simulation.story import noted
from tests.simulation.world import World

fault = st.sampled_from(
    ["drop", "lose", "lose", "duplicate", "race", "delay", "truncate", "cut", "busy", "portal", "none"]
)
faults = st.lists(fault, max_size=3)
which = st.integers(0, 7)
nth = st.integers(1, 3)
nothing = st.none()
either = st.one_of(participating, listing, pairing)
several = st.lists(either, min_size=1, max_size=4)
names = st.lists(which, min_size=2, max_size=4, unique=True)
FOLLOW = ("follow", "follow", "unfollow")
COMMITTING = ("positions to be dealt", "positions to be dealt", "positions dealt", "push commits")
OFFSETS = (0, 3, -400, 3650)
"""Days by which a phone's clock may be wrong."""
SHOW_PLACES = ("participation.", "relationship.", "circle.", "match.", "meeting.")
DAMAGES = ("flip", "cut", "delete", "stray", "add", "forge", "cursor", "epoch", "checksum", "count", "lose")
ENOUGH_PHONES = 8
BACKUP_IS_FRESH = timedelta(days=5)


class Simulation(Gathering):
    """One history for each run. The stage is shared by all of them."""

    # --- the cast -----------------------------------------------------------------------------------

    @initialize(tight=st.booleans(), locks=st.booleans(), offset=st.sampled_from(OFFSETS), used=st.booleans())
    @noted
    def begin(self, tight: bool, locks: bool, offset: int, used: bool) -> None:
        cls = type(self)
        self.world = World(cls.stage, tight=tight)
        self.world.open("ann1", PEOPLE["ann"], locks=locks)
        self.world.open("ann2", PEOPLE["ann"], offset=offset * 86_400_000)
        self.world.open("ben1", PEOPLE["ben"])
        self.world.open("cat1", PEOPLE["cat"])
        for name, schemes in {"ann1": SCHEMES, "ben1": (OPEN, PAIRS), "cat1": SCHEMES}.items():
            for each in schemes:
                self.world.do(name, "follow", scheme=each)
            if used:
                self.synced(name)

    # --- what people do -----------------------------------------------------------------------------

    @rule(which=which, act=anything, tab=st.integers(0, 1))
    @noted
    def act(self, which: int, act: Made, tab: int) -> None:
        self.here.act(self.phone(which), *act, tab=tab)

    # Hypothesis likes the rule with the fewest arguments best: it is this one.
    @rule(what=st.tuples(which, several, faults))
    @noted
    def act_and_sync(self, what: tuple[int, list[Made], list[str]]) -> None:
        number, acts, faults = what
        name = self.phone(number)
        for act in acts:
            self.here.act(name, *act)
        self.here.do(name, "faults", faults=faults)
        self.synced(name)

    @rule(which=which, tab=st.integers(0, 1), via=st.integers(0, 1))
    @noted
    def sync(self, which: int, tab: int, via: int) -> None:
        name = self.phone(which)
        self.here.do(name, "via", via=via)
        self.synced(name, tab)

    @rule(
        which=which,
        scheme=scheme,
        follow=st.sampled_from(FOLLOW),
        now=st.booleans(),
    )
    @noted
    def follow(self, which: int, scheme: str, follow: str, now: bool) -> None:
        name = self.phone(which)
        self.here.do(name, follow, scheme=scheme)
        if now:
            self.synced(name)

    @rule(which=which, _=nothing)
    @noted
    def undo(self, which: int, _: None) -> None:
        name = self.phone(which)
        waiting = self.here.dump(name)["outbox"]
        for entry in waiting[-1:]:
            if self.here.do(name, "undo", number=entry["number"]).get("undone"):
                self.here.acts[entry["id"]].undone = True

    @rule(which=which, other=which)
    @noted
    def revoke(self, which: int, other: int) -> None:
        name, victim = self.phone(which), self.phone(other)
        device = self.here.dump(victim)["meta"].get("device")
        if name != victim and device is not None:
            self.here.act(name, "device.revoke", {"device": device["id"]})
            self.synced(name)
            self.synced(victim)

    @rule(scheme=scheme, listing=st.sampled_from(["public", "members", "none"]))
    @noted
    def charter(self, scheme: str, listing: str) -> None:
        self.here.tell("act", name="scheme.publish", args=published(scheme, listing))

    # --- phones come, go and break ------------------------------------------------------------------

    @rule(which=which, _=nothing)
    @noted
    def restart(self, which: int, _: None) -> None:
        self.here.restart(self.phone(which))

    @rule(which=which, _=nothing)
    @noted
    def second_tab(self, which: int, _: None) -> None:
        name = self.phone(which)
        state = self.here.phones[name]
        if state.tabs == 1 and "killed" not in self.here.do(name, "tab"):
            state.tabs = 2

    @rule(which=which, after=st.integers(1, 90), act=either, first=st.booleans())
    @noted
    def killed_at_an_await(self, which: int, after: int, act: Made, first: bool) -> None:
        name = self.phone(which)
        if not first:
            self.here.act(name, *act)
        self.here.do(name, "doom", after=after)
        if first:
            self.here.act(name, *act)
        if not self.here.phones[name].dead:
            self.synced(name)
        if not self.here.phones[name].dead:
            self.here.do(name, "doom", after=1_000_000)

    @rule(which=which, how=st.sampled_from(DAMAGES), pick=st.integers(0, 500), seen=st.booleans())
    @noted
    def damage(self, which: int, how: str, pick: int, seen: bool) -> None:
        world, name = self.here, self.phone(which)
        before = world.dump(name)["outbox"]
        if not world.do(name, "damage", damage=how, which=pick)["damaged"]:
            return
        world.happened[f"damage: {how}"] += 1
        world.phones[name].damaged = True
        if not seen:
            return
        # An open app does not read its disk again: what is damaged is found at the next start.
        world.restart(name)
        for _ in range(2):
            said = world.sync(name)
        if said.get("kind") == "removed":
            world.phones[name].removed = True
        if said.get("kind") == "done":
            world.phones[name].damaged = False
            invariants.invariant_9_damage_heals(world, name, before, world.dump(name))

    @rule(which=which, room=st.sampled_from([0, 100, 300, 2000]), act=either)
    @noted
    def full_disk(self, which: int, room: int, act: Made) -> None:
        name = self.phone(which)
        self.here.do(name, "disk", room=room)
        self.here.act(name, *act)
        self.synced(name)
        self.here.do(name, "disk", room=None)

    @rule(which=which, _=nothing)
    @noted
    def clone(self, which: int, _: None) -> None:
        world, name = self.here, self.phone(which)
        if len(world.phones) < ENOUGH_PHONES and not world.phones[name].held:
            state = world.phones[name]
            twin = f"twin{len(world.phones)}"
            world.open(twin, state.person, **{"from": name, "version": state.version})
            world.phones[twin].damaged = state.damaged

    @rule(version=st.sampled_from(["0.0.9", "0.2.0"]), acts=st.lists(participating, min_size=1, max_size=2))
    @noted
    def another_version(self, version: str, acts: list[Made]) -> None:
        """An app that is too old for documents, or one that knows more than this server."""
        world, name = self.here, f"ben-{version}"
        if name not in world.phones and len(world.phones) < ENOUGH_PHONES:
            world.open(name, PEOPLE["ben"], version=version)
            if version == "0.2.0":
                acts = [acts[0], ("future.act", {"scheme": None}), *acts[1:]]
            for act in acts:
                world.act(name, *act)
            self.synced(name)

    @rule(which=which, _=nothing)
    @noted
    def signed_out(self, which: int, _: None) -> None:
        world, name = self.here, self.phone(which)
        world.log_out(name)
        self.synced(name)
        world.log_in(name)

    # --- the network --------------------------------------------------------------------------------

    @rule(which=which, act=participating)
    @noted
    def late_answer(self, which: int, act: Made) -> None:
        """An answer is held while another tab, or the server, goes on; then it comes."""
        world, name = self.here, self.phone(which)
        state = world.phones[name]
        if state.held:
            self.synced(name)
            return
        world.act(name, *act)
        world.do(name, "faults", faults=["hold"])
        if self.synced(name).get("kind") == "held" and state.tabs == 2:
            self.synced(name, 1)
            before = world.dump(name)
            self.synced(name)
            if not state.dead:
                invariants.invariant_10_late_answers_change_nothing(name, before, world.dump(name))

    @rule(which=which, _=nothing)
    @noted
    def late_request(self, which: int, _: None) -> None:
        self.here.do(self.phone(which), "deliver")
        self.here.bury()

    @rule(
        names=names,
        acts=st.lists(st.one_of(listing, pairing), min_size=4, max_size=4),
    )
    @noted
    def together(self, names: list[int], acts: list[Made]) -> None:
        """Several phones at once, through both servers."""
        world = self.here
        world.serve(1)
        chosen = list(dict.fromkeys(self.phone(number) for number in names))
        chosen = [name for name in chosen if not world.phones[name].held]
        for place, (name, act) in enumerate(zip(chosen, acts, strict=False)):
            world.act(name, *act)
            world.do(name, "via", via=place % 2)
        asked = [(name, world.host.start("sync", phone=name)) for name in chosen]
        for name, number in asked:
            if world.host.answer(number).get("kind") == "removed":
                world.phones[name].removed = True
        for name in chosen:
            if not world.phones[name].removed:
                self.synced(name)

    @rule(point=st.sampled_from(COMMITTING), swapped=st.booleans(), acts=st.tuples(either, either))
    @noted
    def overtaken(self, point: str, swapped: bool, acts: tuple[Made, Made]) -> None:
        """One mentor's act is held just before its commit, while another acts and a third person looks."""
        world = self.here
        first, second = ("ben1", "ann1") if swapped else ("ann1", "ben1")
        for each in (first, second, "cat1"):
            if world.phones[each].removed or world.phones[each].held:
                return
            if world.phones[each].dead:
                world.restart(each)
            world.do(each, "via", via=0)
            # What is held below is the act, and not a first greeting.
            self.synced(each)
        if any(world.phones[each].removed or world.phones[each].dead for each in (first, second, "cat1")):
            return
        for each, act in zip((first, second), acts, strict=True):
            world.act(each, *act)
            world.act(each, "profile.patch", {"field": "specialty", "value": f"Field {len(world.acts)}"})
        server = world.serve(0)
        server.tell("arm", point=point, what="hold", nth=1)
        asked = [(first, world.host.start("sync", phone=first))]
        if not world.host.answered(asked[0][1], 0) and server.reached(1.0):
            for each in (second, "cat1"):
                asked.append((each, world.host.start("sync", phone=each)))
                # Behind a lock on the bucket they wait; before it they must come through.
                # Places are shown where taking part is: of such acts one waits for the other anyway.
                crossing = all(act.startswith(SHOW_PLACES) for act, _ in acts)
                patience = 0.2 if crossing else 2.0
                world.host.answered(asked[-1][1], patience if point == COMMITTING[0] else 0.1)
        world.disarm()
        for each, number in asked:
            if world.host.answer(number).get("kind") == "removed":
                world.phones[each].removed = True
        for each in ("cat1", first, second):
            if not world.phones[each].removed:
                self.synced(each)

    # --- servers, PostgreSQL, time ------------------------------------------------------------------

    @rule(
        which=which,
        point=st.sampled_from(KILL_POINTS),
        nth=nth,
        acts=several,
    )
    @noted
    def server_killed(self, which: int, point: str, nth: int, acts: list[Made]) -> None:
        world, name = self.here, self.phone(which)
        for act in acts:
            world.act(name, *act)
        world.do(name, "via", via=0)
        server = world.serve(0)
        server.tell("arm", point=point, what="kill", nth=nth)
        self.synced(name)
        world.disarm()

    @rule(
        which=which,
        point=st.sampled_from(["act handled", "positions dealt", "push commits", "push committed"]),
    )
    @noted
    def database_stopped(self, which: int, point: str) -> None:
        """PostgreSQL ends at once, while something is under way."""
        world, name = self.here, self.phone(which)
        if Simulation.steps["database_stopped"] % 8:
            return
        world.act(name, "account.rename", {"name": f"Dr Ann {len(world.acts)}"})
        server = world.serve(0)
        server.tell("arm", point=point, what="hold", nth=1)
        number = None
        if not world.phones[name].held:
            number = world.host.start("sync", phone=name)
            if not world.host.answered(number, 0):
                server.reached(0.5)
        world.eye.close()
        self.stage.cluster.stop_at_once()
        world.happened["database stopped"] += 1
        world.disarm()
        if number is not None and world.host.answer(number).get("kind") == "removed":
            world.phones[name].removed = True

    @rule(_=nothing, __=nothing)
    @noted
    def back_up(self, _: None, __: None) -> None:
        if self.here.backup is None:
            self.stage.cluster.keep("backup")
            self.here.backup = self.here.now

    @rule(_=nothing, __=nothing)
    @noted
    def restore(self, _: None, __: None) -> None:
        """The database is as it was, and everybody begins new epochs."""
        world = self.here
        if world.backup is None or world.now - world.backup > BACKUP_IS_FRESH:
            return
        world.happened["restored"] += 1
        world.restored = True
        self.stage.cluster.bring_back("backup")
        world.tell("epoch")
        for name in world.usable():
            world.log_in(name)

    @rule(_=nothing, __=nothing)
    @noted
    def tombstones_purged(self, _: None, __: None) -> None:
        """Half a year passes for what was deleted. Twins and those with unsent acts would have been here."""
        world = self.here
        dumps = [world.dump(name) for name in world.usable()]
        if not any(dump["outbox"] for dump in dumps) and not any("twin" in name for name in world.phones):
            world.purged = True
            world.tell("purge", now=world.now + timedelta(days=181))

    @rule(_=nothing, do=st.sampled_from(["forget snapshots", "refresh snapshots", "release"]))
    @noted
    def upkeep(self, do: str, _: None) -> None:
        self.here.tell(do)

    @rule(_=nothing, hours=st.sampled_from([0.2, 1, 13, 26]))
    @noted
    def time_passes(self, hours: float, _: None) -> None:
        self.here.forward(timedelta(hours=hours))
        self.here.tell("night")

    # --- the end ------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if self.world is None:
            return
        cls = type(self)
        began = time.monotonic()
        try:
            if not self.broken:
                end_of(self.world)
        except Exception as error:
            cls.failures.append((self.story, error))
            raise
        finally:
            cls.seconds["the end"] += time.monotonic() - began
            cls.histories += 1
            cls.mutations += len(self.world.acts)
            cls.happened.update(self.world.happened)
            world, self.world = self.world, None
            world.close()
            cls.progress()
