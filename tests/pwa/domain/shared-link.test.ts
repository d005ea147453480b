import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Answered,
  calendarFile,
  canBePlace,
  fragmentOf,
  instantOf,
  LONGEST_PLACE,
  MOST_TIMES,
  readFragment,
  type Shared,
  type Suggested,
  timeFrom,
} from "../../../pwa/src/domain/shared-link.ts";
import { crc32 } from "../../../pwa/src/sync/crc32.ts";

const MINUTE = 60_000;
const FIRST = Date.parse("2027-01-12T17:30:00Z");
const suggested: Suggested = {
  kind: "suggested",
  times: [FIRST, FIRST + 1_440 * MINUTE],
  minutes: 60,
  place: "Café by the gate, 2nd floor",
};
const answered: Answered = { kind: "answered", time: FIRST, minutes: 60, place: "" };

/** A link that somebody wrote by hand, with a stamp that is right. */
function forged(...fields: [string, string][]): string {
  return new URLSearchParams([...fields, ["c", crc32(JSON.stringify(fields)).toString(36)]]).toString();
}

const places = fc
  .string({ unit: "grapheme", maxLength: 40 })
  .filter((place) => place.length <= LONGEST_PLACE && canBePlace(place));
const instants = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((minutes) => minutes * MINUTE);
const shareds: fc.Arbitrary<Shared> = fc.oneof(
  fc.record({
    kind: fc.constant("suggested" as const),
    times: fc
      .uniqueArray(instants, { minLength: 1, maxLength: MOST_TIMES })
      .map((all) => all.sort((one, other) => one - other)),
    minutes: fc.integer({ min: 5, max: 480 }),
    place: places,
  }),
  fc.record({
    kind: fc.constant("answered" as const),
    time: fc.option(instants, { nil: undefined }),
    minutes: fc.integer({ min: 5, max: 480 }),
    place: places,
  }),
);

describe("a link", () => {
  it("says on the other phone what was said on this one", () => {
    expect(readFragment(fragmentOf(suggested))).toEqual(suggested);
    expect(readFragment(fragmentOf(answered))).toEqual(answered);
    expect(readFragment(fragmentOf({ ...answered, time: undefined }))).toEqual({
      ...answered,
      time: undefined,
    });
    fc.assert(
      fc.property(shareds, (shared) => {
        expect(readFragment(fragmentOf(shared))).toEqual(shared);
      }),
    );
  });

  it("has no letter that messages break at", () => {
    fc.assert(
      fc.property(shareds, (shared) => {
        expect(fragmentOf(shared)).toMatch(/^[A-Za-z0-9%&=+*._-]+$/);
      }),
    );
  });

  it("that is cut short anywhere says nothing", () => {
    const whole = fragmentOf(suggested);
    for (let at = 0; at < whole.length; at++) expect(readFragment(whole.slice(0, at))).toBeUndefined();
  });

  it("with any letter changed says nothing else", () => {
    fc.assert(
      fc.property(shareds, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (shared, at, letter) => {
        const whole = fragmentOf(shared);
        const changed = whole.slice(0, at % whole.length) + letter + whole.slice((at % whole.length) + 1);
        const read = readFragment(changed);
        if (read !== undefined) expect(read).toEqual(shared);
      }),
    );
  });

  it("that was never ours says nothing, and nothing breaks", () => {
    for (const text of ["", "#", "page", "v=1", "%", "%E0%A4%A", "v=1&t=&m=&p=&c=", "x".repeat(5_000)])
      expect(readFragment(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readFragment(text)).toBeUndefined();
      }),
    );
  });

  it("written by hand is held to the same rules", () => {
    const time = String(FIRST / MINUTE);
    const good: [string, string][] = [
      ["v", "1"],
      ["t", time],
      ["m", "60"],
      ["p", "Hall"],
    ];
    const but = (name: string, value: string) =>
      readFragment(
        forged(...good.map(([key, kept]): [string, string] => [key, key === name ? value : kept])),
      );
    expect(readFragment(forged(...good))).toBeDefined();
    for (const [name, value] of [
      ["v", "2"],
      ["t", ""],
      ["t", "none"],
      ["t", "1"],
      ["t", `${time}-${time}`],
      ["t", `${Number(time) + 1}-${time}`],
      ["t", Array.from({ length: 6 }, (_, at) => Number(time) + at).join("-")],
      ["t", `${time}-`],
      ["t", `${time}.5`],
      ["t", `-${time}`],
      ["m", "0"],
      ["m", "481"],
      ["m", "1e2"],
      ["m", " 60"],
      ["p", "x".repeat(81)],
      ["p", "Hall\nRoom"],
      ["p", "Hall\u202egnp"],
      ["p", "Hall\u0000"],
    ] as const)
      expect(but(name, value), `${name}=${value}`).toBeUndefined();
    expect(readFragment(forged(...good, ["x", "1"]))).toBeUndefined();
    expect(readFragment(forged(...good, ["p", "Hall"]))).toBeUndefined();
    expect(readFragment(forged(...good.slice(0, 3)))).toBeUndefined();
    expect(readFragment(forged(...[...good].reverse()))).toBeUndefined();
    expect(
      readFragment(forged(["v", "1"], ["a", `${time}-${Number(time) + 1}`], ["m", "60"], ["p", ""])),
    ).toBeUndefined();
  });
});

describe("a time as people type it", () => {
  it("is read in the ways that doctors write it", () => {
    const read = ["5:30pm", "5.30 PM", "17:30", "17.30", "9am", "12am", "12pm", "midday", "Midnight", "0:05"];
    expect(read.map(timeFrom)).toEqual([1050, 1050, 1050, 1050, 540, 0, 720, 720, 0, 5]);
  });

  it("is nothing where it could be two times, or none", () => {
    for (const typed of ["", "5", "17", "25:00", "5:60", "13pm", "0am", "5:3", "tea", "5:30pmm", "-1:00"])
      expect(timeFrom(typed), typed).toBeUndefined();
  });

  it("is an instant on this phone", () => {
    const at = instantOf("2027-01-12", 1050);
    expect(at).toBe(new Date(2027, 0, 12, 17, 30).getTime());
  });
});

describe("a file for a calendar", () => {
  const file = calendarFile(
    FIRST,
    { minutes: 60, place: "Café, room 2; left\\right" },
    "Meeting",
    FIRST,
    "a-b",
  );

  it("says when, where, and nothing of what for", () => {
    expect(file.split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Alongside//EN",
      "BEGIN:VEVENT",
      "UID:a-b",
      "DTSTAMP:20270112T173000Z",
      "DTSTART:20270112T173000Z",
      "DTEND:20270112T183000Z",
      "SUMMARY:Meeting",
      "LOCATION:Café\\, room 2\\; left\\\\right",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
    expect(file).not.toMatch(/mentor/i);
  });

  it("has no line longer than 75 bytes, and is whole again when they are joined", () => {
    const place = "é".repeat(80);
    const long = calendarFile(FIRST, { minutes: 60, place }, "Meeting", FIRST, "a-b");
    for (const line of long.split("\r\n"))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(long.replaceAll("\r\n ", "")).toContain(`LOCATION:${place}`);
  });

  it("leaves out a place that nobody named", () => {
    expect(calendarFile(FIRST, { minutes: 60, place: "" }, "Meeting", FIRST, "a-b")).not.toContain(
      "LOCATION",
    );
  });
});
