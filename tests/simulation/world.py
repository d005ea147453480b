"""One history: a database, one or two server processes, phones, and what the people at them did."""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.simulation.cluster import Cluster, Eye
from tests.simulation.drawn import Drawing
from tests.simulation.phones import Host, HostGone
from tests.simulation.scene import KEPT, START, Person, cookie, make, token_row
from tests.simulation.server import Server, ServerGone

APP = "0.1.0"
TRIES = 5


class Stage:
    """What outlives histories: PostgreSQL, the phones' process, and servers that rest between them."""

    def __init__(self, plant: str | None = None) -> None:
        self.plant = plant
        self.folder = tempfile.TemporaryDirectory(prefix="alongside-servers-")
        self.cluster = Cluster()
        self._resting: list[Server] = []
        try:
            self.scene = make(self.cluster)
            self.eye = Eye(self.cluster)
            self.host = Host()
        except BaseException:
            self.cluster.close()
            raise

    def server(self) -> Server:
        """One that rests, or a new process."""
        if self._resting:
            return self._resting.pop()
        return Server(self.cluster.dsn, Path(self.folder.name), plant=self.plant)

    def give_back(self, server: Server) -> None:
        if server.alive and server.rest():
            self._resting.append(server)
        else:
            server.kill()

    def close(self) -> None:
        self.host.close()
        for server in self._resting:
            server.kill()
        self.eye.close()
        self.cluster.close()
        self.folder.cleanup()


@dataclass
class Act:
    """Something that a person did on a phone, by the id that never changes."""

    id: str
    phone: str
    name: str
    args: dict[str, Any] = field(default_factory=dict)
    certain: bool = True
    """The phone said that it is kept. Otherwise it was killed over it, or its disk was full."""
    undone: bool = False


@dataclass
class PhoneState:
    """What the test knows of a phone without asking it."""

    name: str
    person: Person
    version: str = APP
    tabs: int = 1
    dead: bool = False
    damaged: bool = False
    removed: bool = False
    held: bool = False
    answered_from: set[str] = field(default_factory=set)
    """What might be seen when the answer was made that is still held."""
    acts: list[str] = field(default_factory=list)


class World:
    """Everything of one history, from its beginning to its end."""

    def __init__(self, stage: Stage, *, tight: bool = False) -> None:
        self.stage, self.host, self.tight = stage, stage.host, tight
        self.eye = stage.eye
        self.now = START
        self.phones: dict[str, PhoneState] = {}
        self.acts: dict[str, Act] = {}
        self.drawing = Drawing()
        self.servers: list[Server | None] = [None, None]
        self.happened: Counter[str] = Counter()
        self.backup: datetime | None = None
        self.restored = False
        self.purged = False
        stage.cluster.bring_back(KEPT)
        self.host.ask("world", phone="", time=self._milliseconds(), plant=stage.plant)
        self.serve(0)

    # --- servers and time ---------------------------------------------------------------------------

    def serve(self, place: int) -> Server:
        """The server process at this place, started if it is not running."""
        server = self.servers[place]
        if server is None:
            server = self.servers[place] = self.stage.server()
            server.tell("begin", now=self.now, tight=self.tight)
            self._tell_addresses()
        return server

    def _tell_addresses(self) -> None:
        running = [server.address for server in self.servers if server is not None]
        self.host.ask("world", phone="", servers=running)

    def kill_server(self, place: int) -> None:
        server = self.servers[place]
        if server is not None:
            server.kill()
            self.servers[place] = None
            self._tell_addresses()

    def bury(self) -> None:
        """Servers that were killed at a point are taken off the list, and started again."""
        for place, server in enumerate(self.servers):
            if server is not None and not server.alive:
                self.happened["server killed"] += 1
                self.kill_server(place)
                self.serve(place)

    def disarm(self) -> None:
        """Nothing more happens at any point, and what waits goes on."""
        for server in self.running():
            with suppress(ServerGone):
                server.tell("disarm")
        self.bury()

    def running(self) -> list[Server]:
        return [server for server in self.servers if server is not None and server.alive]

    def tell(self, do: str, **said: Any) -> Any:
        """One order to the first server. What the database being away prevents is tried again."""
        for left in reversed(range(TRIES)):
            try:
                return self.serve(0).tell(do, **said)
            except ServerGone:
                self.bury()
                if not left:
                    raise
            except AssertionError:
                if not left:
                    raise
                time.sleep(0.05)  # connections that were cut off are noticed in the server's own time
        raise AssertionError("unreachable")

    def forward(self, by: timedelta) -> None:
        self.now += by
        self.host.ask("world", phone="", time=self._milliseconds())
        for server in self.running():
            server.tell("clock", now=self.now)

    def _milliseconds(self) -> int:
        return int(self.now.timestamp() * 1000)

    # --- phones -------------------------------------------------------------------------------------

    def open(self, name: str, person: Person, **owner: Any) -> PhoneState:
        state = PhoneState(name, person, version=owner.get("version", APP))
        self.phones[name] = state
        owner = {"version": APP, **owner}
        self.host.ask("open", phone=name, account=str(person.account), cookie=cookie(name), **owner)
        self.log_in(name)
        return state

    def log_in(self, name: str) -> None:
        """A session for this phone, whatever became of the last one."""
        self.eye.fetch(*token_row(name, self.phones[name].person.account, self.now))

    def log_out(self, name: str) -> None:
        self.eye.fetch(
            "DELETE FROM session WHERE token = sha256($1::bytea)", cookie(name).split("=")[1].encode()
        )

    def do(self, name: str, do: str, **said: Any) -> dict[str, Any]:
        """One command to one phone; a killed one is marked as such."""
        return self._noted(name, self.host.ask(do, phone=name, **said))

    def _noted(self, name: str, answer: dict[str, Any]) -> dict[str, Any]:
        if answer.get("killed") and not self.phones[name].dead:
            self.phones[name].dead = True
            self.happened["phone killed"] += 1
        return answer

    def act(self, name: str, act: str, args: dict[str, Any], tab: int = 0) -> str | None:
        """A person does something; its id, when the phone kept it."""
        if "draws" in args:
            args = self.drawing.drawn(self, name, act, *args["draws"])
        said = self.do(name, "mutate", act=act, args=args, tab=tab)
        done = Act(said["mutation"], name, act, args, "failed" not in said and "killed" not in said)
        self.acts[done.id] = done
        self.phones[name].acts.append(done.id)
        return done.id if done.certain else None

    def sync(self, name: str, tab: int = 0, *, do: str = "sync", **said: Any) -> dict[str, Any]:
        return self._noted(name, self.host.ask(do, phone=name, tab=tab, **said))

    def restart(self, name: str) -> None:
        """The app starts again over what is stored."""
        state = self.phones[name]
        self.host.ask("restart", phone=name, version=state.version)
        state.dead, state.tabs, state.held = False, 1, False

    def dump(self, name: str) -> dict[str, Any]:
        return self.host.ask("dump", phone=name)

    def usable(self) -> list[str]:
        return [name for name, state in self.phones.items() if not state.removed]

    # --- the end ------------------------------------------------------------------------------------

    def close(self) -> None:
        """Phones are gone, servers go back to rest."""
        with suppress(HostGone):
            self.host.ask("reset", phone="")
        for server in self.servers:
            if server is not None:
                self.stage.give_back(server)

    # --- what the server's tables say ---------------------------------------------------------------

    def visible(self, account: UUID, follow: Sequence[str]) -> set[str]:
        """The buckets that this account may see now, by the audiences and nothing else."""
        rows = self.eye.fetch(self.stage.scene.audiences, account, [UUID(scheme) for scheme in follow])
        return {row[0] for row in rows}

    def heads(self, names: Sequence[str]) -> dict[str, Any]:
        rows = self.eye.fetch("SELECT * FROM bucket WHERE name = ANY($1::text[])", list(names))
        return {row["name"]: row for row in rows}
