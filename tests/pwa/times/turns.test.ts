import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  begin,
  changeOver,
  endedOnTime,
  isGivenBack,
  kept,
  left,
  look,
  MINUTE,
  owed,
  pause,
  type Round,
  readKept,
  rolesOf,
  share,
  spokenBy,
  start,
} from "../../../pwa/src/times/turns.ts";

const T0 = Date.parse("2027-01-12T17:30:00Z");
const SECOND = 1_000;
const run = (round: Round, from: number, ...acts: [number, (round: Round, now: number) => Round][]) =>
  acts.reduce((before, [after, act]) => act(before, from + after), round);

describe("a turn", () => {
  it("waits for a tap, and for another after a bleep", () => {
    const ready = begin(2, 10, T0);
    expect(left(ready, T0 + 5 * MINUTE)).toBe(10 * MINUTE);
    const running = start(ready, T0);
    expect(left(running, T0 + 3 * MINUTE)).toBe(7 * MINUTE);
    const paused = pause(running, T0 + 3 * MINUTE);
    expect(left(paused, T0 + 60 * MINUTE)).toBe(7 * MINUTE);
    const again = start(paused, T0 + 60 * MINUTE);
    expect(left(again, T0 + 67 * MINUTE)).toBe(0);
  });

  it("goes on by the clock on the wall while the phone is locked, and says how much over", () => {
    const round = start(begin(2, 10, T0), T0);
    expect(look(round, T0 + 13 * MINUTE)).toBe(round);
    expect(left(round, T0 + 13 * MINUTE)).toBe(-3 * MINUTE);
    const second = changeOver(round, T0 + 13 * MINUTE);
    expect(second).toMatchObject({ speaker: 1, phase: "ready" });
    expect(share(second)).toBe(13 * MINUTE);
  });

  it("ended when it should, where the people say so", () => {
    const round = start(begin(2, 10, T0), T0);
    expect(share(endedOnTime(round, T0 + 13 * MINUTE))).toBe(10 * MINUTE);
    expect(endedOnTime(round, T0 + 9 * MINUTE)).toBe(round);
  });

  it("ends by itself when nobody else is owed anything, and the round is even", () => {
    const last = run(begin(2, 10, T0), T0, [0, start], [10 * MINUTE, changeOver], [11 * MINUTE, start]);
    expect(owed(last)).toEqual([]);
    expect(look(last, T0 + 21 * MINUTE - 1)).toBe(last);
    expect(look(last, T0 + 21 * MINUTE + 400)).toMatchObject({
      phase: "even",
      spoken: [10 * MINUTE, 10 * MINUTE],
    });
  });

  it("does not end by itself while somebody is still to speak", () => {
    const first = start(begin(2, 10, T0), T0);
    expect(look(first, T0 + 10 * MINUTE)).toBe(first);
  });

  it("gives back what the last speaker had more while the phone was locked", () => {
    const last = run(begin(2, 5, T0), T0, [0, start], [5 * MINUTE, changeOver], [5 * MINUTE, start]);
    const back = changeOver(last, T0 + 12 * MINUTE);
    expect(back).toMatchObject({ speaker: 0, phase: "ready" });
    expect(isGivenBack(back)).toBe(true);
    expect(left(back, T0 + 12 * MINUTE)).toBe(2 * MINUTE);
    const even = look(start(back, T0 + 13 * MINUTE), T0 + 15 * MINUTE);
    expect(even).toMatchObject({ phase: "even", spoken: [7 * MINUTE, 7 * MINUTE] });
  });

  it("that ends early comes round again with the rest", () => {
    const early = run(begin(2, 10, T0), T0, [0, start], [6 * MINUTE, changeOver], [6 * MINUTE, start]);
    const rest = changeOver(early, T0 + 16 * MINUTE);
    expect(rest.speaker).toBe(0);
    expect(left(rest, T0 + 16 * MINUTE)).toBe(4 * MINUTE);
  });

  it("takes nothing away when the clock is set back", () => {
    const round = start(begin(2, 10, T0), T0);
    expect(spokenBy(round, 0, T0 - MINUTE)).toBe(0);
    expect(pause(round, T0 - MINUTE).spoken).toEqual([0, 0]);
  });

  it("has a speaker, a listener and, for three, an observer, in rotation", () => {
    let round = begin(3, 1, T0);
    const seen = [];
    for (let turn = 0; turn < 3; turn++) {
      seen.push(rolesOf(round));
      round = changeOver(start(round, T0 + turn * MINUTE), T0 + (turn + 1) * MINUTE);
    }
    expect(round.phase).toBe("even");
    expect(seen).toEqual([
      { speaker: 0, listener: 1, observer: 2 },
      { speaker: 1, listener: 2, observer: 0 },
      { speaker: 2, listener: 0, observer: 1 },
    ]);
    expect(rolesOf(begin(2, 1, T0)).observer).toBeUndefined();
  });
});

describe("a round that was kept", () => {
  const running = start(begin(3, 20, T0), T0);

  it("is the same after a reload", () => {
    expect(readKept(kept(running), T0 + MINUTE)).toEqual(running);
  });

  it("is forgotten when it is finished, damaged, not ours, or half a day old", () => {
    expect(readKept(undefined, T0)).toBeUndefined();
    expect(readKept(kept({ ...running, phase: "even" }), T0)).toBeUndefined();
    expect(readKept(kept(running), T0 + 13 * 60 * MINUTE)).toBeUndefined();
    for (const damaged of [
      "",
      "{",
      "null",
      "7",
      "[]",
      "{}",
      kept(running).slice(0, -1),
      kept({ ...running, each: 0 }),
      kept({ ...running, each: 61 * MINUTE }),
      kept({ ...running, each: 1.5 }),
      kept({ ...running, spoken: [0] }),
      kept({ ...running, spoken: [0, 0, 0, 0] }),
      kept({ ...running, spoken: [0, -1] }),
      kept({ ...running, speaker: 3 }),
      kept({ ...running, at: Number.NaN }),
      JSON.stringify([20 * MINUTE, [0, 0], 0, "running", T0, "more"]),
    ])
      expect(readKept(damaged, T0), damaged).toBeUndefined();
  });
});

/** What happens at a table: time passes, and between its stretches somebody or something does something. */
const happening = fc.oneof(
  fc.record({
    what: fc.constantFrom("pause", "resume", "look", "reload", "change over"),
    after: fc.nat(600_000),
  }),
  // A phone that locks is not looked at; seconds matter near the end of a turn.
  fc.record({ what: fc.constantFrom("lock", "look"), after: fc.integer({ min: 59_000, max: 61_500 }) }),
);

describe("whatever happens", () => {
  it("every person has spoken for the same time, within a second, when the round is even", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<2 | 3>(2, 3),
        fc.integer({ min: 1, max: 20 }),
        fc.array(happening, { maxLength: 60 }),
        (people, minutes, happenings) => {
          let now = T0;
          let round = begin(people, minutes, now);
          // A watch of its own, which knows only who was speaking while time passed.
          const watch = Array<number>(people).fill(0);
          const pass = (time: number) => {
            if (round.phase === "running") watch[round.speaker] = (watch[round.speaker] ?? 0) + time;
            now += time;
          };
          for (const { what, after } of happenings) {
            pass(after);
            if (what === "pause") round = pause(round, now);
            if (what === "resume") round = start(round, now);
            if (what === "change over") round = changeOver(round, now);
            if (what === "look") round = look(round, now);
            if (what === "reload" && round.phase !== "even") {
              const read = readKept(kept(round), now);
              if (read === undefined) throw new Error("a round was lost");
              round = read;
            }
          }
          // They finish it: each turn that is left runs to its end.
          for (let turn = 0; round.phase !== "even"; turn++) {
            expect(turn).toBeLessThan(10);
            round = start(round, now);
            pass(Math.max(0, left(round, now)));
            round = look(round, now);
            round = changeOver(round, now);
          }
          const spread = (all: readonly number[]) => Math.max(...all) - Math.min(...all);
          expect(spread(round.spoken)).toBeLessThan(SECOND);
          expect(Math.min(...round.spoken)).toBeGreaterThan(minutes * MINUTE - SECOND);
          for (const [person, spoken] of round.spoken.entries())
            expect(Math.abs(spoken - (watch[person] ?? 0))).toBeLessThan(SECOND);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("a lock and a reload change nothing", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        let now = T0;
        let seen = begin(3, 60, now);
        let unseen = seen;
        for (const { what, after } of happenings) {
          now += after;
          const acts = new Map([
            ["pause", pause],
            ["resume", start],
            ["change over", changeOver],
          ]);
          const act = acts.get(what) ?? ((same: Round) => same);
          unseen = act(unseen, now);
          seen = act(readKept(kept(seen), now) ?? seen, now);
        }
        expect(seen).toEqual(unseen);
      }),
    );
  });
});
