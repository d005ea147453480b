import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { hushFor } from "../../../pwa/src/domain/rota/hushing.ts";
import { keep, NOTHING } from "../../../pwa/src/domain/rota/keeping.ts";
import { forgetQuiet, keepQuiet, quietUntil } from "../../../pwa/src/sync/quiet.ts";
import { quietSpans } from "../../../pwa/src/times/rota/quiet.ts";
import { zone } from "../../../pwa/src/times/zones.ts";

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const night = (day: number) => ({
  kind: "shift" as const,
  start: `2026-12-${String(day).padStart(2, "0")}T20:30`,
  end: `2026-12-${String(day + 1).padStart(2, "0")}T09:00`,
});

test("nights are quiet from the first until the rest after the last, and days are not", () => {
  const duties = [
    night(4),
    night(5),
    night(6),
    { kind: "shift" as const, start: "2026-12-14T08:00", end: "2026-12-14T17:00" },
    night(20),
  ];
  const now = at("2026-12-01T09:00Z");
  expect(quietSpans(duties, zone("Europe/London"), now)).toEqual([
    [at("2026-12-04T20:30Z"), at("2026-12-08T09:00Z")],
    [at("2026-12-20T20:30Z"), at("2026-12-22T09:00Z")],
  ]);
  expect(quietSpans(duties, zone("Europe/London"), at("2026-12-09T09:00Z"))).toHaveLength(1);
  expect(quietSpans([], zone("Europe/London"), now)).toEqual([]);
});

test("the worker finds them, and nothing is there before or after", async () => {
  const world = { indexedDB: new IDBFactory() };
  expect(await quietUntil(world, 5)).toBeUndefined();
  expect(await world.indexedDB.databases()).toEqual([]);
  await keepQuiet(world, [
    [HOUR, 2 * HOUR],
    [4 * HOUR, 5 * HOUR],
  ]);
  expect(await quietUntil(world, HOUR)).toBe(2 * HOUR);
  expect(await quietUntil(world, 2 * HOUR)).toBeUndefined();
  expect(await quietUntil(world, 4.5 * HOUR)).toBe(5 * HOUR);
  await forgetQuiet(world);
  expect(await quietUntil(world, HOUR)).toBeUndefined();
  await keepQuiet(world, []);
  expect(await world.indexedDB.databases()).toEqual([]);
});

test("whoever is told here next is quiet by their own rota, and by nobody else's", async () => {
  const world = { indexedDB: new IDBFactory() };
  const [home, now] = [zone("Europe/London"), at("2026-12-01T09:00Z")];
  const source = {
    id: "file:r",
    kind: "file",
    name: "r",
    at: now,
    since: undefined,
    through: undefined,
  } as const;
  await keep(world, "one", { ...NOTHING, sources: [{ ...source, duties: [night(4)], unread: 0 }] });
  await hushFor(world, "one", home, now);
  expect(await quietUntil(world, at("2026-12-04T23:00Z"))).toBe(at("2026-12-06T09:00Z"));
  await forgetQuiet(world); // logged out, and in again
  await hushFor(world, "one", home, now);
  expect(await quietUntil(world, at("2026-12-04T23:00Z"))).toBe(at("2026-12-06T09:00Z"));
  await hushFor(world, "other", home, now);
  expect(await quietUntil(world, at("2026-12-04T23:00Z"))).toBeUndefined();
});
