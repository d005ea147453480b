import type { Environment } from "../environment.ts";
import { type Meta, STORES, type StoreName, type Stores } from "./records.ts";

/**
 * What this phone keeps, and the only way to it: named transactions over one IndexedDB database per
 * account, so that one person's outbox can never go out under another's login.
 *
 * iOS closes connections of pages in the background, so every transaction may fail and is then run once
 * more on a new connection: the work handed in must bear being run twice.
 *
 * WebKit keeps a page that was left as it stood, with what it had begun, and whoever opens the app anew would
 * wait for that for ever. So a page that is left lets go of everything, and goes on when it is shown again.
 */

type Key<S extends StoreName> = Stores[S]["key"];
type Value<S extends StoreName> = Stores[S]["value"];

export interface Transaction {
  get<S extends StoreName>(store: S, key: Key<S>): Promise<Value<S> | undefined>;
  all<S extends StoreName>(store: S, range?: IDBKeyRange): Promise<Value<S>[]>;
  keys<S extends StoreName>(store: S, range?: IDBKeyRange): Promise<Key<S>[]>;
  put<S extends StoreName>(store: S, key: Key<S>, value: Value<S>): void;
  delete<S extends StoreName>(store: S, key: Key<S> | IDBKeyRange): void;
  clear(store: StoreName): void;
  meta<K extends keyof Meta>(name: K): Promise<Meta[K] | undefined>;
  setMeta<K extends keyof Meta>(name: K, value: Meta[K]): void;
  /** Every key that begins with these parts. */
  beginning(...parts: (string | number)[]): IDBKeyRange;
  upTo(key: IDBValidKey): IDBKeyRange;
  from(key: IDBValidKey): IDBKeyRange;
}

export interface Store {
  read<T>(stores: readonly StoreName[], work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** `safely` waits until the disk has it: for what a person did, and for what is acknowledged. */
  write<T>(
    stores: readonly StoreName[],
    work: (transaction: Transaction) => Promise<T>,
    safely?: boolean,
  ): Promise<T>;
  close(): void;
  erase(): Promise<void>;
}

export const databaseName = (account: string): string => `alongside-${account}`;

export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

/** `emptied` is told when a database that was there has to be made anew. */
export function openStore(environment: Environment, account: string, emptied = () => {}): Store {
  const name = databaseName(account);
  const running = new Set<IDBTransaction>();
  let opening: Promise<IDBDatabase> | undefined;
  let closed = false;
  let wasThere = false;
  let departures = 0;
  let away: Promise<void> | undefined;
  let comeBack = () => {};

  const unlisten = environment.listen((event) => {
    if (event === "left") {
      departures += 1;
      away ??= new Promise((resolve) => {
        comeBack = resolve;
      });
      for (const transaction of running) abort(transaction);
      letGo();
    } else if (event === "back" || event === "visible") {
      // A page that is seen goes on, should a browser not say that it is shown again.
      wake();
    }
  });

  function wake(): void {
    away = undefined;
    comeBack();
  }

  function letGo(): void {
    opening?.then((database) => database.close()).catch(() => {});
    opening = undefined;
  }

  async function open(): Promise<IDBDatabase> {
    await away;
    if (closed) throw new DOMException("This store is closed", "InvalidStateError");
    opening ??= connect(
      environment,
      name,
      () => {
        opening = undefined;
      },
      () => {
        if (wasThere) emptied();
      },
    ).then((database) => {
      wasThere = true;
      return database;
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  async function run<T>(
    mode: IDBTransactionMode,
    stores: readonly StoreName[],
    work: (transaction: Transaction) => Promise<T>,
    durability: IDBTransactionDurability,
  ): Promise<T> {
    for (let again = false; ; ) {
      const before = departures;
      let used: typeof opening;
      let transaction: IDBTransaction | undefined;
      try {
        const database = await open();
        used = opening;
        transaction = database.transaction([...stores], mode, { durability });
        running.add(transaction);
        return await perform(environment, transaction, work);
      } catch (error) {
        const wasLeft = departures !== before;
        if (closed || !isLostConnection(error) || (again && !wasLeft)) throw error;
        again ||= !wasLeft;
        if (opening === used) opening = undefined;
      } finally {
        if (transaction !== undefined) running.delete(transaction);
      }
    }
  }

  return {
    read: (stores, work) => run("readonly", stores, work, "default"),
    write: (stores, work, safely) => run("readwrite", stores, work, safely ? "strict" : "relaxed"),
    close() {
      closed = true;
      unlisten();
      wake();
      letGo();
    },
    async erase() {
      this.close();
      await settled(environment.indexedDB.deleteDatabase(name));
    },
  };
}

/** One that has ended already has its own result. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {}
}

/** Then it ends without this page. One that has ended already did so by itself. */
function commit(transaction: IDBTransaction): void {
  try {
    transaction.commit();
  } catch {}
}

function connect(
  environment: Environment,
  name: string,
  onClose: () => void,
  onMade: () => void,
): Promise<IDBDatabase> {
  const opening = environment.indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store);
    onMade();
  };
  return settled(opening).then((database) => {
    database.onclose = onClose;
    database.onversionchange = () => {
      database.close();
      onClose();
    };
    return database;
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("Storage failed", "UnknownError"));
  });
}

/** WebKit says it in several ways; an abort that nobody asked for is one of them. */
function isLostConnection(error: unknown): boolean {
  return error instanceof Error && ["InvalidStateError", "UnknownError", "AbortError"].includes(error.name);
}

async function perform<T>(
  environment: Environment,
  transaction: IDBTransaction,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const finished = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException("The transaction was cut off", "AbortError"));
  });
  finished.catch(() => {});
  let result: T;
  try {
    result = await work(wrap(environment, transaction));
  } catch (error) {
    abort(transaction);
    throw transaction.error ?? error;
  }
  commit(transaction);
  await finished;
  return result;
}

function wrap(environment: Environment, transaction: IDBTransaction): Transaction {
  const store = (name: StoreName) => transaction.objectStore(name);
  const beginning = (...parts: (string | number)[]) => environment.keyRange.bound(parts, [...parts, []]);
  return {
    get: (name, key) => settled(store(name).get(key)),
    all: (name, range) => settled(store(name).getAll(range)),
    keys: (name, range) => settled(store(name).getAllKeys(range)) as Promise<never[]>,
    put: (name, key, value) => void store(name).put(value, key),
    delete: (name, key) => void store(name).delete(key),
    clear: (name) => void store(name).clear(),
    meta: (name) => settled(store("meta").get(name)),
    setMeta: (name, value) => void store("meta").put(value, name),
    beginning,
    upTo: (key) => environment.keyRange.upperBound(key),
    from: (key) => environment.keyRange.lowerBound(key),
  };
}
