import { expect, test } from "vitest";
import type { Writing } from "../../../pwa/src/reflections/channel.ts";
import { BACKUP_FORMAT } from "../../../pwa/src/reflections/shell/backup.ts";
import { FORMAT } from "../../../pwa/src/reflections/shell/rows.ts";
import { DATABASE, STEPS, Store } from "../../../pwa/src/reflections/shell/store.ts";
import { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import {
  begun,
  FEW_ROUNDS,
  fingerprint,
  NOW,
  newPhone,
  PASSPHRASE,
  type Phone,
  refusalOf,
  writing,
} from "./vaults.ts";

/** Backups as they were written by each format, never changed again. */
interface Frozen {
  readonly passphrase: string;
  readonly recovery: string;
  readonly writings: readonly Writing[];
  readonly file: string;
}
const formats = Array.from({ length: BACKUP_FORMAT }, (_, at) => at + 1);

test.each(formats)(
  "the frozen backup of format %i opens with each of its keys, and all of it is there",
  async (format) => {
    const kept = (await import(`../../vectors/reflections/backup-${format}.json`)) as { default: Frozen };
    const { passphrase, recovery, writings, file } = kept.default;
    expect(JSON.parse(file)).toMatchObject({ format });
    for (const key of [{ by: "passphrase", passphrase } as const, { by: "recovery", recovery } as const]) {
      const vault = newPhone().window();
      expect((await vault.restore(file, key, "merge")).added).toBe(writings.length);
      expect((await vault.list()).map((one) => one.writing)).toEqual(writings);
      expect((await vault.standing()).backup?.since).toBe(0);
    }
  },
);

/** The database as a page would leave it whose upgrade to the next schema failed, or was cut off. */
async function upgradeThat(phone: Phone, fails: (transaction: IDBTransaction) => void): Promise<void> {
  const next = new Store(phone.factory, [
    ...STEPS,
    (database, transaction) => {
      database.createObjectStore("more");
      transaction.objectStore("rows").clear();
      database.deleteObjectStore("vault");
      fails(transaction);
    },
  ]);
  expect(await refusalOf(next.vault())).toBe("not-kept");
}

test("a schema upgrade that fails or is cut off leaves all as it was, and readable by the page before", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing());
  const before = await fingerprint(phone);
  await upgradeThat(phone, (transaction) => transaction.abort());
  await upgradeThat(phone, (transaction) => {
    setTimeout(() => transaction.abort());
    const busy = () => {
      transaction.objectStore("rows").count().onsuccess = busy;
    };
    busy();
  });
  expect(await fingerprint(phone)).toBe(before);
  expect(await (await phone.opened()).list()).toEqual([kept]);
  expect((await phone.factory.databases()).map(({ name, version }) => [name, version])).toEqual([
    [DATABASE, STEPS.length],
  ]);
});

test("a schema that a newer page made is said to be newer, and nothing of it is touched", async () => {
  const { phone, vault } = await begun();
  await vault.save(null, 0, writing());
  const newer = new Store(phone.factory, [...STEPS, () => {}]);
  expect((await newer.vault())?.format).toBe(FORMAT);
  const old = phone.window();
  expect(await old.standing()).toMatchObject({ vault: "locked", newer: true });
  const passphrase = { by: "passphrase", passphrase: PASSPHRASE } as const;
  for (const work of [old.begin(PASSPHRASE), old.unlock(passphrase), old.erase()]) {
    expect(await refusalOf(work)).toBe("newer");
  }
  // The window that was open all along lets the newer one in, and keeps nothing over it.
  expect(await refusalOf(vault.save(null, 0, writing()))).toBe("newer");
  const opened = new Vault(newer, () => NOW, FEW_ROUNDS);
  await opened.unlock(passphrase);
  expect(await opened.list()).toHaveLength(1);
});

test("a vault of a newer format is said to be newer, and nothing of it is touched", async () => {
  const { phone, vault } = await begun();
  const { file } = await vault.backup();
  const { vault: row } = await phone.raw();
  if (row === null) throw new Error("nothing there");
  const change = { vault: { ...row, format: FORMAT + 1, stamp: "x" }, remove: [], put: [] };
  await new Store(phone.factory).commit(row.stamp, change);
  const before = await fingerprint(phone);
  const passphrase = { by: "passphrase", passphrase: PASSPHRASE } as const;
  const old = phone.window();
  expect(await old.standing()).toMatchObject({ vault: "locked", newer: true });
  for (const work of [
    () => old.begin(PASSPHRASE),
    () => old.unlock(passphrase),
    () => old.restore(file, passphrase, "merge"),
    () => old.erase(),
    () => vault.save(null, 0, writing()),
    () => vault.list(),
  ]) {
    expect(await refusalOf(work())).toBe("newer");
  }
  expect(await fingerprint(phone)).toBe(before);
});
