import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS, type Question, REFUSALS } from "../../../pwa/src/reflections/channel.ts";
import { checked } from "../../../pwa/src/reflections/shell/messages.ts";
import { Store } from "../../../pwa/src/reflections/shell/store.ts";
import { asking, ID, VALID } from "./asking.ts";
import { fingerprint, refusalOf, writing } from "./vaults.ts";

const READING: readonly Question[] = ["state", "here", "list", "read", "persist"];

test("every question in its right shape passes, with one field more or less, or of another kind, it does not", () => {
  for (const [ask, all] of Object.entries(VALID)) {
    for (const brings of all) {
      expect(checked({ number: 1, ask, brings })).toEqual({ number: 1, ask, brings });
      const others: unknown[] = [undefined, 0, "", [], [brings], () => {}, Symbol("x")];
      if (brings === null) others.push({});
      else {
        others.push(null, { ...brings, more: null }, { ...brings, [Symbol("x")]: 1 });
        for (const name of Object.keys(brings)) {
          const { [name]: _, ...less } = brings as Record<string, unknown>;
          others.push(
            less,
            { ...brings, [name]: undefined },
            { ...brings, [name]: Number.NaN },
            { ...brings, [name]: {} },
          );
        }
      }
      for (const other of others) expect(refused({ number: 1, ask, brings: other })).toBe("bad-message");
    }
  }
});

function refused(message: unknown): string | null {
  try {
    checked(message);
    return null;
  } catch (error) {
    return (error as { refusal?: string }).refusal ?? String(error);
  }
}

test.each([
  ["the title", { title: "x".repeat(LIMITS.title + 1) }],
  ["the text", { text: "x".repeat(LIMITS.text + 1) }],
  ["the tags", { tags: Array.from({ length: LIMITS.tags + 1 }, String) }],
  ["a tag", { tags: ["x".repeat(LIMITS.tag + 1)] }],
  ["an action", { actions: [{ text: "x".repeat(LIMITS.action + 1), done: true }] }],
  ["the prompt", { prompt: "x".repeat(LIMITS.prompt + 1) }],
])("%s of one character or entry too many is too big", (_, part) => {
  expect(refused({ number: 1, ask: "save", brings: { id: null, version: 0, writing: writing(part) } })).toBe(
    "too-big",
  );
});

test("days that no calendar has are no days", () => {
  for (const date of [
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "26-01-01",
    "2026-01-01T00:00",
    "",
    "0000-00-00",
  ]) {
    const brings = { id: null, version: 0, writing: writing({ date }) };
    expect(refused({ number: 1, ask: "save", brings })).toBe("bad-message");
  }
  expect(
    refused({
      number: 1,
      ask: "save",
      brings: { id: null, version: 0, writing: writing({ date: "2028-02-29" }) },
    }),
  ).toBe(null);
});

test("names that every object has are no questions", () => {
  for (const ask of ["constructor", "toString", "__proto__", "hasOwnProperty", "State", ""]) {
    expect(refused({ number: 1, ask, brings: null })).toBe("bad-message");
  }
});

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
});
const valid = fc.constantFrom(
  ...Object.entries(VALID).flatMap(([ask, all]) => all.map((brings) => ({ number: 7, ask, brings }))),
);

/** A right message, with whatever put in at some place in it. */
const bent = fc.tuple(valid, anything, fc.nat(12)).map(([message, what, place]) => {
  const copy = structuredClone(message) as Record<string, unknown>;
  const places: [Record<string, unknown>, string][] = [];
  const walk = (at: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(at)) {
      places.push([at, name]);
      if (typeof value === "object" && value !== null) walk(value as Record<string, unknown>);
    }
  };
  walk(copy);
  const [holder, name] = places[place % places.length] ?? [copy, "ask"];
  holder[name] = what;
  return copy;
});

test("whatever comes is answered, nothing of it crashes the shell, and only what is valid changes anything", async () => {
  const { phone, answer } = await asking();
  const before = await fingerprint(phone);
  const { vault } = await phone.raw();
  const store = new Store(phone.factory);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anything, bent, fc.record({ number: anything, ask: anything, brings: anything })),
      async (message) => {
        const isValid = refused(message) === null;
        // What is valid has its own tests; here it must not get in the way, such as by locking.
        if (isValid && !READING.includes((message as { ask: Question }).ask)) return;
        const answered = await answer(message);
        if (isValid) expect(answered).toHaveProperty("answer");
        else expect(REFUSALS).toContain((answered as { refused: (typeof REFUSALS)[number] }).refused);
        expect((await store.vault())?.stamp).toBe(vault?.stamp);
      },
    ),
    { numRuns: 500 },
  );
  expect(await fingerprint(phone)).toBe(before);
  expect(await answer({ number: 9, ask: "list", brings: null })).toMatchObject({
    number: 9,
    answer: [{ writing: {} }],
  });
});

test("a message whose fields cannot even be read is a bad one", async () => {
  const { answer } = await asking();
  const thrower = () => {
    throw new Error("no");
  };
  const messages = [
    Object.defineProperty({ ask: "state", brings: null }, "number", { get: thrower, enumerable: true }),
    new Proxy({}, { get: thrower, ownKeys: thrower, has: thrower }),
    { number: 1, ask: "read", brings: new Proxy({ id: ID }, { get: thrower }) },
  ];
  for (const message of messages) expect(await answer(message)).toHaveProperty("refused", "bad-message");
});

test("a locked vault answers `locked` to all that needs its key, and changes nothing", async () => {
  const { phone, vault, answer } = await asking();
  vault.forget();
  const before = await fingerprint(phone);
  const locked: Question[] = [
    "here",
    "list",
    "read",
    "save",
    "delete",
    "backup",
    "export",
    "passphrase",
    "passkey-add",
    "passkey-remove",
    "recovery",
  ];
  for (const ask of locked) {
    for (const brings of VALID[ask]) {
      expect(await answer({ number: 3, ask, brings })).toEqual({ number: 3, refused: "locked" });
    }
  }
  expect(await fingerprint(phone)).toBe(before);
  expect(await refusalOf(vault.list())).toBe("locked");
});
