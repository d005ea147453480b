/** IndexedDB as a phone meets it: it can be cut off at any operation, and the disk can be full. */

export interface Watch {
  /** Counts one operation; true when the phone is dead. */
  step(): boolean;
  room(): number | undefined;
  transactions: Set<IDBTransaction>;
}

/** What a dead process gets: nothing ever comes back from it. */
const limbo: unknown = new Proxy(() => {}, {
  get: () => limbo,
  apply: () => limbo,
  set: () => true,
});

type Wrapped<T> = (found: unknown, key: string | symbol) => T | undefined;

/** An object whose members are its own, but for those that `instead` answers. */
function around<T extends object>(target: T, instead: Wrapped<unknown>): T {
  return new Proxy(target, {
    get(_, key) {
      const found: unknown = Reflect.get(target, key, target);
      const other = instead(found, key);
      if (other !== undefined) return other;
      return typeof found === "function" ? found.bind(target) : found;
    },
    set: (_, key, value) => Reflect.set(target, key, value, target),
  });
}

export function watched(factory: IDBFactory, watch: Watch): IDBFactory {
  return around(factory, (_, key) => {
    if (key !== "open") return undefined;
    return (name: string, version: number) => {
      if (watch.step()) return limbo;
      const request = factory.open(name, version);
      let database: IDBDatabase | undefined;
      return around(request, (found, member) => {
        if (member !== "result") return undefined;
        database ??= watchedDatabase(found as IDBDatabase, watch);
        return database;
      });
    };
  });
}

function watchedDatabase(database: IDBDatabase, watch: Watch): IDBDatabase {
  return around(database, (_, key) => {
    if (key !== "transaction") return undefined;
    return (...said: Parameters<IDBDatabase["transaction"]>) => {
      if (watch.step()) return limbo;
      const transaction = database.transaction(...said);
      watch.transactions.add(transaction);
      transaction.addEventListener("complete", () => watch.transactions.delete(transaction));
      transaction.addEventListener("abort", () => watch.transactions.delete(transaction));
      return watchedTransaction(transaction, watch);
    };
  });
}

function watchedTransaction(transaction: IDBTransaction, watch: Watch): IDBTransaction {
  return around(transaction, (_, key) => {
    if (key !== "objectStore") return undefined;
    return (name: string) => {
      const store = transaction.objectStore(name);
      return around(store, (member, called) => {
        if (typeof member !== "function") return undefined;
        return (...said: unknown[]) => {
          if (watch.step()) return limbo;
          const request: unknown = member.apply(store, said);
          if (called === "put") checkRoom(transaction, said[0], watch.room());
          return request;
        };
      });
    };
  });
}

/** A full disk fails the write, and with it the whole transaction. */
function checkRoom(transaction: IDBTransaction, value: unknown, room: number | undefined): void {
  if (room === undefined || (JSON.stringify(value)?.length ?? 0) <= room) return;
  (transaction as unknown as { _abort(error: string): void })._abort("QuotaExceededError");
}
