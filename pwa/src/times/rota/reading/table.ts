import { DAY, dateText, MINUTE, wallText } from "../../zones.ts";
import type { Duty } from "../duty.ts";
import { cellsOf } from "./cells.ts";
import { dateAndRest, dayAfter } from "./dates.ts";
import { type Bounds, type Found, LIMITS, Limit, type Unread, type Why } from "./result.ts";
import { headerOf, type Row, rowOf } from "./rows.ts";
import { type Code, codeIn, kindOf } from "./words-of.ts";

interface Table {
  readonly codes: readonly Code[];
  readonly today: number;
  /** The date of the first row, for a column that has none of its own: a row is a day, an empty one too. */
  readonly first: number | undefined;
  readonly bounds: Bounds;
}

/** Reads rows of dates and shifts: a file with commas, or what was copied out of a spreadsheet. */
export function readTable(text: string, { codes, today, first, bounds }: Table): Found {
  const rows = turned(cellsOf(text), today);
  const header = headerOf(rows[0] ?? [], today);
  const duties: Duty[] = [];
  const unread: Unread[] = [];
  let outside = 0;
  let through = Number.NEGATIVE_INFINITY;

  for (const [place, cells] of rows.entries()) {
    bounds.step();
    if (place === 0 && header !== undefined) continue;
    const row = rowOf(cells, header, today);
    const counted = first === undefined ? undefined : first + (place - (header === undefined ? 0 : 1)) * DAY;
    const date = row.date ?? counted;
    const isEmpty = cells.every((cell) => cell === "");
    if (isEmpty && counted === undefined) continue;
    const what = cells
      .filter((cell) => cell !== "")
      .join(" ")
      .slice(0, 80);
    const read = date === undefined ? "no-date" : dutyOf({ ...row, date }, codes);
    if (typeof read === "string") {
      unread.push({ place: place + 1, what, why: read });
      continue;
    }
    if (date !== undefined) through = Math.max(through, date);
    if (read === undefined || date === undefined) continue;
    if (date + DAY <= bounds.from || date > bounds.to) outside += 1;
    else duties.push(read);
    if (duties.length > LIMITS.entries) throw new Limit("too-many");
  }
  const seen = Number.isFinite(through) && through <= bounds.to;
  return { duties, unread, outside, name: undefined, through: seen ? dateText(through) : undefined };
}

/** Dates across the top, or one row of codes, read down instead. */
function turned(rows: string[][], today: number): string[][] {
  const filled = rows.filter((row) => row.some((cell) => cell !== ""));
  const [top = [], below, ...more] = filled;
  if (more.length > 0 || top.length < 3) return rows;
  const dates = top.filter((cell) => dateAndRest(cell, today) !== undefined).length;
  if (below === undefined) return dates === 0 ? top.map((cell) => [cell]) : rows;
  return dates >= 3 ? top.map((cell, place) => [cell, below[place] ?? ""]) : rows;
}

/** Undefined for a day with nothing on it. */
function dutyOf(row: Row & { date: number }, codes: readonly Code[]): Duty | Why | undefined {
  const code = codeIn(codes, row.words);
  const kind = code?.kind ?? kindOf(row.words);
  const label = row.words.slice(0, 60);
  const last = row.endDate ?? row.date;
  if (kind === "leave" || kind === "zero" || kind === "nwd") {
    if (last < row.date || last - row.date > LIMITS.days * DAY) return "too-long";
    return { kind, label, from: dateText(row.date), to: dateText(dayAfter(last)) };
  }
  const begins = row.start ?? code?.start;
  const ends = row.end ?? code?.end;
  if (begins === undefined && ends === undefined) return /^[-–—.]*$/.test(label) ? undefined : "no-code";
  if (begins === undefined || ends === undefined) return "no-time";
  const start = row.date + begins * MINUTE;
  const end =
    row.endDate === undefined
      ? row.date + ends * MINUTE + (ends <= begins ? DAY : 0)
      : row.endDate + ends * MINUTE;
  if (end <= start) return "no-time";
  if (end - start > LIMITS.shiftDays * DAY) return "too-long";
  return { kind, label, start: wallText(start), end: wallText(end) };
}
