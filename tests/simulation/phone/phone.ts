import { type Device, openDevice } from "../../../pwa/src/sync/device.ts";
import type { Environment } from "../../../pwa/src/sync/environment.ts";
import type { Mutators } from "../../../pwa/src/sync/overlay.ts";
import { Life, quiet } from "./life.ts";
import { Network } from "./network.ts";
import { copy, type Damage, damage, dump, fake, storageOf } from "./storage.ts";

type AnyDocuments = Record<string, unknown>;
type AnyMutations = Record<string, unknown>;
export type AnyDevice = Device<AnyDocuments, AnyMutations>;
export type AnyMutators = Mutators<AnyDocuments, AnyMutations>;

export interface Setup {
  account: string;
  base: string;
  cookie: string;
  version: string;
  /** Milliseconds since 1970, as this phone believes. */
  time: number;
  locks: boolean;
}

declare const crypto: Crypto;

/** One phone: storage that outlives its deaths, a line to the server, a clock of its own, and its tabs. */
export class Phone {
  storage: IDBFactory = new fake.IDBFactory();
  memory = new Map<string, string>();
  setup: Setup;
  network: Network;
  life = new Life();
  tabs: AnyDevice[] = [];
  readonly mutators: AnyMutators;

  constructor(setup: Setup, mutators: AnyMutators) {
    this.setup = setup;
    this.mutators = mutators;
    this.network = new Network(setup.base, setup.cookie);
  }

  get database(): string {
    return `alongside-${this.setup.account}`;
  }

  async openTab(): Promise<number> {
    const opening = openDevice<AnyDocuments, AnyMutations>(
      this.#environment(),
      this.setup.account,
      this.mutators,
    );
    this.tabs.push(await this.alive(opening));
    return this.tabs.length - 1;
  }

  tab(number = 0): AnyDevice {
    const tab = this.tabs[number];
    if (tab === undefined) throw new Error("no such tab");
    return tab;
  }

  /** The result, or the news that the phone died over it. */
  async alive<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {});
    const result = await Promise.race([work, this.life.killed.then(() => Promise.reject(new Killed()))]);
    await quiet(this.life);
    if (this.life.dead) throw new Killed();
    return result;
  }

  /** A new life over what the last one left on the disk, with as many tabs. */
  async restart(): Promise<void> {
    const tabs = Math.max(1, this.tabs.length);
    this.life.kill();
    this.life = new Life();
    this.tabs = [];
    for (let tab = 0; tab < tabs; tab++) await this.openTab();
  }

  async turn(milliseconds: number): Promise<void> {
    const until = this.setup.time + milliseconds;
    for (let due = this.life.due(until); due !== undefined; due = this.life.due(until)) {
      this.setup.time = Math.max(this.setup.time, due.at);
      due.run();
      await quiet(this.life);
    }
    this.setup.time = until;
  }

  /** A twin, as a restored backup of the phone makes one. It is not opened yet. */
  async clone(): Promise<Phone> {
    const twin = new Phone({ ...this.setup }, this.mutators);
    await copy(this.storage, twin.storage, this.database);
    for (const [key, value] of this.memory) twin.memory.set(key, value);
    return twin;
  }

  damage(what: Damage): Promise<unknown> {
    return damage(this.storage, this.database, what);
  }

  /** What is on the disk: documents by bucket, cursors, and everything else as it is. */
  async stored(): Promise<unknown> {
    const { page = [], bucket = [], ...rest } = await dump(this.storage, this.database);
    const buckets: Record<string, { record: unknown; documents: unknown[] }> = {};
    for (const [name, record] of bucket) buckets[String(name)] = { record, documents: [] };
    const strays: unknown[] = [];
    for (const [key, value] of page) {
      const [name, generation] = key as [string, number];
      const held = buckets[name];
      if (held === undefined || (held.record as { generation: number }).generation !== generation)
        strays.push(key);
      else held.documents.push(...(JSON.parse((value as { text: string }).text) as unknown[]));
    }
    return { buckets, strays, ...rest };
  }

  #environment(): Environment {
    const { life, network, setup, memory } = this;
    return {
      version: setup.version,
      fetch: (path, init) => network.fetch(life, path, init),
      indexedDB: storageOf(this.storage, life),
      keyRange: fake.IDBKeyRange,
      locks: setup.locks ? life.locks() : undefined,
      broadcast: (name) => life.channel(name),
      eventSource: () => life.silence(),
      now: () => setup.time,
      random: () => 0.5,
      newId: () => crypto.randomUUID(),
      sha256: async (bytes) => {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      },
      after: (milliseconds, run) => life.after(setup.time, milliseconds, run),
      breathe: () => Promise.resolve(),
      online: () => network.online,
      visible: () => true,
      listen: (hear) => life.listen(hear),
      persist: async () => true,
      memory: {
        get: (key) => memory.get(key),
        set: (key, value) => {
          if (life.dead) return;
          if (value === undefined) memory.delete(key);
          else memory.set(key, value);
        },
      },
    };
  }
}

export class Killed extends Error {
  constructor() {
    super("killed");
  }
}
