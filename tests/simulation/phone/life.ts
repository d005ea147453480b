import type { Channel, Listening, Locks, WorldEvent } from "../../../pwa/src/sync/environment.ts";

declare function setImmediate(run: () => void): void;

/**
 * One life of a phone's browser, from opening to being killed. Its timers ring only when the clock is turned.
 * Killing is sudden: at some storage operation or at some moment of a request, after which nothing that this
 * life still does reaches anybody.
 */
export class Life {
  dead = false;
  steps = 0;
  /** Dies when so many steps are done. */
  lastStep: number | undefined;
  quota: number | undefined;
  requests = 0;
  transactions = new Set<IDBTransaction>();
  readonly killed: Promise<void>;
  #die: () => void = () => {};
  #timers = new Set<{ at: number; run: () => void }>();
  #channels = new Map<string, Set<(message: unknown) => void>>();
  #locks = new Map<string, Promise<unknown>>();
  #listeners = new Set<(event: WorldEvent) => void>();

  constructor() {
    this.killed = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** One storage operation, or one end of a request. */
  step(): void {
    this.steps += 1;
    if (this.lastStep !== undefined && this.steps >= this.lastStep) this.kill();
  }

  kill(): void {
    if (this.dead) return;
    this.dead = true;
    for (const transaction of this.transactions) {
      try {
        transaction.abort();
      } catch {
        // It had ended: what it wrote is on the disk.
      }
    }
    this.#timers.clear();
    this.#channels.clear();
    this.#listeners.clear();
    this.#die();
  }

  isFull(value: unknown): boolean {
    return this.quota !== undefined && JSON.stringify(value).length > this.quota;
  }

  after(now: number, milliseconds: number, run: () => void): () => void {
    if (this.dead) return () => {};
    const timer = { at: now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The next timer that is due; it is taken out. */
  due(until: number): { at: number; run: () => void } | undefined {
    let next: { at: number; run: () => void } | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    if (next !== undefined) this.#timers.delete(next);
    return next;
  }

  listen(hear: (event: WorldEvent) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  happens(event: WorldEvent): void {
    for (const hear of [...this.#listeners]) hear(event);
  }

  locks(): Locks {
    return {
      request: async (name, { ifAvailable, signal }, run) => {
        const taken = this.#locks.get(name);
        if (taken !== undefined && ifAvailable) return run(null);
        await taken;
        signal?.throwIfAborted();
        const turn = run({});
        this.#locks.set(
          name,
          turn.catch(() => {}).then(() => this.#locks.delete(name)),
        );
        return turn;
      },
    };
  }

  channel(name: string): Channel {
    const others = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, others);
    let own: ((message: unknown) => void) | undefined;
    return {
      post: (message) => {
        const copied: unknown = structuredClone(message);
        for (const listener of others) {
          if (listener !== own) setImmediate(() => !this.dead && listener(copied));
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

  /** Pokes are not simulated: they are hints, and every sync here is asked for. */
  silence(): Listening {
    return { onMessage: () => {}, onEnd: () => {}, close: () => {} };
  }
}

/** Waits until nothing that needs no clock is under way. */
export async function quiet(life: Life): Promise<void> {
  for (let still = 0, seen = -1; still < 12; ) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const now = life.steps;
    still = now === seen && (life.requests === 0 || life.dead) ? still + 1 : 0;
    seen = now;
  }
}
