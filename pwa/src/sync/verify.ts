import { type BucketChange, eraseBucket, heal, isWhole } from "./buckets.ts";
import { fingerprintOf } from "./checksum.ts";
import type { Environment } from "./environment.ts";
import { pageOf, readPage } from "./pages.ts";
import type { Store } from "./store/open.ts";
import type { BucketRecord, PageRecord } from "./store/records.ts";

/**
 * A phone that got corrupted finds out by itself: every stored document is read and counted, a bucket at a
 * time. What does not agree with its own seal or checksum is dropped and asked for again (3-sync 3.6, 9).
 */
export async function verify(store: Store, environment: Environment): Promise<BucketChange[]> {
  const changes: BucketChange[] = [];
  const names = await store.read(["bucket", "page", "staged"], async (tx) => {
    const held = await tx.keys("bucket");
    const pages = (await tx.keys("page")).map(([name]) => name);
    const staged = (await tx.keys("staged")).map(([name]) => name);
    return new Set([...held, ...pages, ...staged].map(String));
  });
  for (const name of names) {
    const change = await verifyBucket(store, environment, name);
    if (change !== undefined) changes.push(change);
    await environment.breathe();
  }
  return changes;
}

async function verifyBucket(
  store: Store,
  environment: Environment,
  name: string,
): Promise<BucketChange | undefined> {
  const { bucket, pages, stamp } = await store.read(["bucket", "page", "meta"], async (tx) => {
    const held = await tx.get("bucket", name);
    const keys = await tx.keys("page", tx.beginning(name));
    return { bucket: held, pages: keys, stamp: (await tx.meta("device"))?.stamp };
  });
  if (bucket === undefined) {
    await dropOrphans(store, name);
    return undefined;
  }
  let count = 0;
  let checksum = 0;
  let whole = isWhole(name, bucket);
  const fingerprint = fingerprintOf(name);
  await dropOrphans(store, name);
  for (const key of whole ? pages : []) {
    if (key[1] !== bucket.generation) continue;
    const record = await store.read(["page"], (tx) => tx.get("page", key));
    const found = countPage(bucket, key[2], record, fingerprint);
    if (found === undefined) {
      whole = false;
      break;
    }
    count += found.count;
    checksum = (checksum + found.checksum) >>> 0;
    await environment.breathe();
  }
  if (whole && count === bucket.count && checksum === bucket.checksum) return undefined;
  return store.write(["meta", "bucket", "page", "staged", "photo"], async (tx) => {
    // An answer that was applied meanwhile changed what was being counted: next time.
    if ((await tx.meta("device"))?.stamp !== stamp) return undefined;
    return heal(tx, name, environment.now(), "damaged");
  });
}

function countPage(
  bucket: BucketRecord,
  page: number,
  record: PageRecord | undefined,
  fingerprint: (kind: string, id: string, position: number) => number,
): { count: number; checksum: number } | undefined {
  const puts = record === undefined ? undefined : readPage(record);
  if (puts === undefined) return undefined;
  let checksum = 0;
  for (const [kind, id, position] of puts) {
    if (pageOf(id, bucket.pages) !== page) return undefined;
    checksum = (checksum + fingerprint(kind, id, position)) >>> 0;
  }
  return { count: puts.length, checksum };
}

/**
 * Pages beside those of the held generation are a snapshot under way, or were put there by nobody. Staged
 * ones have a record each; the others go.
 */
async function dropOrphans(store: Store, name: string): Promise<void> {
  await store.write(["bucket", "page", "staged", "photo"], async (tx) => {
    const bucket = await tx.get("bucket", name);
    const parts = await tx.keys("staged", tx.beginning(name));
    const known = new Set(parts.map((key) => key[1]));
    if (bucket === undefined && known.size === 0) return eraseBucket(tx, name);
    for (const key of await tx.keys("page", tx.beginning(name))) {
      if (key[1] !== bucket?.generation && !known.has(key[3])) tx.delete("page", key);
    }
  });
}
