import type { Availability, Documents, PatchAvailability } from "../contract.ts";
import type { OutboxEntry } from "../sync/store/records.ts";
import { dayNumber, rangesOn } from "../times/availability.ts";
import { DAY, dateText } from "../times/zones.ts";
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

const dateAt = (day: number): string => dateText(day * DAY);

/** What takes a change back: the same thing as it is now. */
export function opposite(
  held: Availability,
  { weekday, date, setting }: PatchAvailability,
): PatchAvailability {
  if (weekday) return { weekday, ranges: held.weekdays[weekday - 1] ?? [] };
  if (date) return { date, ranges: held.dates[date] ?? null };
  return setting ? { setting, value: held[setting] } : {};
}

/** The Mondays of the week before the one that this day is in, and of the one after it. */
export function weeksAround(today: string): { last: string; next: string } {
  const day = dayNumber(today);
  const monday = day - ((day + 3) % 7);
  return { last: dateAt(monday - 7), next: dateAt(monday + 7) };
}

/** What makes next week as last week was, dates that differed included. Days that are so already are left. */
export function copyOfLastWeek(held: Availability, today: string): PatchAvailability[] {
  const { last, next } = weeksAround(today);
  const plain = { ...held, dates: {} };
  const copied: PatchAvailability[] = [];
  for (let step = 0; step < 7; step += 1) {
    const date = dateAt(dayNumber(next) + step);
    const was = rangesOn(held, dayNumber(last) + step);
    const weekly = areSame(rangesOn(plain, dayNumber(date)), was);
    const is = held.dates[date];
    if (weekly ? is !== undefined : is === undefined || !areSame(is, was))
      copied.push({ date, ranges: weekly ? null : was });
  }
  return copied;
}

export const areSame = (one: Ranges, other: Ranges): boolean => JSON.stringify(one) === JSON.stringify(other);

/** In order, and those that touch are one, unless that would be longer than a day. None of them overlap. */
export function inOrder(typed: Ranges): Ranges {
  const found: [number, number][] = [];
  for (const [start, end] of [...typed].sort((one, other) => one[0] - other[0])) {
    const before = found.at(-1);
    if (before !== undefined && start === before[1]) {
      if (end - before[0] <= 1440) before[1] = end;
      else found.push([start + 1, end]);
    } else found.push([start, end]);
  }
  return found;
}

/** Whether a change of this one thing waits on this phone. The whole is one document, its parts are many. */
export function waits(outbox: readonly OutboxEntry[], about: (said: PatchAvailability) => boolean): boolean {
  return outbox.some(
    (entry) =>
      entry.outcome === undefined &&
      entry.name === "availability.patch" &&
      about(entry.args as PatchAvailability),
  );
}
