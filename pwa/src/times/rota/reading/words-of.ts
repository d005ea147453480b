import type { Kind } from "../duty.ts";

/** What people write on rotas, and the kind of duty that it stands for. */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ["nwd", /\b(non[- ]?working|not working|ltft day)\b/i],
  ["leave", /^(al|a\/l|sl|s\/l)$|\bleave\b|\bon holiday\b|^holiday$|\bvacation\b/i],
  [
    "zero",
    /^(z|zero|off|rest|toil|do)$|\b(zero (hours? )?day|rest day|day off|days off|zero hours|in lieu)\b/i,
  ],
  ["oncall_home", /\b(nroc|non[- ]resident|on[- ]?call (from|at) home|home on[- ]?call)\b/i],
  ["oncall_resident", /\b(roc|resident on[- ]?call|on[- ]?call)\b/i],
];

/** A shift, where nothing says otherwise: time that may be work is never taken for free. */
export function kindOf(words: string): Kind {
  const plain = words.trim();
  for (const [kind, pattern] of KINDS) if (pattern.test(plain)) return kind;
  return "shift";
}

export interface Code {
  readonly code: string;
  readonly kind: Kind;
  /** Minutes of the day; undefined for what has dates alone. An end before its start is on the next day. */
  readonly start: number | undefined;
  readonly end: number | undefined;
}

const TIME = String.raw`(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?`;
const RANGE = new RegExp(String.raw`^${TIME}\s*(?:-|–|—|to|until|/)\s*${TIME}$`, "i");
const ONE = new RegExp(`^${TIME}$`, "i");
const WITHIN =
  /\d{1,2}[:.h]?(?:\d{2})?\s*(?:am|pm)?\s*(?:-|–|—|to|until)\s*\d{1,2}[:.h]?(?:\d{2})?\s*(?:am|pm)?/i;

function minutes(hour: string | undefined, minute: string | undefined, half: string | undefined) {
  let hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return undefined;
  if (half?.toLowerCase() === "pm" && hours < 12) hours += 12;
  if (half?.toLowerCase() === "am" && hours === 12) hours = 0;
  const all = hours * 60 + Number(minute ?? 0);
  return hours > 24 || Number(minute ?? 0) > 59 || all > 24 * 60 ? undefined : all;
}

/** "8:30pm", "20:30", "2030", "20.30", "8": minutes of the day. */
export function timeOf(text: string): number | undefined {
  const plain = text.trim().replace(/^(\d{1,2}:\d{2}):\d{2}/, "$1");
  const [, hour, minute, half] = ONE.exec(plain) ?? [];
  return hour === undefined ? undefined : minutes(hour, minute, half);
}

/** "08:00-20:30", "8am to 8:30pm". */
export function rangeOf(text: string): [start: number, end: number] | undefined {
  const said = RANGE.exec(text.trim());
  if (said === null) return undefined;
  const start = minutes(said[1], said[2], said[3]);
  const end = minutes(said[4], said[5], said[6]);
  return start === undefined || end === undefined ? undefined : [start, end];
}

/** "LD 08:00-20:30": a range with words beside it. */
export function wordsAndRange(text: string): { words: string; range: [number, number] } | undefined {
  const found = WITHIN.exec(text);
  const range = found === null ? undefined : rangeOf(found[0]);
  if (found === null || range === undefined) return undefined;
  const words = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return { words: words.replace(/[\s,;:()=]+/g, " ").trim(), range };
}

/** "LD 08:00-20:30", "AL leave", "NROC 09:00-09:00 on call from home": one code, or undefined. */
export function codeFrom(line: string): Code | undefined {
  const [, code, rest = ""] = /^\s*([^\s:=,]{1,20})\s*[:=,\s]\s*(\S.*)$/.exec(line) ?? [];
  if (code === undefined) return undefined;
  const timed = wordsAndRange(rest);
  const kind = kindOf(timed?.words || rest) === "shift" ? kindOf(code) : kindOf(timed?.words || rest);
  const isDated = kind === "leave" || kind === "zero" || kind === "nwd";
  if (timed === undefined) return isDated ? { code, kind, start: undefined, end: undefined } : undefined;
  const [start, end] = timed.range;
  return { code, kind, start: isDated ? undefined : start, end: isDated ? undefined : end };
}

export interface Legend {
  readonly codes: readonly Code[];
  /** Lines that say nothing we understand, counted from 1. */
  readonly wrong: readonly number[];
}

export function legendFrom(text: string): Legend {
  const codes: Code[] = [];
  const wrong: number[] = [];
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const code = codeFrom(line);
    if (code === undefined) wrong.push(place + 1);
    else codes.push(code);
  }
  return { codes, wrong };
}

/** The code that a cell or a title is, or begins with as a word of its own; the longest one wins. */
export function codeIn(codes: readonly Code[], words: string): Code | undefined {
  const plain = words.trim().toLowerCase();
  return codes
    .filter(({ code }) => {
      const wanted = code.toLowerCase();
      return plain === wanted || (plain.startsWith(wanted) && /^[\s:(,/-]/.test(plain.slice(wanted.length)));
    })
    .sort((one, other) => other.code.length - one.code.length)[0];
}
