import type { Environment } from "./environment.ts";
import type { OutcomeAnswer, SyncAnswer } from "./protocol.ts";
import type { Store, Transaction } from "./store/open.ts";
import type { DeviceRecord, OutboxEntry } from "./store/records.ts";

/**
 * The durable queue of what a person did and the server has not answered (step 3). Numbers have no gaps:
 * they are dealt out in the transaction that stores the entry, and dealt anew whenever the server turns
 * out to stand elsewhere. Ids are random and never change: they make an act happen once.
 */

export async function deviceOf(tx: Transaction, environment: Environment): Promise<DeviceRecord> {
  const held = await tx.meta("device");
  if (held !== undefined) return held;
  return { id: environment.newId(), next: 1, last: 0, acknowledged: 0, stamp: 1 };
}

/** Step 3. The id is made before, so that a transaction that is run twice adds one entry. */
export function addToOutbox(
  store: Store,
  environment: Environment,
  act: { id: string; name: string; args: unknown },
): Promise<OutboxEntry> {
  return store.write(
    ["meta", "outbox"],
    async (tx) => {
      const device = await deviceOf(tx, environment);
      const before = device.next > 1 ? await tx.get("outbox", device.next - 1) : undefined;
      if (before?.id === act.id) return before;
      const entry: OutboxEntry = {
        number: device.next,
        ...act,
        made: environment.now(),
        sent: false,
        outcome: undefined,
      };
      tx.put("outbox", entry.number, entry);
      tx.setMeta("device", { ...device, next: device.next + 1 });
      return entry;
    },
    true,
  );
}

/** Takes back what has not gone. What comes after it moves up, for it has not gone either. */
export function undo(store: Store, environment: Environment, id: string): Promise<boolean> {
  return store.write(
    ["meta", "outbox"],
    async (tx) => {
      const device = await deviceOf(tx, environment);
      const entries = await tx.all("outbox");
      // By its id: under this number another may stand, should this run once more.
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined || entry.sent) return false;
      const { number } = entry;
      const rest = entries.filter((one) => one.number !== number);
      renumber(tx, rest, device, Math.min(number, rest[0]?.number ?? number));
      return true;
    },
    true,
  );
}

/** Writes the entries anew, numbered from `first` in the order given. */
function renumber(
  tx: Transaction,
  entries: readonly OutboxEntry[],
  device: DeviceRecord,
  first: number,
): void {
  tx.clear("outbox");
  entries.forEach((entry, place) => {
    tx.put("outbox", first + place, { ...entry, number: first + place });
  });
  tx.setMeta("device", { ...device, next: first + entries.length });
}

/**
 * A twin of this database uses the same device id (a cloned phone, a restored backup of the phone): take
 * a new one. What is unanswered is numbered from 1; the twin has the same answered ones.
 */
export async function takeNewDevice(tx: Transaction, environment: Environment): Promise<void> {
  const device = await deviceOf(tx, environment);
  const entries = await tx.all("outbox");
  const unanswered = entries.filter((entry) => entry.outcome === undefined);
  for (const entry of entries) if (entry.outcome) file(tx, entry, entry.outcome, device, environment.now());
  const anew = { ...device, id: environment.newId(), last: 0, acknowledged: 0, stamp: device.stamp + 1 };
  renumber(tx, unanswered, anew, 1);
}

/** An answered entry leaves the outbox: kept a week when applied, shown to the person when not. */
function file(
  tx: Transaction,
  entry: OutboxEntry,
  outcome: OutcomeAnswer,
  device: DeviceRecord,
  now: number,
): void {
  tx.delete("outbox", entry.number);
  if (outcome.outcome === "applied") {
    tx.put("answered", [now, entry.id], { entry, device: device.id, at: now });
    return;
  }
  const { number, id, name, args, made } = entry;
  const { code, problem } = outcome;
  tx.put("attention", [now, id], {
    number,
    id,
    name,
    args,
    made,
    at: now,
    outcome: outcome.outcome,
    code,
    problem,
  });
}

/** Puts one entry aside as malformed. The server never ran it, so the rest moves up into its number. */
export function putAside(store: Store, environment: Environment, id: string, code: string): Promise<void> {
  return store.write(
    ["meta", "outbox", "attention", "answered"],
    async (tx) => {
      const device = await deviceOf(tx, environment);
      const entries = await tx.all("outbox");
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined) return;
      const { number } = entry;
      file(tx, entry, { number, outcome: "refused", code }, device, environment.now());
      const rest = entries.filter((one) => one.number !== number);
      renumber(tx, rest, device, Math.min(number, rest[0]?.number ?? number));
    },
    true,
  );
}

const DAY = 86_400_000;
const KEPT = 7 * DAY;
/**
 * The server knows an act by its id for 180 days after it ran, which is never before it was made. With room for
 * clocks: what is older might run twice, and is not sent again.
 */
const KNOWN = 150 * DAY;

/**
 * Takes the outcomes of an answer into the outbox (step 12), in the transaction that applies its
 * documents. `carried` are the numbers that this very request held: an outcome of any other number could
 * be a twin's, for the server compares ids only of what it is sent.
 */
export async function settleOutbox(
  tx: Transaction,
  environment: Environment,
  answer: SyncAnswer,
  carried: ReadonlySet<number>,
  complete: boolean,
  newEpoch: boolean,
): Promise<{ device: DeviceRecord; waiting: OutboxEntry[] }> {
  const now = environment.now();
  const last = answer.last_number;
  let device = await deviceOf(tx, environment);
  const restored = last < device.last || newEpoch;
  // Before anything that this very answer settles is filed among them.
  const again = restored ? await forgotten(tx, now) : [];
  const outcomes = new Map(answer.outcomes.map((outcome) => [outcome.number, outcome]));
  const settled: OutboxEntry[] = [];
  let unanswered: OutboxEntry[] = [];
  let acknowledged = Math.min(device.acknowledged, last);
  for (const entry of await tx.all("outbox")) {
    const answered = carried.has(entry.number) ? outcomeOf(entry.number, outcomes, last) : undefined;
    if (answered !== undefined) acknowledged = Math.max(acknowledged, entry.number);
    const outcome = entry.outcome ?? answered;
    // Heard before the server was restored, which may have forgotten it since: what was applied is sent again,
    // under the same id. Its number proves nothing, for a twin may have used that up meanwhile.
    const before = restored && entry.outcome !== undefined;
    const lost = before && (entry.number > last || now - entry.made < KNOWN);
    if (outcome === undefined || (lost && outcome.outcome === "applied")) {
      unanswered.push({ ...entry, outcome: undefined });
    } else if (complete || before) {
      file(tx, entry, outcome, device, now);
    } else {
      settled.push(entry);
      if (entry.outcome === undefined) tx.put("outbox", entry.number, { ...entry, outcome });
    }
  }
  const waited = unanswered;
  const ids = new Set(waited.map((entry) => entry.id));
  unanswered = [...again.filter((entry) => !ids.has(entry.id)), ...waited];
  tx.delete("answered", tx.upTo([now - KEPT]));

  const first = unanswered[0]?.number ?? last + 1;
  const start = restored || first > last + 1 ? last + 1 : first;
  if (restored || start !== first) {
    // A twin may have gone far beyond the numbers that these had.
    for (const { number } of waited) tx.delete("outbox", number);
    tx.delete("outbox", tx.from(start));
    unanswered.forEach((entry, place) => {
      tx.put("outbox", start + place, { ...entry, number: start + place });
    });
  }
  const ahead = unanswered.length === 0 && last >= device.next;
  const next = ahead ? device.next : Math.max(start + unanswered.length, (settled.at(-1)?.number ?? 0) + 1);
  device = { ...device, last, acknowledged, next };
  tx.setMeta("device", device);
  // It answers numbers that this phone never gave: a twin goes on with our id.
  if (ahead && settled.length === 0 && complete) await takeNewDevice(tx, environment);
  return { device: await deviceOf(tx, environment), waiting: unanswered };
}

/** A number that the server counts as answered and knows nothing more about was forgotten: the person is told. */
function outcomeOf(
  number: number,
  outcomes: ReadonlyMap<number, OutcomeAnswer>,
  last: number,
): OutcomeAnswer | undefined {
  return outcomes.get(number) ?? (number <= last ? { number, outcome: "quarantined" } : undefined);
}

/**
 * What the server had applied and may have lost with a restored backup, in the order it was answered. Under which
 * number and device it went then says nothing about what is left of it, for phones take new names and
 * twins go on under old ones: the server knows what it still has by the acts' own ids.
 */
async function forgotten(tx: Transaction, now: number): Promise<OutboxEntry[]> {
  const lost = (await tx.all("answered")).sort(
    (one, other) => one.at - other.at || one.entry.number - other.entry.number,
  );
  for (const answered of lost) tx.delete("answered", [answered.at, answered.entry.id]);
  return lost
    .filter(({ entry }) => now - entry.made < KNOWN)
    .map(({ entry }) => ({ ...entry, outcome: undefined, sent: true }));
}
