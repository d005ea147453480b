import { isWhole } from "../../pwa/src/sync/buckets.ts";
import { pageOf, pagesFor, readPage, writePage } from "../../pwa/src/sync/pages.ts";
import type { Put } from "../../pwa/src/sync/protocol.ts";
import { databaseName } from "../../pwa/src/sync/store/open.ts";
import {
  type BucketRecord,
  type PageRecord,
  STORES,
  type StoreName,
} from "../../pwa/src/sync/store/records.ts";

/** A phone's storage read and changed behind the app's back. */

type Row = [key: IDBValidKey, value: unknown];
export type Stored = Record<StoreName, Row[]>;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inside<T>(
  factory: IDBFactory,
  account: string,
  work: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  const opening = factory.open(databaseName(account), 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store);
  };
  const database = await settled(opening);
  try {
    const transaction = database.transaction([...STORES], "readwrite");
    const over = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction);
    await over;
    return result;
  } finally {
    database.close();
  }
}

export function readAll(factory: IDBFactory, account: string): Promise<Stored> {
  return inside(factory, account, async (transaction) => {
    const all = {} as Stored;
    for (const name of STORES) {
      const store = transaction.objectStore(name);
      const keys = await settled(store.getAllKeys());
      const values = await settled(store.getAll());
      all[name] = keys.map((key, place) => [key, values[place]]);
    }
    return all;
  });
}

export function writeAll(factory: IDBFactory, account: string, stored: Stored): Promise<void> {
  return inside(factory, account, async (transaction) => {
    for (const name of STORES) {
      for (const [key, value] of stored[name]) transaction.objectStore(name).put(value, key);
    }
  });
}

/** Takes entries out of the outbox. */
export function forget(factory: IDBFactory, account: string, numbers: readonly number[]): Promise<void> {
  return inside(factory, account, async (transaction) => {
    for (const number of numbers) transaction.objectStore("outbox").delete(number);
  });
}

interface Bucket {
  epoch: string;
  position: number;
  count: number;
  checksum: number;
  whole: boolean;
  documents: Put[];
}

/** What lies in the storage, in words that the other side of the pipe can judge. */
export function told(stored: Stored): Record<string, unknown> {
  const buckets: Record<string, Bucket> = {};
  for (const [key, value] of stored.bucket) {
    const record = value as BucketRecord;
    const { epoch, position, count, checksum } = record;
    buckets[String(key)] = {
      epoch,
      position,
      count,
      checksum,
      whole: isWhole(String(key), record),
      documents: [],
    };
  }
  /** Every bucket that any stored thing belongs to. */
  const named = new Set(Object.keys(buckets));
  for (const [key, value] of stored.page) {
    const [name, generation] = key as [string, number];
    named.add(name);
    const record = stored.bucket.find(([held]) => held === name)?.[1] as BucketRecord | undefined;
    const held = buckets[name];
    if (held === undefined || record?.generation !== generation) continue;
    const puts = readPage(value as PageRecord);
    if (puts === undefined) held.whole = false;
    else held.documents.push(...puts);
  }
  for (const name of ["staged", "photo"] as const) {
    for (const [key] of stored[name]) named.add((key as [string])[0]);
  }
  named.delete("");
  const values = (name: StoreName) => stored[name].map(([, value]) => value);
  return {
    buckets,
    named: [...named].sort(),
    outbox: values("outbox"),
    attention: values("attention"),
    answered: values("answered"),
    meta: Object.fromEntries(stored.meta.map(([key, value]) => [String(key), value])),
  };
}

export type Damage =
  | "flip"
  | "cut"
  | "delete"
  | "stray"
  | "add"
  | "forge"
  | "cursor"
  | "epoch"
  | "checksum"
  | "count"
  | "lose";

const OF_BUCKETS: readonly Damage[] = ["cursor", "epoch", "checksum", "count", "lose"];

/** Damages one stored thing; false when there is nothing to damage. */
export function damage(factory: IDBFactory, account: string, how: Damage, which: number): Promise<boolean> {
  return inside(factory, account, async (transaction) => {
    const ofBucket = OF_BUCKETS.includes(how);
    const store = transaction.objectStore(ofBucket ? "bucket" : "page");
    const keys = await settled(store.getAllKeys());
    const key = keys[which % Math.max(1, keys.length)];
    if (key === undefined) return false;
    const value: unknown = await settled(store.get(key));
    if (how === "lose" || how === "delete") store.delete(key);
    else if (ofBucket) {
      const record = value as BucketRecord;
      if (how === "cursor") store.put({ ...record, position: record.position + 1 + (which % 3) }, key);
      if (how === "epoch") store.put({ ...record, epoch: `${record.epoch}x` }, key);
      if (how === "checksum") store.put({ ...record, checksum: record.checksum ^ 1 }, key);
      if (how === "count") store.put({ ...record, count: record.count + 1 }, key);
    } else if (how === "stray") {
      const [name, ...rest] = key as [string, ...IDBValidKey[]];
      store.put(value, which % 2 === 0 ? [`${name}-${which}`, ...rest] : [name, rest[0] ?? 0, 0, "x"]);
    } else if (how === "cut") {
      const { text, seal } = value as PageRecord;
      store.put({ text: text.slice(0, which % text.length), seal }, key);
    } else if (how === "flip") {
      const { text, seal } = value as PageRecord;
      const at = which % text.length;
      const letter = String.fromCharCode(text.charCodeAt(at) ^ 1);
      store.put({ text: text.slice(0, at) + letter + text.slice(at + 1), seal }, key);
    } else {
      // A page with one document too many, or too few, that looks as if it had been written so.
      const puts = readPage(value as PageRecord) ?? [];
      const first = puts[0];
      if (first === undefined) return false;
      const id = `deadbeef-0000-4000-8000-${String(which).padStart(12, "0")}`;
      const extra: Put = [first[0], id, 1, first[3]];
      const page = (key as [string, number, number])[2];
      if (how === "add" && pageOf(id, Math.max(pagesFor(0), 1)) !== page) return false;
      store.put(writePage(how === "add" ? [...puts, extra] : puts.slice(1)), key);
    }
    return true;
  });
}
