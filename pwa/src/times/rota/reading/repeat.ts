import { DAY, midnight, wallFrom, weekday } from "../../zones.ts";
import type { Bounds } from "./result.ts";

/**
 * DAILY and WEEKLY repetition, as rotas use it: interval, count, until, and days of the week. Anything else is
 * not guessed at. Times are wall times, so a shift begins at the same hour on both sides of a clock change.
 */
export interface Rule {
  readonly weekly: boolean;
  readonly interval: number;
  readonly count: number;
  /** As it is written: the last moment at which it can still begin. */
  readonly until: string | undefined;
  /** 0 is Sunday; empty for every day, or for the day of the first. */
  readonly days: readonly number[];
  readonly weekStart: number;
}

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const UNDERSTOOD = new Set(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"]);

/** Undefined for a rule that is not understood whole. */
export function ruleFrom(value: string): Rule | undefined {
  const parts = new Map(
    value
      .split(";")
      .filter((part) => part !== "")
      .map((part) => {
        const [name = "", said = ""] = part.split("=");
        return [name.trim().toUpperCase(), said.trim().toUpperCase()];
      }),
  );
  for (const name of parts.keys()) if (!UNDERSTOOD.has(name) && !name.startsWith("X-")) return undefined;
  const often = parts.get("FREQ");
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const count = Number(parts.get("COUNT") ?? Number.POSITIVE_INFINITY);
  const days = (parts.get("BYDAY")?.split(",") ?? []).map((day) => DAYS.indexOf(day.trim()));
  const weekStart = DAYS.indexOf(parts.get("WKST") ?? "MO");
  if (often !== "DAILY" && often !== "WEEKLY") return undefined;
  if (!Number.isInteger(interval) || interval < 1 || !(count >= 1)) return undefined;
  if (days.includes(-1) || weekStart < 0) return undefined;
  const until = parts.get("UNTIL");
  return { weekly: often === "WEEKLY", interval, count, until, days, weekStart };
}

/**
 * The wall times at which it begins, from the bounds' first to their last. `isAfterUntil` says whether a start
 * comes after the rule's end, for that may be written in another zone. The first start always counts.
 */
export function* startsOf(
  first: number,
  rule: Rule,
  bounds: Bounds,
  isAfterUntil: (start: number) => boolean,
): Generator<number> {
  const clock = first - midnight(first);
  const days = rule.days.length > 0 ? rule.days : rule.weekly ? [weekday(first)] : [];
  const back = (weekday(first) - rule.weekStart + 7) % 7;
  const week = midnight(first) - back * DAY;
  let left = rule.count;
  for (let turn = beginning(first, rule, bounds); left > 0; turn += rule.interval) {
    const base = rule.weekly ? week + turn * 7 * DAY : midnight(first) + turn * DAY;
    if (base > bounds.to) return;
    for (let day = base; day < base + (rule.weekly ? 7 * DAY : DAY); day += DAY) {
      bounds.step();
      const start = day + clock;
      if (start < first || (days.length > 0 && !days.includes(weekday(day)) && start !== first)) continue;
      if (left <= 0 || start > bounds.to || isAfterUntil(start)) return;
      left -= 1;
      yield start;
    }
  }
}

/** An endless rule need not be followed from its beginning years ago; a counted one must. */
function beginning(first: number, { weekly, interval, count }: Rule, bounds: Bounds): number {
  if (Number.isFinite(count)) return 0;
  const unit = (weekly ? 7 : 1) * DAY;
  // A shift may begin before the bounds and end inside them: two units more of room.
  const turns = Math.floor((bounds.from - first) / unit) - 21;
  return turns <= 0 ? 0 : Math.floor(turns / interval) * interval;
}

export interface Moment {
  readonly wall: number;
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

/** "20260602", "20260602T080000", "20260602T080000Z"; undefined for what is no such time. */
export function momentFrom(value: string): Moment | undefined {
  const [, y, m, d, time, hour, minute, second, utc] =
    /^(\d{4})-?(\d\d)-?(\d\d)(T(\d\d):?(\d\d):?(\d\d)?(Z)?)?$/.exec(value.trim().toUpperCase()) ?? [];
  if (y === undefined) return undefined;
  // A leap second is the last of its minute.
  const seconds = second === "60" ? "59" : (second ?? "00");
  const text = time === undefined ? `${y}-${m}-${d}` : `${y}-${m}-${d}T${hour}:${minute}:${seconds}`;
  const wall = wallFrom(text);
  return wall === undefined ? undefined : { wall, isDate: time === undefined, isUtc: utc !== undefined };
}

/** "PT12H30M", "P1D", "P2W": days, which the wall counts, and exact seconds. */
export function durationFrom(value: string): { days: number; seconds: number } | undefined {
  const [all, weeks, days, hours, minutes, seconds] =
    /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/i.exec(
      value.trim(),
    ) ?? [];
  if (all === undefined) return undefined;
  return {
    days: Number(weeks ?? 0) * 7 + Number(days ?? 0),
    seconds: Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0),
  };
}
