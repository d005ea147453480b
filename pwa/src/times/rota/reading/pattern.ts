import { DAY, dateText, MINUTE, wallFrom, wallText } from "../../zones.ts";
import type { Duty, Kind } from "../duty.ts";

/** A pattern that is tapped in: "4 long days from Monday". */
export interface Pattern {
  readonly kind: Kind;
  readonly label: string;
  /** The first day, "2026-06-01". */
  readonly from: string;
  readonly days: number;
  /** Minutes of the day; an end before its start is on the next day. Left out for whole days. */
  readonly start: number;
  readonly end: number;
  /** Again after so many weeks, so many times; 0 for once. */
  readonly everyWeeks: number;
  readonly times: number;
}

export function dutiesFrom({ kind, label, from, days, start, end, everyWeeks, times }: Pattern): Duty[] {
  const first = wallFrom(from);
  if (first === undefined) return [];
  const duties: Duty[] = [];
  for (let turn = 0; turn < Math.max(1, times); turn++) {
    const base = first + turn * everyWeeks * 7 * DAY;
    if (kind === "leave" || kind === "zero" || kind === "nwd") {
      duties.push({ kind, label, from: dateText(base), to: dateText(base + days * DAY) });
      continue;
    }
    for (let day = 0; day < days; day++) {
      const begins = base + day * DAY + start * MINUTE;
      const ends = base + day * DAY + end * MINUTE + (end <= start ? DAY : 0);
      duties.push({ kind, label, start: wallText(begins), end: wallText(ends) });
    }
  }
  return duties;
}
