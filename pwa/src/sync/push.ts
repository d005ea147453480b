import { type BucketChange, heal, isWhole } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import { deviceOf } from "./outbox.ts";
import { BATCH_BYTES, type Cursor, type SentMutation, type SyncRequest } from "./protocol.ts";
import type { Store, Transaction } from "./store/open.ts";
import type { BucketRecord, OutboxEntry } from "./store/records.ts";

/** A request, and the state of the phone that it was made from: its answer is applied only to that. */
export interface Asked {
  request: SyncRequest;
  stamp: number;
  carried: ReadonlySet<number>;
  /** More is waiting than this request could carry. */
  more: boolean;
  /** Buckets found damaged while asking. */
  damaged: readonly BucketChange[];
}

/**
 * Step 5: makes the next request. What it carries is marked as sent first, and durably: from here on
 * the server may have it, so it cannot be taken back. A request that carries nothing waits for no disk.
 */
export function ask(store: Store, environment: Environment, account: string, limit: number): Promise<Asked> {
  return store.write(
    ["meta", "outbox", "bucket", "page", "staged", "photo"],
    async (tx) => {
      const device = await deviceOf(tx, environment);
      tx.setMeta("device", device);
      const waiting = (await tx.all("outbox")).filter((entry) => entry.outcome === undefined);
      const carried = takeBatch(waiting, limit);
      for (const entry of carried) if (!entry.sent) tx.put("outbox", entry.number, { ...entry, sent: true });
      const { cursors, damaged } = await cursorsOf(tx, environment.now());
      const healed = await tx.meta("healed");
      const request: SyncRequest = {
        protocol: 1,
        app: environment.version,
        account,
        device: device.id,
        acknowledged: device.acknowledged,
        mutations: carried.map(asSent),
        cursors,
        follow: (await tx.meta("follow")) ?? [],
      };
      if (healed !== undefined && healed.length > 0) request.healed = healed;
      const numbers = new Set(carried.map((entry) => entry.number));
      return {
        request,
        stamp: device.stamp,
        carried: numbers,
        more: carried.length < waiting.length,
        damaged,
      };
    },
    limit > 0,
  );
}

function asSent(entry: OutboxEntry): SentMutation {
  const { number, id, name, args, made } = entry;
  return { number, id, name, args, made_at: new Date(made).toISOString() };
}

const utf8 = new TextEncoder();

/** As many as the server takes at once, and always one: a single one that is too large is put aside. */
function takeBatch(waiting: readonly OutboxEntry[], limit: number): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, limit)) {
    bytes += utf8.encode(JSON.stringify(asSent(entry))).length;
    if (batch.length > 0 && bytes > BATCH_BYTES) break;
    batch.push(entry);
  }
  return batch;
}

/** What is held, by bucket. A cursor that the disk changed would hide what the phone lacks: it is dropped. */
async function cursorsOf(
  tx: Transaction,
  now: number,
): Promise<{ cursors: Record<string, Cursor>; damaged: BucketChange[] }> {
  const cursors: Record<string, Cursor> = {};
  const damaged: BucketChange[] = [];
  const names = await tx.keys("bucket");
  const buckets = await tx.all("bucket");
  for (const [place, name] of names.entries()) {
    const bucket: BucketRecord | undefined = buckets[place];
    if (isWhole(name, bucket)) cursors[name] = [bucket.epoch, bucket.position];
    else damaged.push(await heal(tx, name, now, "damaged"));
  }
  return { cursors, damaged };
}
