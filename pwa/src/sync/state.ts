import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Environment } from "./environment.ts";
import type { Round } from "./round.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type Situation, type SyncStatus, statusOf } from "./status.ts";
import type { Store } from "./store/open.ts";
import type { AttentionEntry, OutboxEntry } from "./store/records.ts";

/** What every screen can ask about this phone, as signals. */
export interface State {
  outbox: Signal<readonly OutboxEntry[]>;
  attention: Signal<readonly AttentionEntry[]>;
  settings: Signal<Settings>;
  situation: Signal<Trouble>;
  status: ReadonlySignal<SyncStatus>;
  /** Reads the outbox and the settings anew; `andThen` happens in the same redraw. */
  refresh(andThen?: () => void): Promise<void>;
  /** An entry that was stored just now, without reading all the others. */
  added(entry: OutboxEntry): void;
  /** What came of a cycle. */
  ended(round: Round): void;
  /** The phone cleared what was kept, under our hands. */
  emptied(): void;
  stop(): void;
}

export interface Trouble {
  sending: boolean;
  trouble: Situation["trouble"];
  since: number | undefined;
  lost: boolean;
}

const TICK = 30_000;

export async function openState(store: Store, environment: Environment, wasKept: boolean): Promise<State> {
  const settings = signal(await readSettings(store));
  const { known, removed } = settings.peek();
  const lost = wasKept && !known && removed === undefined;
  const outbox = signal<readonly OutboxEntry[]>([]);
  const attention = signal<readonly AttentionEntry[]>([]);
  const situation = signal<Trouble>({ sending: false, trouble: undefined, since: undefined, lost });
  const world = signal(look(environment, undefined));
  const status = computed(() => {
    const { asAt, upgrade, removed: gone } = settings.value;
    const { sending, trouble, since } = situation.value;
    return statusOf({
      ...world.value,
      sending,
      trouble,
      troubleSince: since,
      lost: situation.value.lost,
      removed: gone,
      upgrade,
      asAt,
      outbox: outbox.value,
      attention: attention.value.length,
    });
  });

  /** Goes up with every entry added, so that an older reading does not take it away again. */
  let additions = 0;
  async function refresh(andThen?: () => void): Promise<void> {
    for (;;) {
      const before = additions;
      const [read, now] = await Promise.all([
        store.read(["outbox", "attention"], async (tx) => ({
          entries: await tx.all("outbox"),
          shown: await tx.all("attention"),
        })),
        readSettings(store),
      ]);
      if (before !== additions) continue;
      batch(() => {
        outbox.value = read.entries;
        attention.value = read.shown;
        settings.value = now;
        world.value = look(environment, world.peek());
        andThen?.();
      });
      return;
    }
  }
  await refresh();

  let stopTick = () => {};
  const tick = () => {
    world.value = look(environment, world.peek());
    stopTick = environment.after(TICK, tick);
  };
  tick();
  const stopListening = environment.listen(() => {
    world.value = look(environment, world.peek());
  });

  return {
    outbox,
    attention,
    settings,
    situation,
    status,
    refresh,
    added(entry) {
      additions += 1;
      outbox.value = [...outbox.peek().filter((one) => one.number !== entry.number), entry];
    },
    ended(round) {
      const { since, trouble, lost: wasLost } = situation.peek();
      const now = troubleOf(round);
      if (round.kind === "elsewhere" || round.kind === "removed") {
        situation.value = { sending: false, trouble, since, lost: wasLost };
        return;
      }
      situation.value = {
        sending: false,
        trouble: now,
        since: now === undefined ? undefined : (since ?? environment.now()),
        lost: wasLost && round.kind !== "done",
      };
    },
    emptied() {
      situation.value = { ...situation.peek(), lost: true };
      void refresh().catch(() => {});
    },
    stop() {
      stopTick();
      stopListening();
    },
  };
}

function troubleOf(round: Round): Situation["trouble"] {
  if (round.kind === "signed-out" || round.kind === "full") return round.kind;
  return round.kind === "later" && round.reached === undefined ? "unreachable" : undefined;
}

function look(
  environment: Environment,
  before: Pick<Situation, "now" | "online" | "onlineSince"> | undefined,
): Pick<Situation, "now" | "online" | "onlineSince"> {
  const now = environment.now();
  const online = environment.online();
  return { now, online, onlineSince: online ? (before?.onlineSince ?? now) : undefined };
}
