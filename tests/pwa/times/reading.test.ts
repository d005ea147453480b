import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import { isTimed } from "../../../pwa/src/times/rota/duty.ts";
import { dutiesFrom } from "../../../pwa/src/times/rota/reading/pattern.ts";
import { type Job, read } from "../../../pwa/src/times/rota/reading/read.ts";
import type { Found } from "../../../pwa/src/times/rota/reading/result.ts";
import { codeFrom, legendFrom, timeOf } from "../../../pwa/src/times/rota/reading/words-of.ts";

const job: Job = { rota: "", legend: "", home: "Europe/London", today: "2026-06-01", first: undefined };
const all = (rota: Job["rota"], more: Partial<Job> = {}): Found => {
  const reading = read({ ...job, rota, ...more });
  if (!reading.ok) throw new Error(reading.why);
  return reading.found;
};
const said = (duty: Duty) => {
  const [from, to] = isTimed(duty) ? [duty.start, duty.end] : [duty.from, duty.to];
  const there = isTimed(duty) ? duty.tz : undefined;
  return [duty.kind, duty.label, from, to, there].filter((part) => part).join(" ");
};
const duties = (rota: Job["rota"], more: Partial<Job> = {}) => all(rota, more).duties.map(said);
const unread = (rota: Job["rota"], more: Partial<Job> = {}) =>
  all(rota, more).unread.map(({ place, what, why }) => `${place} ${what}: ${why}`);
const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"].join("\r\n");
const calendar = (...parts: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...parts, "END:VCALENDAR", ""].join("\r\n");
const shift = (...lines: string[]) => calendar(event("SUMMARY:LD", ...lines));

describe("calendar files", () => {
  test("a shift with a zone, in UTC, and floating", () => {
    const london = "DTSTART;TZID=Europe/London:20260602T080000\r\nDTEND;TZID=Europe/London:20260602T203000";
    expect(duties(shift(london))).toEqual(["shift LD 2026-06-02T08:00 2026-06-02T20:30"]);
    expect(duties(shift("DTSTART:20260602T070000Z", "DTEND:20260602T193000Z"))).toEqual([
      "shift LD 2026-06-02T07:00 2026-06-02T19:30 UTC",
    ]);
    expect(duties(shift("DTSTART:20260602T080000", "DTEND:20260602T203000"))).toEqual([
      "shift LD 2026-06-02T08:00 2026-06-02T20:30",
    ]);
    const elsewhere = calendar(
      "X-WR-TIMEZONE:America/New_York",
      event("SUMMARY:N", "DTSTART:20260602T200000", "DTEND:20260603T080000"),
    );
    expect(duties(elsewhere)).toEqual(["shift N 2026-06-02T20:00 2026-06-03T08:00 America/New_York"]);
  });

  test.each([
    ["GMT Standard Time", ""],
    ["W. Europe Standard Time", " Europe/Berlin"],
    ["Eastern Standard Time", " America/New_York"],
    ["/mozilla.org/20050126_1/Europe/London", ""],
    ['"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', ""],
  ])("the zone %s", (name, there) => {
    const lines = [`DTSTART;TZID=${name}:20260602T080000`, `DTEND;TZID=${name}:20260602T203000`];
    expect(duties(shift(...lines))).toEqual([`shift LD 2026-06-02T08:00 2026-06-02T20:30${there}`]);
  });

  test("a zone that only its own definition places, and one that nothing places", () => {
    const zone = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nX-LIC-LOCATION:Europe/Paris\r\nEND:VTIMEZONE";
    const one = event("SUMMARY:LD", "DTSTART;TZID=Ours:20260602T080000", "DTEND;TZID=Ours:20260602T200000");
    expect(duties(calendar(zone, one))).toEqual(["shift LD 2026-06-02T08:00 2026-06-02T20:00 Europe/Paris"]);
    expect(unread(calendar(one))).toEqual(["1 LD: zone"]);
  });

  test("whole days: leave, zero and non-working days by their names; a code by the legend; else no times", () => {
    const day = (title: string, from: string, to: string) =>
      event(`SUMMARY:${title}`, `DTSTART;VALUE=DATE:${from}`, `DTEND;VALUE=DATE:${to}`);
    const text = calendar(
      day("Annual leave", "20260601", "20260606"),
      day("Zero day", "20260608", "20260609"),
      day("Non-working day", "20260609", "20260610"),
      day("LD", "20260610", "20260612"),
      day("N", "20260613", "20260614"),
      day("Bank holiday", "20260615", "20260616"),
    );
    const found = all(text, { legend: "LD 08:00-20:30\nN 2030 - 0900" });
    expect(found.duties.map(said)).toEqual([
      "leave Annual leave 2026-06-01 2026-06-06",
      "zero Zero day 2026-06-08 2026-06-09",
      "nwd Non-working day 2026-06-09 2026-06-10",
      "shift LD 2026-06-10T08:00 2026-06-10T20:30",
      "shift LD 2026-06-11T08:00 2026-06-11T20:30",
      "shift N 2026-06-13T20:30 2026-06-14T09:00",
    ]);
    expect(found.unread).toEqual([{ place: 6, what: "Bank holiday", why: "no-time" }]);
    expect(found.through).toBe("2026-06-13");
  });

  test("on call from home and in the hospital, and leave with hours", () => {
    const at = (title: string) =>
      event(`SUMMARY:${title}`, "DTSTART:20260602T090000", "DTEND:20260603T090000");
    expect(
      duties(calendar(at("Non-resident on call"), at("NROC"), at("On-call"), at("Study leave"))),
    ).toEqual([
      "oncall_home Non-resident on call 2026-06-02T09:00 2026-06-03T09:00",
      "oncall_home NROC 2026-06-02T09:00 2026-06-03T09:00",
      "oncall_resident On-call 2026-06-02T09:00 2026-06-03T09:00",
      "leave Study leave 2026-06-02 2026-06-04",
    ]);
  });

  test("daily and weekly repetition, with count, until, days, exceptions and one that was moved", () => {
    const times = ["DTSTART;TZID=Europe/London:20260601T080000", "DTEND;TZID=Europe/London:20260601T203000"];
    const starts = (...lines: string[]) => duties(shift(...times, ...lines)).map((one) => one.slice(14, 19));
    expect(starts("RRULE:FREQ=DAILY;COUNT=4")).toEqual(["06-01", "06-02", "06-03", "06-04"]);
    expect(starts("RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20260610")).toEqual([
      "06-01",
      "06-04",
      "06-07",
      "06-10",
    ]);
    expect(starts("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260610T070000Z")).toEqual([
      "06-01",
      "06-03",
      "06-08",
      "06-10",
    ]);
    expect(starts("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4;WKST=SU")).toEqual([
      "06-01",
      "06-14",
      "06-15",
      "06-28",
    ]);
    expect(
      starts("RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/London:20260602T080000,20260603T080000"),
    ).toEqual(["06-01", "06-04"]);
    const moved = event(
      "SUMMARY:LD",
      "RECURRENCE-ID;TZID=Europe/London:20260602T080000",
      "DTSTART;TZID=Europe/London:20260605T080000",
      "DTEND;TZID=Europe/London:20260605T203000",
    );
    const called = event(
      "STATUS:CANCELLED",
      "RECURRENCE-ID;TZID=Europe/London:20260603T080000",
      times[0] ?? "",
    );
    const series = event("SUMMARY:LD", ...times, "RRULE:FREQ=DAILY;COUNT=4");
    expect(duties(calendar(series, moved, called)).map((one) => one.slice(14, 19))).toEqual([
      "06-01",
      "06-04",
      "06-05",
    ]);
  });

  test("a night that repeats over a clock change keeps its hours on the wall; a DURATION is exact", () => {
    const night = ["DTSTART;TZID=Europe/London:20261023T210000", "RRULE:FREQ=DAILY;COUNT=3"];
    const today = { today: "2026-10-01" };
    expect(duties(shift(...night, "DTEND;TZID=Europe/London:20261024T090000"), today).at(-2)).toBe(
      "shift LD 2026-10-24T21:00 2026-10-25T09:00",
    );
    expect(duties(shift(...night, "DURATION:PT12H"), today).at(-2)).toBe(
      "shift LD 2026-10-24T21:00 2026-10-25T08:00",
    );
  });

  test.each([
    ["RRULE:FREQ=MONTHLY", "repeats"],
    ["RRULE:FREQ=DAILY;BYMONTHDAY=-1,-2", "repeats"],
    ["RRULE:FREQ=WEEKLY;BYDAY=1MO", "repeats"],
    ["RRULE:FREQ=DAILY;INTERVAL=0", "repeats"],
    ["RDATE;VALUE=PERIOD:20260602T080000Z/PT1H", "repeats"],
    ["DTSTART without a colon", "broken"],
  ])("%s is said, not guessed", (line, why) => {
    expect(unread(shift("DTSTART:20260602T080000", "DTEND:20260602T203000", line))).toEqual([`1 LD: ${why}`]);
  });

  test("what is wrong with one entry costs only that entry", () => {
    const text = calendar(
      event("SUMMARY:no date"),
      event("SUMMARY:no end", "DTSTART:20260602T080000"),
      event("SUMMARY:backwards", "DTSTART:20260602T080000", "DTEND:20260602T070000"),
      event("SUMMARY:a month", "DTSTART:20260602T080000", "DTEND:20260702T080000"),
      event("SUMMARY:no such day", "DTSTART:20260631T080000", "DTEND:20260631T090000"),
      "BEGIN:VEVENT\r\nSUMMARY:never ended\r\nDTSTART:20260602T080000",
      event("SUMMARY:LD", "DTSTART:20260603T080000", "DTEND:20260603T203000"),
    );
    const found = all(text);
    expect(found.duties.map(said)).toEqual(["shift LD 2026-06-03T08:00 2026-06-03T20:30"]);
    expect(found.unread.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "no date: no-date",
      "no end: no-time",
      "backwards: no-time",
      "a month: too-long",
      "no such day: no-date",
      "never ended: broken",
    ]);
  });

  test("titles are plain text, alarms are not the entry's own, folded lines are joined", () => {
    const text = shift(
      "SUMMARY:second",
      "DTSTART:20260602T0800",
      " 00",
      "DTEND:20260602T203000",
      "BEGIN:VALARM",
      "DTSTART:20200101T000000",
      "END:VALARM",
    ).replace("SUMMARY:LD", "SUMMARY:Long\\, day\\nA&E");
    expect(duties(text)).toEqual(["shift Long, day A&E 2026-06-02T08:00 2026-06-02T20:30"]);
    expect(all(calendar("X-WR-CALNAME:My rota", event("DTSTART:20260602T08", "SUMMARY:x"))).name).toBe(
      "My rota",
    );
  });

  test("400 days and no more, also of what never ends", () => {
    const daily = shift("DTSTART:20100101T080000", "DTEND:20100101T180000", "RRULE:FREQ=DAILY");
    const found = all(daily);
    expect(found.duties).toHaveLength(400);
    expect(found.duties[0]).toMatchObject({ start: "2026-05-01T08:00" });
    expect(found.through).toBe("2027-06-04");
  });
});

describe("rows", () => {
  test("a file with headings", () => {
    const text = [
      "Date,Shift,Start,End",
      '02/06/2026,"Long day, A&E",08:00,20:30',
      "03/06/2026,Night,20:30,09:00",
      "04/06/2026,Annual leave,,",
      "05/06/2026,,,",
      "06/06/2026,Mystery,,",
    ].join("\r\n");
    const found = all(text);
    expect(found.duties.map(said)).toEqual([
      "shift Long day, A&E 2026-06-02T08:00 2026-06-02T20:30",
      "shift Night 2026-06-03T20:30 2026-06-04T09:00",
      "leave Annual leave 2026-06-04 2026-06-05",
    ]);
    expect(found.unread).toEqual([{ place: 6, what: "06/06/2026 Mystery", why: "no-code" }]);
    expect(found.through).toBe("2026-06-05");
  });

  test("what Outlook writes", () => {
    const text = [
      '"Subject","Start Date","Start Time","End Date","End Time","All day event"',
      '"LD","2/6/2026","08:00:00","2/6/2026","20:30:00","False"',
      '"Annual leave","8/6/2026","00:00:00","12/6/2026","00:00:00","True"',
    ].join("\n");
    expect(duties(text)).toEqual([
      "shift LD 2026-06-02T08:00 2026-06-02T20:30",
      "leave Annual leave 2026-06-08 2026-06-13",
    ]);
  });

  test("two pasted columns with a legend", () => {
    const text = "Mon 1 Jun\tLD\nTue 2 Jun\tLD\nWed 3 Jun\tN\nThu 4 Jun\tZ\nFri 5 Jun\t\nSat 6 Jun\tXX";
    const found = all(text, { legend: "LD 08:00-20:30\nN: 8:30pm to 9am\nZ zero day" });
    expect(found.duties.map(said)).toEqual([
      "shift LD 2026-06-01T08:00 2026-06-01T20:30",
      "shift LD 2026-06-02T08:00 2026-06-02T20:30",
      "shift N 2026-06-03T20:30 2026-06-04T09:00",
      "zero Z 2026-06-04 2026-06-05",
    ]);
    expect(found.unread).toEqual([{ place: 6, what: "Sat 6 Jun XX", why: "no-code" }]);
  });

  test("one pasted column, or one row, from a first day", () => {
    const legend = "LD 08:00-20:30";
    const first = "2026-06-01";
    expect(duties("LD\n\nLD\n", { legend, first })).toEqual([
      "shift LD 2026-06-01T08:00 2026-06-01T20:30",
      "shift LD 2026-06-03T08:00 2026-06-03T20:30",
    ]);
    expect(duties("LD\t\tLD", { legend, first })).toEqual([
      "shift LD 2026-06-01T08:00 2026-06-01T20:30",
      "shift LD 2026-06-03T08:00 2026-06-03T20:30",
    ]);
    expect(unread("LD\nLD", { legend })).toEqual(["1 LD: no-date", "2 LD: no-date"]);
  });

  test("dates across the top", () => {
    const text = "1/6/26\t2/6/26\t3/6/26\nLD\t\tLD";
    expect(duties(text, { legend: "LD 0800-2030" })).toEqual([
      "shift LD 2026-06-01T08:00 2026-06-01T20:30",
      "shift LD 2026-06-03T08:00 2026-06-03T20:30",
    ]);
  });

  test.each([
    ["2026-06-02", "LD 08:00-20:30"],
    ["2/6/26", "LD 08:00-20:30"],
    ["02.06.2026", "LD 08:00-20:30"],
    ["Tuesday 2nd June 2026", "LD 08:00-20:30"],
    ["June 2, 2026", "LD 08:00-20:30"],
    ["Tue 2 Jun", "LD 8am-8:30pm"],
    ["2/6", "LD 08.00 to 20.30"],
    ["2026-06-02T08:00", "2026-06-02T20:30\tLD"],
    ["02/06/2026 08:00", "02/06/2026 20:30\tLD"],
  ])("the date %s", (date, rest) => {
    expect(duties(`${date}\t${rest}`)).toEqual(["shift LD 2026-06-02T08:00 2026-06-02T20:30"]);
  });

  test("a date that its weekday contradicts, or that the other half of the world means, is not taken", () => {
    expect(unread("Mon 2/6/2026\tLD 08:00-20:30\n06/13/2026\tLD 08:00-20:30")).toEqual([
      "1 Mon 2/6/2026 LD 08:00-20:30: no-date",
      "2 06/13/2026 LD 08:00-20:30: no-date",
    ]);
  });

  test("a quote that nothing closes does not swallow the file", () => {
    expect(duties('2/6/2026,"LD 08:00-20:30\n3/6/2026,"N" 20:30-09:00')).toHaveLength(2);
  });
});

describe("codes", () => {
  test.each([
    ["LD 08:00-20:30", "shift 480 1230"],
    ["N = 2030–0900", "shift 1230 540"],
    ["AL leave", "leave  "],
    ["Z: zero day", "zero  "],
    ["NWD non-working day", "nwd  "],
    ["NROC 09:00-09:00", "oncall_home 540 540"],
    ["H 17:00-09:00 on call from home", "oncall_home 1020 540"],
  ])("%s", (line, wanted) => {
    const { kind, start, end } = codeFrom(line) ?? {};
    expect(`${kind} ${start ?? ""} ${end ?? ""}`).toBe(wanted);
  });

  test("lines that say nothing are named", () => {
    expect(legendFrom("LD 08:00-20:30\n\nwhat\nN soon").wrong).toEqual([3, 4]);
    expect([timeOf("25:00"), timeOf("13pm"), timeOf("8:75"), timeOf("24:00")]).toEqual([
      undefined,
      undefined,
      undefined,
      1440,
    ]);
  });
});

test("a pattern: four long days from Monday, again every third week", () => {
  const pattern = { kind: "shift" as const, label: "LD", from: "2026-06-01", days: 4, start: 480, end: 1230 };
  expect(dutiesFrom({ ...pattern, everyWeeks: 0, times: 1 }).map(said)).toEqual(
    [1, 2, 3, 4].map((day) => `shift LD 2026-06-0${day}T08:00 2026-06-0${day}T20:30`),
  );
  expect(dutiesFrom({ ...pattern, everyWeeks: 3, times: 2 }).map(said)[4]).toBe(
    "shift LD 2026-06-22T08:00 2026-06-22T20:30",
  );
  expect(dutiesFrom({ ...pattern, kind: "leave", label: "", everyWeeks: 0, times: 1 })).toEqual([
    { kind: "leave", label: "", from: "2026-06-01", to: "2026-06-05" },
  ]);
});

describe("limits", () => {
  const why = (rota: Job["rota"]) => {
    const reading = read({ ...job, rota });
    return reading.ok ? "read" : reading.why;
  };
  test("too big, no text, nothing in it", () => {
    expect(why("x".repeat(2 * 1024 * 1024 + 1))).toBe("too-big");
    expect(why(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toBe("not-text");
    expect(why("")).toBe("nothing");
    expect(why(calendar())).toBe("nothing");
  });

  test("more than 5,000 shifts, and repetitions without number", () => {
    const lines = ["DTSTART:20260602T080000", "DTEND:20260602T093000"];
    expect(why(calendar(...Array(5_001).fill(event("SUMMARY:x", ...lines))))).toBe("too-many");
    const counted = event(
      "SUMMARY:x",
      "DTSTART:19000101T000000",
      "DTEND:19000101T010000",
      "RRULE:FREQ=DAILY;COUNT=9999999",
    );
    expect(why(calendar(...Array(5).fill(counted)))).toBe("too-slow");
    expect(why(calendar(...Array(20).fill(event("SUMMARY:x", ...lines, "RRULE:FREQ=DAILY"))))).toBe(
      "too-many",
    );
  });

  test("files in the letters of Windows and with a mark of their own", () => {
    const text = "2/6/2026;Café 08:00-20:30";
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const wide = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((one) => [one.charCodeAt(0), 0])]);
    for (const rota of [text, latin, wide])
      expect(duties(rota)).toEqual(["shift Café 2026-06-02T08:00 2026-06-02T20:30"]);
  });

  test.each([
    ["entries that never end", "BEGIN:VEVENT\r\n"],
    ["parts inside parts", "BEGIN:X\r\nEND:Y\r\n"],
    ["exceptions", "EXDATE:20260602T080000\r\n"],
    ["folded lines", " x\r\n"],
    ["a line without end", "x"],
    ["quotes", '"'],
    ["cells that open quotes", ',"a"b'],
    ["commas", ","],
    ["rows", "2/6/2026,LD 08:00-20:30\r\n"],
    ["rows of nothing known", "some words and more words here\r\n"],
  ])("2 MB of %s take no two seconds", (_, piece) => {
    const start = piece.includes(":") || piece.startsWith(" ") ? "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" : "";
    const text = start + piece.repeat(Math.floor((2 * 1024 * 1024 - start.length) / piece.length));
    const begun = performance.now();
    read({ ...job, rota: text });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test("anything at all is read or said to be unreadable, soon", () => {
    const piece = fc.constantFrom(
      "BEGIN:VCALENDAR",
      "BEGIN:VEVENT",
      "END:VEVENT",
      "BEGIN:VALARM",
      "DTSTART:20260602T080000",
      "DTSTART;VALUE=DATE:20260602",
      'DTSTART;TZID="a;b:c":20260602T080000',
      "DTEND:20260602T203000",
      "DURATION:PT99999H",
      "RRULE:FREQ=WEEKLY;BYDAY=MO",
      "RRULE:FREQ=DAILY;INTERVAL=999999999",
      "RRULE:FREQ=DAILY;UNTIL=99991231",
      "RECURRENCE-ID:20260602T080000",
      "EXDATE:",
      "SUMMARY:LD",
      " folded",
      '2/6/2026,"LD',
      "1/6/26\t2/6/26\t3/6/26",
      "Date,Start,End",
      "99/99/9999\t99:99-99:99",
    );
    const lines = fc.array(
      fc.oneof({ weight: 9, arbitrary: piece }, fc.string(), fc.string({ unit: "binary" })),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(lines, (some) => {
        const reading = read({ ...job, rota: some.join("\r\n"), legend: some.slice(0, 3).join("\n") });
        for (const duty of reading.ok ? reading.found.duties : []) {
          const [from, to] = isTimed(duty) ? [duty.start, duty.end] : [duty.from, duty.to];
          expect(from < to, `${from} ${to}`).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
