import { dayAndTime } from "../when.ts";
import { detail, neutral } from "../words/shown.ts";

/**
 * What a push service hands over, opened by the browser. For most phones it says nothing at all; with detail
 * on, what it is about.
 */

export type Sort = keyof typeof detail;

export interface Said {
  readonly what: Sort;
  readonly text: string | undefined;
  /** Milliseconds. */
  readonly at: number | undefined;
  readonly about: string;
  /** Milliseconds: from then on it says nothing that is still so. */
  readonly until: number | undefined;
}

/** Undefined where it says nothing, or nothing that this version knows. */
export function saidIn(body: string): Said | undefined {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof said !== "object" || said === null) return undefined;
  const { what, text, at, about, until } = said as Record<string, unknown>;
  if (!isSort(what) || typeof about !== "string" || !/^[0-9a-f-]{36}$/.test(about)) return undefined;
  return {
    what,
    text: typeof text === "string" ? text : undefined,
    at: momentIn(at),
    about,
    until: momentIn(until),
  };
}

function momentIn(text: unknown): number | undefined {
  const moment = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** What it says where that still holds when the line is shown; what is past says no more than that it came. */
export function heldAt(said: Said | undefined, shown: number): Said | undefined {
  return said?.until !== undefined && said.until <= shown ? undefined : said;
}

function isSort(what: unknown): what is Sort {
  return typeof what === "string" && Object.hasOwn(detail, what);
}

/** The line that is shown; the words of a notice stand for themselves. */
export function lineOf(said: Said | undefined): string {
  if (said === undefined) return neutral.words;
  if (said.what === "notice") return said.text ?? neutral.words;
  const when = said.at === undefined ? "" : dayAndTime(said.at);
  return [detail[said.what], said.text, when].filter(Boolean).join(". ");
}

/** Where a tap leads. */
export function placeOf(said: Said | undefined): string {
  if (said === undefined || said.what === "notice") return "/notices";
  return said.what.startsWith("event") ? `/events/${said.about}` : `/meetings/${said.about}`;
}
