import { DAY, midnight, wallFrom, weekday } from "../../zones.ts";

/** Dates as people type them into spreadsheets, the day before the month: wall times of their midnight. */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WEEKDAY = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]*[\s,.]*/i;
const NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[\s\-./]+([a-z]{3,9})[.,]?(?:[\s\-./]+(\d{4}|\d{2}))?$/i;
const NAMED_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$/i;
/** Without a year only with a slash: "9-5" is a shift. */
const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$|^(\d{1,2})\/(\d{1,2})$/;

/**
 * Without a year, the one that brings it nearest to today. A weekday that does not fit means that it was not
 * understood: then there is no date, rather than a wrong one.
 */
export function dateOf(text: string, today: number): number | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$|^(\d{4})(\d\d)(\d\d)$/.exec(trimmed);
  if (iso !== null) return at(iso[1] ?? iso[4], iso[2] ?? iso[5], iso[3] ?? iso[6]);
  const day = WEEKDAY.exec(trimmed)?.[1]?.toLowerCase();
  const rest = day === undefined ? trimmed : trimmed.replace(WEEKDAY, "");
  const found = partsOf(rest);
  if (found === undefined) return undefined;
  const [year, month, dayOfMonth] = found;
  if (year === undefined) return nearest(month, dayOfMonth, day, today);
  const date = at(year.length === 2 ? `20${year}` : year, month, dayOfMonth);
  return date !== undefined && fits(date, day) ? date : undefined;
}

type Parts = readonly [year: string | undefined, month: string, day: string];

function partsOf(text: string): Parts | undefined {
  const numbers = NUMBERS.exec(text);
  if (numbers !== null) return [numbers[3], numbers[2] ?? numbers[5] ?? "", numbers[1] ?? numbers[4] ?? ""];
  const named = NAMED.exec(text);
  const turned = named === null ? NAMED_FIRST.exec(text) : null;
  const month = MONTHS.indexOf((named?.[2] ?? turned?.[1] ?? "").slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return undefined;
  return [named?.[3] ?? turned?.[3], String(month), named?.[1] ?? turned?.[2] ?? ""];
}

function at(year = "", month = "", day = ""): number | undefined {
  return wallFrom(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

const fits = (date: number, day: string | undefined) => day === undefined || WEEKDAYS[weekday(date)] === day;

function nearest(month: string, day: string, wanted: string | undefined, today: number): number | undefined {
  const year = new Date(today * 1000).getUTCFullYear();
  const all = [year - 1, year, year + 1]
    .flatMap((one) => at(String(one), month, day) ?? [])
    .filter((date) => fits(date, wanted));
  return all.sort((one, other) => Math.abs(one - today) - Math.abs(other - today))[0];
}

/** "02/06/2026 08:00" and "2026-06-02T08:00": a date, and a time that the reader of times is asked about. */
export function dateAndRest(text: string, today: number): { date: number; rest: string } | undefined {
  const trimmed = text.trim();
  const whole = dateOf(trimmed, today);
  if (whole !== undefined) return { date: whole, rest: "" };
  // From the longest beginning to the shortest: "Mon 2 Jun 2026 08:00".
  const breaks = [...trimmed.matchAll(/[T\s,]+/g)].map(
    (one) => [one.index, one.index + one[0].length] as const,
  );
  for (const [end, next] of breaks.slice(0, 6).reverse()) {
    const date = dateOf(trimmed.slice(0, end), today);
    if (date !== undefined) return { date, rest: trimmed.slice(next) };
  }
  return undefined;
}

export const dayAfter = (date: number) => midnight(date) + DAY;
