import { describe, expect, it } from "vitest";
import type { Documents } from "../../../pwa/src/contract.ts";
import { rightCode } from "../../../pwa/src/domain/attendance.ts";
import { codesKnown, forgetCodes, rememberCode } from "../../../pwa/src/domain/attended.ts";
import { chosenFrom, EMPTY, saidFrom, sessionFrom, typedOf } from "../../../pwa/src/domain/event-form.ts";
import {
  eventOf,
  eventsOf,
  guestsAt,
  hasEnded,
  keptAt,
  nextSession,
  onToday,
} from "../../../pwa/src/domain/events.ts";
import { type Act, phone } from "./phone.ts";

type Body = Documents["event"];

const session = (day: number) => ({
  starts: `2026-12-0${day}T17:30:00Z`,
  ends: `2026-12-0${day}T18:30:00Z`,
  wall: `2026-12-0${day}T17:30`,
});
const event = (day: number, given: Partial<Body> = {}): Body => ({
  scheme: "s",
  kind: "taster",
  state: "published",
  title: `Day ${day}`,
  words: "Try it.",
  sessions: [session(day)],
  zone: "Europe/London",
  place: "Larch House",
  link: null,
  facilitators: [],
  cpd: null,
  open_to: "everyone",
  named: false,
  full: false,
  sequence: 0,
  changed_at: null,
  check: "",
  ...given,
});
const place = (id: string, day: number, standing: "going" | "waiting" = "going"): Documents["rsvp"] => {
  const { full: _, ...said } = event(day);
  return { ...said, event: id, standing };
};
const NOW = Date.parse("2026-12-01T10:00:00Z");
const keep: Act = ["rsvp.set", { event: "e", going: true }];
const giveBack: Act = ["rsvp.set", { event: "e", going: false }];

describe("keeping a place with no signal", () => {
  it("is never a place before the server said so", () => {
    const own = keptAt(phone({ event: { e: event(8) } }, keep)("rsvp"), "e");
    expect(own?.standing).toBe("waiting");
    expect(own?.title).toBe("Day 8");
    expect(own).not.toHaveProperty("full");
  });

  it("is one place however often it is said, and none once it is given back", () => {
    const held = { event: { e: event(8) } };
    expect(phone(held, keep, keep)("rsvp").size).toBe(1);
    expect(phone(held, keep, giveBack)("rsvp").size).toBe(0);
    expect(phone({ rsvp: { r: place("e", 8) } }, giveBack)("rsvp").size).toBe(0);
  });

  it("shows what the office changes and cancels, to who comes and to who reads", () => {
    const held = { event: { e: event(8) }, rsvp: { r: place("e", 8) } };
    const shown = phone(held, ["event.cancel", { event: "e" }]);
    expect([shown("event").get("e")?.state, shown("rsvp").get("r")?.state]).toEqual([
      "cancelled",
      "cancelled",
    ]);
  });
});

it("names every guest, two of the same name too", () => {
  const guest = (name: string, event = "e") => ({ event, name });
  const all = { b: guest("Sam Oak"), a: guest("Ash Lee"), c: guest("Sam Oak"), d: guest("Kim", "other") };
  expect(guestsAt(new Map(Object.entries(all)), "e")).toEqual([
    { id: "a", name: "Ash Lee" },
    { id: "b", name: "Sam Oak" },
    { id: "c", name: "Sam Oak" },
  ]);
});

describe("what is on", () => {
  const events = new Map([
    ["a", event(3)],
    ["b", event(2)],
    ["c", event(4)],
  ]);
  const rsvps = new Map([
    ["r", place("c", 4)],
    ["u", place("unfollowed", 5, "waiting")],
  ]);

  it("is every event known, the next one first, and one's own without the list", () => {
    expect(eventsOf(events, rsvps).map(({ id }) => id)).toEqual(["b", "a", "c", "unfollowed"]);
    expect(eventOf(new Map(), rsvps, "unfollowed")?.kept?.standing).toBe("waiting");
    expect(eventOf(events, rsvps, "nothing")).toBeUndefined();
  });

  it("is on Today what one goes to and the first of the others, until it has ended", () => {
    const shown = (now: number) => onToday(eventsOf(events, rsvps), now, 3).map(({ id }) => id);
    expect(shown(NOW)).toEqual(["c", "unfollowed", "b"]);
    expect(shown(Date.parse("2026-12-02T18:30:00Z"))).toEqual(["c", "unfollowed", "a"]);
    expect(shown(Date.parse("2026-12-06T00:00:00Z"))).toEqual([]);
  });

  it("goes by the session that is on or comes next", () => {
    const course = event(2, { sessions: [session(2), session(3)] });
    expect(nextSession(course, Date.parse("2026-12-02T18:00:00Z"))).toEqual(session(2));
    expect(nextSession(course, Date.parse("2026-12-02T18:30:00Z"))).toEqual(session(3));
    expect(hasEnded(course, Date.parse("2026-12-03T18:29:00Z"))).toBe(false);
  });
});

describe("a certificate", () => {
  const id = "01930000-0000-7000-8000-0000000000e1";
  // As Python made it: hashlib.pbkdf2_hmac("sha256", code, id, 200_000).
  const check = "3938e107476b9a12a2423ce734c64e0b5e3caaffbdcb0129b8e556c982ae6586";

  it("takes the code as people type it, and no other", async () => {
    expect(await rightCode("7kq2-m4rx", id, check)).toBe("7KQ2M4RX");
    expect(await rightCode("7KQ2M4RY", id, check)).toBeUndefined();
    expect(await rightCode("7KQ2", id, check)).toBeUndefined();
    expect(await rightCode("7KQ2M4RX", `${id.slice(0, -1)}2`, check)).toBeUndefined();
  });

  it("is remembered on the phone, and forgotten with the log-in", () => {
    const kept = new Map<string, string>();
    const memory = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: string | undefined) =>
        void (value === undefined ? kept.delete(key) : kept.set(key, value)),
    };
    rememberCode(memory, "a", "1");
    rememberCode(memory, "b", "2");
    expect(codesKnown(memory)).toEqual({ a: "1", b: "2" });
    forgetCodes(memory);
    expect([codesKnown(memory), kept.size]).toEqual([{}, 0]);
  });
});

describe("the form of an event", () => {
  const typed = {
    ...EMPTY,
    kind: "workshop",
    title: " Listening ",
    words: "Two hours.",
    sessions: [session(8)],
    place: "Larch House",
    facilitators: "The team\n\nDr A Quill",
    cpd: "1.5",
    places: "12",
    openTo: "members",
    named: "no",
  };

  it("makes an act of what was typed, and shows it again", () => {
    const read = saidFrom(typed, "Europe/London");
    if (!("said" in read)) throw new Error("not read");
    expect(read.said).toMatchObject({ title: "Listening", cpd: 1.5, places: 12, link: null });
    expect(read.said.facilitators).toEqual(["The team", "Dr A Quill"]);
    expect(saidFrom(typedOf(read.said), "Europe/London")).toEqual(read);
    expect(chosenFrom(typed, true)).toEqual({
      chosen: { kind: "workshop", open_to: "members", named: false },
    });
  });

  it("says of each field what is wrong", () => {
    expect(saidFrom({ ...EMPTY, link: "http://a.example", cpd: "1.2", places: "0" }, "UTC")).toEqual({
      problems: {
        title: "nameMissing",
        words: "wordsMissing",
        day: "sessionsMissing",
        place: "placeMissing",
        link: "linkWrong",
        cpd: "cpdWrong",
        places: "placesWrong",
      },
    });
    expect(saidFrom({ ...typed, sessions: [session(8), session(8)] }, "UTC")).toEqual({
      problems: { day: "sessionsOverlap" },
    });
    expect(chosenFrom(EMPTY, true)).toEqual({
      problems: { kind: "kindMissing", openTo: "openToMissing", named: "namedMissing" },
    });
  });

  it("asks nothing that a taster has said by being one", () => {
    expect(chosenFrom({ ...EMPTY, kind: "taster" }, true)).toEqual({
      chosen: { kind: "taster", open_to: "everyone", named: false },
    });
  });

  it("reads a date and its times by the clock of the event's zone", () => {
    const at = (from: string, to: string, day = "8") =>
      sessionFrom({ date: { day, month: "12", year: "2026" }, from, to }, NOW, [], "Europe/London");
    const read = at("5:30pm", "7pm");
    if (!("session" in read)) throw new Error("not read");
    expect(read.session.wall).toBe("2026-12-08T17:30");
    expect(Date.parse(read.session.ends) - Date.parse(read.session.starts)).toBe(90 * 60_000);
    expect(at("7pm", "5pm")).toEqual({ problems: { to: "timeBefore" } });
    expect(at("7", "9pm")).toEqual({ problems: { from: "timeWrong" } });
    expect(at("7pm", "9pm", "31")).toHaveProperty("session");
    expect(at("7pm", "9pm", "32")).toEqual({ problems: { day: "dateWrong" } });
    expect(
      sessionFrom(
        { date: { day: "1", month: "11", year: "2026" }, from: "1pm", to: "2pm" },
        NOW,
        [],
        "Europe/London",
      ),
    ).toEqual({ problems: { day: "datePast" } });
  });

  it("means the same times wherever the phone is, and none in the hour a spring night leaves out", () => {
    const read = (zone: string, day: string, month: string, from: string, to: string) =>
      sessionFrom({ date: { day, month, year: "2027" }, from, to }, NOW, [], zone);
    const session = (starts: string, ends: string, wall: string) => ({ session: { starts, ends, wall } });
    expect(read("Europe/London", "8", "6", "5:30pm", "midnight")).toEqual(
      session("2027-06-08T16:30:00Z", "2027-06-08T23:00:00Z", "2027-06-08T17:30"),
    );
    expect(read("Asia/Kolkata", "8", "6", "5:30pm", "7pm")).toEqual(
      session("2027-06-08T12:00:00Z", "2027-06-08T13:30:00Z", "2027-06-08T17:30"),
    );
    expect(read("Europe/London", "28", "3", "1:30am", "4am")).toEqual({ problems: { from: "timeWrong" } });
  });
});
