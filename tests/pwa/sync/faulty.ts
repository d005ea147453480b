import { IDBObjectStore } from "fake-indexeddb";

/** Storage that fails as real storage does: full, or its connection closed by the system at some operation. */
export interface Faulty {
  /** Values whose text is longer than this do not fit any more. */
  full: number | undefined;
  operations: number;
  closeAt: number | undefined;
  restore(): void;
}

type Method = (this: IDBObjectStore, ...args: unknown[]) => unknown;

export function faultyStorage(): Faulty {
  const prototype = IDBObjectStore.prototype as unknown as Record<string, Method>;
  const kept = new Map<string, Method>();
  const faulty: Faulty = {
    full: undefined,
    operations: 0,
    closeAt: undefined,
    restore: () => {
      for (const [name, method] of kept) prototype[name] = method;
    },
  };
  for (const name of ["get", "getAll", "getAllKeys", "put", "delete"]) {
    const method = prototype[name] as Method;
    kept.set(name, method);
    prototype[name] = function (...args) {
      faulty.operations += 1;
      if (faulty.operations === faulty.closeAt) {
        this.transaction.abort();
        throw new DOMException("The connection was closed", "InvalidStateError");
      }
      if (name === "put" && faulty.full !== undefined && JSON.stringify(args[0]).length > faulty.full) {
        this.transaction.abort();
        throw new DOMException("No room", "QuotaExceededError");
      }
      return method.apply(this, args);
    };
  }
  return faulty;
}
