import fc from "fast-check";
import { expect, test } from "vitest";
import { dateText, HOUR, wallFrom, wallText, weekday, zone, zoneOf } from "../../../pwa/src/times/zones.ts";

const NAMES = [
  "Europe/London",
  "America/New_York",
  "Asia/Kolkata",
  "Pacific/Auckland",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "America/St_Johns",
  "Pacific/Apia",
  "UTC",
];
const instants = fc.integer({
  min: Date.UTC(1995, 0, 1) / 1000,
  max: Date.UTC(2045, 0, 1) / 1000,
});

/** What `Intl` says of one instant, with nothing kept. */
function asked(name: string, instant: number): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant * 1000);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 0, day = 0] = [of.year, of.month, of.day];
  return Date.UTC(year, month - 1, day, of.hour, of.minute, of.second) / 1000;
}

test.each(NAMES)("%s: the table says what Intl says, at any second of fifty years", (name) => {
  const { wallAt } = zone(name);
  fc.assert(
    fc.property(instants, (instant) => wallAt(instant) === asked(name, instant)),
    {
      numRuns: 300,
    },
  );
});

test.each(NAMES)("%s: a wall time's instants read as that time, or lie on both sides of a gap", (name) => {
  const { wallAt, earlier, later } = zone(name);
  fc.assert(
    fc.property(instants, (wall) => {
      const [one, other] = [earlier(wall), later(wall)];
      if (one === other) return wallAt(one) === wall;
      const both = wallAt(one) === wall && wallAt(other) === wall;
      return one < other && (both || (wallAt(one) < wall && wallAt(other) > wall));
    }),
    { numRuns: 500 },
  );
});

test("the hour that comes twice and the hour that never comes, in London", () => {
  const { earlier, later } = zone("Europe/London");
  const [twice, never] = [wallFrom("2026-10-25T01:30"), wallFrom("2026-03-29T01:30")] as [number, number];
  expect(wallText(earlier(twice))).toBe("2026-10-25T00:30");
  expect(later(twice) - earlier(twice)).toBe(HOUR);
  expect(wallText(earlier(never))).toBe("2026-03-29T00:30");
  expect(wallText(later(never))).toBe("2026-03-29T01:30");
});

test("days and times that do not exist are none", () => {
  for (const text of ["2026-02-29", "2026-13-01", "2026-01-01T24:00", "2026-1-1", "2026-01-01T10", ""])
    expect(wallFrom(text)).toBeUndefined();
  expect(zoneOf("Nowhere/Special")).toBeUndefined();
  expect(dateText(wallFrom("2028-02-29T10:00") ?? 0)).toBe("2028-02-29");
  expect(weekday(wallFrom("2026-06-07") ?? 0)).toBe(0);
});
