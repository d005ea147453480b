import { describe, expect, it } from "vitest";
import type { Charter, Documents } from "../../../pwa/src/contract.ts";
import {
  ahead,
  answerable,
  correctableUntil,
  mayPropose,
  meetingsIn,
  meetingsOf,
  meetsLately,
  nextOf,
  said,
  sessions,
  toCome,
  toSay,
  turnOf,
  waits,
} from "../../../pwa/src/domain/arranged.ts";
import type { Relationship } from "../../../pwa/src/domain/relationships.ts";
import { type Act, phone } from "./phone.ts";

type Body = Documents["meeting"];

const time = (day: number, hour = 17) => ({
  at: `2026-12-${String(day).padStart(2, "0")}T${hour}:30:00Z`,
  wall: `2026-12-${String(day).padStart(2, "0")}T${hour}:30`,
  zone: "Europe/London",
});

const meeting = (state: Body["state"], given: Partial<Body> = {}): Body => ({
  relationship: "r",
  state,
  minutes: 60,
  mode: "video",
  place: null,
  sequence: 3,
  candidates: [],
  proposed_by: null,
  accepted: [],
  starts: state === "proposed" || state === "closed" ? null : "2026-12-10T17:30:00Z",
  ends: state === "proposed" || state === "closed" ? null : "2026-12-10T18:30:00Z",
  wall: null,
  zone: "Europe/London",
  correctable_until: null,
  ...given,
});

const asked = meeting("proposed", { candidates: [time(3), time(4)], proposed_by: "them" });
const moving = meeting("confirmed", { candidates: [time(12)], proposed_by: "them" });
const NOW = Date.parse("2026-11-23T10:00:00Z");

/** The meeting `m` as the phone shows it after these acts with no signal. */
function shown(held: Body | undefined, ...acts: Act[]): Body | undefined {
  return phone(held ? { meeting: { m: held } } : {}, ...acts)("meeting").get("m");
}

describe("arranging, before the server has heard of it", () => {
  const propose: Act = [
    "meeting.propose",
    {
      meeting: "m",
      relationship: "r",
      candidates: [time(3), time(4)],
      minutes: 45,
      mode: "phone",
      place: "Room 4",
    },
  ];

  it("shows what was suggested, and that it waits for the other", () => {
    const made = shown(undefined, propose);
    expect(made).toMatchObject({
      state: "proposed",
      minutes: 45,
      mode: "phone",
      place: "Room 4",
      starts: null,
    });
    expect(made && turnOf({ id: "m", ...made }, "me")).toBe("theirs");
  });

  it("never calls a time agreed by its own yes", () => {
    const yes: Act = ["meeting.accept", { meeting: "m", ranking: [time(4).at] }];
    for (const held of [asked, moving]) {
      const after = shown(held, yes, yes);
      expect(after).toMatchObject({ state: held.state, starts: held.starts, accepted: ["me"] });
      expect(after && turnOf({ id: "m", ...after }, "me")).toBe("theirs");
    }
    expect(shown(meeting("confirmed"), yes), "nothing waits").toEqual(meeting("confirmed"));
  });

  it("answers with other times, and keeps what was not said otherwise", () => {
    const shows = phone({ meeting: { m: asked } }, [
      "meeting.counter",
      { meeting: "m", instead: "n", candidates: [time(7)], mode: "in_person" },
    ])("meeting");
    expect(shows.get("m")).toMatchObject({ state: "closed", proposed_by: null, candidates: [] });
    expect(shows.get("n")).toMatchObject({
      state: "proposed",
      minutes: 60,
      mode: "in_person",
      candidates: [time(7)],
      proposed_by: "me",
    });
    const late = phone({ meeting: { m: moving } }, [
      "meeting.counter",
      { meeting: "m", instead: "n", candidates: [time(7)] },
    ])("meeting");
    expect([...late]).toEqual([["m", moving]]);
  });

  it("keeps the old time while a move waits, and when it is taken back", () => {
    const move: Act = ["meeting.move", { meeting: "m", candidates: [time(12)], sequence: 3 }];
    expect(shown(meeting("confirmed"), move)).toMatchObject({
      state: "confirmed",
      starts: "2026-12-10T17:30:00Z",
      candidates: [time(12)],
      proposed_by: "me",
      sequence: 4,
    });
    expect(shown(meeting("confirmed"), move, ["meeting.keep", { meeting: "m" }])).toEqual(
      meeting("confirmed", { sequence: 5 }),
    );
    expect(shown(asked, move)).toEqual(asked);
    expect(shown(asked, ["meeting.keep", { meeting: "m" }])).toEqual(asked);
  });

  it("cancels what was agreed, closes what was not, and knows when it is too late for either", () => {
    const cancel: Act = ["meeting.cancel", { meeting: "m" }];
    expect(shown(asked, cancel)).toMatchObject({ state: "closed", candidates: [], proposed_by: null });
    expect(shown(moving, cancel)).toMatchObject({ state: "cancelled", candidates: [], proposed_by: null });
    const begun = meeting("confirmed", { starts: "2026-11-23T09:30:00Z", ends: "2026-11-23T10:30:00Z" });
    expect(shown(begun, cancel)).toMatchObject({
      state: "missed",
      correctable_until: "2026-12-07T10:00:00.000Z",
    });
    expect(shown(meeting("held"), cancel)).toEqual(meeting("held"));
    expect(shown(undefined, cancel)).toBeUndefined();
  });

  it("says how it was, and corrects it", () => {
    const held = shown(meeting("confirmed"), ["meeting.confirm_held", { meeting: "m" }]);
    expect(held).toMatchObject({ state: "held", correctable_until: "2026-12-07T10:00:00.000Z" });
    const missed = shown(meeting("confirmed"), ["meeting.record_missed", { meeting: "m" }]);
    expect(missed?.state).toBe("missed");
    const corrected = shown(held, ["meeting.correct", { meeting: "m", state: "missed" }]);
    expect(corrected).toMatchObject({ state: "missed", correctable_until: held?.correctable_until });
  });
});

describe("what screens ask about meetings", () => {
  const all = new Map<string, Body>([
    ["asked", asked],
    ["mine", meeting("proposed", { candidates: [time(2)], proposed_by: "me" })],
    [
      "lapsed",
      meeting("proposed", { candidates: [{ ...time(3), at: "2026-11-20T10:00:00Z" }], proposed_by: "them" }),
    ],
    ["later", meeting("confirmed", { starts: "2026-12-20T17:30:00Z", ends: "2026-12-20T18:30:00Z" })],
    ["next", { ...moving, relationship: "s" }],
    ["now", meeting("confirmed", { starts: "2026-11-23T09:30:00Z", ends: "2026-11-23T10:30:00Z" })],
    ["over", meeting("confirmed", { starts: "2026-11-23T08:30:00Z", ends: "2026-11-23T09:30:00Z" })],
    ["held", meeting("held", { starts: "2026-11-01T08:30:00Z", correctable_until: "2026-11-24T10:00:00Z" })],
    [
      "missed",
      meeting("missed", { starts: "2026-11-05T08:30:00Z", correctable_until: "2026-11-23T10:00:00Z" }),
    ],
    ["cancelled", meeting("cancelled")],
  ]);
  const list = meetingsIn(all);
  const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

  it("have an order", () => {
    expect(ids(toCome(list, NOW))).toEqual(["now", "next", "later"]);
    expect(nextOf(list, NOW)?.id).toBe("now");
    expect(ids(toSay(list, NOW))).toEqual(["over"]);
    expect(ids(said(list))).toEqual(["missed", "held"]);
    expect(ids(meetingsOf(all, "s"))).toEqual(["next"]);
  });

  it("are answered by the others, while a time of theirs is ahead", () => {
    expect(ids(answerable(list, "me", NOW))).toEqual(["asked", "next"]);
    expect(ids(answerable(list, "them", NOW))).toEqual(["mine"]);
    const half = Date.parse(time(3).at);
    expect(ahead({ id: "m", ...asked }, half)).toEqual([time(4)]);
    expect(waits({ id: "m", ...asked }, Date.parse(time(4).at))).toBe(false);
    expect(turnOf({ id: "m", ...meeting("confirmed") }, "me")).toBeUndefined();
  });

  it("wait for nobody once the agreed time has come", () => {
    const begun = { ...moving, candidates: [time(30)], starts: "2026-11-23T10:00:00Z" };
    expect(waits({ id: "m", ...begun }, NOW)).toBe(false);
  });

  it("can be corrected for a while, and are counted for the pair", () => {
    const until = list.map((one) => correctableUntil(one, NOW));
    expect(until.filter((one) => one !== undefined)).toEqual([Date.parse("2026-11-24T10:00:00Z")]);
    expect(sessions(list, { session_cap: 6 } as Charter)).toEqual({ held: 1, of: 6 });
    expect(sessions(list, { session_cap: null } as Charter)).toEqual({ held: 1 });
    expect(sessions(list, undefined)).toEqual({ held: 1 });
  });

  it("say whether a pair has been quiet", () => {
    const quiet = (...which: string[]) =>
      !meetsLately(
        list.filter(({ id }) => which.includes(id)),
        NOW,
      );
    expect(quiet()).toBe(true);
    for (const id of ["asked", "mine", "later", "held"]) expect(quiet(id), id).toBe(false);
    for (const id of ["lapsed", "missed", "cancelled"]) expect(quiet(id), id).toBe(true);
    const long = meeting("held", { starts: "2026-08-30T10:00:00Z" });
    expect(meetsLately([{ id: "m", ...long }], NOW)).toBe(false);
  });

  it("may be suggested as the charter says", () => {
    const pair = (state: Relationship["state"], role: "mentee" | "mentor" | "co_mentor" = "mentee") =>
      ({ id: "r", state, members: [{ account: "me", role }] }) as unknown as Relationship;
    const by = (first: Charter["first_meeting_arranged_by"], session_cap: number | null = null) =>
      ({ first_meeting_arranged_by: first, session_cap }) as Charter;
    const one = list.filter(({ id }) => id === "held");
    const missed = list.filter(({ id }) => id === "missed");
    expect(mayPropose(pair("requested"), by("either"), [], "me")).toBe("not-together");
    expect(mayPropose(pair("agreed"), by("either"), [], "me")).toBe("yes");
    expect(mayPropose(pair("agreed"), undefined, [], "me")).toBe("yes");
    expect(mayPropose(pair("agreed"), by("mentor"), [], "me")).toBe("theirs-first");
    expect(mayPropose(pair("agreed", "mentor"), by("mentor"), [], "me")).toBe("yes");
    expect(mayPropose(pair("agreed", "co_mentor"), by("mentor"), [], "me")).toBe("yes");
    expect(mayPropose(pair("agreed"), by("mentor"), missed, "me")).toBe("yes");
    expect(mayPropose(pair("agreed"), by("either", 1), one, "me")).toBe("all-arranged");
    expect(mayPropose(pair("agreed"), by("either", 1), missed, "me")).toBe("yes");
    expect(mayPropose(pair("trying"), by("either"), one, "me")).toBe("agree-first");
    expect(mayPropose(pair("trying"), by("either"), [], "me")).toBe("yes");
  });
});
