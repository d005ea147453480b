import { describe, expect, it } from "vitest";
import type { Availability, PatchAvailability } from "../../../pwa/src/contract.ts";
import {
  availabilityOf,
  copyOfLastWeek,
  inOrder,
  opposite,
  UNSAID,
  waits,
  weeksAround,
} from "../../../pwa/src/domain/availability.ts";
import { phone } from "./phone.ts";

const MORNINGS = [[540, 720]] as const;
const say = (...all: PatchAvailability[]) =>
  availabilityOf(
    phone(
      {},
      ...all.map((said) => ["availability.patch", said] as ["availability.patch", PatchAvailability]),
    )("availability"),
  );

describe("when a mentor is free, before the server has heard of it", () => {
  it("is one thing at a time, on one document of the account's own", () => {
    const held = say(
      { weekday: 4, ranges: MORNINGS },
      { date: "2026-12-24", ranges: [] },
      { date: "2026-12-25", ranges: MORNINGS },
      { date: "2026-12-25", ranges: null },
      { setting: "grid", value: 30 },
    );
    expect(held).toEqual({
      ...UNSAID,
      weekdays: [[], [], [], MORNINGS, [], [], []],
      dates: { "2026-12-24": [] },
      grid: 30,
    });
    expect(say()).toEqual(UNSAID);
  });

  it("lays what waits here over what came from another phone", () => {
    const server: Availability = {
      ...UNSAID,
      weekdays: [MORNINGS, [], [], [], [], [], []],
      horizon_weeks: 4,
    };
    const shows = phone({ availability: { me: server } }, [
      "availability.patch",
      { weekday: 2, ranges: MORNINGS },
    ]);
    expect(availabilityOf(shows("availability"))).toEqual({
      ...server,
      weekdays: [MORNINGS, MORNINGS, [], [], [], [], []],
    });
  });

  it("has a way back for everything", () => {
    const before = say({ weekday: 1, ranges: MORNINGS }, { date: "2026-12-24", ranges: [] });
    const acts: PatchAvailability[] = [
      { weekday: 1, ranges: [] },
      { weekday: 2, ranges: MORNINGS },
      { date: "2026-12-24", ranges: null },
      { date: "2026-12-25", ranges: MORNINGS },
      { setting: "lengths", value: [20] },
      { setting: "paused_until", value: "2027-01-01" },
    ];
    for (const act of acts) {
      const first: PatchAvailability[] = [
        { weekday: 1, ranges: MORNINGS },
        { date: "2026-12-24", ranges: [] },
      ];
      expect(say(...first, act)).not.toEqual(before);
      expect(say(...first, act, opposite(before, act))).toEqual(before);
    }
  });
});

describe("copying last week", () => {
  it("goes from the week before this one to the one after it, whatever day it is", () => {
    for (const today of ["2026-11-23", "2026-11-26", "2026-11-29"])
      expect(weeksAround(today)).toEqual({ last: "2026-11-16", next: "2026-11-30" });
  });

  it("brings what was so, and leaves the days that are so already", () => {
    const held: Availability = {
      ...UNSAID,
      weekdays: [MORNINGS, [], MORNINGS, [], [], [], []],
      dates: {
        "2026-11-17": [[600, 660]], // a Tuesday that was open
        "2026-11-18": [], // a Wednesday that was closed
        "2026-11-30": [], // the Monday to come, which is not to be
        "2026-12-04": [], // and a Friday that is as every other
      },
    };
    const copied = copyOfLastWeek(held, "2026-11-26");
    expect(copied).toEqual([
      { date: "2026-11-30", ranges: null },
      { date: "2026-12-01", ranges: [[600, 660]] },
      { date: "2026-12-02", ranges: [] },
      { date: "2026-12-04", ranges: null },
    ]);
    const after = phone(
      { availability: { me: held } },
      ...copied.map((said) => ["availability.patch", said] as ["availability.patch", PatchAvailability]),
    );
    expect(copyOfLastWeek(availabilityOf(after("availability")), "2026-11-26")).toEqual([]);
  });
});

describe("windows as they were typed", () => {
  it("are put in order, and those that touch are one", () => {
    expect(
      inOrder([
        [600, 660],
        [540, 600],
        [700, 720],
      ]),
    ).toEqual([
      [540, 660],
      [700, 720],
    ]);
    expect(inOrder([])).toEqual([]);
  });

  it("are never longer than a day, and never touch", () => {
    expect(
      inOrder(
        [
          [60, 1440],
          [1439, 1440],
        ].slice(0, 1) as never,
      ),
    ).toEqual([[60, 1440]]);
    expect(
      inOrder([
        [0, 1400],
        [1400, 2000],
      ]),
    ).toEqual([
      [0, 1400],
      [1401, 2000],
    ]);
  });
});

describe("where one part of it stands", () => {
  it("is told by what waits, part by part", () => {
    const entry = {
      number: 1,
      id: "a",
      name: "availability.patch",
      args: { weekday: 4, ranges: [] },
      made: 0,
      sent: false,
      outcome: undefined,
    };
    expect(waits([entry], (said) => said.weekday === 4)).toBe(true);
    expect(waits([entry], (said) => said.weekday === 5)).toBe(false);
    expect(waits([{ ...entry, outcome: { outcome: "applied" } as never }], () => true)).toBe(false);
  });
});
