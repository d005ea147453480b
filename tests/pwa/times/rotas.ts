import fc from "fast-check";
import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import { DAY, HOUR, MINUTE, wallText } from "../../../pwa/src/times/zones.ts";

/** Rotas that could be somebody's, and some that could not: around the days when London's clocks change. */

export const MONDAYS = ["2026-03-23", "2026-06-01", "2026-10-19", "2027-03-22"].map(
  (date) => Date.parse(`${date}T00:00Z`) / 1000,
);
const SHAPES: readonly (readonly [startHour: number, hours: number])[] = [
  [8, 12.5],
  [9, 8],
  [20.5, 12.5],
  [21, 12],
  [22, 11],
  [0, 8],
  [12, 10],
  [16, 8],
  [8, 10.25],
  [1, 1.5],
  [9, 24],
];

const timed = (monday: number): fc.Arbitrary<Duty> =>
  fc
    .record({
      kind: fc.constantFrom("shift", "shift", "shift", "oncall_resident", "oncall_home"),
      day: fc.integer({ min: 0, max: 13 }),
      shape: fc.constantFrom(...SHAPES),
    })
    .map(({ kind, day, shape: [start, hours] }) => ({
      kind,
      start: wallText(monday + day * DAY + start * HOUR),
      end: wallText(monday + day * DAY + (start + hours) * HOUR),
    }));

const dated = (monday: number): fc.Arbitrary<Duty> =>
  fc
    .record({
      kind: fc.constantFrom("leave", "zero", "nwd"),
      day: fc.integer({ min: 0, max: 13 }),
      days: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ kind, day, days }) => ({
      kind,
      from: wallText(monday + day * DAY).slice(0, 10),
      to: wallText(monday + (day + days) * DAY).slice(0, 10),
    }));

/** Mostly in rows of like shifts, as rotas are. */
const row = (monday: number): fc.Arbitrary<Duty[]> =>
  fc
    .record({
      day: fc.integer({ min: 0, max: 10 }),
      days: fc.integer({ min: 2, max: 6 }),
      shape: fc.constantFrom(...SHAPES.slice(0, 5)),
    })
    .map(({ day, days, shape: [start, hours] }) =>
      Array.from({ length: days }, (_, place) => ({
        kind: "shift" as const,
        start: wallText(monday + (day + place) * DAY + start * HOUR),
        end: wallText(monday + (day + place) * DAY + (start + hours) * HOUR),
      })),
    );

export const dutyIn = (monday: number) => fc.oneof(timed(monday), dated(monday));

export const rotaIn = (monday: number): fc.Arbitrary<Duty[]> =>
  fc
    .tuple(fc.array(row(monday), { maxLength: 2 }), fc.array(dutyIn(monday), { maxLength: 5 }))
    .map(([rows, singles]) => [...rows.flat(), ...singles]);

/** A start on a whole minute of these two weeks. */
export const startIn = (monday: number) =>
  fc.integer({ min: -DAY / MINUTE, max: (17 * DAY) / MINUTE }).map((minute) => monday + minute * MINUTE);

/** Starts in the hours when one may meet. */
export const dayStartIn = (monday: number) =>
  fc
    .tuple(fc.integer({ min: -1, max: 16 }), fc.integer({ min: 6 * 60, max: 22 * 60 }))
    .map(([day, minute]) => monday + day * DAY + minute * MINUTE);
