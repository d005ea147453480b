import { expect, test } from "vitest";
import { base64, hex, utf8 } from "../../../pwa/src/reflections/shell/bytes.ts";
import { Store } from "../../../pwa/src/reflections/shell/store.ts";
import type { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import { begun, type Phone, writing } from "./vaults.ts";

const CANARIES = [
  "Zaunkoenig",
  "Wintergoldhaehnchen",
  "Sumpfrohrsaenger",
  "1999-03-14",
  "1998-02-13",
  "1997-01-12",
  "critical",
];
const [TITLE, TEXT, TAG, DAY, MEETING, LETGO, PROMPT] = CANARIES as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const marked = writing({
  title: `Of ${TITLE}`,
  text: `${TEXT} `.repeat(40),
  date: DAY,
  meeting: MEETING,
  letGo: LETGO,
  prompt: PROMPT,
  tags: [TAG],
  actions: [{ text: `Ask ${TITLE}`, done: true }],
});

/** Bytes as a text of as many characters. */
const binary = (bytes: Uint8Array) => atob(base64(bytes));

/** Everything in the database, as it is and as text. */
async function bytesOf(phone: Phone): Promise<string> {
  const { vault, rows } = await phone.raw();
  const parts = [JSON.stringify(vault), vault === null ? "" : binary(vault.about.sealed)];
  for (const row of rows) parts.push(JSON.stringify({ ...row, sealed: null }), binary(row.sealed));
  return parts.join("\n");
}

/** As it is, as UTF-16 either way round, hexadecimal, and base64 wherever its bytes may begin. */
function shapesOf(word: string): string[] {
  const shifted = [0, 1, 2].map((before) =>
    btoa("x".repeat(before) + word).slice(before === 0 ? 0 : before + 1, -4),
  );
  const wide = [...word].map((letter) => `${letter}\0`).join("");
  return [word, wide, `\0${wide.slice(0, -1)}`, hex(utf8(word)), ...shifted];
}

test("no word, tag, action or date of a reflection lies in the database in any shape", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, marked);
  await vault.save(kept.id, kept.version, { ...marked, text: `${TEXT} again` });
  await vault.backup();
  const bytes = await bytesOf(phone);
  for (const word of CANARIES) for (const shape of shapesOf(word)) expect(bytes.includes(shape)).toBe(false);
});

test("the search for canaries finds one that was left in the clear, in each shape", async () => {
  for (const shape of shapesOf(TITLE)) {
    const { phone } = await begun();
    const { vault, rows } = await phone.raw();
    const [row] = rows;
    if (vault === null || row === undefined) throw new Error("nothing there");
    const sealed = Uint8Array.from(shape, (letter) => letter.charCodeAt(0));
    await new Store(phone.factory).commit(vault.stamp, { vault, remove: [], put: [{ ...row, sealed }] });
    expect((await bytesOf(phone)).includes(shape)).toBe(true);
  }
});

/** How many rows there are of each length. */
async function lengthsOf(phone: Phone): Promise<string> {
  const lengths = new Map<number, number>();
  for (const { sealed } of (await phone.raw()).rows)
    lengths.set(sealed.length, (lengths.get(sealed.length) ?? 0) + 1);
  return JSON.stringify([...lengths].sort(([one], [other]) => one - other));
}

async function write(vault: Vault, many: number): Promise<void> {
  for (let at = 0; at < many; at++) {
    await vault.save(
      null,
      0,
      writing({ title: `Number ${at}`, text: "some words ".repeat(at * 10), tags: ["x"] }),
    );
  }
}

test("neither the number of rows nor their lengths tell how many reflections there are, or how long", async () => {
  const none = await begun();
  const three = await begun();
  const forty = await begun();
  await write(three.vault, 3);
  await write(forty.vault, 40);
  const expected = await lengthsOf(none.phone);
  expect(await lengthsOf(three.phone)).toBe(expected);
  expect(await lengthsOf(forty.phone)).toBe(expected);
  for (const { id } of (await forty.vault.list()).slice(0, 30)) await forty.vault.delete(id);
  expect(await lengthsOf(forty.phone)).toBe(expected);
});

test("a new reflection takes the place of any decoy, so that the ids that are left tell nothing either", async () => {
  const { phone, vault } = await begun();
  const idsOf = async () =>
    (await phone.raw()).rows.filter(({ sealed }) => sealed.length === 2_064).map(({ id }) => id);
  const before = await idsOf();
  await write(vault, 16);
  const now = new Set(await idsOf());
  const gone = before.filter((id) => !now.has(id));
  expect(gone).toHaveLength(16);
  for (const end of [before.slice(0, 32), before.slice(32)]) {
    // One in four hundred thousand runs would find them all in one half by chance.
    expect(gone.every((id) => end.includes(id))).toBe(false);
  }
});

test("rows of one length grow to the next power of two, and never become fewer", async () => {
  const { phone, vault } = await begun();
  await write(vault, 32);
  for (const { id, version } of await vault.list())
    await vault.save(id, version, writing({ text: "word ".repeat(1_000) }));
  const long = async () =>
    (await phone.raw()).rows.filter(({ sealed }) => sealed.length === 8_192 + 16).length;
  expect(await long()).toBe(32);
  await vault.save(null, 0, writing({ text: "word ".repeat(1_001) }));
  expect(await long()).toBe(64);
  for (const { id } of await vault.list()) await vault.delete(id);
  expect(await long()).toBe(64);
  expect(await vault.list()).toEqual([]);
});

test("deleting leaves no row under the same id, and what was deleted opens no more", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, marked);
  await vault.delete(kept.id);
  expect((await phone.raw()).rows.some(({ id }) => id === kept.id)).toBe(false);
  expect(await (await phone.opened()).read(kept.id)).toBe(null);
});

test("a row that was damaged is told of and left as it is; the others open", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, marked);
  const other = await vault.save(null, 0, writing());
  const { vault: row, rows } = await phone.raw();
  const hit = rows.find(({ id }) => id === kept.id);
  if (row === null || hit === undefined) throw new Error("nothing there");
  const sealed = Uint8Array.from(hit.sealed);
  sealed[100] = (sealed[100] ?? 0) ^ 1;
  await new Store(phone.factory).commit(row.stamp, {
    vault: { ...row, stamp: "x" },
    remove: [],
    put: [{ ...hit, sealed }],
  });
  const opened = await phone.opened();
  expect(await opened.list()).toEqual([other.kept]);
  expect((await opened.standing()).unreadable).toBe(1);
  await opened.save(null, 0, writing({ title: "Another" }));
  expect((await phone.raw()).rows.find(({ id }) => id === kept.id)?.sealed).toEqual(sealed);
});

test("a row does not open under the id or the version of another", async () => {
  const { phone, vault } = await begun();
  const one = (await vault.save(null, 0, writing({ title: "One" }))).kept;
  const two = (await vault.save(null, 0, writing({ title: "Two" }))).kept;
  const { vault: row, rows } = await phone.raw();
  const [first, second] = [one, two].map(({ id }) => rows.find((each) => each.id === id));
  if (row === null || first === undefined || second === undefined) throw new Error("nothing there");
  const put = [
    { ...first, id: second.id },
    { ...first, version: first.version + 1 },
  ];
  await new Store(phone.factory).commit(row.stamp, { vault: { ...row, stamp: "x" }, remove: [], put });
  expect(await (await phone.opened()).list()).toEqual([]);
});

test("what is written at the limits of every field is kept whole", async () => {
  const { phone, vault } = await begun();
  const widest = "\u0001";
  const full = writing({
    title: widest.repeat(200),
    text: widest.repeat(100_000),
    tags: Array.from({ length: 20 }, () => widest.repeat(40)),
    actions: Array.from({ length: 50 }, () => ({ text: widest.repeat(300), done: false })),
    prompt: widest.repeat(20),
  });
  const { kept } = await vault.save(null, 0, full);
  expect(await (await phone.opened()).read(kept.id)).toEqual(kept);
  const lone = await vault.save(null, 0, writing({ text: "\ud800 alone" }));
  expect((await (await phone.opened()).read(lone.kept.id))?.writing.text).toBe("\ud800 alone");
});
