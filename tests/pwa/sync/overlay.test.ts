import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bodies } from "../../../pwa/src/sync/held.ts";
import { layOver, merged } from "../../../pwa/src/sync/overlay.ts";
import type { OutboxEntry } from "../../../pwa/src/sync/store/records.ts";
import { mutators } from "./phone.ts";

const kinds = ["note", "tally"] as const;
const id = fc.constantFrom("a", "b", "c");

const act = fc.oneof(
  fc.record({ name: fc.constant("note.write"), args: fc.record({ id, text: fc.string() }) }),
  fc.record({ name: fc.constant("note.forget"), args: fc.record({ id }) }),
  fc.record({ name: fc.constant("tally.add"), args: fc.record({ id, by: fc.integer() }) }),
  fc.record({ name: fc.constant("tally.break"), args: fc.record({ id }) }),
  fc.record({ name: fc.constant("gone.since_then"), args: fc.record({ id }) }),
);

const base = fc
  .record({
    note: fc.dictionary(id, fc.record({ text: fc.string() }, { noNullPrototype: true }), {
      noNullPrototype: true,
    }),
    tally: fc.dictionary(id, fc.record({ sum: fc.integer() }, { noNullPrototype: true }), {
      noNullPrototype: true,
    }),
  })
  .map((held) => new Map<string, Bodies>(kinds.map((kind) => [kind, frozen(held[kind])])));

function frozen(held: Record<string, object>): Bodies {
  return new Map(Object.entries(held).map(([key, body]) => [key, Object.freeze(body)]));
}

const entries = (acts: readonly { name: string; args: unknown }[], from = 1): OutboxEntry[] =>
  acts.map((one, place) => ({
    ...one,
    number: from + place,
    id: `${from + place}`,
    made: 0,
    sent: false,
    outcome: undefined,
  }));

const any = mutators as unknown as Parameters<typeof layOver>[2];

function view(held: ReadonlyMap<string, Bodies>, pending: readonly OutboxEntry[]): Map<string, Bodies> {
  const read = (kind: string) => held.get(kind) ?? new Map();
  const { changes } = layOver(read, pending, any, "me");
  return new Map(kinds.map((kind) => [kind, merged(read(kind), changes.get(kind))]));
}

test("the view is the acts played one after the other on the base, and the base stays as it was", () => {
  fc.assert(
    fc.property(base, fc.array(act, { maxLength: 12 }), (held, acts) => {
      const before = structuredClone(held);
      let step = held as ReadonlyMap<string, Bodies>;
      for (const one of entries(acts)) step = view(step, [one]);
      expect(view(held, entries(acts))).toEqual(step);
      expect(held).toEqual(before);
    }),
  );
});

test("when the server has done the first acts, the rest laid over its documents looks the same", () => {
  fc.assert(
    fc.property(base, fc.array(act, { maxLength: 12 }), fc.nat(12), (held, acts, many) => {
      const all = entries(acts);
      const done = view(held, all.slice(0, many));
      expect(view(done, all.slice(many))).toEqual(view(held, all));
    }),
  );
});

test("an act that cannot be laid over leaves no half of itself, and the rest goes on", () => {
  const held = new Map<string, Bodies>([["note", new Map()]]);
  const acts = entries([
    { name: "tally.break", args: { id: "missing" } },
    { name: "note.write", args: { id: "a", text: "still here" } },
  ]);
  expect(view(held, acts).get("note")).toEqual(new Map([["a", { text: "still here" }]]));
  expect(view(held, acts).get("tally")).toEqual(new Map());
});

test("without anything pending the view is the base itself, so nothing redraws", () => {
  const notes: Bodies = new Map([["a", { text: "a" }]]);
  const seen = view(new Map([["note", notes]]), []);
  expect(seen.get("note")).toBe(notes);
});
