import { describe, expect, it } from "vitest";
import * as when from "../../pwa/src/when.ts";

const zone = "Europe/London";
const at = (iso: string) => Date.parse(iso);

describe("dates as people read them", () => {
  it("says a day and a time in full", () => {
    expect(when.dayAndTime(at("2027-01-06T17:30:00Z"), zone)).toBe("Wednesday 6 January 2027, 5:30pm");
    expect(when.day("2027-01-06")).toBe("Wednesday 6 January 2027");
  });

  it("writes whole hours without minutes, and names midday and midnight", () => {
    const times = ["00:00", "00:05", "09:00", "09:14", "12:00", "12:30", "17:30", "23:59"];
    expect(times.map((time) => when.time(at(`2027-01-06T${time}:00Z`), zone))).toEqual([
      "midnight",
      "12:05am",
      "9am",
      "9:14am",
      "midday",
      "12:30pm",
      "5:30pm",
      "11:59pm",
    ]);
    expect(when.between(at("2027-01-06T14:00:00Z"), at("2027-01-06T18:00:00Z"), zone)).toBe("2pm to 6pm");
  });

  it("keeps to the clock on the wall when the clocks change", () => {
    expect(when.dayAndTime(at("2027-03-28T00:59:00Z"), zone)).toBe("Sunday 28 March 2027, 12:59am");
    expect(when.dayAndTime(at("2027-03-28T01:00:00Z"), zone)).toBe("Sunday 28 March 2027, 2am");
  });

  it("says how old a list is, shorter when it is newer", () => {
    const now = at("2027-01-06T10:00:00Z");
    expect(when.asAt(at("2027-01-06T09:12:00Z"), now, zone)).toBe("As at 9:12am today");
    expect(when.asAt(at("2027-01-05T23:30:00Z"), now, zone)).toBe("As at 11:30pm yesterday");
    expect(when.asAt(at("2027-01-02T12:00:00Z"), now, zone)).toBe("As at midday on Saturday 2 January");
    expect(when.asAt(at("2026-12-30T12:00:00Z"), now, zone)).toBe(
      "As at midday on Wednesday 30 December 2026",
    );
  });

  it("is shorter still for the sync mark", () => {
    const now = at("2027-01-06T10:00:00Z");
    expect(when.since(at("2027-01-06T09:14:00Z"), now, zone)).toBe("9:14am");
    expect(when.since(at("2027-01-05T09:14:00Z"), now, zone)).toBe("yesterday");
    expect(when.since(at("2027-01-02T09:14:00Z"), now, zone)).toBe("Saturday");
    expect(when.since(at("2026-12-02T09:14:00Z"), now, zone)).toBe("2 December");
  });

  it("does not call a coming day by a past one's name when a clock was wrong", () => {
    expect(when.since(at("2027-01-09T09:14:00Z"), at("2027-01-06T10:00:00Z"), zone)).toBe("9 January");
  });
});

describe("calendar days", () => {
  it("counts months to the last day where a month is short", () => {
    expect(when.monthsAfter("2026-08-31", 6)).toBe("2027-02-28");
    expect(when.monthsAfter("2026-11-23", 1)).toBe("2026-12-23");
    expect(when.monthsAfter("2026-11-23", 24)).toBe("2028-11-23");
    expect(when.daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  });

  it("reads a date typed in three boxes, and no other", () => {
    expect(when.dateFrom("27", "3", "2027")).toBe("2027-03-27");
    expect(when.dateFrom(" 7 ", "03", "2027")).toBe("2027-03-07");
    for (const [day, month, year] of [
      ["31", "2", "2027"],
      ["", "3", "2027"],
      ["27", "3", "27"],
      ["x", "3", "2027"],
      ["1.5", "3", "2027"],
      ["0", "1", "2027"],
    ] as const) {
      expect(when.dateFrom(day, month, year)).toBeUndefined();
    }
  });

  it("gives the day where the phone is", () => {
    expect(when.dateOf(at("2027-06-30T23:30:00Z"), zone)).toBe("2027-07-01");
  });
});
