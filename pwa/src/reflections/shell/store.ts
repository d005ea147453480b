/**
 * The database `alongside-reflections`: one vault row and the sealed rows. Every change is one transaction
 * with strict durability that first compares the vault's stamp with the one that the change was made from:
 * all of it is kept, or nothing. So two windows never overwrite each other, and a kill leaves no half.
 */
import type { Bytes } from "./bytes.ts";
import type { Wraps } from "./keys.ts";
import { Refused } from "./refused.ts";

export interface Row {
  readonly id: string;
  readonly format: number;
  readonly version: number;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

export interface VaultRow {
  readonly key: "vault";
  /** The newest format of anything inside. */
  readonly format: number;
  readonly id: string;
  /** Random, and new with every change. */
  readonly stamp: string;
  readonly wraps: Wraps;
  readonly about: { readonly nonce: Bytes; readonly sealed: Bytes };
}

/** `vault` null takes everything away. */
export interface Change {
  readonly vault: VaultRow | null;
  readonly remove: readonly string[];
  readonly put: readonly Row[];
}

export const DATABASE = "alongside-reflections";

/** Rows read at once. */
const PORTION = 2_000;

type Step = (database: IDBDatabase, transaction: IDBTransaction) => void;

/** One a schema version, for ever. The browser runs what is missing in one transaction: all, or nothing. */
export const STEPS: readonly Step[] = [
  (database) => {
    database.createObjectStore("vault", { keyPath: "key" });
    database.createObjectStore("rows", { keyPath: "id" });
  },
];

export class Store {
  readonly #indexedDB: IDBFactory;
  readonly #steps: readonly Step[];
  #opened: Promise<IDBDatabase> | null = null;
  readonly #running = new Set<IDBTransaction>();

  constructor(indexedDB: IDBFactory, steps: readonly Step[] = STEPS) {
    this.#indexedDB = indexedDB;
    this.#steps = steps;
  }

  /**
   * The vault; unless its stamp is still the known one, all rows are handed to `take` in portions meanwhile, so
   * that they can be opened while the next are read.
   */
  async read(known: string | null, take: ((rows: readonly Row[]) => void) | null): Promise<VaultRow | null> {
    const database = await this.#database();
    return new Promise((resolve, reject) => {
      const transaction = this.#transaction(database, "readonly");
      const rows = transaction.objectStore("rows");
      const portion = (after: string | null) => {
        const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
        const asked = rows.getAll(range, PORTION) as IDBRequest<Row[]>;
        asked.onsuccess = () => {
          const last = asked.result.at(-1);
          if (last !== undefined && asked.result.length === PORTION) portion(last.id);
          take?.(asked.result);
        };
      };
      const found = transaction.objectStore("vault").get("vault") as IDBRequest<VaultRow | undefined>;
      found.onsuccess = () => {
        if (take !== null && found.result !== undefined && found.result.stamp !== known) portion(null);
      };
      transaction.oncomplete = () => resolve(found.result ?? null);
      transaction.onabort = () => reject(refusal(transaction.error));
    });
  }

  /** The vault alone. */
  vault(): Promise<VaultRow | null> {
    return this.read(null, null);
  }

  /** False, and nothing changed, when the stamp is another (null: no vault). Refuses `disk-full`, `not-kept`. */
  async commit(stamp: string | null, change: Change): Promise<boolean> {
    const database = await this.#database();
    return new Promise((resolve, reject) => {
      const transaction = this.#transaction(database, "readwrite");
      let same = false;
      let failed: unknown = null;
      transaction.oncomplete = () => resolve(same);
      transaction.onabort = () => reject(refusal(failed ?? transaction.error));
      const found = transaction.objectStore("vault").get("vault") as IDBRequest<VaultRow | undefined>;
      found.onsuccess = () => {
        same = (found.result?.stamp ?? null) === stamp;
        if (!same) return;
        try {
          write(transaction, change);
          transaction.commit(); // from here on it ends without this page
        } catch (error) {
          failed = error;
          transaction.abort();
        }
      };
    });
  }

  /** Takes the whole database away, as far as other windows let it. */
  async destroy(): Promise<void> {
    await this.close();
    await new Promise<void>((resolve) => {
      const asked = this.#indexedDB.deleteDatabase(DATABASE);
      asked.onsuccess = asked.onerror = asked.onblocked = () => resolve();
    });
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    (await opened?.catch(() => null))?.close();
  }

  /** A page that is left can finish nothing, and WebKit would have the next one wait for it for ever. */
  leave(): void {
    for (const transaction of this.#running) {
      try {
        transaction.abort();
      } catch {
        // It is ending already, and does so without this page.
      }
    }
  }

  #transaction(database: IDBDatabase, mode: IDBTransactionMode): IDBTransaction {
    try {
      const transaction = database.transaction(["vault", "rows"], mode, { durability: "strict" });
      const over = () => this.#running.delete(transaction);
      transaction.addEventListener("complete", over);
      transaction.addEventListener("abort", over);
      this.#running.add(transaction);
      return transaction;
    } catch (error) {
      // The browser closed it meanwhile: the next try opens it anew.
      this.#opened = null;
      throw refusal(error);
    }
  }

  #database(): Promise<IDBDatabase> {
    this.#opened ??= this.#connected().catch((error: unknown) => {
      this.#opened = null;
      throw refusal(error);
    });
    return this.#opened;
  }

  #connected(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const asked = this.#indexedDB.open(DATABASE, this.#steps.length);
      asked.onupgradeneeded = (event) => {
        const transaction = asked.transaction as IDBTransaction;
        for (const step of this.#steps.slice(event.oldVersion)) step(asked.result, transaction);
      };
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const database = asked.result;
        const gone = () => {
          this.#opened = null;
        };
        // A newer page, or one that erases, must not wait for this one.
        database.onversionchange = () => {
          gone();
          database.close();
        };
        database.onclose = gone;
        resolve(database);
      };
    });
  }
}

function write(transaction: IDBTransaction, change: Change): void {
  const vault = transaction.objectStore("vault");
  const rows = transaction.objectStore("rows");
  if (change.vault === null) {
    vault.clear();
    rows.clear();
    return;
  }
  for (const id of change.remove) rows.delete(id);
  for (const row of change.put) rows.put(row);
  vault.put(change.vault);
}

function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const name = (error as { name?: unknown } | null)?.name;
  if (name === "QuotaExceededError") return new Refused("disk-full");
  if (name === "VersionError") return new Refused("newer");
  return new Refused("not-kept");
}
