/**
 * Faults at every point of an act of the vault. A point is one call of WebCrypto, one write into the
 * database, or the end of its transaction; they are counted from 1, and the act runs into one of them.
 */
import { IDBObjectStore } from "fake-indexeddb";

export type Fault =
  /** The disk is full: writing throws, or its transaction fails a moment later. */
  | "full"
  /** The process ends: whatever waits, waits for ever, and what was not committed is gone. */
  | "killed";

export type End<T> = { is: "answered"; answer: T } | { is: "refused"; refusal: string } | { is: "killed" };

type Transaction = IDBTransaction & { _abort(name: string): void };

const WRITES = ["put", "delete", "clear"] as const;
const CRYPTO = [
  "encrypt",
  "decrypt",
  "deriveKey",
  "wrapKey",
  "unwrapKey",
  "importKey",
  "generateKey",
  "digest",
] as const;

/** Runs the act into the fault at that point; `hit` is false when the act has fewer points. */
export async function into<T>(
  fault: Fault,
  point: number,
  act: () => Promise<T>,
): Promise<{ hit: boolean; end: End<T> }> {
  let left = point;
  let dead = false;
  let die: () => void = () => {};
  const killed = new Promise<End<T>>((resolve) => {
    die = () => {
      dead = true;
      resolve({ is: "killed" });
    };
  });
  let hit = false;
  const reached = () => {
    left -= 1;
    hit ||= left === 0;
    return left === 0;
  };
  const restore = [
    ...onWrites(fault, reached, () => die()),
    ...(fault === "killed"
      ? onCrypto(
          reached,
          () => dead,
          () => die(),
        )
      : []),
  ];
  try {
    const ended: Promise<End<T>> = act().then(
      (answer) => ({ is: "answered" as const, answer }),
      (error: { refusal?: string }) => ({ is: "refused" as const, refusal: error.refusal ?? String(error) }),
    );
    return { end: await Promise.race([ended, killed]), hit };
  } finally {
    for (const undo of restore) undo();
  }
}

function onWrites(fault: Fault, reached: () => boolean, die: () => void): (() => void)[] {
  const prototype = IDBObjectStore.prototype as unknown as Record<string, (...args: unknown[]) => IDBRequest>;
  return WRITES.map((name) => {
    const whole = prototype[name] as (...args: unknown[]) => IDBRequest;
    prototype[name] = function (this: IDBObjectStore, ...args: unknown[]) {
      const transaction = this.transaction as Transaction;
      if (reached()) {
        if (fault === "full") throw new DOMException("full", "QuotaExceededError");
        mute(transaction);
        transaction._abort("AbortError");
        die();
        return whole.apply(this, args);
      }
      const request = whole.apply(this, args);
      // The same write again, failing only after it has been asked for; for the last one, at the commit.
      if (reached()) {
        if (fault === "full")
          request.addEventListener("success", () => transaction._abort("QuotaExceededError"));
        else {
          mute(transaction);
          transaction.addEventListener("complete", die);
        }
      }
      return request;
    };
    return () => {
      prototype[name] = whole;
    };
  });
}

function onCrypto(reached: () => boolean, isDead: () => boolean, die: () => void): (() => void)[] {
  const subtle = crypto.subtle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return CRYPTO.map((name) => {
    const whole = subtle[name] as (...args: unknown[]) => Promise<unknown>;
    subtle[name] = (...args) => {
      if (isDead() || reached()) {
        die();
        return new Promise(() => {});
      }
      return whole.apply(crypto.subtle, args);
    };
    return () => {
      delete subtle[name];
    };
  });
}

function mute(transaction: IDBTransaction): void {
  transaction.oncomplete = null;
  transaction.onabort = null;
}
