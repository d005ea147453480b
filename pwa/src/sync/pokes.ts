import type { Environment, Listening } from "./environment.ts";
import { noteSent } from "./request.ts";
import type { Store } from "./store/open.ts";
import type { Tabs } from "./tabs.ts";

/**
 * Listens for "these buckets moved" (step 10). A poke holds no content and is only a hint: it is compared with
 * what is held, so the phone that made a change does not ask for its own.
 */

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;

export interface Pokes {
  /** Listen, or stop: what is followed has changed, the page is hidden, the person logged out. */
  listen(follow: readonly string[] | undefined): void;
}

/** `quiet` waits for a sync that is under way: its answer may bring what the poke is about. */
export function hearPokes(
  store: Store,
  environment: Environment,
  tabs: Tabs,
  quiet: () => Promise<unknown>,
  moved: () => void,
): Pokes {
  let stop: (() => void) | undefined;
  let now: string | undefined;
  return {
    listen(follow) {
      const path =
        follow === undefined
          ? undefined
          : `/api/pokes${follow.length > 0 ? `?follow=${follow.join(",")}` : ""}`;
      if (path === now) return;
      now = path;
      stop?.();
      stop = path === undefined ? undefined : tabs.hold("pokes", (signal) => stay(path, signal));
    },
  };

  /** Keeps one line open until stopped, and opens another, ever more patiently, when it ends for good. */
  async function stay(path: string, stopped: AbortSignal): Promise<void> {
    for (let tries = 0; !stopped.aborted; tries++) {
      await noteSent(environment, "GET", path, undefined);
      const heard = await line(path, stopped);
      if (stopped.aborted) return;
      if (heard) tries = 0;
      await pause(environment.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries), stopped);
    }
  }

  function line(path: string, stopped: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      let heard = false;
      const listening: Listening = environment.eventSource(path);
      const end = () => {
        listening.close();
        resolve(heard);
      };
      listening.onMessage((data) => {
        heard = true;
        hasMoved(data).then(
          (news) => news && moved(),
          () => moved(),
        );
      });
      listening.onEnd(end);
      stopped.addEventListener("abort", end, { once: true });
    });
  }

  async function hasMoved(data: string): Promise<boolean> {
    const heads: unknown = JSON.parse(data);
    if (typeof heads !== "object" || heads === null) return false;
    await quiet();
    return store.read(["bucket"], async (tx) => {
      for (const [name, position] of Object.entries(heads)) {
        if ((await tx.get("bucket", name))?.position !== position) return true;
      }
      return false;
    });
  }

  function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const forget = environment.after(milliseconds, resolve);
      stopped.addEventListener(
        "abort",
        () => {
          forget();
          resolve();
        },
        { once: true },
      );
    });
  }
}
