import type * as Fake from "fake-indexeddb";
import type { Life } from "./life.ts";

/**
 * Storage in memory that counts every operation, so that a phone can be killed at any of them; that can be
 * full; and that can be damaged or copied behind the app's back.
 */

const place = new URL("../../../pwa/node_modules/fake-indexeddb/build/esm/index.js", import.meta.url).href;
export const fake = (await import(place)) as typeof Fake;

type Method = (this: IDBObjectStore, ...args: unknown[]) => unknown;

const lives = new WeakMap<object, Life>();
const prototype = fake.IDBObjectStore.prototype as unknown as Record<string, Method>;
for (const name of ["get", "getAll", "getAllKeys", "put", "delete", "clear"]) {
  const method = prototype[name] as Method;
  prototype[name] = function (...args) {
    const life = lives.get(this.transaction.db);
    life?.step();
    if (life?.dead) {
      this.transaction.abort();
      throw new DOMException("killed", "AbortError");
    }
    if (name === "put" && life !== undefined && life.isFull(args[0])) {
      this.transaction.abort();
      throw new DOMException("no room", "QuotaExceededError");
    }
    return method.apply(this, args);
  };
}

const databases = fake.IDBDatabase.prototype as unknown as {
  transaction(this: IDBDatabase, ...args: unknown[]): IDBTransaction;
};
const transaction = databases.transaction;
databases.transaction = function (...args) {
  const life = lives.get(this);
  if (life?.dead) throw new DOMException("killed", "InvalidStateError");
  const opened = transaction.apply(this, args);
  life?.transactions.add(opened);
  opened.addEventListener("complete", () => life?.transactions.delete(opened));
  return opened;
};

/** The factory as one life of a phone sees it: after its death nothing is ever answered. */
export function storageOf(factory: IDBFactory, life: Life): IDBFactory {
  return {
    open(name: string, version: number) {
      life.step();
      if (life.dead) return {} as IDBOpenDBRequest;
      const request = factory.open(name, version);
      request.addEventListener("success", () => lives.set(request.result, life));
      request.addEventListener("upgradeneeded", () => lives.set(request.result, life));
      return request;
    },
    deleteDatabase(name: string) {
      return life.dead ? ({} as IDBOpenDBRequest) : factory.deleteDatabase(name);
    },
  } as IDBFactory;
}

export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export type Records = Record<string, [key: IDBValidKey, value: unknown][]>;

/** Everything stored, by store. */
export async function dump(factory: IDBFactory, name: string): Promise<Records> {
  const database = await answered(factory.open(name));
  const records: Records = {};
  for (const store of database.objectStoreNames) {
    const from = database.transaction([store]).objectStore(store);
    const [keys, values] = await Promise.all([answered(from.getAllKeys()), answered(from.getAll())]);
    records[store] = keys.map((key, at) => [key, values[at]]);
  }
  database.close();
  return records;
}

export async function copy(from: IDBFactory, to: IDBFactory, name: string): Promise<void> {
  const records = await dump(from, name);
  const opening = to.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const store of Object.keys(records)) opening.result.createObjectStore(store);
  };
  const database = await answered(opening);
  for (const [store, entries] of Object.entries(records)) {
    const into = database.transaction([store], "readwrite").objectStore(store);
    await Promise.all(entries.map(([key, value]) => answered(into.put(value, key))));
  }
  database.close();
}

/** What a failing disk can do. `pick` chooses among what there is. */
export interface Damage {
  store: "page" | "bucket" | "staged";
  how: "flip" | "cut" | "delete" | "add" | "position" | "epoch" | "count" | "checksum";
  pick: number;
}

/** Answers what was hit, or nothing when there was nothing to hit. */
export async function damage(
  factory: IDBFactory,
  name: string,
  { store, how, pick }: Damage,
): Promise<unknown> {
  const database = await answered(factory.open(name));
  try {
    const at = database.transaction([store], "readwrite").objectStore(store);
    const keys = await answered(at.getAllKeys());
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) return undefined;
    const value: unknown = await answered(at.get(key));
    if (how === "delete") await answered(at.delete(key));
    else if (how === "add") await answered(at.put(value, elsewhere(key, pick)));
    else await answered(at.put(changed(value as Record<string, unknown>, how, pick), key));
    return key;
  } finally {
    database.close();
  }
}

function elsewhere(key: IDBValidKey, pick: number): IDBValidKey {
  if (!Array.isArray(key)) return `${String(key)}-${pick}`;
  const [bucket, ...rest] = key as [string, ...IDBValidKey[]];
  return [pick % 2 === 0 ? `${bucket}-${pick}` : bucket, ...rest.slice(0, -1), `x${pick}`];
}

function changed(value: Record<string, unknown>, how: string, pick: number): Record<string, unknown> {
  const text = value.text;
  if (typeof text === "string") {
    const place = pick % text.length;
    if (how === "cut") return { ...value, text: text.slice(0, place) };
    const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 + (pick % 7)));
    return { ...value, text: text.slice(0, place) + flipped + text.slice(place + 1) };
  }
  if (how === "epoch") return { ...value, epoch: `x${pick}` };
  const field = how === "count" || how === "checksum" ? how : "position";
  return { ...value, [field]: Math.max(0, Number(value[field] ?? 0) + (pick % 5) - 2) };
}
