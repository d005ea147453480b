import type { Environment } from "./environment.ts";
import type { Round } from "./round.ts";

/**
 * When to sync: on opening, on coming back into view, when the network returns, after every mutation, on a
 * poke, and every few minutes while somebody looks. After a failure: full jitter, from 1 s up to 5 minutes.
 */

const EVERY = 4 * 60_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 5 * 60_000;

export interface Schedule {
  /** `eager`: try now, even if the last try failed a moment ago. A server's own "not yet" is kept. */
  want(eager?: boolean): void;
  /** One bounded cycle now; waits for one that is under way and does another. */
  now(): Promise<Round>;
  /** Waits for a cycle that is under way. */
  quiet(): Promise<unknown>;
  stop(): void;
}

export function makeSchedule(environment: Environment, cycle: () => Promise<Round>): Schedule {
  let cancel: (() => void) | undefined;
  let running: Promise<Round> | undefined;
  let wantedAgain = false;
  let failures = 0;
  let notBefore = 0;
  let stopped = false;

  function plan(milliseconds: number): void {
    cancel?.();
    if (stopped) return;
    cancel = environment.after(milliseconds, () => {
      cancel = undefined;
      run().catch(() => {});
    });
  }

  function run(): Promise<Round> {
    cancel?.();
    cancel = undefined;
    running ??= cycle()
      .catch((): Round => ({ kind: "later" }))
      .then((result) => {
        running = undefined;
        settle(result);
        return result;
      });
    return running;
  }

  function settle(result: Round): void {
    if (stopped) return;
    if (result.kind === "later" || result.kind === "full") {
      const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
      failures += 1;
      const asked = result.kind === "later" ? (result.retryAfter ?? 0) : 0;
      notBefore = asked > 0 ? environment.now() + asked : 0;
      plan(Math.max(asked, environment.random() * longest));
      return;
    }
    failures = 0;
    notBefore = 0;
    if (result.kind === "signed-out" || result.kind === "removed") return;
    if (wantedAgain) plan(0);
    else if (environment.visible()) plan(EVERY);
    wantedAgain = false;
  }

  return {
    want(eager = false) {
      if (running !== undefined) {
        wantedAgain = true;
        return;
      }
      const wait = Math.max(0, notBefore - environment.now());
      if (wait > LONGEST_WAIT) notBefore = environment.now() + LONGEST_WAIT;
      if (!eager && failures > 0 && cancel !== undefined) return;
      plan(Math.min(wait, LONGEST_WAIT));
    },
    async now() {
      if (running !== undefined) await running;
      return run();
    },
    quiet: () => running ?? Promise.resolve(),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
