/**
 * The vault: closed until one of its keys opens it, then everything that the room may ask of it. Its work
 * stands in one line, so that nothing in this window runs across anything else.
 */
import type { Kept, Merged, Refusal, Writing } from "../channel.ts";
import { type OpenedBackup, openBackup, packBackup } from "./backup.ts";
import { newId, random } from "./bytes.ts";
import { Contents } from "./contents.ts";
import {
  newDataKey,
  ROUNDS,
  type Secret,
  unwrap,
  wrapWithPasskey,
  wrapWithPassphrase,
  wrapWithRecovery,
} from "./keys.ts";
import { merge } from "./merging.ts";
import { isWeak } from "./passphrase.ts";
import { writeRecovery } from "./recovery-key.ts";
import { Refused } from "./refused.ts";
import { FORMAT } from "./rows.ts";
import { type Standing, standing } from "./standing.ts";
import type { Store, VaultRow } from "./store.ts";
import { deleted, found, listed, saved } from "./writings.ts";

export class Vault {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #rounds: number;
  #contents: Contents | null = null;
  #line: Promise<unknown> = Promise.resolve();

  /** `now`: epoch milliseconds. `rounds`: of stretching a passphrase. */
  constructor(store: Store, now: () => number, rounds: number = ROUNDS) {
    this.#store = store;
    this.#now = now;
    this.#rounds = rounds;
  }

  get isOpen(): boolean {
    return this.#contents !== null;
  }

  /** Drops the key and all text. The document is reloaded too, so that nothing of them stays in memory. */
  forget(): void {
    this.#contents = null;
  }

  /** Waits until all that was asked before is done. */
  async settled(): Promise<void> {
    await this.#inLine(async () => {});
  }

  standing(): Promise<Standing> {
    return this.#inLine(async () => {
      const contents = this.#contents;
      if (contents !== null) {
        await contents.load();
        return standing("open", contents.wraps, contents);
      }
      try {
        const row = await this.#row();
        return row === null ? standing("none", null, null) : standing("locked", row.wraps, null);
      } catch (error) {
        if (!isRefused(error, "newer")) throw error;
        return { ...standing("locked", null, null), newer: true };
      }
    });
  }

  /** Answers the recovery key, which is kept nowhere. */
  begin(passphrase: string): Promise<string> {
    return this.#inLine(async () => {
      if ((await this.#row()) !== null) throw new Refused("vault-there");
      if (isWeak(passphrase)) throw new Refused("weak-passphrase");
      const key = await newDataKey();
      const id = newId();
      const secret = random(16);
      const wraps = {
        passphrase: await wrapWithPassphrase(key, id, passphrase, this.#rounds),
        recovery: await wrapWithRecovery(key, id, secret),
        passkeys: [],
      };
      const contents = Contents.begun(this.#store, key, id, wraps, null);
      await contents.change(() => {});
      this.#contents = contents;
      return writeRecovery(secret);
    });
  }

  unlock(secret: Secret): Promise<void> {
    return this.#inLine(async () => {
      this.#contents = await this.#unlocked(secret);
    });
  }

  /** Whether another window changed something since the room last heard of it. False while it is closed. */
  changedElsewhere(): Promise<boolean> {
    return this.#inLine(async () => {
      await this.#contents?.load();
      const changed = this.#contents?.changed ?? false;
      if (this.#contents !== null) this.#contents.changed = false;
      return changed;
    });
  }

  list(): Promise<readonly Kept[]> {
    return this.#inLine(() => listed(this.#opened()));
  }

  read(id: string): Promise<Kept | null> {
    return this.#inLine(() => found(this.#opened(), id));
  }

  save(id: string | null, version: number, writing: Writing): Promise<{ kept: Kept; beside: boolean }> {
    return this.#inLine(() => saved(this.#opened(), id, version, writing, this.#now()));
  }

  delete(id: string): Promise<void> {
    return this.#inLine(() => deleted(this.#opened(), id));
  }

  passphrase(passphrase: string): Promise<void> {
    return this.#inLine(async () => {
      const contents = this.#opened();
      if (isWeak(passphrase)) throw new Refused("weak-passphrase");
      const wrap = await wrapWithPassphrase(contents.key, contents.id, passphrase, this.#rounds);
      await contents.change((draft) => {
        draft.wraps = { ...draft.wraps, passphrase: wrap };
      });
    });
  }

  /** A new recovery key, in place of the one before. */
  recovery(): Promise<string> {
    return this.#inLine(async () => {
      const contents = this.#opened();
      const secret = random(16);
      const wrap = await wrapWithRecovery(contents.key, contents.id, secret);
      await contents.change((draft) => {
        draft.wraps = { ...draft.wraps, recovery: wrap };
      });
      return writeRecovery(secret);
    });
  }

  addPasskey(secret: Extract<Secret, { by: "passkey" }>): Promise<void> {
    return this.#inLine(async () => {
      const contents = this.#opened();
      const wrap = await wrapWithPasskey(contents.key, contents.id, secret.credential, secret.output);
      await contents.change((draft) => {
        draft.wraps = { ...draft.wraps, passkeys: [...draft.wraps.passkeys, wrap] };
      });
    });
  }

  removePasskeys(): Promise<void> {
    return this.#inLine(() =>
      this.#opened().change((draft) => {
        if (draft.wraps.passkeys.length > 0) draft.wraps = { ...draft.wraps, passkeys: [] };
      }),
    );
  }

  /** The file's text. `left` is called when it has left, and writes down when that was. */
  backup(): Promise<{ file: string; left: () => Promise<void> }> {
    return this.#inLine(async () => {
      const contents = this.#opened();
      await contents.load();
      const made = this.#now();
      const file = await packBackup(contents, made);
      const left = () =>
        this.#inLine(() =>
          contents.change((draft) => {
            draft.about = { ...draft.about, made };
          }),
        );
      return { file, left };
    });
  }

  /** Looks through a whole file, then merges it, or only says what merging would do. */
  restore(file: string, secret: Secret, only: "look" | "merge"): Promise<Merged> {
    return this.#inLine(async () => {
      const backup = await openBackup(file, secret);
      const contents = await this.#restoring(backup, secret);
      if (only === "look") return merge(contents.draft(), contents.known, backup.incoming);
      const merged = await contents.change((draft) => merge(draft, contents.known, backup.incoming));
      this.#contents = contents;
      return merged;
    });
  }

  erase(): Promise<void> {
    return this.#inLine(async () => {
      let row = await this.#row();
      while (!(await this.#store.commit(row?.stamp ?? null, { vault: null, remove: [], put: [] }))) {
        row = await this.#row();
      }
      this.#contents = null;
      await this.#store.destroy();
    });
  }

  /** The open vault; else the locked one, if this key opens it too; else a new one with the file's keys. */
  async #restoring(backup: OpenedBackup, secret: Secret): Promise<Contents> {
    if (this.#contents !== null) {
      await this.#contents.load();
      return this.#contents;
    }
    if ((await this.#row()) === null) {
      return Contents.begun(this.#store, backup.key, backup.vault, backup.wraps, backup.made);
    }
    try {
      return await this.#unlocked(secret);
    } catch (error) {
      throw isRefused(error, "wrong-key") ? new Refused("locked") : error;
    }
  }

  async #unlocked(secret: Secret): Promise<Contents> {
    const row = await this.#row();
    if (row === null) throw new Refused("no-vault");
    const contents = new Contents(this.#store, await unwrap(row.wraps, row.id, secret), row.id);
    await contents.load();
    return contents;
  }

  async #row(): Promise<VaultRow | null> {
    const row = await this.#store.vault();
    if (row !== null && row.format > FORMAT) throw new Refused("newer");
    return row;
  }

  #opened(): Contents {
    if (this.#contents === null) throw new Refused("locked");
    return this.#contents;
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => {});
    return done;
  }
}

function isRefused(error: unknown, refusal: Refusal): boolean {
  return error instanceof Refused && error.refusal === refusal;
}
