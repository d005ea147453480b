import { describe, expect, it } from "vitest";
import type { Documents } from "../../../pwa/src/contract.ts";
import { arrange } from "../../../pwa/src/domain/arranging.ts";
import { UNSAID } from "../../../pwa/src/domain/availability.ts";
import { candidateOf, isOffered, meets, offerOf, suggestions } from "../../../pwa/src/domain/free-times.ts";
import type { Meeting } from "../../../pwa/src/domain/meetings.ts";
import type { Relationship } from "../../../pwa/src/domain/relationships.ts";
import { restOf } from "../../../pwa/src/times/rota/rest.ts";
import { zone } from "../../../pwa/src/times/zones.ts";

const seconds = (at: string) => Date.parse(at) / 1000;
const NOW = seconds("2026-11-23T10:00:00Z");

const meeting = (state: Meeting["state"], given: Partial<Meeting> = {}): Meeting => ({
  id: "m",
  relationship: "r",
  state,
  minutes: 60,
  mode: "video",
  place: null,
  sequence: 3,
  candidates: [],
  proposed_by: null,
  accepted: [],
  starts: "2026-12-02T17:30:00Z",
  ends: "2026-12-02T18:30:00Z",
  wall: null,
  zone: "Europe/London",
  correctable_until: null,
  ...given,
});

describe("one of these times", () => {
  const candidates = [candidateOf(seconds("2026-12-03T17:30:00Z"), "Europe/London")];
  const what = { candidates, minutes: 45, mode: "phone", place: null } as const;

  it("is a new suggestion where there is nothing to answer, and is taken back whole", () => {
    const closed = ["cancelled", "closed", "held", "missed"] as const;
    for (const about of [undefined, ...closed.map((state) => meeting(state))]) {
      expect(arrange("r", about, what, "n")).toEqual({
        meeting: "n",
        act: ["meeting.propose", { meeting: "n", relationship: "r", ...what }],
        opposite: ["meeting.cancel", { meeting: "n" }],
      });
    }
  });

  it("answers a suggestion, which has no way back once it is sent", () => {
    expect(arrange("r", meeting("proposed"), what, "n")).toEqual({
      meeting: "n",
      act: ["meeting.counter", { meeting: "m", instead: "n", ...what }],
      opposite: undefined,
    });
  });

  it("moves what was agreed, as it stood on this phone, and can be kept after all", () => {
    const act = ["meeting.move", { meeting: "m", candidates, sequence: 3 }];
    const keep = ["meeting.keep", { meeting: "m" }];
    expect(arrange("r", meeting("confirmed"), what, "n")).toEqual({ meeting: "m", act, opposite: keep });
    const again = arrange("r", meeting("confirmed", { proposed_by: "me" }), what, "n");
    expect(again).toEqual({ meeting: "m", act, opposite: undefined });
  });
});

describe("a candidate", () => {
  it("is an instant with how it reads on the clock it was chosen by", () => {
    expect(candidateOf(seconds("2026-07-03T16:30:00Z"), "Europe/London")).toEqual({
      at: "2026-07-03T16:30:00Z",
      wall: "2026-07-03T17:30",
      zone: "Europe/London",
    });
    expect(candidateOf(seconds("2026-07-03T16:30:00Z"), "Mars/Olympus")).toEqual({
      at: "2026-07-03T16:30:00Z",
      wall: "2026-07-03T16:30",
      zone: "UTC",
    });
  });
});

describe("what a mentor offers a pair", () => {
  const pair = {
    id: "r",
    members: [
      { account: "me", role: "mentee" },
      { account: "them", role: "mentor" },
    ],
  } as unknown as Relationship;
  const evenings = { ...UNSAID, weekdays: Array(7).fill([[1020, 1200]]) };
  const free = (said: Documents["free_time"]["availability"], busy: Documents["free_time"]["busy"] = []) =>
    new Map([["r", { availability: said, busy }]]);
  const rest = restOf({ home: zone("Europe/London"), duties: undefined, holidays: [] });
  const taken = [{ starts: "2026-12-02T17:30:00Z", ends: "2026-12-02T18:30:00Z" }];

  it("is nothing in a circle, and where nothing was said", () => {
    const circle = { ...pair, members: [{ account: "me", role: "co_mentor" }] } as unknown as Relationship;
    expect(offerOf(circle, free(evenings))).toBeUndefined();
    expect(offerOf(pair, free(null))).toBeUndefined();
    expect(offerOf(pair, new Map())).toBeUndefined();
  });

  it("leaves out what the mentor has, but for the meeting that is moved", () => {
    const at = seconds("2026-12-02T17:30:00Z");
    const offer = offerOf(pair, free(evenings, taken));
    const moving = offerOf(pair, free(evenings, taken), meeting("confirmed"));
    expect([offer, moving].map((one) => one && isOffered(one, at, 60, NOW))).toEqual([false, true]);
    expect(offer && isOffered(offer, at + 3600, 60, NOW)).toBe(true);
    expect(offer && isOffered(offer, seconds("2026-12-02T12:00:00Z"), 60, NOW)).toBe(false);
  });

  it("is suggested at most once a date, the soonest first where all are as good", () => {
    const offer = offerOf(pair, free(evenings, taken));
    const found = offer ? suggestions(offer, 60, rest, NOW, 3, () => false).map(({ start }) => start) : [];
    expect(found.map((start) => new Date(start * 1000).toISOString().slice(0, 16))).toEqual([
      "2026-11-24T17:00",
      "2026-11-25T17:00",
      "2026-11-26T17:00",
    ]);
    const own = [meeting("confirmed", { starts: "2026-11-24T17:30:00Z", ends: "2026-11-24T18:30:00Z" })];
    const beside = offer && suggestions(offer, 60, rest, NOW, 1, (start) => meets(own, start, 60));
    expect(
      beside?.map(({ start }) => start),
      "never over this doctor's own meetings",
    ).toEqual([seconds("2026-11-24T18:30:00Z")]);
    expect(
      offer && suggestions(offer, 25, rest, NOW, 3, () => false),
      "a length that is not offered",
    ).toEqual([]);
  });

  it("knows this doctor's own meetings", () => {
    const all = [meeting("confirmed"), meeting("cancelled", { id: "n", starts: "2026-12-04T17:30:00Z" })];
    const at = seconds("2026-12-02T17:00:00Z");
    expect(meets(all, at, 60)).toBe(true);
    expect(meets(all, at, 30), "it ends as the other begins").toBe(false);
    expect(meets(all, at, 60, "m"), "the one that is moved").toBe(false);
    expect(meets(all, seconds("2026-12-04T17:30:00Z"), 60)).toBe(false);
  });
});
