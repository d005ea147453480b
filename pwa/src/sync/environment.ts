/**
 * Everything of the world that sync depends on. It is handed in, so that many phones can run in one
 * process, be killed at any await, and live by a clock that a test turns.
 */
export interface Environment {
  /** The app's version, as the server should know it. */
  version: string;
  fetch(path: string, init: RequestInit): Promise<Response>;
  indexedDB: IDBFactory;
  keyRange: Pick<typeof IDBKeyRange, "bound" | "upperBound" | "lowerBound">;
  /** Missing in old browsers: then the stamp in the store alone keeps tabs apart. */
  locks: Locks | undefined;
  broadcast(name: string): Channel;
  eventSource(path: string): Listening;
  now(): number;
  /** From 0 up to 1, for jitter only. */
  random(): number;
  /** A random id of 128 bits, written as a UUID. */
  newId(): string;
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Calls back later; the answer takes it back. */
  after(milliseconds: number, run: () => void): () => void;
  /** Lets the screen draw. */
  breathe(): Promise<void>;
  online(): boolean;
  visible(): boolean;
  /** Tells of these; the answer stops it. */
  listen(hear: (event: WorldEvent) => void): () => void;
  /** Asks the browser to keep what is stored; undefined where it cannot be asked. */
  persist(): Promise<boolean | undefined>;
  /** A few words that outlive the database, so that a lost one is noticed. */
  memory: { get(key: string): string | undefined; set(key: string, value: string | undefined): void };
}

/** `left`: this page may stand still from now on, and be shown again (`back`) or never. */
export type WorldEvent = "online" | "offline" | "visible" | "hidden" | "left" | "back";

export interface Locks {
  request<T>(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    run: (lock: unknown) => Promise<T>,
  ): Promise<T>;
}

export interface Channel {
  post(message: unknown): void;
  hear(listener: (message: unknown) => void): void;
  close(): void;
}

export interface Listening {
  onMessage(listener: (data: string) => void): void;
  /** Told once it will not come back by itself. */
  onEnd(listener: () => void): void;
  close(): void;
}

/** The browser's own. The only place of the app that names these globals. */
export function browserEnvironment(version: string): Environment {
  return {
    version,
    fetch: (path, init) => fetch(path, init),
    indexedDB,
    keyRange: IDBKeyRange,
    locks: browserLocks(),
    broadcast,
    eventSource,
    now: () => Date.now(),
    random: () => Math.random(),
    newId,
    sha256: async (bytes) => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    breathe,
    online: () => navigator.onLine,
    visible: () => document.visibilityState === "visible",
    listen,
    persist: async () => {
      if (navigator.storage?.persist === undefined) return undefined;
      try {
        return await navigator.storage.persist();
      } catch {
        return undefined;
      }
    },
    memory: {
      get: (key) => quietly(() => localStorage.getItem(key) ?? undefined),
      set: (key, value) => {
        quietly(() =>
          value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value),
        );
      },
    },
  };
}

/** `crypto.randomUUID` is missing on plain http pages of other hosts; random bytes are not. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function browserLocks(): Locks | undefined {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return undefined;
  return { request: (name, options, run) => locks.request(name, options, run) as ReturnType<typeof run> };
}

function broadcast(name: string): Channel {
  if (typeof BroadcastChannel === "undefined") return { post() {}, hear() {}, close() {} };
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    hear: (listener) => {
      channel.onmessage = (event: MessageEvent<unknown>) => listener(event.data);
    },
    close: () => channel.close(),
  };
}

function eventSource(path: string): Listening {
  const source = new EventSource(path);
  return {
    onMessage: (listener) => {
      source.onmessage = (event: MessageEvent<string>) => listener(event.data);
    },
    onEnd: (listener) => {
      // An EventSource reconnects by itself after a lost line, and closes for good after an error answer.
      source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) listener();
      };
    },
    close: () => source.close(),
  };
}

function listen(hear: (event: WorldEvent) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const tell = (event: WorldEvent) => () => hear(event);
  addEventListener("online", tell("online"), { signal });
  addEventListener("offline", tell("offline"), { signal });
  addEventListener("focus", tell("visible"), { signal });
  addEventListener("pagehide", tell("left"), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && hear("back"), { signal });
  const seen = () => hear(document.visibilityState === "visible" ? "visible" : "hidden");
  document.addEventListener("visibilitychange", seen, { signal });
  return () => stop.abort();
}

/** A message to oneself is a task of its own, without the 4 ms that nested timers wait. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Private windows and full disks refuse localStorage; nothing of ours depends on it. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
