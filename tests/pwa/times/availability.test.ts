import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Availability } from "../../../pwa/src/contract.ts";
import { UNSAID } from "../../../pwa/src/domain/availability.ts";
import { type Busy, covers, gap, openStarts } from "../../../pwa/src/times/availability.ts";
import vectors from "../../vectors/availability.json" with { type: "json" };

interface Case {
  name: string;
  availability: Availability;
  busy: Busy;
  minutes: number;
  begin: number;
  end: number;
  now: number;
  starts: number[];
}

const cases = vectors as unknown as Case[];

const answered = ({ availability, busy, minutes, begin, end, now }: Case) =>
  openStarts(availability, busy, minutes, begin, end, now).map((start) => (start - begin) / 60);

const at = (text: string) => Date.parse(text) / 1000;
const DAY = 86_400;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("open times", () => {
  it.each(["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])(
    "are those of the oracle, with the process in %s",
    (zone) => {
      vi.stubEnv("TZ", zone);
      const wall = new Intl.DateTimeFormat("en", { timeZone: zone, timeStyle: "short" });
      expect(new Intl.DateTimeFormat("en", { timeStyle: "short" }).format(0)).toBe(wall.format(0));
      for (const each of cases) expect(answered(each), each.name).toEqual(each.starts);
    },
  );

  it("are at 17:00 on the wall on Thursdays", () => {
    const [first] = cases;
    expect(first?.starts.map((minutes) => first.begin + minutes * 60)).toEqual([
      at("2026-03-26T17:00Z"),
      at("2026-04-02T16:00Z"),
    ]);
  });

  it("cover a start when they offer it and else not", () => {
    for (const each of cases.slice(0, 60)) {
      const offered = new Set(
        openStarts(each.availability, [], each.minutes, each.begin, each.end, each.now),
      );
      for (let start = each.begin; start < each.end; start += 300)
        expect(covers(each.availability, start, each.minutes, each.now), each.name).toBe(offered.has(start));
    }
  });

  const daily: Availability = {
    ...UNSAID,
    weekdays: Array.from({ length: 7 }, () => [[540, 1020]]),
    lengths: [45],
    before: 10,
    after: 20,
  };
  const monday = at("2026-11-30T00:00Z");
  const asked = [45, monday, monday + 3 * DAY, monday - 2 * DAY] as const;

  it("are never more when more is busy, and leave a mentor's time between meetings", () => {
    const one = fc.tuple(fc.nat(3 * DAY), fc.nat(18_000));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (drawn) => {
        const busy = drawn.map(([start, length]) => [monday + start, monday + start + length] as const);
        const whole = openStarts(daily, busy, ...asked);
        const fewer = new Set(openStarts(daily, busy.slice(1), ...asked));
        const apart = gap(daily);
        return whole.every(
          (start) =>
            fewer.has(start) &&
            busy.every(
              ([since, until]) =>
                since === until || start >= until + apart || since >= start + 45 * 60 + apart,
            ),
        );
      }),
    );
  });

  it("are none in a zone that this phone does not know", () => {
    expect(openStarts({ ...daily, zone: "Europe/Nowhere" }, [], ...asked)).toEqual([]);
    expect(openStarts(daily, [], ...asked).length).toBeGreaterThan(0);
  });

  it("end with midnight before a closed date, and are none before a pause is over", () => {
    const late: Availability = {
      ...daily,
      before: 0,
      after: 0,
      weekdays: Array.from({ length: 7 }, () => [[1380, 1500]]),
    };
    const closed = { ...late, dates: { "2026-12-01": [] } };
    const said = (availability: Availability) =>
      openStarts(availability, [], 45, monday + DAY / 2, monday + 2 * DAY, monday - 2 * DAY).map(
        (start) => (start - monday) / 60 - 1440,
      );
    expect(said(late).slice(0, 3)).toEqual([-60, -45, -30]);
    expect(said(closed)).toEqual([-60, -45]);
    expect(said({ ...late, paused_until: "2026-12-01" })[0]).toBe(1380);
  });
});
