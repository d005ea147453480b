import { fingerprintOf, seal } from "./checksum.ts";
import { byPage, isCrowded, pageOf, pagesFor, readPage, writePage } from "./pages.ts";
import type { Delete, Put } from "./protocol.ts";
import type { Transaction } from "./store/open.ts";
import type { BucketRecord, Healing } from "./store/records.ts";

/** What changed of one bucket, for the memory of every tab. */
export interface BucketChange {
  name: string;
  /** `gone`: nothing of it is left; `anew`: these pages are all of it; `some`: only these changed. */
  extent: "gone" | "anew" | "some";
  pages: Map<number, readonly Put[]>;
}

function sealOf(bucket: Omit<BucketRecord, "seal">): number {
  const { name, epoch, position, count, checksum, pages, generation, leaseDays } = bucket;
  return seal(JSON.stringify([name, epoch, position, count, checksum, pages, generation, leaseDays ?? null]));
}

export function sealed(bucket: Omit<BucketRecord, "seal">): BucketRecord {
  return { ...bucket, seal: sealOf(bucket) };
}

/** Whether a stored bucket is as it was stored, under the name it was stored by. */
export function isWhole(name: string, bucket: BucketRecord | undefined): bucket is BucketRecord {
  return bucket !== undefined && bucket.name === name && bucket.seal === sealOf(bucket);
}

/** Takes every byte of a bucket off the phone: documents, staged parts, photos, the cursor. */
export function eraseBucket(tx: Transaction, name: string): void {
  const all = tx.beginning(name);
  tx.delete("page", all);
  tx.delete("staged", all);
  tx.delete("photo", all);
  tx.delete("bucket", name);
}

const DAY = 86_400_000;

/**
 * A tripwire, never a loop: a bucket whose checksum differs from the server's starts anew at once, then
 * after a day, then after two, four, eight.
 */
export function mayHeal(healing: Healing | undefined, now: number): boolean {
  return healing === undefined || now - healing.at >= DAY * 2 ** Math.min(healing.times - 1, 6);
}

/**
 * Drops a bucket so that the next request asks for it whole, and remembers to say so. `differs`: it is
 * whole but not the server's, which counts against doing the same again soon.
 */
export async function heal(
  tx: Transaction,
  name: string,
  now: number,
  why: "damaged" | "differs",
): Promise<BucketChange> {
  eraseBucket(tx, name);
  const healed = (await tx.meta("healed")) ?? [];
  if (!healed.includes(name)) tx.setMeta("healed", [...healed, name]);
  if (why === "differs") {
    const healings = (await tx.meta("healings")) ?? {};
    tx.setMeta("healings", { ...healings, [name]: { times: (healings[name]?.times ?? 0) + 1, at: now } });
  }
  return { name, extent: "gone", pages: new Map() };
}

/** A bucket of which nothing is held yet. */
export function emptyBucket(name: string, epoch: string, documents: number): BucketRecord {
  return sealed({
    name,
    epoch,
    position: 0,
    count: 0,
    checksum: 0,
    pages: pagesFor(documents),
    generation: 1,
    leaseDays: undefined,
  });
}

interface Laid {
  bucket: BucketRecord;
  pages: Map<number, readonly Put[]>;
  /** The bucket outgrew its pages and was laid out anew. */
  anew: boolean;
}

/**
 * Lays puts and deletes into the stored pages of a bucket. Count and checksum follow from what the pages
 * held, so this answers a bucket that is right exactly when its pages were. Undefined: a page is damaged.
 */
export async function layIn(
  tx: Transaction,
  bucket: BucketRecord,
  puts: readonly Put[],
  deletes: readonly Delete[],
): Promise<Laid | undefined> {
  if (puts.length === 0 && deletes.length === 0) return { bucket, pages: new Map(), anew: false };
  let { count, checksum, pages } = bucket;
  const fingerprint = fingerprintOf(bucket.name);
  const changed = new Map<number, Map<string, Put>>();
  const touched = new Set([...puts, ...deletes].map(([, id]) => pageOf(id, pages)));
  const crowded = isCrowded(count + puts.length, pages);
  const read = crowded ? Array.from({ length: pages }, (_, page) => page) : touched;
  const whole = await Promise.all(
    Array.from(read, async (page) => {
      const held = await heldOn(tx, bucket, page);
      if (held !== undefined) changed.set(page, held);
      return held !== undefined;
    }),
  );
  if (whole.includes(false)) return undefined;

  const remove = (page: Map<string, Put>, kind: string, id: string) => {
    const held = page.get(`${kind}/${id}`);
    if (held === undefined) return;
    page.delete(`${kind}/${id}`);
    count -= 1;
    checksum = (checksum - fingerprint(kind, id, held[2])) >>> 0;
  };
  for (const put of puts) {
    const page = changed.get(pageOf(put[1], pages)) as Map<string, Put>;
    remove(page, put[0], put[1]);
    page.set(`${put[0]}/${put[1]}`, put);
    count += 1;
    checksum = (checksum + fingerprint(put[0], put[1], put[2])) >>> 0;
  }
  for (const [kind, id, position] of deletes) {
    const page = changed.get(pageOf(id, pages)) as Map<string, Put>;
    const held = page.get(`${kind}/${id}`);
    if (held !== undefined && held[2] <= position) remove(page, kind, id);
  }

  let layout = new Map<number, readonly Put[]>();
  for (const [page, documents] of changed) layout.set(page, [...documents.values()]);
  if (crowded) {
    pages = pagesFor(count);
    layout = byPage([...layout.values()].flat(), pages);
    tx.delete("page", tx.beginning(bucket.name, bucket.generation));
  }
  for (const [page, documents] of layout) {
    if (!crowded) tx.delete("page", tx.beginning(bucket.name, bucket.generation, page));
    if (documents.length > 0) {
      tx.put("page", [bucket.name, bucket.generation, page, ""], writePage(documents));
    }
  }
  return { bucket: sealed({ ...bucket, count, checksum, pages }), pages: layout, anew: crowded };
}

/** One page's documents by kind and id. A snapshot's parts may each have left a fragment of it. */
async function heldOn(
  tx: Transaction,
  bucket: BucketRecord,
  page: number,
): Promise<Map<string, Put> | undefined> {
  const documents = new Map<string, Put>();
  for (const fragment of await tx.all("page", tx.beginning(bucket.name, bucket.generation, page))) {
    const read = readPage(fragment);
    if (read === undefined) return undefined;
    for (const put of read) documents.set(`${put[0]}/${put[1]}`, put);
  }
  return documents;
}
