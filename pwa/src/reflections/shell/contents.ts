/**
 * What an open vault holds, decrypted in memory as of one stamp, and how a change of it is made: worked out
 * on what was read last, sealed, and committed if nobody else changed anything; else read anew and again.
 */
import { type Bytes, newId, padded, random, shuffled, unpadded, utf8 } from "./bytes.ts";
import type { Wraps } from "./keys.ts";
import { Refused } from "./refused.ts";
import { type Content, decoysFor, FORMAT, firstVersion, SIZES, seal, sizeOf, unseal } from "./rows.ts";
import type { Row, Store, VaultRow } from "./store.ts";

/** `device` names this copy in clocks; `made`: when the last backup left, epoch milliseconds. */
export interface About {
  readonly device: string;
  readonly made: number | null;
}

/** One row that lies here. `content` null is a decoy; undefined cannot be opened, and is left as it is. */
export interface Known {
  readonly version: number;
  readonly size: number;
  readonly content: Content | null | undefined;
}

/** What a change would do. */
export interface Draft {
  readonly put: Map<string, { readonly version: number; readonly content: Content }>;
  readonly remove: Set<string>;
  wraps: Wraps;
  about: About;
}

/** Waiting for each is several times slower; so many are a few MB at once. */
const TOGETHER = 1_000;
const ATTEMPTS = 50;
const ABOUT_BYTES = 512;

export class Contents {
  readonly key: CryptoKey;
  readonly id: string;
  /** Another window changed something that the room has not been told of. */
  changed = false;
  readonly #store: Store;
  #row: VaultRow | null = null;
  #known: ReadonlyMap<string, Known> = new Map();
  #start: { readonly wraps: Wraps; readonly about: About } | null = null;
  #about: About | null = null;

  constructor(store: Store, key: CryptoKey, id: string) {
    this.#store = store;
    this.key = key;
    this.id = id;
  }

  /** One that is not on the disk yet; its first change makes it. */
  static begun(store: Store, key: CryptoKey, id: string, wraps: Wraps, made: number | null): Contents {
    const contents = new Contents(store, key, id);
    contents.#start = { wraps, about: { device: newId(), made } };
    return contents;
  }

  get known(): ReadonlyMap<string, Known> {
    return this.#known;
  }

  get wraps(): Wraps | null {
    return this.#row?.wraps ?? null;
  }

  get about(): About | null {
    return this.#about;
  }

  /** Reads what changed since it was last read. Refuses `no-vault` when it is gone or another's. */
  async load(): Promise<void> {
    const known = new Map<string, Known>();
    const opening: Promise<void>[] = [];
    const vault = await this.#store.read(this.#row?.stamp ?? null, (rows) => {
      opening.push(inChunks(rows, async (row) => void known.set(row.id, await this.#opened(row))));
    });
    if (vault === null || vault.id !== this.id) throw new Refused("no-vault");
    if (vault.format > FORMAT) throw new Refused("newer");
    if (vault.stamp === this.#row?.stamp) return;
    const about = await this.#openAbout(vault);
    await Promise.all(opening);
    this.changed ||= this.#row !== null;
    this.#row = vault;
    this.#about = about;
    this.#known = known;
  }

  /**
   * Keeps what `plan` puts into the draft, and answers what it answers. It may run several times, each time
   * on what lies here now.
   */
  async change<T>(plan: (draft: Draft) => T | Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#start === null) await this.load();
      const draft = this.draft();
      const { wraps, about } = draft;
      const answer = await plan(draft);
      const touched =
        draft.put.size + draft.remove.size > 0 || draft.wraps !== wraps || draft.about !== about;
      if (!touched && this.#start === null) return answer;
      if (await this.#commit(draft)) return answer;
      if (this.#start !== null) throw new Refused("vault-there");
    }
    throw new Refused("not-kept");
  }

  draft(): Draft {
    const wraps = this.#row?.wraps ?? this.#start?.wraps;
    const about = this.#about ?? this.#start?.about;
    if (wraps === undefined || about === undefined) throw new Refused("no-vault");
    return { put: new Map(), remove: new Set(), wraps, about };
  }

  async #commit(draft: Draft): Promise<boolean> {
    const after = new Map(this.#known);
    const remove = new Set(draft.remove);
    for (const id of remove) after.delete(id);
    const put: Row[] = [];
    await inChunks([...draft.put], async ([id, { version, content }]) => {
      const row = await seal(this.key, id, version, content);
      put.push(row);
      after.set(id, { version, size: sizeOf(row), content });
    });
    await this.#level(after, remove, put);
    const vault: VaultRow = {
      key: "vault",
      format: FORMAT,
      id: this.id,
      stamp: newId(),
      wraps: draft.wraps,
      about:
        this.#row !== null && draft.about === this.#about
          ? this.#row.about
          : await this.#sealAbout(draft.about),
    };
    const kept = await this.#store.commit(this.#row?.stamp ?? null, { vault, remove: [...remove], put });
    if (!kept) return false;
    this.#row = vault;
    this.#about = draft.about;
    this.#known = after;
    this.#start = null;
    return true;
  }

  /** Gives each size as many decoys as it needs: a new reflection takes one's place, a deleted one leaves one. */
  async #level(after: Map<string, Known>, remove: Set<string>, put: Row[]): Promise<void> {
    const rows = new Map(SIZES.map(({ bytes }) => [bytes, { before: 0, filled: 0, decoys: [] as string[] }]));
    for (const { size } of this.#known.values()) {
      const same = rows.get(size);
      if (same !== undefined) same.before++;
    }
    for (const [id, { size, content }] of after) {
      const same = rows.get(size);
      if (content === null) same?.decoys.push(id);
      else if (same !== undefined) same.filled++;
    }
    for (const [bytes, { before, filled, decoys }] of rows) {
      const wanted = decoysFor(bytes, filled, before);
      for (const id of shuffled(decoys).slice(wanted)) {
        after.delete(id);
        remove.add(id);
      }
      await inChunks(Array.from({ length: Math.max(0, wanted - decoys.length) }, newId), async (id) => {
        const row = await seal(this.key, id, firstVersion(), null, bytes);
        put.push(row);
        after.set(id, { version: row.version, size: bytes, content: null });
      });
    }
  }

  async #opened(row: Row): Promise<Known> {
    const before = this.#known.get(row.id);
    if (before?.version === row.version) return before;
    const known = { version: row.version, size: sizeOf(row) };
    try {
      return { ...known, content: await unseal(this.key, row) };
    } catch {
      return { ...known, content: undefined };
    }
  }

  async #sealAbout(about: About): Promise<VaultRow["about"]> {
    const nonce = random(12);
    const plain = padded(about, () => ABOUT_BYTES);
    return {
      nonce,
      sealed: new Uint8Array(await crypto.subtle.encrypt(this.#bound(nonce), this.key, plain)),
    };
  }

  async #openAbout({ about }: VaultRow): Promise<About> {
    try {
      const plain = await crypto.subtle.decrypt(this.#bound(about.nonce), this.key, about.sealed);
      return unpadded(plain) as About;
    } catch {
      throw new Refused("damaged");
    }
  }

  #bound(iv: Bytes): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: utf8(`alongside-reflections/about/1/${this.id}`) };
  }
}

async function inChunks<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += TOGETHER) {
    await Promise.all(all.slice(at, at + TOGETHER).map(work));
  }
}
