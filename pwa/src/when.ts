/**
 * Every date and time that a person reads: "Wednesday 6 January 2027, 5:30pm", "As at 9:12am today".
 * Instants are milliseconds; days are "2027-01-06". The zone is the phone's unless one is given.
 */

type Parts = Record<"weekday" | "day" | "month" | "year" | "hour" | "minute", string>;

function parts(at: number, zone?: string): Parts {
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value])) as Parts;
}

/** "5:30pm", "9am", "midday", "midnight". */
export function time(at: number, zone?: string): string {
  const { hour, minute } = parts(at, zone);
  const hours = Number(hour);
  if (minute === "00" && hours === 0) return "midnight";
  if (minute === "00" && hours === 12) return "midday";
  const half = hours < 12 ? "am" : "pm";
  const twelve = hours % 12 === 0 ? 12 : hours % 12;
  return minute === "00" ? `${twelve}${half}` : `${twelve}:${minute}${half}`;
}

/** "Wednesday 6 January 2027". */
export function dayOf(at: number, zone?: string): string {
  const { weekday, day, month, year } = parts(at, zone);
  return `${weekday} ${day} ${month} ${year}`;
}

/** "Wednesday 6 January 2027, 5:30pm". */
export function dayAndTime(at: number, zone?: string): string {
  return `${dayOf(at, zone)}, ${time(at, zone)}`;
}

/** "2pm to 6pm". */
export function between(from: number, to: number, zone?: string): string {
  return `${time(from, zone)} to ${time(to, zone)}`;
}

/** A day of the calendar, "2027-01-06", in words. It has no zone. */
export function day(date: string): string {
  return dayOf(Date.parse(`${date}T12:00:00Z`), "UTC");
}

/** The calendar day of an instant: "2027-01-06". */
export function dateOf(at: number, zone?: string): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return format.format(at);
}

/** The same day some months later, or the last of that month: 31 August + 6 = 28 February. */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
}

export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A day that a person typed in three boxes; undefined when there is no such day. */
export function dateFrom(dayOfMonth: string, month: string, year: string): string | undefined {
  const [d, m, y] = [dayOfMonth, month, year].map((typed) => Number(typed.trim()));
  if (d === undefined || m === undefined || y === undefined) return undefined;
  if (![d, m, y].every(Number.isInteger) || y < 1000 || y > 9999) return undefined;
  const at = new Date(Date.UTC(y, m - 1, d));
  const real = at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  return real ? at.toISOString().slice(0, 10) : undefined;
}

/** "9:14am today", "9:14am yesterday", "9:14am on Tuesday 5 January". */
export function recent(at: number, now: number, zone?: string): string {
  const today = dateOf(now, zone);
  const date = dateOf(at, zone);
  if (date === today) return `${time(at, zone)} today`;
  if (date === daysAfter(today, -1)) return `${time(at, zone)} yesterday`;
  const { weekday, day: dayOfMonth, month, year } = parts(at, zone);
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  return `${time(at, zone)} on ${weekday} ${dayOfMonth} ${month}${sameYear ? "" : ` ${year}`}`;
}

/** "at 9:14am today". */
export function moment(at: number, now: number, zone?: string): string {
  return `at ${recent(at, now, zone)}`;
}

/** "As at 9:12am today": how old what the screen shows is. */
export function asAt(at: number, now: number, zone?: string): string {
  return `As ${moment(at, now, zone)}`;
}

/** "9:14am" today, "yesterday", "Tuesday" within a week, else "5 January": short, for the sync mark. */
export function since(at: number, now: number, zone?: string): string {
  const today = dateOf(now, zone);
  const date = dateOf(at, zone);
  if (date === today) return time(at, zone);
  if (date === daysAfter(today, -1)) return "yesterday";
  const { weekday, day: dayOfMonth, month } = parts(at, zone);
  return date > daysAfter(today, -7) && date < today ? weekday : `${dayOfMonth} ${month}`;
}
