import { crc32 } from "../sync/crc32.ts";

/**
 * Times that two people pass to each other without us: all of it stands behind the "#" of a link, which a
 * browser never sends to a server. One suggests up to five times, the other answers with one or none.
 */
export type Shared = Suggested | Answered;

export interface Meeting {
  /** How long, in minutes. */
  minutes: number;
  place: string;
}

export interface Suggested extends Meeting {
  kind: "suggested";
  /** Instants, in whole minutes, earliest first. */
  times: readonly number[];
}

export interface Answered extends Meeting {
  kind: "answered";
  /** The time that suits; undefined when none of them does. */
  time: number | undefined;
}

export const MOST_TIMES = 5;
export const LONGEST_PLACE = 80;
export const LEAST_MINUTES = 5;
export const MOST_MINUTES = 480;

const MINUTE = 60_000;
const LONGEST = 1_200;
const VERSION = "1";
const NONE = "none";
const FIELDS = { suggested: "v t m p c", answered: "v a m p c" };
/** Whole minutes since 1970, from 1989 to 2160. */
const TIME = /^\d{8}$/;
/** What cannot be seen, or turns the reading round, has no place in a place. */
const UNSEEN = /\p{C}|\p{Zl}|\p{Zp}/u;

export const canBePlace = (typed: string) => typed.length <= LONGEST_PLACE && !UNSEEN.test(typed);
export const canBeMinutes = (typed: string) =>
  /^\d{1,3}$/.test(typed) && Number(typed) >= LEAST_MINUTES && Number(typed) <= MOST_MINUTES;

export function fragmentOf(shared: Shared): string {
  const times =
    shared.kind === "suggested"
      ? ["t", shared.times.map((time) => time / MINUTE).join("-")]
      : ["a", shared.time === undefined ? NONE : String(shared.time / MINUTE)];
  const fields = [["v", VERSION], times, ["m", String(shared.minutes)], ["p", shared.place]];
  return new URLSearchParams([...fields, ["c", stamp(fields)]]).toString();
}

/** Reads what `fragmentOf` writes and nothing else: a link that was cut short says less than was meant. */
export function readFragment(fragment: string): Shared | undefined {
  if (fragment.length > LONGEST) return undefined;
  const fields = [...new URLSearchParams(fragment)];
  const names = fields.map(([name]) => name).join(" ");
  const [[, version] = [], [, said] = [], [, minutes] = [], [, place] = [], [, stamped] = []] = fields;
  if (said === undefined || minutes === undefined || place === undefined || version !== VERSION)
    return undefined;
  if (stamped !== stamp(fields.slice(0, -1)) || !canBeMinutes(minutes) || !canBePlace(place))
    return undefined;
  const meeting = { minutes: Number(minutes), place };
  if (names === FIELDS.answered && said === NONE) return { kind: "answered", time: undefined, ...meeting };
  const times = said.split("-").filter((time) => TIME.test(time));
  const [time] = times.map((each) => Number(each) * MINUTE);
  if (time === undefined || said !== [...new Set(times)].sort().join("-")) return undefined;
  if (names === FIELDS.answered && times.length === 1) return { kind: "answered", time, ...meeting };
  if (names !== FIELDS.suggested || times.length > MOST_TIMES) return undefined;
  return { kind: "suggested", times: times.map((each) => Number(each) * MINUTE), ...meeting };
}

/** Not a signature: anybody can write such a link. It finds what a message on its way has lost. */
function stamp(fields: readonly (readonly string[])[]): string {
  return crc32(JSON.stringify(fields)).toString(36);
}

/** "5:30pm", "5pm", "17:30", "17.30", "midday" as minutes of the day; undefined for anything else. */
export function timeFrom(typed: string): number | undefined {
  const plain = typed.trim().toLowerCase().replace(/\s+/g, "");
  if (plain === "midday" || plain === "noon") return 12 * 60;
  if (plain === "midnight") return 0;
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(plain);
  if (found === null) return undefined;
  const [, hours = "", minutes, half] = found;
  const hour = Number(hours);
  const minute = Number(minutes ?? 0);
  // A bare "5" could be either half of the day.
  if (minute > 59 || (half === undefined && minutes === undefined)) return undefined;
  if (half === undefined) return hour > 23 ? undefined : hour * 60 + minute;
  if (hour < 1 || hour > 12) return undefined;
  return ((hour % 12) + (half === "pm" ? 12 : 0)) * 60 + minute;
}

/** The instant of a day and a time on this phone; undefined for the hour that a spring night leaves out. */
export function instantOf(date: string, minutes: number): number | undefined {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const at = new Date(year, month - 1, day, Math.floor(minutes / 60), minutes % 60);
  return at.getHours() * 60 + at.getMinutes() === minutes ? at.getTime() : undefined;
}

/** A file for any calendar (RFC 5545). It says "Meeting" and no more: calendars are often seen by others. */
export function calendarFile(
  time: number,
  { minutes, place }: Meeting,
  summary: string,
  now: number,
  id: string,
) {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Alongside//EN",
    "BEGIN:VEVENT",
    `UID:${id}`,
    `DTSTAMP:${stamped(now)}`,
    `DTSTART:${stamped(time)}`,
    `DTEND:${stamped(time + minutes * MINUTE)}`,
    `SUMMARY:${escaped(summary)}`,
    ...(place === "" ? [] : [`LOCATION:${escaped(place)}`]),
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");
}

const stamped = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
const escaped = (text: string) => text.replace(/[\\;,]/g, (letter) => `\\${letter}`);

/** No line is longer than 75 bytes, and no letter is broken in two. */
function folded(line: string): string {
  const utf8 = new TextEncoder();
  let text = "";
  let bytes = 0;
  for (const letter of line) {
    const more = utf8.encode(letter).length;
    if (bytes + more > 75) {
      text += "\r\n ";
      bytes = 1;
    }
    text += letter;
    bytes += more;
  }
  return text;
}
