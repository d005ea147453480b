import { dateAndRest } from "./dates.ts";
import { rangeOf, timeOf, wordsAndRange } from "./words-of.ts";

/** What one row says. Dates are wall times of midnight, times minutes of the day. */
export interface Row {
  readonly date: number | undefined;
  readonly endDate: number | undefined;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly words: string;
}

type Column = "date" | "endDate" | "start" | "end" | "words";

export type Header = ReadonlyMap<number, Column>;

const HEADINGS: readonly (readonly [Column, RegExp])[] = [
  ["endDate", /^(end|finish|to)[ _-]*date$|^date[ _-]*(end|to)$/i],
  ["date", /^(start|from|shift|duty)?[ _-]*date$|^date[ _-]*(start|from)$/i],
  ["start", /^(start|from|begin|starts|on)([ _-]*time)?$|^time[ _-]*(on|start|from)$/i],
  ["end", /^(end|to|finish|ends|until|off)([ _-]*time)?$|^time[ _-]*(off|end|to)$/i],
  ["words", /^(subject|title|shift|code|duty|type|activity|rota|summary)([ _-]*(name|type|code))?$/i],
];

/** The columns that a first row names; undefined when it is a row like the others. */
export function headerOf(cells: readonly string[], today: number): Header | undefined {
  if (cells.some((cell) => dateAndRest(cell, today) !== undefined)) return undefined;
  const columns = new Map<number, Column>();
  for (const [place, cell] of cells.entries()) {
    const column = HEADINGS.find(([, pattern]) => pattern.test(cell.trim()))?.[0];
    if (column !== undefined && ![...columns.values()].includes(column)) columns.set(place, column);
  }
  const named = new Set(columns.values());
  return named.has("date") || (named.has("start") && columns.size > 1) ? columns : undefined;
}

export function rowOf(cells: readonly string[], header: Header | undefined, today: number): Row {
  return header === undefined ? guessed(cells, today) : named(cells, header, today);
}

function named(cells: readonly string[], header: Header, today: number): Row {
  const said: Partial<Record<Column, string>> = {};
  for (const [place, column] of header) said[column] = cells[place] ?? "";
  // "Start" may hold a date and a time, and "Shift" the times beside its name.
  const from = dateAndRest(said.date ?? "", today) ?? dateAndRest(said.start ?? "", today);
  const to = dateAndRest(said.endDate ?? "", today) ?? dateAndRest(said.end ?? "", today);
  const beside = wordsAndRange(said.words ?? "");
  const range = rangeOf(said.start ?? "") ?? beside?.range;
  return {
    date: from?.date,
    endDate: to?.date,
    start: timeOf(said.start ?? "") ?? timeOf(from?.rest ?? "") ?? range?.[0],
    end: timeOf(said.end ?? "") ?? timeOf(to?.rest ?? "") ?? range?.[1],
    words: (beside?.words ?? said.words ?? "").trim(),
  };
}

/** Without headings: the first date, the times in their order, and what is left are words. */
function guessed(cells: readonly string[], today: number): Row {
  const dates: number[] = [];
  const times: number[] = [];
  const words: string[] = [];
  for (const cell of cells) {
    const found = dates.length < 2 ? dateAndRest(cell, today) : undefined;
    if (found !== undefined) dates.push(found.date);
    const rest = found === undefined ? cell : found.rest;
    if (rest === "") continue;
    const range = rangeOf(rest);
    // A bare "8" is as likely to be anything else.
    const time = /[:.]|[ap]m|^\d{4}$/i.test(rest) ? timeOf(rest) : undefined;
    const beside = wordsAndRange(rest);
    if (range !== undefined) times.push(...range);
    else if (time !== undefined) times.push(time);
    else if (beside !== undefined) {
      times.push(...beside.range);
      words.push(beside.words);
    } else if (!/^(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/i.test(rest)) words.push(rest);
  }
  const [date, endDate] = dates;
  const [start, end] = times;
  return { date, endDate, start, end, words: words.join(" ").trim() };
}
