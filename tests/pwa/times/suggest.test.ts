import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import { type Rested, restOf } from "../../../pwa/src/times/rota/rest.ts";
import { windowsOn } from "../../../pwa/src/times/rota/windows.ts";
import { type Mentor, type Suggestion, suggest } from "../../../pwa/src/times/suggest.ts";
import { dateText, wallFrom, wallText, zone } from "../../../pwa/src/times/zones.ts";
import { MONDAYS, rotaIn } from "./rotas.ts";

const london = zone("Europe/London");
const restFor = (duties: readonly Duty[] | undefined) => restOf({ home: london, duties, holidays: [] });
const at = (text: string) => london.later(wallFrom(text) ?? 0);
const said = (all: readonly Suggestion[]) =>
  all.map(({ mentor, start }) => `${mentor} ${wallText(london.wallAt(start))}`);

/** The rule as it is written: rank all, one a date, three, then fill. */
function plainly(mentors: readonly Mentor[], minutes: number, rest: Rested): Suggestion[] {
  const ranked = mentors
    .flatMap(({ id, starts }) =>
      starts.map((start) => ({ mentor: id, start, judgement: rest.judge(start, start + minutes * 60) })),
    )
    .filter(({ judgement }) => judgement.class !== "no")
    .sort(
      (one, other) =>
        (one.judgement.cost ?? 0) - (other.judgement.cost ?? 0) ||
        one.start - other.start ||
        (one.mentor < other.mentor ? -1 : 1),
    );
  const picked: Suggestion[] = [];
  const dates = new Set<string>();
  for (const one of ranked) {
    const date = dateText(london.wallAt(one.start));
    if (picked.length === 3 || dates.has(date)) continue;
    dates.add(date);
    picked.push(one);
  }
  const left = ranked.filter((one) => !picked.includes(one));
  return [...picked, ...left].slice(0, 3);
}

const drawn = fc.constantFrom(...MONDAYS).chain((monday) =>
  fc.record({
    duties: rotaIn(monday),
    minutes: fc.constantFrom(30, 45, 60),
    mentors: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("a", "b", "c", "d"),
        starts: fc.uniqueArray(
          fc
            .tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 28, max: 88 }))
            .map(([day, quarter]) => monday + day * 86_400 + quarter * 900),
          { maxLength: 60 },
        ),
      }),
      { selector: ({ id }) => id, maxLength: 4 },
    ),
  }),
);

test("the three are what ranking all of them gives, in whatever order they are listed", () => {
  fc.assert(
    fc.property(drawn, ({ duties, minutes, mentors }) => {
      const rest = restFor(duties);
      const found = suggest({ mentors, minutes, rest });
      expect(found).toEqual(plainly(mentors, minutes, rest));
      const turned = mentors.map(({ id, starts }) => ({ id, starts: [...starts].reverse() })).reverse();
      expect(suggest({ mentors: turned, minutes, rest })).toEqual(found);
    }),
    { numRuns: 300 },
  );
});

describe("by example", () => {
  const evenings = [8, 9, 10, 11].flatMap((day) => [
    at(`2026-06-${String(day).padStart(2, "0")}T17:30`),
    at(`2026-06-${String(day).padStart(2, "0")}T18:30`),
  ]);

  test("the cheapest first, at most one a date", () => {
    const duties: Duty[] = [
      { kind: "shift", start: "2026-06-08T13:00", end: "2026-06-08T21:00" },
      { kind: "zero", from: "2026-06-09", to: "2026-06-10" },
    ];
    const found = suggest({
      mentors: [{ id: "shah", starts: evenings }],
      minutes: 60,
      rest: restFor(duties),
    });
    expect(said(found)).toEqual(["shah 2026-06-10T17:30", "shah 2026-06-11T17:30", "shah 2026-06-09T17:30"]);
  });

  test("with too few dates, it is filled from the same ones", () => {
    const found = suggest({
      mentors: [{ id: "shah", starts: evenings.slice(0, 2) }],
      minutes: 60,
      rest: restFor([]),
    });
    expect(said(found)).toEqual(["shah 2026-06-08T17:30", "shah 2026-06-08T18:30"]);
    expect(suggest({ mentors: [], minutes: 60, rest: restFor([]) })).toEqual([]);
  });

  test("with no rota only the quiet hours are left out", () => {
    const starts = [at("2026-06-13T07:30"), at("2026-06-13T08:00"), at("2026-06-13T21:30")];
    const found = suggest({ mentors: [{ id: "shah", starts }], minutes: 60, rest: restFor(undefined) });
    expect(said(found)).toEqual(["shah 2026-06-13T08:00"]);
  });
});

test("the windows of a day join what is judged alike, and leave out what is forbidden", () => {
  const rest = restFor([{ kind: "shift", start: "2026-06-08T09:00", end: "2026-06-08T17:00" }]);
  const shown = windowsOn("2026-06-08", 60, rest).map(({ start, end, reasons }) =>
    [wallText(london.wallAt(start)).slice(11), wallText(london.wallAt(end)).slice(11), ...reasons].join(" "),
  );
  expect(shown).toEqual(["17:30 20:45", "20:00 22:00 edge"]);
});

test("a hundred mentors over eight weeks take a moment", () => {
  const [monday = 0] = MONDAYS;
  const duties = Array.from({ length: 40 }, (_, place): Duty => {
    const day = monday + place * 86_400 * 1.4;
    const date = dateText(day);
    return { kind: "shift", start: `${date}T08:00`, end: `${date}T20:30` };
  });
  const starts = Array.from({ length: 40 }, (_, day) =>
    Array.from({ length: 24 }, (_, quarter) => monday + day * 86_400 + 43_200 + quarter * 900),
  ).flat();
  const mentors = Array.from({ length: 100 }, (_, place) => ({
    id: String(place),
    starts: starts.filter((_, one) => (one * 7 + place) % 3 > 0),
  }));
  const begun = performance.now();
  const found = suggest({ mentors, minutes: 45, rest: restFor(duties) });
  // Six times this must stay below 400 ms on a quiet machine; the tests' own is busy.
  expect(performance.now() - begun).toBeLessThan(200);
  expect(found).toHaveLength(3);
});
