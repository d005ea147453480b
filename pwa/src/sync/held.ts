import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { BucketChange } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import { readPage } from "./pages.ts";
import type { Put } from "./protocol.ts";
import type { Store } from "./store/open.ts";

/** The documents of one kind, by id. */
export type Bodies = ReadonlyMap<string, unknown>;

/**
 * What this phone holds, in memory: the stored documents by kind, filled a page at a time so that the first
 * rows are on the screen before the last are read. Knows buckets only to take them away again.
 */
export interface Held {
  documents(kind: string): ReadonlySignal<Bodies>;
  /** All that is stored has been read. */
  loaded: ReadonlySignal<boolean>;
  load(): Promise<void>;
  apply(changes: readonly BucketChange[], stamp: number): void;
  /** Another tab stored these: `pages` undefined means all of the bucket. */
  reload(name: string, pages: readonly number[] | undefined, stamp: number): Promise<void>;
  /** All that is stored is read anew, and what is not stored any more goes. */
  renew(): Promise<void>;
  /** Buckets whose lease is over are as if they were not held. */
  hide(names: ReadonlySet<string>): Promise<void>;
  forget(): void;
}

interface Kind {
  bodies: Map<string, unknown>;
  owner: Map<string, string>;
  shown: Signal<Bodies>;
}

export function holdDocuments(store: Store, environment: Environment): Held {
  const kinds = new Map<string, Kind>();
  const buckets = new Map<string, Map<number, readonly Put[]>>();
  /** Goes up when a bucket's pages are no longer those that a reader set out to read. */
  const lives = new Map<string, number>();
  const loaded = signal(false);
  const dirty = new Set<Kind>();
  let hidden: ReadonlySet<string> = new Set();
  let newest = 0;
  let unpublished = 0;
  let published = 0;

  function kindOf(name: string): Kind {
    let kind = kinds.get(name);
    if (kind === undefined) {
      kind = { bodies: new Map(), owner: new Map(), shown: signal<Bodies>(new Map()) };
      kinds.set(name, kind);
    }
    return kind;
  }

  function setPage(bucket: string, page: number, puts: readonly Put[]): void {
    let pages = buckets.get(bucket);
    if (pages === undefined) {
      pages = new Map();
      buckets.set(bucket, pages);
    }
    const before = pages.get(page) ?? [];
    pages.set(page, puts);
    const stays = new Set(before.length > 0 ? puts.map(([kind, id]) => `${kind}/${id}`) : []);
    for (const [name, id] of before) if (!stays.has(`${name}/${id}`)) remove(bucket, name, id);
    for (const [name, id, , body] of puts) {
      const kind = kindOf(name);
      kind.bodies.set(id, body);
      kind.owner.set(id, bucket);
      dirty.add(kind);
    }
    unpublished += puts.length;
  }

  function remove(bucket: string, name: string, id: string): void {
    const kind = kindOf(name);
    // A document that moved is in its new bucket by now.
    if (kind.owner.get(id) !== bucket) return;
    kind.bodies.delete(id);
    kind.owner.delete(id);
    dirty.add(kind);
  }

  function drop(bucket: string): void {
    lives.set(bucket, (lives.get(bucket) ?? 0) + 1);
    for (const puts of buckets.get(bucket)?.values() ?? []) {
      for (const [name, id] of puts) remove(bucket, name, id);
    }
    buckets.delete(bucket);
  }

  function publish(): void {
    batch(() => {
      for (const kind of dirty) kind.shown.value = new Map(kind.bodies);
    });
    dirty.clear();
    published += unpublished;
    unpublished = 0;
  }

  async function load(name: string): Promise<void> {
    const life = lives.get(name) ?? 0;
    const stale = () => (lives.get(name) ?? 0) !== life || hidden.has(name);
    const plan = await store.read(["bucket", "page"], async (tx) => {
      const bucket = await tx.get("bucket", name);
      if (bucket === undefined) return undefined;
      return { pages: bucket.pages, generation: bucket.generation };
    });
    for (let page = 0; plan !== undefined && page < plan.pages; page++) {
      if (stale()) return;
      const puts = await readStored(name, page, plan.generation);
      // An answer applied meanwhile has set this page already, and newer.
      if (stale()) return;
      if (puts !== undefined && !buckets.get(name)?.has(page)) setPage(name, page, puts.documents);
      if (unpublished > published) publish();
      await environment.breathe();
    }
  }

  /** One stored page, if it belongs to the generation that is the bucket now. */
  function readStored(
    name: string,
    page: number,
    generation: number | undefined,
  ): Promise<{ documents: Put[]; stamp: number } | undefined> {
    return store.read(["page", "bucket", "meta"], async (tx) => {
      const bucket = await tx.get("bucket", name);
      if (bucket === undefined || (generation ?? bucket.generation) !== bucket.generation) return undefined;
      const fragments = await tx.all("page", tx.beginning(name, bucket.generation, page));
      const documents = fragments.flatMap((fragment) => readPage(fragment) ?? []);
      return { documents, stamp: (await tx.meta("device"))?.stamp ?? 0 };
    });
  }

  return {
    documents: (kind) => kindOf(kind).shown,
    loaded,
    async load() {
      const names = await store.read(["bucket"], async (tx) => {
        const keys = await tx.keys("bucket");
        const all = await tx.all("bucket");
        return keys.map((name, place) => ({ name, count: all[place]?.count ?? 0 }));
      });
      names.sort((one, other) => one.count - other.count);
      for (const { name } of names) await load(name);
      publish();
      loaded.value = true;
    },
    apply(changes, stamp) {
      newest = Math.max(newest, stamp);
      for (const { name, extent, pages } of changes) {
        if (extent !== "some") drop(name);
        if (hidden.has(name)) continue;
        for (const [page, puts] of pages) setPage(name, page, puts);
      }
      publish();
    },
    async reload(name, pages, stamp) {
      newest = Math.max(newest, stamp);
      if (pages === undefined) {
        drop(name);
        await load(name);
      } else {
        for (const page of pages) {
          const puts = await readStored(name, page, undefined);
          // Read before this tab stored something newer: what it stored is in memory already.
          if (puts !== undefined && puts.stamp >= newest) setPage(name, page, puts.documents);
        }
      }
      publish();
    },
    async renew() {
      const names = await store.read(["bucket"], (tx) => tx.keys("bucket"));
      for (const name of new Set([...buckets.keys(), ...names])) {
        drop(name);
        await load(name);
      }
      publish();
    },
    async hide(names) {
      const before = hidden;
      hidden = names;
      for (const name of names) if (!before.has(name)) drop(name);
      for (const name of before) if (!names.has(name) && !buckets.has(name)) await load(name);
      publish();
    },
    forget() {
      for (const name of [...buckets.keys()]) drop(name);
      publish();
    },
  };
}
