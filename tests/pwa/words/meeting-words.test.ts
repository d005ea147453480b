import { describe, expect, it } from "vitest";
import type { Meeting } from "../../../pwa/src/domain/meetings.ts";
import type { Relationship } from "../../../pwa/src/domain/relationships.ts";
import {
  agreedTime,
  headOf,
  howOf,
  lineOf,
  nameOf,
  nextLine,
  ownZone,
  timeOf,
} from "../../../pwa/src/screens/parts/meeting-words.ts";
import { dayAndTime } from "../../../pwa/src/when.ts";

const NOW = Date.parse("2027-01-01T10:00:00Z");
const at = "2027-01-12T17:30:00Z";
const later = "2027-01-13T17:30:00Z";
const here = (instant: string) => dayAndTime(Date.parse(instant));
/** A zone whose clock never reads as this phone's. */
const elsewhere = ownZone() === "Asia/Kolkata" ? "America/New_York" : "Asia/Kolkata";

const meeting = (state: Meeting["state"], given: Partial<Meeting> = {}): Meeting => ({
  id: "m",
  relationship: "r",
  state,
  minutes: 60,
  mode: "in_person",
  place: "Room 4",
  sequence: 3,
  candidates: [],
  proposed_by: null,
  accepted: [],
  starts: state === "proposed" || state === "closed" ? null : at,
  ends: state === "proposed" || state === "closed" ? null : "2027-01-12T18:30:00Z",
  wall: null,
  zone: ownZone(),
  correctable_until: null,
  ...given,
});
const times = [at, later].map((instant) => ({ at: instant, wall: "2027-01-12T17:30", zone: ownZone() }));

describe("a time in words", () => {
  it("is read on the clock it was chosen by, which is named where it is not this phone's", () => {
    expect(timeOf(at, "Asia/Kolkata") + timeOf(at, "America/New_York")).toMatch(
      /\((Kolkata|New York) time\)/,
    );
    expect(timeOf(at, elsewhere)).toContain(dayAndTime(Date.parse(at), elsewhere));
    expect(timeOf(at, ownZone())).toBe(here(at));
    expect(timeOf(at, null)).toBe(here(at));
    expect(timeOf(at, "Mars/Olympus")).toBe(here(at));
    expect(timeOf(at, "Europe/London")).toContain("Tuesday 12 January 2027, 5:30pm");
  });

  it("says how long, how and where", () => {
    expect(howOf(meeting("confirmed"))).toBe("60 minutes, in person, Room 4");
    expect(howOf(meeting("confirmed", { place: null, mode: "video", minutes: 1 }))).toBe(
      "1 minute, by video",
    );
  });

  it("heads a row with the agreed time, or the best of those that wait", () => {
    expect(headOf(meeting("confirmed"))).toBe(here(at));
    expect(headOf(meeting("proposed", { candidates: times }))).toBe(`${here(at)}, and 1 more`);
    expect(headOf(meeting("proposed", { candidates: times.slice(1) }))).toBe(here(later));
    expect(agreedTime(meeting("proposed"))).toBeUndefined();
  });
});

describe("where a meeting stands, in words", () => {
  it("never claims more than is so", () => {
    const line = (one: Meeting, now = NOW) => lineOf(one, "me", now);
    const asked = meeting("proposed", { candidates: times, proposed_by: "them" });
    expect(line(asked)).toBe("You can answer");
    expect(line({ ...asked, accepted: ["me"] })).toBe("Waits for an answer");
    expect(line({ ...asked, proposed_by: "me" })).toBe("Waits for an answer");
    const moving = meeting("confirmed", { candidates: times.slice(1), proposed_by: "them" });
    expect(line(meeting("confirmed"))).toBe("Agreed");
    expect(line(moving)).toBe("Agreed. Another time is suggested.");
    expect(line({ ...moving, proposed_by: "me" })).toBe("Agreed. You have suggested another time.");
    expect(line(moving, Date.parse(at))).toBe("You can say how it was");
    expect((["held", "missed", "cancelled", "closed"] as const).map((state) => line(meeting(state)))).toEqual(
      ["Took place", "Did not go ahead", "Cancelled", "Closed"],
    );
  });

  it("gives a list of people the next agreed time and nothing else", () => {
    expect(nextLine([meeting("proposed", { candidates: times })], NOW)).toBeUndefined();
    expect(nextLine([meeting("confirmed"), meeting("held")], NOW)).toBe(`Next: ${here(at)}`);
  });

  it("names who suggested, or nobody", () => {
    const pair = { members: [{ account: "them", name: "Dr Rowan Wren" }] } as unknown as Relationship;
    expect([nameOf(pair, "them"), nameOf(pair, null)]).toEqual(["Dr Rowan Wren", "somebody"]);
  });
});
