import type { BucketChange } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import type { Situation } from "./status.ts";

/**
 * Several tabs of one account: one syncs at a time, every one sees the result, and every one may write. Where
 * the browser has no locks the stamp in the store does it: the slower tab's answer is not applied.
 */

export type Told =
  | { kind: "stored"; stamp: number; buckets: { name: string; pages: number[] | undefined }[] }
  | { kind: "outbox" }
  | { kind: "wanted" }
  /** The person logged out and took everything off this phone. */
  | { kind: "wiped" }
  | { kind: "trouble"; sending: boolean; trouble: Situation["trouble"]; since: number | undefined };

export interface Tabs {
  tell(message: Told): void;
  hear(listener: (message: Told) => void): void;
  /** Runs when no other tab does the same; undefined: another one does. */
  alone<T>(what: string, run: () => Promise<T>): Promise<T | undefined>;
  /** Waits for its turn and keeps it until stopped. */
  hold(what: string, run: (stop: AbortSignal) => Promise<void>): () => void;
  close(): void;
}

export function openTabs(environment: Environment, account: string): Tabs {
  const channel = environment.broadcast(`alongside-${account}`);
  const name = (what: string) => `alongside-${what}-${account}`;
  return {
    tell: (message) => channel.post(message),
    hear: (listener) => channel.hear((message) => listener(message as Told)),
    alone(what, run) {
      if (environment.locks === undefined) return run();
      return environment.locks.request(name(what), { ifAvailable: true }, async (lock) => {
        if (lock === null) return undefined;
        // Some browsers leave the lock with a page that stands still: the next must not wait for it.
        let stop = () => {};
        const left = new Promise<undefined>((resolve) => {
          stop = environment.listen((event) => event === "left" && resolve(undefined));
        });
        return Promise.race([run(), left]).finally(() => stop());
      });
    },
    hold(what, run) {
      const stop = new AbortController();
      const held = () => (stop.signal.aborted ? Promise.resolve() : run(stop.signal));
      if (environment.locks === undefined) void held();
      else environment.locks.request(name(what), { signal: stop.signal }, held).catch(() => {});
      return () => stop.abort();
    },
    close: () => channel.close(),
  };
}

export function asTold(changes: readonly BucketChange[], stamp: number): Told {
  return {
    kind: "stored",
    stamp,
    buckets: changes.map(({ name, extent, pages }) => ({
      name,
      pages: extent === "some" ? [...pages.keys()] : undefined,
    })),
  };
}
