import type { Availability, Documents, PatchAvailability } from "../contract.ts";
import type { Acts } from "./view.ts";

/** When a mentor is free: weekly times, dates that differ, and how meetings fit. One thing at a time. */

export type Ranges = Availability["weekdays"][number];
export type Setting = NonNullable<PatchAvailability["setting"]>;

/** What holds before anything was said. The same stands on the server. */
export const UNSAID: Availability = {
  zone: "Europe/London",
  weekdays: [[], [], [], [], [], [], []],
  dates: {},
  valid_from: null,
  valid_to: null,
  paused_until: null,
  lengths: [30, 45, 60],
  grid: 15,
  before: 0,
  after: 0,
  notice_hours: 24,
  horizon_weeks: 8,
  modes: [],
  places: [],
};

export const availabilityActs: Acts<"availability.patch"> = {
  "availability.patch": {
    apply(view, args, { account }) {
      view.put("availability", account, changed(view.get("availability", account) ?? UNSAID, args));
    },
  },
};

function changed(held: Availability, said: PatchAvailability): Availability {
  const { weekday, date, setting, ranges, value } = said;
  if (weekday) {
    return { ...held, weekdays: held.weekdays.map((day, at) => (at === weekday - 1 ? (ranges ?? []) : day)) };
  }
  if (date) {
    const { [date]: _, ...others } = held.dates;
    return { ...held, dates: ranges ? { ...others, [date]: ranges } : others };
  }
  return setting ? { ...held, [setting]: value } : held;
}

export const availabilityOf = (all: ReadonlyMap<string, Documents["availability"]>): Availability =>
  all.values().next().value ?? UNSAID;
