import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { type Device, openDevice } from "../../../pwa/src/sync/device.ts";
import type { Channel, Environment, Listening, WorldEvent } from "../../../pwa/src/sync/environment.ts";
import type { Mutators } from "../../../pwa/src/sync/overlay.ts";
import type { Round } from "../../../pwa/src/sync/round.ts";
import { openStore, type Store } from "../../../pwa/src/sync/store/open.ts";
import type { Server } from "./server.ts";

/** What the phones of these tests know: notes one can write and forget, and tallies one can add to. */
export interface Documents {
  note: { text: string };
  tally: { sum: number };
}

export interface Mutations {
  "note.write": { id: string; text: string };
  "note.forget": { id: string };
  "tally.add": { id: string; by: number };
  "tally.break": { id: string };
}

export const mutators: Mutators<Documents, Mutations> = {
  "note.write": { apply: (view, { id, text }) => view.put("note", id, { text }) },
  "note.forget": { apply: (view, { id }) => view.delete("note", id) },
  "tally.add": {
    apply: (view, { id, by }) => view.put("tally", id, { sum: (view.get("tally", id)?.sum ?? 0) + by }),
  },
  "tally.break": {
    apply: (view, { id }) =>
      view.put("tally", id, { sum: (view.get("tally", id) as { sum: number }).sum * 2 }),
  },
};

export type Phone = Device<Documents, Mutations>;

export const ACCOUNT = "0191aaaa-0000-7000-8000-000000000001";

/** One browser: its storage, its clock, its tabs. Timers ring only when the clock is turned. */
export class Browser {
  indexedDB: IDBFactory = new IDBFactory();
  time = Date.UTC(2026, 10, 22, 20, 0, 0);
  isOnline = true;
  isVisible = true;
  persisted: boolean | undefined = true;
  asked = 0;
  hasLocks = true;
  words = new Map<string, string>();
  paths: string[] = [];
  sources: { path: string; say: (data: string) => void; end: () => void; closed: boolean }[] = [];
  #timers = new Set<{ at: number; run: () => void }>();
  #listeners = new Set<(event: WorldEvent) => void>();
  #channels = new Map<string, Set<(message: unknown) => void>>();
  #locks = new Map<string, Promise<unknown>>();
  #ids = 0;
  readonly server: Server;
  readonly name: string;

  constructor(server: Server, name = "1") {
    this.server = server;
    this.name = name;
  }

  environment(): Environment {
    return {
      version: "1.0.0",
      fetch: (path, init) => {
        this.paths.push(`${init.method} ${path}`);
        return this.server.answer(path, init);
      },
      indexedDB: this.indexedDB,
      keyRange: IDBKeyRange,
      locks: this.hasLocks ? { request: (name, options, run) => this.#lock(name, options, run) } : undefined,
      broadcast: (name) => this.#broadcast(name),
      eventSource: (path) => this.#eventSource(path),
      now: () => this.time,
      random: () => 0.5,
      newId: () => this.#newId(),
      sha256: async (bytes) => {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      },
      after: (milliseconds, run) => {
        const timer = { at: this.time + milliseconds, run };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
      breathe: () => Promise.resolve(),
      online: () => this.isOnline,
      visible: () => this.isVisible,
      listen: (hear) => {
        this.#listeners.add(hear);
        return () => this.#listeners.delete(hear);
      },
      persist: async () => {
        this.asked += 1;
        return this.persisted;
      },
      memory: {
        get: (key) => this.words.get(key),
        set: (key, value) => {
          if (value === undefined) this.words.delete(key);
          else this.words.set(key, value);
        },
      },
    };
  }

  open(environment = this.environment()): Promise<Phone> {
    return openDevice<Documents, Mutations>(environment, ACCOUNT, mutators);
  }

  store(): Store {
    return openStore(this.environment(), ACCOUNT);
  }

  /** Turns the clock and rings what is due, in order. */
  async turn(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    for (;;) {
      const due = [...this.#timers]
        .filter(({ at }) => at <= until)
        .sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.run();
      await settle();
    }
    this.time = until;
    await settle();
  }

  happens(event: WorldEvent): void {
    if (event === "online" || event === "offline") this.isOnline = event === "online";
    else if (event === "visible" || event === "hidden") this.isVisible = event === "visible";
    for (const hear of [...this.#listeners]) hear(event);
  }

  #newId(): string {
    this.#ids += 1;
    return `${this.name.padStart(8, "0")}-0000-4000-8000-${String(this.#ids).padStart(12, "0")}`;
  }

  async #lock<T>(
    name: string,
    { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    run: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    const taken = this.#locks.get(name);
    if (taken !== undefined && ifAvailable) return run(null);
    await taken;
    signal?.throwIfAborted();
    const turn = run({});
    const held = turn.catch(() => {}).then(() => this.#locks.delete(name));
    this.#locks.set(name, held);
    return turn;
  }

  #broadcast(name: string): Channel {
    const others = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, others);
    let own: ((message: unknown) => void) | undefined;
    return {
      post: (message) => {
        const copy: unknown = structuredClone(message);
        for (const listener of others) if (listener !== own) setImmediate(() => listener(copy));
      },
      hear: (listener) => {
        own = listener;
        others.add(listener);
      },
      close: () => {
        if (own !== undefined) others.delete(own);
      },
    };
  }

  #eventSource(path: string): Listening {
    const source = { path, say: (_: string) => {}, end: () => {}, closed: false };
    this.sources.push(source);
    return {
      onMessage: (listener) => {
        source.say = listener;
      },
      onEnd: (listener) => {
        source.end = listener;
      },
      close: () => {
        source.closed = true;
      },
    };
  }
}

declare function setImmediate(run: () => void): void;

/** Lets everything that is under way and waits for no clock come to its end. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 60; turns++) await new Promise<void>((resolve) => setImmediate(resolve));
}

export async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; !happened() && tries < 100; tries++) await settle();
}

export async function synced(phone: Phone): Promise<Round["kind"]> {
  return (await phone.syncNow()).kind;
}

export const notes = (phone: Phone): Record<string, string> =>
  Object.fromEntries([...phone.documents("note").value].map(([id, body]) => [id, body.text]));

export const sums = (phone: Phone): Record<string, number> =>
  Object.fromEntries([...phone.documents("tally").value].map(([id, body]) => [id, body.sum]));
