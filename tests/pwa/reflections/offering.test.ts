import { describe, expect, it } from "vitest";
import type { Kept } from "../../../pwa/src/reflections/channel.ts";
import { backupOffered, letGoPassed } from "../../../pwa/src/reflections/room/offering.ts";
import * as caring from "../../../pwa/src/reflections/room/words-keeping.ts";

const DAY = 86_400_000;
const NOW = 400 * DAY;

describe("a backup is offered", () => {
  it("after ten new ones or fourteen days, and never for nothing new", () => {
    expect(backupOffered(null, NOW)).toBe(false);
    expect(backupOffered({ made: null, since: 0, first: null }, NOW)).toBe(false);
    expect(backupOffered({ made: NOW - 90 * DAY, since: 0, first: 1 }, NOW)).toBe(false);
    expect(backupOffered({ made: NOW, since: 10, first: 1 }, NOW)).toBe(true);
    expect(backupOffered({ made: NOW, since: 9, first: 1 }, NOW)).toBe(false);
    expect(backupOffered({ made: NOW - 14 * DAY, since: 1, first: 1 }, NOW)).toBe(true);
    expect(backupOffered({ made: null, since: 1, first: NOW - 13 * DAY }, NOW)).toBe(false);
    expect(backupOffered({ made: null, since: 1, first: NOW - 14 * DAY }, NOW)).toBe(true);
  });
});

describe("letting go", () => {
  const kept = (id: string, letGo: string | null): Kept => ({
    id,
    version: 1,
    writing: {
      title: "",
      text: "",
      date: "2027-01-06",
      meeting: null,
      tags: [],
      actions: [],
      letGo,
      prompt: null,
    },
  });

  it("is asked about once the day is over, and not on it", () => {
    const all = [kept("a", null), kept("b", "2027-03-01"), kept("c", "2027-02-28")];
    expect(letGoPassed(all, "2027-03-01").map((one) => one.id)).toEqual(["c"]);
    expect(letGoPassed(all, "2027-03-02").map((one) => one.id)).toEqual(["b", "c"]);
    expect(letGoPassed(all, "1970-01-01")).toEqual([]);
  });
});

describe("what a restore did", () => {
  it("is said for what there is, and for nothing else", () => {
    expect(caring.inWords({ added: 1, newer: 0, both: 2, same: 0 })).toEqual([
      "New here: 1.",
      "Changed here and in the file, and both kept: 2.",
    ]);
    expect(caring.inWords({ added: 0, newer: 0, both: 0, same: 0 })).toEqual([]);
  });
});
