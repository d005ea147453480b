import type { Availability } from "../contract.ts";
import { DAY, HOUR, MINUTE, type Zone, zoneOf } from "./zones.ts";

/**
 * Open times: from rules in wall times to the instants at which a meeting may start (5-times 5.1, 5.2).
 *
 * Pure: whole seconds in, whole seconds out, now is passed in. `server/domain/availability/engine.py` answers
 * the same, and both are held to tests/vectors/availability.json. Freedom is never over-counted: in a gap or
 * an overlap of the wall clock a free window starts at the later and ends at the earlier instant.
 */

/** [start, end) of what the mentor has, in any order, without buffers. */
export type Busy = readonly (readonly [start: number, end: number])[];
type Ranges = Availability["weekdays"][number];
type Span = [start: number, end: number];

const WEEK = 7 * DAY;
const MIDNIGHT = 1440;
/** The first of January 1970 was a Thursday, counted from Monday. */
const THURSDAY = 3;

/** Days since 1970 of "2026-12-03". */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / (DAY * 1000);

/** Every start in [begin, end), in order. None where the mentor does not offer meetings of so many minutes. */
export function openStarts(
  availability: Availability,
  busy: Busy,
  minutes: number,
  begin: number,
  end: number,
  now: number,
): number[] {
  const zone = zoneOf(availability.zone);
  if (zone === undefined || !availability.lengths.includes(minutes)) return [];
  const length = minutes * MINUTE;
  const first = Math.max(begin, now + availability.notice_hours * HOUR);
  const last = Math.min(end, now + availability.horizon_weeks * WEEK + 1);
  if (last <= first) return [];
  const taken = takenBy(busy, length, gap(availability));
  const step = availability.grid * MINUTE;
  const found: number[] = [];
  let place = 0;
  let reach = first;
  for (const [since, until] of freeSpans(availability, zone, first, last + length)) {
    const stop = Math.min(until - length + 1, last);
    let at = Math.max(since, first);
    while (at < stop) {
      // What is added here to read the wall clock holds until the end of this piece.
      const added = zone.offsetAt(at);
      const end = pieceEnd(zone, at, stop, added);
      at += upTo(at + added, step);
      while (at < end) {
        for (let next = taken[place]; next !== undefined && next[0] < at; next = taken[place]) {
          reach = Math.max(reach, next[1]);
          place += 1;
        }
        if (at >= reach) {
          found.push(at);
          at += step;
        } else at = reach + upTo(reach + added, step);
      }
      at = end;
    }
  }
  return found;
}

/** Whether this start is offered, whatever else the mentor has then. */
export function covers(availability: Availability, start: number, minutes: number, now: number): boolean {
  return openStarts(availability, [], minutes, start, start + 1, now).length === 1;
}

/** Seconds between two meetings of this person: the larger of what stands after one and before the other. */
export const gap = (availability: Availability): number =>
  Math.max(availability.before, availability.after) * MINUTE;

/** What is said of one day, in minutes of its wall clock. */
export function rangesOn(availability: Availability, day: number): Ranges {
  return rulesOf(availability).on(day);
}

/** To the next multiple. */
const upTo = (wall: number, step: number): number => (step - (wall % step)) % step;

interface Rules {
  on(day: number): Ranges;
  isClosed(day: number): boolean;
}

function rulesOf(availability: Availability): Rules {
  const { paused_until, valid_from, valid_to, weekdays } = availability;
  const dates = new Map<number, Ranges>();
  for (const [date, ranges] of Object.entries(availability.dates)) {
    if (ranges !== undefined) dates.set(dayNumber(date), ranges);
  }
  const opens = paused_until === null ? -Infinity : dayNumber(paused_until);
  const from = valid_from === null ? -Infinity : dayNumber(valid_from);
  const to = valid_to === null ? Infinity : dayNumber(valid_to);
  return {
    on(day) {
      if (day < opens) return [];
      const differs = dates.get(day);
      if (differs !== undefined) return differs;
      return day < from || day > to ? [] : (weekdays[(day + THURSDAY) % 7] ?? []);
    },
    isClosed: (day) => dates.get(day)?.length === 0,
  };
}

/** Free windows that touch [first, last), in order and apart. */
function freeSpans(availability: Availability, zone: Zone, first: number, last: number): Span[] {
  const rules = rulesOf(availability);
  const windows: Span[] = [];
  // A window may end on the day after the one it belongs to.
  const final = Math.floor(zone.wallAt(last) / DAY) + 1;
  for (let day = Math.floor(zone.wallAt(first) / DAY) - 2; day <= final; day += 1) {
    // A closed date has no times, not even the end of the evening before.
    const most = rules.isClosed(day + 1) ? MIDNIGHT : 2 * MIDNIGHT;
    for (const [since, until] of rules.on(day)) {
      const start = zone.later(day * DAY + since * MINUTE);
      const stop = zone.earlier(day * DAY + Math.min(until, most) * MINUTE);
      if (start < stop) windows.push([start, stop]);
    }
  }
  windows.sort((one, other) => one[0] - other[0]);
  const apart: Span[] = [];
  for (const [start, stop] of windows) {
    const before = apart.at(-1);
    if (before !== undefined && start <= before[1]) before[1] = Math.max(before[1], stop);
    else apart.push([start, stop]);
  }
  return apart;
}

/** Where the wall clock's reckoning changes next, or `stop`. No zone changes twice in a week. */
function pieceEnd(zone: Zone, start: number, stop: number, added: number): number {
  let high = Math.min(stop, start + WEEK);
  if (zone.offsetAt(high - 1) === added) return high;
  let low = start;
  high -= 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle) === added) low = middle;
    else high = middle;
  }
  return high;
}

/** No meeting may start after the first and before the second of each, in order of the first. */
function takenBy(busy: Busy, length: number, apart: number): Span[] {
  return busy
    .filter(([start, end]) => start < end)
    .map(([start, end]): Span => [start - length - apart, end + apart])
    .sort((one, other) => one[0] - other[0]);
}
