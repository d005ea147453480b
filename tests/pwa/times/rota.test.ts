import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import { isTimed } from "../../../pwa/src/times/rota/duty.ts";
import { restOf } from "../../../pwa/src/times/rota/rest.ts";
import { RULES } from "../../../pwa/src/times/rota/rules.ts";
import { answerTo, type Case } from "../../../pwa/src/times/rota/vectors.ts";
import { DAY, wallFrom, wallText, zone } from "../../../pwa/src/times/zones.ts";
import vectors from "../../vectors/rota.json" with { type: "json" };
import { plainRest } from "./plain-rest.ts";
import { dayStartIn, dutyIn, MONDAYS, rotaIn, startIn } from "./rotas.ts";

const cases = vectors as unknown as (Case & { expected: unknown })[];
const london = zone("Europe/London");
const HOLIDAYS = ["2026-04-03", "2026-04-06", "2027-03-26", "2027-03-29"];
const rest = (duties: readonly Duty[]) => restOf({ home: london, duties, holidays: HOLIDAYS });
const monday = fc.constantFrom(...MONDAYS);
const minutes = fc.constantFrom(15, 30, 45, 60, 90);

describe("the shared cases", () => {
  test("there are 158", () => expect(cases).toHaveLength(158));
  test.each(cases)("$id", (one) => expect(answerTo(one)).toEqual(one.expected));
});

test("every start is judged as it is by the minute, in both directions", () => {
  const drawn = monday.chain((first) =>
    fc.tuple(
      rotaIn(first),
      fc.array(fc.oneof(startIn(first), dayStartIn(first)), { minLength: 40, maxLength: 40 }),
      minutes,
    ),
  );
  fc.assert(
    fc.property(drawn, ([duties, starts, length]) => {
      const judged = rest(duties);
      const plainly = plainRest(duties, HOLIDAYS);
      for (const start of starts)
        expect(judged.judge(start, start + length * 60), wallText(start)).toEqual(
          plainly(start / 60, length),
        );
    }),
    { numRuns: 250 },
  );
});

test("adding a duty never frees a time", () => {
  const drawn = monday.chain((first) =>
    fc.tuple(
      rotaIn(first),
      dutyIn(first),
      fc.array(dayStartIn(first), { minLength: 60, maxLength: 60 }),
      minutes,
    ),
  );
  fc.assert(
    fc.property(drawn, ([duties, more, starts, length]) => {
      const [before, after] = [rest(duties), rest([...duties, more])];
      for (const start of starts) {
        const end = start + length * 60;
        if (before.judge(start, end).class === "no")
          expect(after.judge(start, end).class, wallText(start)).toBe("no");
      }
    }),
    { numRuns: 500 },
  );
});

test("the order of the duties plays no part", () => {
  const drawn = monday.chain((first) => fc.tuple(rotaIn(first), startIn(first), minutes));
  fc.assert(
    fc.property(drawn, ([duties, start, length]) => {
      const [one, other] = [rest(duties), rest([...duties].reverse())];
      expect(one.judge(start, start + length * 60)).toEqual(other.judge(start, start + length * 60));
    }),
  );
});

test("a week later inside one offset, everything is a week later", () => {
  const first = Date.parse("2026-06-01T00:00Z") / 1000;
  const week = 7 * DAY;
  const moved = (said: string) => wallText((wallFrom(said) ?? 0) + week).slice(0, said.length);
  const later = (duty: Duty): Duty =>
    isTimed(duty)
      ? { ...duty, start: moved(duty.start), end: moved(duty.end) }
      : { ...duty, from: moved(duty.from), to: moved(duty.to) };
  fc.assert(
    fc.property(rotaIn(first), startIn(first), minutes, (duties, start, length) => {
      const end = start + length * 60;
      expect(rest(duties.map(later)).judge(start + week, end + week)).toEqual(rest(duties).judge(start, end));
    }),
    { numRuns: 300 },
  );
});

test("no rota: only the quiet hours are known", () => {
  const { judge } = restOf({ home: london, duties: undefined, holidays: HOLIDAYS });
  const at = (said: string) => london.later(wallFrom(said) ?? 0);
  expect(judge(at("2026-06-06T08:00"), at("2026-06-06T09:00"))).toEqual({
    class: "ok",
    reasons: [],
    cost: 0,
  });
  expect(judge(at("2026-06-06T07:59"), at("2026-06-06T08:59")).reasons).toEqual(["quiet"]);
  expect(judge(at("2026-06-06T21:01"), at("2026-06-06T22:01")).reasons).toEqual(["quiet"]);
});

describe("what the shared cases do not reach", () => {
  const days = (hours: string, ...dates: number[]): Duty[] =>
    dates.map((date) => {
      const [start = "", end = ""] = hours.split("-");
      const at = `2026-06-${String(date).padStart(2, "0")}T`;
      return { kind: "shift", start: at + start, end: at + end };
    });
  const judged = (duties: Duty[], at: string) => {
    const start = london.later(wallFrom(at) ?? 0);
    return rest(duties).judge(start, start + 3600);
  };

  test("48 hours after four long days in a row, and not after three, or with a day between", () => {
    const four = days("08:00-20:30", 8, 9, 10, 11);
    expect(judged(four, "2026-06-12T12:00")).toEqual({ class: "ask", reasons: ["after_run"], cost: 2 });
    expect(judged(four, "2026-06-13T20:00").reasons).toContain("after_run");
    expect(judged(four, "2026-06-14T10:00").reasons).toEqual(["offday"]);
    expect(judged(days("08:00-20:30", 9, 10, 11), "2026-06-12T12:00").reasons).toEqual([]);
    expect(judged(days("08:00-20:30", 7, 8, 10, 11), "2026-06-12T12:00").reasons).toEqual([]);
    expect(judged(days("08:00-18:00", 8, 9, 10, 11), "2026-06-12T12:00").reasons).toEqual([]);
  });

  test("every number is a setting", () => {
    const duties = days("09:00-17:00", 8);
    const home = london;
    const start = london.later(wallFrom("2026-06-08T17:15") ?? 0);
    const near = restOf({ home, duties, holidays: [], rules: { ...RULES, travelMinutes: 15 } });
    expect(rest(duties).judge(start, start + 3600).class).toBe("no");
    expect(near.judge(start, start + 3600).class).toBe("ok");
    const costly = { ...RULES, costs: { ...RULES.costs, edge: 5 } };
    const late = london.later(wallFrom("2026-06-09T20:00") ?? 0);
    expect(restOf({ home, duties, holidays: [], rules: costly }).judge(late, late + 3600)).toEqual({
      class: "only-if-chosen",
      reasons: ["edge"],
      cost: 5,
    });
  });

  test("night shifts over a clock change last as long as they do", () => {
    const spring: Duty = { kind: "shift", start: "2026-03-28T21:00", end: "2026-03-29T09:00" };
    const over = london.later(wallFrom("2026-03-29T09:00") ?? 0);
    expect(over - london.earlier(wallFrom(spring.start) ?? 0)).toBe(11 * 3600);
    const autumn = london.later(wallFrom("2026-10-25T09:00") ?? 0);
    expect(autumn - london.earlier(wallFrom("2026-10-24T21:00") ?? 0)).toBe(13 * 3600);
  });
});
