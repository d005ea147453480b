/**
 * Watches an open vault and locks it: drops the key, then has the document reloaded, so that text and keys
 * leave with it. What was still being written gets a moment to be kept, unless nobody was watching for too
 * long: then nothing may be seen any more.
 */
import { type Moment, mustLock, type Watch } from "./lock.ts";
import type { Vault } from "./vault.ts";

export interface LockWorld {
  readonly now: () => Moment;
  readonly reload: () => void;
  readonly after: (milliseconds: number, run: () => void) => void;
  /** Tells the room that the lock comes. */
  readonly warn: () => void;
}

/** Milliseconds for the room's last save. */
export const GRACE = 400;

export class Locking {
  readonly #vault: Vault;
  readonly #world: LockWorld;
  #watch: Watch;
  #closing = false;

  constructor(vault: Vault, world: LockWorld) {
    this.#vault = vault;
    this.#world = world;
    const now = world.now();
    this.#watch = { looked: now, here: now, hidden: null };
  }

  /** True from the warning on: only saving goes on. */
  get closing(): boolean {
    return this.#closing;
  }

  /** The person did something, or has just opened it. */
  here(): void {
    const now = this.#world.now();
    this.#watch = { ...this.#watch, looked: now, here: now };
  }

  hidden(): void {
    if (!this.look()) this.#watch = { ...this.#watch, hidden: this.#watch.hidden ?? this.#world.now() };
  }

  /** True when it locks: what was hidden for too long may not be seen again. */
  visible(): boolean {
    if (this.overdue()) return true;
    this.#watch = { ...this.#watch, hidden: null };
    return false;
  }

  /** Called now and then. Locks with a moment's grace when it is time; true when it does. */
  look(): boolean {
    if (!this.#isTime()) return false;
    if (!this.#closing) this.lock();
    return true;
  }

  /** Locks at once when it is time; true when it does. */
  overdue(): boolean {
    if (!this.#isTime()) return false;
    if (!this.#closing) this.atOnce();
    return true;
  }

  lock(): void {
    this.#closing = true;
    this.#world.warn();
    this.#world.after(GRACE, () => void this.#vault.settled().then(() => this.atOnce()));
  }

  atOnce(): void {
    this.#closing = true;
    this.#vault.forget();
    this.#world.reload();
  }

  #isTime(): boolean {
    const now = this.#world.now();
    const isTime = this.#closing || (this.#vault.isOpen && mustLock(this.#watch, now));
    this.#watch = { ...this.#watch, looked: now };
    return isTime;
  }
}
