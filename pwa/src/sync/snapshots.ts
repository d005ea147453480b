import { emptyBucket, sealed } from "./buckets.ts";
import { fingerprintOf } from "./checksum.ts";
import type { Environment } from "./environment.ts";
import { pageOf, parsePage, readPage, sealPage } from "./pages.ts";
import type { BucketNews, Part, Put } from "./protocol.ts";
import type { Requester } from "./request.ts";
import type { Store, Transaction } from "./store/open.ts";
import type { BucketRecord, PageRecord, StagedPart } from "./store/records.ts";

/**
 * A whole bucket arrives in parts. Each is stored as soon as it is here, beside the bucket and unseen, so
 * an interrupted first sync goes on with the parts it lacks; the answer's own transaction then flips the
 * bucket over to them.
 */

/** All parts of one bucket's snapshot are on the phone. */
export interface Staged {
  generation: number;
  pages: number;
  /** The documents, where they are in memory anyway. */
  held: Map<number, readonly Put[]>;
}

const AT_ONCE = 4;
/** Pages read between two breaths: so that no tap waits. */
const PAGES_A_BREATH = 4;

export interface Wanted {
  name: string;
  pages: number;
  parts: readonly Part[];
}

interface Missing {
  name: string;
  part: Part;
  plan: Staged;
}

const nameOfPart = (url: string): string => url.slice(url.lastIndexOf("/") + 1).split("?")[0] as string;

/** Loads what is missing. A bucket that could not be had whole is left out; the next sync goes on. */
export async function stageSnapshots(
  store: Store,
  environment: Environment,
  request: Requester,
  wanted: readonly Wanted[],
): Promise<Map<string, Staged>> {
  const plans = new Map<string, Staged>();
  const missing: Missing[] = [];
  const resumed = new Set<string>();
  for (const bucket of wanted) {
    const found = await planOf(store, bucket);
    plans.set(bucket.name, found.plan);
    if (found.missing.length < bucket.parts.length) resumed.add(bucket.name);
    for (const part of found.missing) missing.push({ name: bucket.name, part, plan: found.plan });
  }
  const failed = new Set<string>();
  const work = async () => {
    for (let next = missing.shift(); next !== undefined; next = missing.shift()) {
      if (!(await stagePart(store, environment, request, next))) failed.add(next.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const name of failed) plans.delete(name);
  for (const [name, plan] of plans) {
    if (resumed.has(name) && !(await readResumed(store, environment, name, plan))) plans.delete(name);
  }
  return plans;
}

/** What is staged already, and what is not wanted any more. */
function planOf(store: Store, { name, pages, parts }: Wanted): Promise<{ plan: Staged; missing: Part[] }> {
  return store.write(["bucket", "staged", "page"], async (tx) => {
    const bucket = await tx.get("bucket", name);
    const generation = (bucket?.generation ?? 0) + 1;
    const wanted = new Set(parts.map(([url]) => nameOfPart(url)));
    const keys = await tx.keys("staged", tx.beginning(name));
    const staged = await tx.all("staged", tx.beginning(name));
    const kept = new Set<string>();
    for (const [place, key] of keys.entries()) {
      const part = staged[place];
      if (part?.generation === generation && part.pages === pages && wanted.has(key[1])) kept.add(key[1]);
      else tx.delete("staged", key);
    }
    if (kept.size === 0) tx.delete("page", tx.beginning(name, generation));
    const missing = parts.filter(([url]) => !kept.has(nameOfPart(url)));
    return { plan: { generation, pages, held: new Map() }, missing };
  });
}

/** Without locks another tab may have made the same parts the bucket meanwhile: then they are no longer ours. */
async function isStillAhead(tx: Transaction, name: string, plan: Staged): Promise<boolean> {
  return ((await tx.get("bucket", name))?.generation ?? 0) + 1 === plan.generation;
}

async function stagePart(
  store: Store,
  environment: Environment,
  request: Requester,
  { name, part: [url, documents], plan }: Missing,
): Promise<boolean> {
  const read = readPart(environment, name, plan.pages);
  const answer = await request({ method: "GET", path: url, line: read.line });
  if (answer.kind !== "answered" || answer.status !== 200) return false;
  // Its name is not worked out again: the way here is TLS's to guard, and the bucket's own count and checksum
  // are compared once all parts are here.
  if (read.documents !== documents) return false;
  const { generation, pages } = plan;
  const { checksum } = read;
  const kept = await store.write(["bucket", "staged", "page"], async (tx) => {
    if (!(await isStillAhead(tx, name, plan))) return false;
    for (const [page, { record }] of read.pages)
      tx.put("page", [name, generation, page, nameOfPart(url)], record);
    tx.put("staged", [name, nameOfPart(url)], { generation, pages, documents, checksum });
    return true;
  });
  if (!kept) return false;
  for (const [page, { puts }] of read.pages) plan.held.set(page, puts);
  return true;
}

/** Reads a part's lines as they come, each the text of one page: what is stored of it, and what it says. */
function readPart(environment: Environment, bucket: string, pages: number) {
  const fingerprint = fingerprintOf(bucket);
  const read = {
    pages: new Map<number, { record: PageRecord; puts: readonly Put[] }>(),
    documents: 0,
    checksum: 0,
    async line(text: string): Promise<void> {
      const puts = parsePage(text);
      const first = puts?.[0];
      // It counts for nothing, so that the part is not taken.
      if (puts === undefined || first === undefined) return;
      for (const [kind, id, position] of puts)
        read.checksum = (read.checksum + fingerprint(kind, id, position)) >>> 0;
      read.documents += puts.length;
      read.pages.set(pageOf(first[1], pages), { record: sealPage(text), puts });
      if (read.pages.size % PAGES_A_BREATH === 0) await environment.breathe();
    },
  };
  return read;
}

/**
 * Parts staged in an earlier life are read back once, a page at a time. False: they are not what was stored, and all
 * of them are let go, to be had again.
 */
async function readResumed(
  store: Store,
  environment: Environment,
  name: string,
  plan: Staged,
): Promise<boolean> {
  const stored = await store.read(["staged", "page"], async (tx) => ({
    parts: await tx.all("staged", tx.beginning(name)),
    pages: await tx.keys("page", tx.beginning(name, plan.generation)),
  }));
  const documents = stored.parts.reduce((sum, part) => sum + part.documents, 0);
  plan.held.clear();
  const fingerprint = fingerprintOf(name);
  let read = 0;
  let checksum = stored.parts.reduce((sum, part) => (sum + part.checksum) >>> 0, 0);
  for (const key of stored.pages) {
    const record = await store.read(["page"], (tx) => tx.get("page", key));
    const puts = record === undefined ? undefined : readPage(record);
    for (const [kind, id, position] of puts ?? []) {
      read += 1;
      checksum = (checksum - fingerprint(kind, id, position)) >>> 0;
    }
    if (puts !== undefined) plan.held.set(key[2], [...(plan.held.get(key[2]) ?? []), ...puts]);
    await environment.breathe();
  }
  if (read === documents && checksum === 0) return true;
  await store.write(["bucket", "staged", "page"], async (tx) => {
    if (!(await isStillAhead(tx, name, plan))) return;
    tx.delete("staged", tx.beginning(name));
    tx.delete("page", tx.beginning(name, plan.generation));
  });
  return false;
}

/** Makes the staged pages the bucket and forgets the old ones. Undefined: something is not there after all. */
export async function flip(
  tx: Transaction,
  name: string,
  news: BucketNews,
  parts: readonly Part[],
  plan: Staged,
): Promise<{ bucket: BucketRecord; pages: Map<number, readonly Put[]>; anew: true } | undefined> {
  const staged: StagedPart[] = [];
  for (const [url] of parts) {
    const part = await tx.get("staged", [name, nameOfPart(url)]);
    if (part?.generation !== plan.generation || part.pages !== plan.pages) return undefined;
    staged.push(part);
  }
  const wanted = new Set(parts.map(([url]) => nameOfPart(url)));
  for (const key of await tx.keys("page", tx.beginning(name))) {
    if (key[1] !== plan.generation || !wanted.has(key[3])) tx.delete("page", key);
  }
  tx.delete("staged", tx.beginning(name));
  const bucket = sealed({
    ...emptyBucket(name, news.epoch, 0),
    count: staged.reduce((sum, part) => sum + part.documents, 0),
    checksum: staged.reduce((sum, part) => (sum + part.checksum) >>> 0, 0),
    pages: plan.pages,
    generation: plan.generation,
  });
  return { bucket, pages: plan.held, anew: true };
}
