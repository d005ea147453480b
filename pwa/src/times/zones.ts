/**
 * From a clock on a wall to instants and back, in whole seconds, for any zone that the phone's own tables know.
 *
 * An instant is seconds since 1970 in UTC. A wall time is the seconds that the same reading of a clock would
 * be in UTC: no zone, no gaps. `Intl` is asked once per zone and year, because asking it is slow; what it
 * says is kept as a short table of changes. The zone of the process plays no part.
 */
export interface Zone {
  readonly name: string;
  /** Seconds that the wall is ahead of UTC at this instant. */
  offsetAt(instant: number): number;
  wallAt(instant: number): number;
  /** In a gap, and where an hour comes twice, a wall time stands for two instants. */
  earlier(wall: number): number;
  later(wall: number): number;
}

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 86_400;

/** No zone keeps an offset for less than two weeks, so changes cannot hide between two samples. */
const SAMPLE = 14 * DAY;

interface Year {
  from: number;
  to: number;
  /** Instants from which the offset beside it holds; the first is the beginning of the year. */
  at: number[];
  offset: number[];
}

const zones = new Map<string, Zone | undefined>();

/** Undefined for a name that the phone does not know. */
export function zoneOf(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, makeZone(name));
  return zones.get(name);
}

export function zone(name: string): Zone {
  const found = zoneOf(name);
  if (found === undefined) throw new RangeError(`There is no zone ${name}.`);
  return found;
}

function makeZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  const years = new Map<number, Year>();
  let year: Year = { from: 0, to: 0, at: [], offset: [] };

  function offsetAt(instant: number): number {
    if (instant < year.from || instant >= year.to) year = yearOf(instant);
    let place = year.at.length - 1;
    while (place > 0 && (year.at[place] as number) > instant) place -= 1;
    return year.offset[place] as number;
  }

  function yearOf(instant: number): Year {
    const number = new Date(instant * 1000).getUTCFullYear();
    let found = years.get(number);
    if (found === undefined) {
      found = tableOf(format, Date.UTC(number, 0, 1) / 1000, Date.UTC(number + 1, 0, 1) / 1000);
      years.set(number, found);
    }
    return found;
  }

  /** The two instants that a wall time can be; the same one twice nearly always. */
  function both(wall: number): [number, number] {
    const before = offsetAt(wall - DAY);
    const after = offsetAt(wall + DAY);
    const one = wall - before;
    if (before === after) return [one, one];
    const other = wall - after;
    const isOne = offsetAt(one) === before;
    const isOther = offsetAt(other) === after;
    if (isOne !== isOther) return isOne ? [one, one] : [other, other];
    return one < other ? [one, other] : [other, one];
  }

  return {
    name,
    offsetAt,
    wallAt: (instant) => instant + offsetAt(instant),
    earlier: (wall) => both(wall)[0],
    later: (wall) => both(wall)[1],
  };
}

function tableOf(format: Intl.DateTimeFormat, from: number, to: number): Year {
  const at = [from];
  const offset = [asked(format, from)];
  for (let start = from; start < to; start += SAMPLE) {
    const end = Math.min(start + SAMPLE, to);
    const before = offset[offset.length - 1] as number;
    const after = asked(format, end);
    if (before === after) continue;
    let [low, high] = [start, end];
    // Clocks change on a whole minute.
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (asked(format, middle) === before) low = middle;
      else high = middle;
    }
    if (high < to) {
      at.push(high);
      offset.push(after);
    }
  }
  return { from, to, at, offset };
}

/** "…, GMT+05:30", "…, GMT", and for long ago "…, GMT-00:01:15". */
function asked(format: Intl.DateTimeFormat, instant: number): number {
  const said = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(instant * 1000));
  if (said?.[1] === undefined) return 0;
  const seconds = Number(said[2]) * HOUR + Number(said[3]) * MINUTE + Number(said[4] ?? 0);
  return said[1] === "-" ? -seconds : seconds;
}

const WALL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** "2026-06-02T08:00" or "2026-06-02", as a wall time; undefined when there is no such day or time. */
export function wallFrom(text: string): number | undefined {
  const [, year, month, day, hour = "0", minute = "0", second = "0"] = WALL.exec(text) ?? [];
  // Below 1900 a year is a slip, and `Date.UTC` reads the first hundred as another century.
  if (year === undefined || Number(year) < 1900) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  const real = new Date(at * 1000);
  if (real.getUTCMonth() !== Number(month) - 1 || real.getUTCDate() !== Number(day)) return undefined;
  return at + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second);
}

/** "2026-06-02T08:00". */
export const wallText = (wall: number) => new Date(wall * 1000).toISOString().slice(0, 16);
/** "2026-06-02". */
export const dateText = (wall: number) => new Date(wall * 1000).toISOString().slice(0, 10);
/** The beginning of its day. */
export const midnight = (wall: number) => Math.floor(wall / DAY) * DAY;
/** 0 is Sunday. 1970 began on a Thursday. */
export const weekday = (wall: number) => (((Math.floor(wall / DAY) + 4) % 7) + 7) % 7;
