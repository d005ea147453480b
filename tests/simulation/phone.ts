import type { Device } from "../../pwa/src/sync/device.ts";
import type { Channel, Environment } from "../../pwa/src/sync/environment.ts";
import { forget } from "./dump.ts";
import { type Fault, Line, type Seen } from "./line.ts";
import { watched } from "./storage.ts";

/** The world that all phones of one history share: what time it is, and where the servers are. */
export interface World {
  time: number;
  servers: string[];
  /** A fault put in on purpose. */
  plant: string | undefined;
  factory(): IDBFactory;
  keyRange: Environment["keyRange"];
}

export interface Owner {
  name: string;
  account: string;
  cookie: string;
  /** How far this phone's clock is off, in milliseconds. */
  offset: number;
  version: string;
  /** Old browsers have none: two tabs may then sync at once. */
  locks: boolean;
}

/** One start of the app, from opening to being closed or killed; the phone's storage outlives it. */
class Life {
  dead = false;
  operations = 0;
  killAt: number | undefined;
  tabs: Device[] = [];
  locks = new Map<string, Promise<unknown>>();
  channels = new Map<string, Set<(message: unknown) => void>>();
  timers = new Set<{ at: number; run: () => void }>();
  transactions = new Set<IDBTransaction>();
  ended: Promise<void>;
  #end: () => void = () => {};

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Another place where the world could end; it does at the one that was asked for. */
  step(): boolean {
    this.operations += 1;
    if (this.operations === this.killAt) this.die();
    return this.dead;
  }

  /** As a signal ends a process: nothing after this moment happens, and no open transaction is kept. */
  die(): void {
    this.dead = true;
    for (const transaction of this.transactions) {
      try {
        transaction.abort();
      } catch {
        // It was over already.
      }
    }
    this.#end();
  }
}

const never = <T>(): Promise<T> => new Promise(() => {});

/** One browser: its storage, its clock, its tabs. */
export class Phone {
  readonly owner: Owner;
  readonly line: Line;
  database: IDBFactory;
  life = new Life();
  /** Stored values longer than this find no room. */
  room: number | undefined;
  #world: World;
  #words = new Map<string, string>();
  #ids = 0;

  constructor(world: World, owner: Owner) {
    this.#world = world;
    this.owner = owner;
    this.database = world.factory();
    this.line = new Line(world, owner);
  }

  now(): number {
    return this.#world.time + this.owner.offset;
  }

  /** The id that the next thing of this phone gets: the same in every run of the same history. */
  nextId(): string {
    return idOf(`${this.owner.name}/${this.#ids + 1}`);
  }

  /** Begins anew over the same storage. */
  restart(): void {
    for (const tab of this.life.tabs) if (!this.life.dead) tab.close();
    this.life.die();
    this.life = new Life();
  }

  /** Rings the timers that are due. */
  ring(): void {
    for (const timer of [...this.life.timers]) {
      if (timer.at > this.#world.time || !this.life.timers.delete(timer)) continue;
      timer.run();
    }
  }

  /** Waits until no tab syncs. */
  async turn(): Promise<void> {
    for (const [name, taken] of this.life.locks) if (name.includes("-sync-")) await taken;
  }

  seen(): Seen[] {
    return this.line.seen.splice(0);
  }

  fault(...faults: Fault[]): void {
    this.line.faults.push(...faults);
  }

  environment(): Environment {
    const life = this.life;
    const alive = async <T>(work: () => Promise<T>): Promise<T> => {
      if (life.step()) return never<T>();
      const done = await work();
      return life.step() ? never<T>() : done;
    };
    return {
      version: this.owner.version,
      fetch: (path, init) =>
        alive(async () => {
          if (this.#world.plant === "outbox trimmed too early") await this.#trim(init);
          return this.line.fetch(path, init);
        }),
      indexedDB: watched(this.database, {
        step: () => life.step(),
        room: () => this.room,
        transactions: life.transactions,
      }),
      keyRange: this.#world.keyRange,
      locks: this.owner.locks
        ? { request: (name, options, run) => this.#lock(life, name, options, run) }
        : undefined,
      broadcast: (name) => this.#broadcast(life, name),
      // Pokes are hints, and the simulation says itself when to sync.
      eventSource: () => ({ onMessage() {}, onEnd() {}, close() {} }),
      now: () => this.now(),
      random: () => 0.5,
      newId: () => {
        this.#ids += 1;
        return idOf(`${this.owner.name}/${this.#ids}`);
      },
      sha256: (bytes) =>
        alive(async () => {
          const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
          return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
        }),
      after: (milliseconds, run) => {
        const timer = { at: this.#world.time + milliseconds, run };
        life.timers.add(timer);
        return () => life.timers.delete(timer);
      },
      breathe: () => alive(() => Promise.resolve()),
      online: () => true,
      visible: () => true,
      listen: () => () => {},
      persist: async () => true,
      memory: {
        get: (key) => this.#words.get(key),
        set: (key, value) => {
          if (life.dead) return;
          if (value === undefined) this.#words.delete(key);
          else this.#words.set(key, value);
        },
      },
    };
  }

  /** A planted fault: what is sent is forgotten before it is answered. */
  async #trim(init: RequestInit): Promise<void> {
    if (init.method !== "POST") return;
    const sent: { mutations: { number: number }[] } = JSON.parse(String(init.body));
    const numbers = sent.mutations.map(({ number }) => number);
    await forget(this.database, this.owner.account, numbers);
  }

  async #lock<T>(
    life: Life,
    name: string,
    { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    run: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    if (life.step()) return never<T>();
    for (let taken = life.locks.get(name); taken !== undefined; taken = life.locks.get(name)) {
      if (ifAvailable) return run(null);
      await taken;
    }
    signal?.throwIfAborted();
    const turn = run({});
    const held = turn.then(
      () => {},
      () => {},
    );
    life.locks.set(name, held);
    void held.then(() => life.locks.delete(name));
    return turn;
  }

  #broadcast(life: Life, name: string): Channel {
    const others = life.channels.get(name) ?? new Set();
    life.channels.set(name, others);
    let own: ((message: unknown) => void) | undefined;
    return {
      post: (message) => {
        const copy: unknown = structuredClone(message);
        for (const listener of others) {
          if (listener !== own) setImmediate(() => life.dead || listener(copy));
        }
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
}

declare function setImmediate(run: () => void): void;

/** A UUID made of words: two phones never share one, and every run gives the same. */
function idOf(words: string): string {
  const parts: string[] = [];
  for (let part = 0; part < 4; part++) {
    let hash = 0x811c9dc5 ^ part;
    for (const letter of `${words}#${part}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
    parts.push(((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, "0"));
  }
  const hex = parts.join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
