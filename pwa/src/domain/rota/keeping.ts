import type { Environment } from "../../sync/environment.ts";
import type { Nation } from "../../times/holidays.ts";
import type { Duty } from "../../times/rota/duty.ts";

/**
 * A doctor's rota on this phone: in a database of its own, one for each account, which sync does not know.
 * What syncs reads from its own stores alone, so nothing that is kept here can be part of a request.
 */
export interface Kept {
  readonly sources: readonly Source[];
  readonly nation: Nation;
  /** What the codes of the last sheet or file meant, so that the next needs no typing. */
  readonly legend: string;
}

/** One file, one pasted sheet or one pattern; read again, it takes the place of what it brought before. */
export interface Source {
  readonly id: string;
  readonly kind: "file" | "paste" | "pattern";
  readonly name: string;
  /** When it was read, in milliseconds. */
  readonly at: number;
  /** The first and the last date that it says anything about. */
  readonly since: string | undefined;
  readonly through: string | undefined;
  readonly duties: readonly Duty[];
  /** How many of its entries could not be read. */
  readonly unread: number;
}

export const NOTHING: Kept = { sources: [], nation: "england-and-wales", legend: "" };

const STORE = "rota";
const KEY = "kept";
const nameFor = (account: string) => `alongside-rota-${account}`;

type World = Pick<Environment, "indexedDB">;

export async function readKept(world: World, account: string): Promise<Kept> {
  // Looking leaves no trace, nor anything begun that the next page would wait for.
  const all = await world.indexedDB.databases?.();
  if (all && !all.some(({ name }) => name === nameFor(account))) return NOTHING;
  const found = await within(world, account, "readonly", (store) => store.get(KEY));
  return (found as Kept | undefined) ?? NOTHING;
}

export async function keep(world: World, account: string, kept: Kept): Promise<void> {
  await within(world, account, "readwrite", (store) => store.put(kept, KEY));
}

/** Takes the rota off this phone, and the database with it. */
export async function forget(world: World, account: string): Promise<void> {
  await answered(world.indexedDB.deleteDatabase(nameFor(account)));
}

/** Opened for each use and closed after it: iOS cuts off connections of pages in the background. */
async function within(
  world: World,
  account: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = world.indexedDB.open(nameFor(account), 1);
  let isNew = false;
  opening.onupgradeneeded = () => {
    // Where a browser cannot be asked what is there, nothing is made for somebody who keeps no rota either.
    if (mode === "readwrite") opening.result.createObjectStore(STORE);
    else {
      isNew = true;
      opening.transaction?.abort();
    }
  };
  let database: IDBDatabase;
  try {
    database = await answered(opening);
  } catch (error) {
    if (isNew) return undefined;
    throw error;
  }
  try {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException("Cut off", "AbortError"));
    });
    finished.catch(() => {});
    const asked = work(transaction.objectStore(STORE));
    transaction.commit(); // from here on it ends without this page, which may be left
    const result = await answered(asked);
    await finished;
    return result;
  } finally {
    database.close();
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("Storage failed", "UnknownError"));
  });
}
