import { expect, test } from "vitest";
import type { Writing } from "../../../pwa/src/reflections/channel.ts";
import { BACKUP_FORMAT } from "../../../pwa/src/reflections/shell/backup.ts";
import { hex, utf8 } from "../../../pwa/src/reflections/shell/bytes.ts";
import { Store } from "../../../pwa/src/reflections/shell/store.ts";
import type { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import {
  begun,
  copyOf,
  fingerprint,
  newPhone,
  PASSPHRASE,
  type Phone,
  refusalOf,
  writing,
} from "./vaults.ts";

const KEY = { by: "passphrase", passphrase: PASSPHRASE } as const;
const OTHER = { by: "passphrase", passphrase: "some other four words" } as const;
const NOTHING = { added: 0, newer: 0, both: 0, same: 0 };

const textsOf = async (vault: Vault) => (await vault.list()).map((one) => one.writing.text).sort();
const fileOf = async (vault: Vault) => (await vault.backup()).file;

async function withThree(): Promise<{ phone: Phone; vault: Vault; recovery: string; file: string }> {
  const { phone, vault, recovery } = await begun();
  for (const text of ["one", "two", "three"]) await vault.save(null, 0, writing({ text }));
  return { phone, vault, recovery, file: await fileOf(vault) };
}

test("one's own backup changes nothing, and says that all of it is here", async () => {
  const { phone, vault, file } = await withThree();
  const before = await fingerprint(phone);
  for (const only of ["look", "merge"] as const) {
    expect(await vault.restore(file, KEY, only)).toEqual({ ...NOTHING, same: 3 });
  }
  expect(await fingerprint(phone)).toBe(before);
});

test("on an empty phone it becomes the vault, opens with the same keys, and twice changes nothing", async () => {
  const { vault, recovery, file } = await withThree();
  const phone = newPhone();
  const fresh = phone.window();
  expect(await fresh.restore(file, { by: "recovery", recovery }, "look")).toEqual({ ...NOTHING, added: 3 });
  expect((await fresh.standing()).vault).toBe("none");
  expect(await fresh.restore(file, KEY, "merge")).toEqual({ ...NOTHING, added: 3 });
  expect((await fresh.list()).map(({ id, writing: same }) => [id, same])).toEqual(
    (await vault.list()).map(({ id, writing: same }) => [id, same]),
  );
  const before = await fingerprint(phone);
  expect(await fresh.restore(file, KEY, "merge")).toEqual({ ...NOTHING, same: 3 });
  expect(await fingerprint(phone)).toBe(before);
  const again = phone.window();
  await again.unlock({ by: "recovery", recovery });
  expect(await textsOf(again)).toEqual(["one", "three", "two"]);
});

test("a locked vault opens with the file, when its own key is the same; else it stays locked", async () => {
  const { phone, vault, file } = await withThree();
  const locked = phone.window();
  expect(await locked.restore(file, KEY, "merge")).toEqual({ ...NOTHING, same: 3 });
  expect(locked.isOpen).toBe(true);
  await vault.passphrase(OTHER.passphrase);
  const still = phone.window();
  expect(await refusalOf(still.restore(file, KEY, "merge"))).toBe("locked");
  expect(still.isOpen).toBe(false);
});

test("a wrong key, and a recovery key of another vault, open no file and write nothing", async () => {
  const { phone, vault, file } = await withThree();
  const { recovery } = await begun();
  const before = await fingerprint(phone);
  const empty = newPhone();
  for (const key of [
    OTHER,
    { by: "recovery", recovery } as const,
    { by: "recovery", recovery: "x" } as const,
  ]) {
    expect(await refusalOf(vault.restore(file, key, "merge"))).toBe("wrong-key");
    expect(await refusalOf(empty.window().restore(file, key, "merge"))).toBe("wrong-key");
  }
  expect(await fingerprint(phone)).toBe(before);
  expect((await empty.raw()).vault).toBe(null);
});

test("a file that was cut off anywhere is refused whole", async () => {
  const { phone, vault, file } = await withThree();
  const before = await fingerprint(phone);
  const cuts = [
    0,
    1,
    2,
    10,
    40,
    100,
    500,
    ...Array.from({ length: 40 }, (_, at) => Math.floor((file.length * at) / 40)),
  ];
  for (const cut of [...cuts, file.length - 1]) {
    expect(["damaged", "not-a-backup"]).toContain(
      await refusalOf(vault.restore(file.slice(0, cut), KEY, "merge")),
    );
    expect(["damaged", "not-a-backup"]).toContain(
      await refusalOf(vault.restore(file.slice(cut + 1), KEY, "merge")),
    );
  }
  expect(await fingerprint(phone)).toBe(before);
});

test("one bit flipped at any place, and every bit of what leads it, is refused whole", async () => {
  const { phone, vault, file } = await withThree();
  const before = await fingerprint(phone);
  const head = file.indexOf('"sealed":"', file.indexOf('"nonce"', file.indexOf('"passkeys"'))) + 10;
  const places = [
    ...Array.from({ length: head }, (_, at) => [at, at % 7] as const),
    ...Array.from(
      { length: 400 },
      (_, at) => [head + Math.floor(((file.length - head) * at) / 400), at % 7] as const,
    ),
    ...Array.from({ length: 90 }, (_, at) => [file.length - 1 - at, at % 7] as const),
  ];
  for (const [at, bit] of places) {
    const flipped =
      file.slice(0, at) + String.fromCharCode(file.charCodeAt(at) ^ (1 << bit)) + file.slice(at + 1);
    expect(["damaged", "not-a-backup"]).toContain(await refusalOf(vault.restore(flipped, KEY, "merge")));
  }
  expect(await fingerprint(phone)).toBe(before);
});

interface Parts {
  readonly [name: string]: unknown;
  readonly sealed: string;
  readonly wraps: { readonly passphrase: { readonly rounds: number } };
}

/** The file with something changed by somebody who mends its check, but has no key. */
async function forged(file: string, change: (parts: Parts) => object): Promise<string> {
  const { check: _, ...parts } = JSON.parse(file) as Parts;
  const changed = change(parts as Parts);
  const digest = await crypto.subtle.digest("SHA-256", utf8(JSON.stringify(changed)));
  return JSON.stringify({ ...changed, check: hex(new Uint8Array(digest)) });
}

test("a forged file is refused: nothing of it can be changed without its key", async () => {
  const { phone, vault, file } = await withThree();
  const before = await fingerprint(phone);
  const many = ({ wraps }: Parts) => ({ ...wraps, passphrase: { ...wraps.passphrase, rounds: 10 ** 12 } });
  const forgeries: [(parts: Parts) => object, string][] = [
    [(parts) => ({ ...parts, made: 5 }), "damaged"],
    [(parts) => ({ ...parts, sealed: `AAAA${parts.sealed.slice(4)}` }), "damaged"],
    [(parts) => ({ ...parts, vault: "0".repeat(32) }), "wrong-key"],
    [(parts) => ({ ...parts, format: BACKUP_FORMAT + 1 }), "newer"],
    [(parts) => ({ ...parts, format: 0 }), "damaged"],
    [(parts) => ({ ...parts, wraps: null }), "damaged"],
    [(parts) => ({ ...parts, more: 1 }), "damaged"],
    [(parts) => ({ ...parts, nonce: undefined }), "damaged"],
    [(parts) => ({ ...parts, wraps: { ...parts.wraps, recovery: null } }), "damaged"],
    [(parts) => ({ ...parts, wraps: many(parts) }), "damaged"],
  ];
  for (const [change, refusal] of forgeries) {
    expect(await refusalOf(vault.restore(await forged(file, change), KEY, "merge"))).toBe(refusal);
  }
  expect(await vault.restore(`\n${await forged(file, (parts) => parts)}\n`, KEY, "look")).toEqual({
    ...NOTHING,
    same: 3,
  });
  expect(await fingerprint(phone)).toBe(before);
});

test("what is no backup is said to be none", async () => {
  const { vault } = await begun();
  for (const text of ["", "{}", "[]", "null", "3", "a shopping list", '{"kind":"other"}', "\ud800"]) {
    expect(await refusalOf(vault.restore(text, KEY, "merge"))).toBe("not-a-backup");
  }
});

/** The same vault on two phones, with one reflection that both have. */
async function twins() {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ text: "first" }));
  const there = newPhone();
  const other = there.window();
  await other.restore(await fileOf(vault), KEY, "merge");
  const change = async (on: Vault, part: Partial<Writing>) => {
    const here = await on.read(kept.id);
    return (await on.save(kept.id, here?.version ?? 0, writing(part))).kept;
  };
  return { phone, vault, there, other, kept, change };
}

test("what the file has newer replaces what is here; what it has older does not", async () => {
  const { vault, other, change } = await twins();
  const older = await fileOf(vault);
  await change(other, { text: "second" });
  await change(other, { text: "third" });
  const newer = await fileOf(other);
  expect(await vault.restore(newer, KEY, "look")).toEqual({ ...NOTHING, newer: 1 });
  expect(await textsOf(vault)).toEqual(["first"]);
  expect(await vault.restore(newer, KEY, "merge")).toEqual({ ...NOTHING, newer: 1 });
  expect(await textsOf(vault)).toEqual(["third"]);
  expect(await vault.restore(older, KEY, "merge")).toEqual({ ...NOTHING, same: 1 });
  expect(await textsOf(vault)).toEqual(["third"]);
});

test("changed on both: both are kept, once, and the phones come to hold the same", async () => {
  const { phone, vault, there, other, change } = await twins();
  await change(vault, { text: "here" });
  await change(other, { text: "there" });
  const file = await fileOf(other);
  expect(await vault.restore(file, KEY, "merge")).toEqual({ ...NOTHING, both: 1 });
  expect(await textsOf(vault)).toEqual(["here", "there"]);
  const before = await fingerprint(phone);
  expect((await vault.restore(file, KEY, "merge")).both).toBe(0);
  expect(await fingerprint(phone)).toBe(before);
  expect(await other.restore(await fileOf(vault), KEY, "merge")).toEqual({ ...NOTHING, added: 1, newer: 1 });
  expect(await textsOf(other)).toEqual(["here", "there"]);
  expect(await vault.restore(await fileOf(other), KEY, "merge")).toEqual({ ...NOTHING, same: 2 });
  expect((await there.opened()).isOpen).toBe(true);
});

test("a phone that was copied with all its storage loses nothing either, although its clocks are alike", async () => {
  const { phone, vault, kept } = await twins();
  const copy = await (await copyOf(phone)).opened();
  await vault.save(kept.id, kept.version, writing({ text: "here" }));
  await copy.save(kept.id, kept.version, writing({ text: "on the copy" }));
  expect((await vault.restore(await fileOf(copy), KEY, "merge")).both).toBe(1);
  expect(await textsOf(vault)).toEqual(["here", "on the copy"]);
  expect((await vault.restore(await fileOf(copy), KEY, "merge")).both).toBe(0);
});

test("what was deleted here comes back from a file that has it, and is not deleted by one that has it not", async () => {
  const { vault, kept } = await twins();
  const file = await fileOf(vault);
  const { kept: more } = await vault.save(null, 0, writing({ text: "more" }));
  await vault.delete(kept.id);
  expect(await vault.restore(file, KEY, "merge")).toEqual({ ...NOTHING, added: 1 });
  expect(await textsOf(vault)).toEqual(["first", "more"]);
  expect(await vault.read(more.id)).not.toBe(null);
});

test("a reflection of another vault is merged in, and opens with this one's keys", async () => {
  const { phone, vault } = await begun();
  const elsewhere = newPhone().window();
  await elsewhere.begin(OTHER.passphrase);
  await elsewhere.save(null, 0, writing({ text: "elsewhere" }));
  expect(await vault.restore(await fileOf(elsewhere), OTHER, "merge")).toEqual({ ...NOTHING, added: 1 });
  expect(await textsOf(await phone.opened())).toEqual(["elsewhere"]);
  expect(await refusalOf(phone.opened(OTHER.passphrase))).toBe("wrong-key");
});

test("a damaged reflection comes back from a backup once, beside what cannot be opened", async () => {
  const { phone, vault, kept } = await twins();
  const file = await fileOf(vault);
  const { vault: row, rows } = await phone.raw();
  const hit = rows.find(({ id }) => id === kept.id);
  if (row === null || hit === undefined) throw new Error("nothing there");
  const put = [{ ...hit, sealed: hit.sealed.map((byte) => byte ^ 1) }];
  await new Store(phone.factory).commit(row.stamp, { vault: { ...row, stamp: "x" }, remove: [], put });
  const opened = await phone.opened();
  expect(await textsOf(opened)).toEqual([]);
  expect(await opened.restore(file, KEY, "merge")).toEqual({ ...NOTHING, added: 1 });
  expect(await opened.restore(file, KEY, "merge")).toEqual({ ...NOTHING, same: 1 });
  expect(await textsOf(opened)).toEqual(["first"]);
});

test("a file tells neither words nor how many there are", async () => {
  const few = await withThree();
  const many = await begun();
  for (let at = 0; at < 30; at++) await many.vault.save(null, 0, writing({ text: `Canary${at} `.repeat(8) }));
  const file = await fileOf(many.vault);
  expect(file.length).toBe(few.file.length);
  expect(file.includes("Canary")).toBe(false);
  expect(file.includes(btoa("Canary").slice(0, 7))).toBe(false);
});

test("when a backup has left, what was new counts from then; before it has left nothing does", async () => {
  const { phone, vault } = await begun();
  await vault.save(null, 0, writing({ text: "one" }));
  phone.now += 1_000;
  await vault.save(null, 0, writing({ text: "two" }));
  expect((await vault.standing()).backup).toEqual({ made: null, since: 2, first: phone.now - 1_000 });
  phone.now += 1_000;
  const { left } = await vault.backup();
  expect((await vault.standing()).backup?.made).toBe(null);
  await left();
  expect((await vault.standing()).backup).toEqual({ made: phone.now, since: 0, first: null });
  phone.now += 1_000;
  await vault.save(null, 0, writing({ text: "three" }));
  expect((await (await phone.opened()).standing()).backup).toEqual({
    made: phone.now - 1_000,
    since: 1,
    first: phone.now,
  });
});
