import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AGAIN,
  answered,
  due,
  LONGEST,
  nothing,
  PAUSE,
  said,
  sent,
  typed,
} from "../../../pwa/src/reflections/room/saving.ts";

describe("when to save", () => {
  it("waits for a pause, but not for ever", () => {
    let state = typed(nothing, 1000);
    expect(due(state)).toBe(1000 + PAUSE);
    for (let now = 1100; now <= 2000; now += 100) state = typed(state, now);
    expect(due(state)).toBe(1000 + LONGEST);
    expect(PAUSE).toBeLessThanOrEqual(400);
    expect(LONGEST).toBeLessThan(1000);
  });

  it("has one save under way at a time, and another for what was typed meanwhile", () => {
    const flying = sent(typed(nothing, 0));
    expect(due(flying)).toBeNull();
    const more = typed(flying, 500);
    expect(due(more)).toBeNull();
    expect(due(answered(more, null, 900))).toBe(500 + PAUSE);
    expect(due(answered(flying, null, 900))).toBeNull();
  });

  it("tries again after a refusal, with all that is unsaved", () => {
    const refused = answered(sent(typed(nothing, 0)), "disk-full", 1000);
    expect(due(refused)).toBe(1000 + AGAIN);
    expect(due(answered(typed(sent(typed(nothing, 0)), 10), "disk-full", 1000))).toBe(1000 + AGAIN);
  });
});

describe("what is said about it", () => {
  it("is nothing before the first key, and saved only when the disk has answered for the last one", () => {
    expect(said(nothing)).toBe("nothing");
    const flying = sent(typed(nothing, 0));
    expect(said(flying)).toBe("saving");
    expect(said(answered(flying, null, 50))).toBe("saved");
    expect(said(answered(typed(flying, 10), null, 50))).toBe("saving");
  });

  it("stays not saved until a save has been answered with yes", () => {
    const refused = answered(sent(typed(nothing, 0)), "disk-full", 50);
    expect([refused, typed(refused, 60), sent(refused)].map(said)).toEqual([
      "not-saved",
      "not-saved",
      "not-saved",
    ]);
    expect(said(answered(sent(refused), null, 90))).toBe("saved");
  });

  it("holds however keys, saves and answers follow one another", () => {
    const step = fc.record({
      what: fc.constantFrom("type", "type", "tick", "yes", "no"),
      after: fc.nat(800),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let state = nothing;
        let now = 0;
        let text = 0;
        let taken = 0;
        let disk = 0;
        for (const { what, after } of steps) {
          now += after;
          if (what === "type") {
            state = typed(state, now);
            text += 1;
          }
          const at = due(state);
          if (what === "tick" && at !== null && at <= now) {
            expect(state.flying).toBe(false);
            taken = text;
            state = sent(state);
          }
          if ((what === "yes" || what === "no") && state.flying) {
            if (what === "yes") disk = taken;
            state = answered(state, what === "yes" ? null : "disk-full", now);
          }
          if (said(state) === "saved") expect(disk).toBe(text);
          // Whatever is not on the disk is on its way, or a time is set for it.
          if (disk !== text) expect(state.flying || due(state) !== null).toBe(true);
        }
      }),
    );
  });
});
