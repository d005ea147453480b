/** A phone's storage, and the windows that open it, for the tests of the sealed room. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import type { Writing } from "../../../pwa/src/reflections/channel.ts";
import { base64 } from "../../../pwa/src/reflections/shell/bytes.ts";
import { type Row, Store, type VaultRow } from "../../../pwa/src/reflections/shell/store.ts";
import { Vault } from "../../../pwa/src/reflections/shell/vault.ts";

globalThis.IDBKeyRange = IDBKeyRange;

export const PASSPHRASE = "four plain words here";
export const NOW = Date.UTC(2026, 10, 27, 12);
/** So that a test need not wait for 600,000 rounds each time. */
export const FEW_ROUNDS = 1_000;

export const writing = (part: Partial<Writing> = {}): Writing => ({
  title: "After the ward round",
  text: "What I would do another time.",
  date: "2026-11-27",
  meeting: null,
  tags: [],
  actions: [],
  letGo: null,
  prompt: null,
  ...part,
});

export interface Phone {
  readonly factory: IDBFactory;
  now: number;
  /** A window, locked. */
  window(): Vault;
  /** A window that has been unlocked. */
  opened(passphrase?: string): Promise<Vault>;
  /** All that lies in the database. */
  raw(): Promise<{ vault: VaultRow | null; rows: Row[] }>;
}

export function newPhone(factory = new IDBFactory()): Phone {
  const phone: Phone = {
    factory,
    now: NOW,
    window: () => new Vault(new Store(factory), () => phone.now, FEW_ROUNDS),
    opened: async (passphrase = PASSPHRASE) => {
      const vault = phone.window();
      await vault.unlock({ by: "passphrase", passphrase });
      return vault;
    },
    raw: async () => {
      const rows: Row[] = [];
      const vault = await new Store(factory).read(null, (some) => rows.push(...some));
      return { vault, rows };
    },
  };
  return phone;
}

/** A phone with a vault, its open window and its recovery key. */
export async function begun(): Promise<{ phone: Phone; vault: Vault; recovery: string }> {
  const phone = newPhone();
  const vault = phone.window();
  const recovery = await vault.begin(PASSPHRASE);
  return { phone, vault, recovery };
}

/** The refusal that this ends with, or null when it ends well. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return (error as { refusal?: string }).refusal ?? String(error);
  }
}

/** Another phone with the same storage, byte for byte. */
export async function copyOf(phone: Phone): Promise<Phone> {
  const { vault, rows } = await phone.raw();
  const copy = newPhone();
  if (vault !== null) await new Store(copy.factory).commit(null, { vault, remove: [], put: rows });
  return copy;
}

/** What lies in the database, every byte, as one text: to see that nothing has changed. */
export async function fingerprint(phone: Phone): Promise<string> {
  const { vault, rows } = await phone.raw();
  const told = rows.map(({ nonce, sealed, ...rest }) => [
    JSON.stringify(rest),
    base64(nonce),
    base64(sealed),
  ]);
  return `${JSON.stringify(vault)}${told.flat().join()}`;
}
