import type { Duty } from "../../times/rota/duty.ts";
import { isTimed, resolve } from "../../times/rota/duty.ts";
import { type FreeWindow, windowsOn } from "../../times/rota/windows.ts";
import { dateText, MINUTE, midnight } from "../../times/zones.ts";
import { dateOf, daysAfter, monthsAfter } from "../../when.ts";
import { coverage, here, rest, rota } from "../rota.ts";
import { covers } from "./reach.ts";

/** One day of a month: what the rota says of it, and when one could meet. */
export interface RotaDay {
  readonly date: string;
  readonly duties: readonly DayDuty[];
  /** Still to come, for a meeting of an hour; none where the rota says nothing. */
  readonly windows: readonly FreeWindow[];
  readonly covered: boolean;
  readonly isPast: boolean;
}

export interface DayDuty {
  readonly kind: Duty["kind"];
  readonly label: string;
  /** Milliseconds; undefined for whole days. */
  readonly times: readonly [start: number, end: number] | undefined;
  /** It began on the day before. */
  readonly goesOn: boolean;
}

export const HOUR_LONG = 60;

/** The month that a date is in, as its first day. */
export const monthOf = (date: string) => `${date.slice(0, 7)}-01`;

/** Every day of the month that begins on `first`. `now` is in milliseconds. */
export function daysOf(first: string, now: number): RotaDay[] {
  const home = here();
  const reach = coverage(now);
  const today = dateOf(now, home.name);
  const after = monthsAfter(first, 1);
  const on = new Map<string, DayDuty[]>();
  for (const duty of (rota.value?.sources ?? []).flatMap(({ duties }) => duties)) {
    const stretch = resolve(duty, home);
    if (stretch === undefined) continue;
    const begins = dateText(home.wallAt(stretch.start));
    const last = dateText(midnight(home.wallAt(stretch.end - 1)));
    for (
      let date = begins > first ? begins : first;
      date <= last && date < after;
      date = daysAfter(date, 1)
    ) {
      const times = isTimed(duty) ? ([stretch.start * 1000, stretch.end * 1000] as const) : undefined;
      const shown = { kind: duty.kind, label: duty.label ?? "", times, goesOn: date > begins };
      on.set(date, [...(on.get(date) ?? []), shown]);
    }
  }
  const days: RotaDay[] = [];
  for (let date = first; date < after; date = daysAfter(date, 1)) {
    const covered = covers(reach, date);
    const open = date < today || !covered ? [] : windowsOn(date, HOUR_LONG, rest.value);
    const windows = open.filter(({ end }) => (end - HOUR_LONG * MINUTE) * 1000 > now);
    const duties = (on.get(date) ?? []).sort((one, other) => (one.times?.[0] ?? 0) - (other.times?.[0] ?? 0));
    days.push({ date, duties, windows, covered, isPast: date < today });
  }
  return days;
}
