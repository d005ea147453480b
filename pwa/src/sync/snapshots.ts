import { emptyBucket, sealed } from "./buckets.ts";
import { fingerprintOf } from "./checksum.ts";
import type { Environment } from "./environment.ts";
import { byPage, pagesFor, readPage, writePage } from "./pages.ts";
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
const SLICE = 1000;

export interface Wanted {
  name: string;
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
function planOf(store: Store, { name, parts }: Wanted): Promise<{ plan: Staged; missing: Part[] }> {
  return store.write(["bucket", "staged", "page"], async (tx) => {
    const bucket = await tx.get("bucket", name);
    const generation = (bucket?.generation ?? 0) + 1;
    const pages = pagesFor(parts.reduce((sum, [, documents]) => sum + documents, 0));
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
  const answer = await request({ method: "GET", path: url });
  if (answer.kind !== "answered" || answer.status !== 200) return false;
  // Its name is not worked out again: the way here is TLS's to guard, and the bucket's own count and checksum
  // are compared once all parts are here.
  if (!Array.isArray(answer.json) || answer.json.length !== documents) return false;
  const puts = answer.json as Put[];
  await environment.breathe();
  const { layout, checksum } = await layOut(environment, name, puts, plan.pages);
  const written: [page: number, record: PageRecord][] = [];
  for (const [page, held] of layout) {
    written.push([page, writePage(held)]);
    if (written.length % 4 === 0) await environment.breathe();
  }
  const kept = await store.write(["bucket", "staged", "page"], async (tx) => {
    if (!(await isStillAhead(tx, name, plan))) return false;
    for (const [page, record] of written)
      tx.put("page", [name, plan.generation, page, nameOfPart(url)], record);
    const { generation, pages } = plan;
    tx.put("staged", [name, nameOfPart(url)], { generation, pages, documents: puts.length, checksum });
    return true;
  });
  if (!kept) return false;
  for (const [page, held] of layout) {
    const there = plan.held.get(page);
    plan.held.set(page, there === undefined ? held : [...there, ...held]);
  }
  return true;
}

/** Which page each document belongs to, and the part's checksum; in slices, so that no tap waits. */
async function layOut(
  environment: Environment,
  bucket: string,
  puts: readonly Put[],
  pages: number,
): Promise<{ layout: Map<number, Put[]>; checksum: number }> {
  const fingerprint = fingerprintOf(bucket);
  const layout = new Map<number, Put[]>();
  let checksum = 0;
  for (let from = 0; from < puts.length; from += SLICE) {
    const slice = puts.slice(from, from + SLICE);
    for (const [kind, id, position] of slice) checksum = (checksum + fingerprint(kind, id, position)) >>> 0;
    for (const [page, found] of byPage(slice, pages)) {
      const there = layout.get(page);
      if (there === undefined) layout.set(page, found);
      else there.push(...found);
    }
    await environment.breathe();
  }
  return { layout, checksum };
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
