import {
  type BucketChange,
  emptyBucket,
  eraseBucket,
  heal,
  isWhole,
  layIn,
  mayHeal,
  sealed,
} from "./buckets.ts";
import type { Environment } from "./environment.ts";
import { deviceOf, settleOutbox } from "./outbox.ts";
import type { BucketAnswer, BucketNews, Put, SyncAnswer } from "./protocol.ts";
import type { Asked } from "./push.ts";
import { flip, type Staged } from "./snapshots.ts";
import type { Store, Transaction } from "./store/open.ts";
import { type BucketRecord, type Meta, type OutboxEntry, STORES } from "./store/records.ts";

export interface Applied {
  stamp: number;
  buckets: BucketChange[];
  /** Everything that the server had for this phone is here now. */
  complete: boolean;
  /** A bucket was dropped as different from the server's, and is to be asked for again. */
  again: boolean;
  /** Parts of a snapshot did not arrive. */
  missing: boolean;
  /** What the server has not answered yet. */
  waiting: readonly OutboxEntry[];
  upgrade: Meta["upgrade"];
}

/**
 * Step 12: one transaction applies a whole answer: documents, cursors, outcomes and outbox together, so
 * an acknowledgement and its effects arrive at once, or not at all. Undefined: the phone has moved on since
 * it asked (another tab, the same answer twice, a late one), and nothing is touched.
 */
export function applyAnswer(
  store: Store,
  environment: Environment,
  asked: Asked,
  answer: SyncAnswer,
  staged: ReadonlyMap<string, Staged>,
): Promise<Applied | undefined> {
  return store.write(
    STORES,
    async (tx) => {
      const now = environment.now();
      const held = await deviceOf(tx, environment);
      if (held.stamp !== asked.stamp || held.id !== asked.request.device) return undefined;
      if (asked.request.healed !== undefined) tx.setMeta("healed", []);

      const newEpoch = await noteEpochs(tx, answer, held.stamp === 1);
      const buckets: BucketChange[] = [];
      let missing = false;
      for (const [name, news] of Object.entries(answer.buckets)) {
        const change = await applyBucket(tx, name, news, staged.get(name), now);
        if (change === "missing") missing = true;
        else if (change !== undefined) buckets.push(change);
      }
      const again = buckets.some(
        (change) => change.extent === "gone" && !isDrop(answer.buckets[change.name]),
      );
      // An app too old for the documents gets outcomes without effects: what it showed must stay.
      const complete = answer.done && !missing && !again && answer.upgrade !== "required";
      if (complete) await forgetHalves(tx);

      const { device, waiting } = await settleOutbox(
        tx,
        environment,
        answer,
        asked.carried,
        complete,
        newEpoch,
      );
      const stamp = device.stamp + 1;
      tx.setMeta("device", { ...device, stamp });
      tx.setMeta("upgrade", answer.upgrade);
      if (complete) tx.setMeta("asAt", now);
      return { stamp, buckets, complete, again, missing, waiting, upgrade: answer.upgrade };
    },
    asked.carried.size > 0 || answer.outcomes.length > 0,
  );
}

/**
 * Parts of a bucket that never became whole, and that this answer did not name, are of a bucket that this phone may
 * not see any more: without a cursor nobody tells it to drop them.
 */
async function forgetHalves(tx: Transaction): Promise<void> {
  const names = new Set((await tx.keys("staged")).map(([name]) => name));
  for (const name of names) if ((await tx.get("bucket", name)) === undefined) eraseBucket(tx, name);
}

/**
 * True when a bucket of one's own comes in another epoch than before: the server was restored, and may have
 * forgotten acts. Shared buckets are not remembered here: what a phone follows is gone when it is dropped.
 * Outcomes can come before any epoch does (no room for documents, an app too old for them): nobody knows of which
 * epoch those were, so it counts as another.
 */
async function noteEpochs(tx: Transaction, answer: SyncAnswer, first: boolean): Promise<boolean> {
  const before = (await tx.meta("epochs")) ?? {};
  const unknown = !first && Object.keys(before).length === 0;
  const epochs = { ...before };
  let changed = false;
  for (const [name, news] of Object.entries(answer.buckets)) {
    if ("drop" in news) delete epochs[name];
    else if (news.lease_days === undefined) {
      changed ||= unknown || (before[name] !== undefined && before[name] !== news.epoch);
      epochs[name] = news.epoch;
    }
  }
  tx.setMeta("epochs", epochs);
  return changed;
}

function isDrop(news: BucketAnswer | undefined): boolean {
  return news !== undefined && "drop" in news;
}

async function applyBucket(
  tx: Transaction,
  name: string,
  news: BucketAnswer,
  staged: Staged | undefined,
  now: number,
): Promise<BucketChange | "missing" | undefined> {
  if ("drop" in news) {
    eraseBucket(tx, name);
    return { name, extent: "gone", pages: new Map() };
  }
  const stored = await tx.get("bucket", name);
  const held = isWhole(name, stored) ? stored : undefined;
  const started = await startOf(tx, name, news, held, staged);
  if (started === "missing") return "missing";

  const laid = await layIn(tx, started.bucket, news.puts ?? [], news.deletes ?? []);
  if (laid === undefined) return heal(tx, name, now, "damaged");
  const bucket = sealed({
    ...laid.bucket,
    epoch: news.epoch,
    position: news.position,
    leaseDays: news.lease_days ?? laid.bucket.leaseDays,
  });
  if (differs(bucket, news) && mayHeal((await tx.meta("healings"))?.[name], now)) {
    return heal(tx, name, now, "differs");
  }
  tx.put("bucket", name, bucket);
  const pages = new Map([...started.pages, ...laid.pages]);
  return { name, extent: started.anew || laid.anew ? "anew" : "some", pages: laid.anew ? laid.pages : pages };
}

function differs(bucket: BucketRecord, news: BucketNews): boolean {
  return news.count !== undefined && (news.count !== bucket.count || news.checksum !== bucket.checksum);
}

interface Start {
  bucket: BucketRecord;
  pages: Map<number, readonly Put[]>;
  anew: boolean;
}

/** The bucket that the puts and deletes are laid into: what is held, nothing, or a snapshot. */
async function startOf(
  tx: Transaction,
  name: string,
  news: BucketNews,
  held: BucketRecord | undefined,
  staged: Staged | undefined,
): Promise<Start | "missing"> {
  const parts = news.snapshot?.parts;
  if (parts !== undefined && parts.length > 0) {
    if (staged === undefined) return "missing";
    return (await flip(tx, name, news, parts, staged)) ?? "missing";
  }
  if (parts === undefined && held !== undefined) return { bucket: held, pages: new Map(), anew: false };
  eraseBucket(tx, name);
  const bucket = emptyBucket(name, news.epoch, news.puts?.length ?? 0);
  return { bucket, pages: new Map(), anew: true };
}
