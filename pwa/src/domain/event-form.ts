import type { ChangeEvent, PublishEvent, Session } from "../contract.ts";
import { MINUTE, wallFrom, type Zone, zone, zoneOf } from "../times/zones.ts";
import { dateFrom } from "../when.ts";
import { timeFrom } from "./shared-link.ts";

/** What a coordinator types of an event, and what is made of it. Words for what is wrong are the screen's. */

export interface Typed {
  kind: string | undefined;
  title: string;
  words: string;
  sessions: readonly Session[];
  place: string;
  link: string;
  facilitators: string;
  cpd: string;
  places: string;
  openTo: string | undefined;
  named: string | undefined;
}

export const EMPTY: Typed = {
  kind: undefined,
  title: "",
  words: "",
  sessions: [],
  place: "",
  link: "",
  facilitators: "",
  cpd: "",
  places: "",
  openTo: undefined,
  named: undefined,
};

export const MOST_SESSIONS = 20;
const MOST_LEADERS = 12;
const FARTHEST = 730 * 86_400_000;

export type Problem =
  | "dateWrong"
  | "datePast"
  | "dateFar"
  | "timeWrong"
  | "timeBefore"
  | "tooMany"
  | "kindMissing"
  | "nameMissing"
  | "wordsMissing"
  | "sessionsMissing"
  | "sessionsOverlap"
  | "placeMissing"
  | "linkWrong"
  | "leadsMany"
  | "cpdWrong"
  | "placesWrong"
  | "openToMissing"
  | "namedMissing";
export type Problems = Partial<Record<string, Problem>>;

export interface TypedSession {
  date: { day: string; month: string; year: string };
  from: string;
  to: string;
}

export const hasBegun = ({ date, from, to }: TypedSession): boolean =>
  [...Object.values(date), from, to].some((typed) => typed.trim() !== "");

/** The clock that a new event goes by: that of its scheme, wherever it is written. */
export const SCHEME_ZONE = "Europe/London";

const two = (number: number) => String(number).padStart(2, "0");

/** The instant of a day and minutes of it, in milliseconds; undefined for the hour that a spring night leaves out. */
function instantIn(there: Zone, day: string, minutes: number): number | undefined {
  const start = wallFrom(day);
  if (start === undefined) return undefined;
  const wall = start + minutes * MINUTE;
  const at = there.earlier(wall);
  return there.wallAt(at) === wall ? at * 1000 : undefined;
}

/**
 * One date with its times, by the clock of the event's zone, wherever this phone is. An end that is midnight
 * is that of the same day.
 */
export function sessionFrom(
  { date, from, to }: TypedSession,
  now: number,
  before: readonly Session[],
  zoneName: string,
): { session: Session } | { problems: Problems } {
  const day = dateFrom(date.day, date.month, date.year);
  const [start, end] = [timeFrom(from), timeFrom(to)];
  if (day === undefined || start === undefined || end === undefined) {
    const problems: Problems = {};
    if (day === undefined) problems.day = "dateWrong";
    if (start === undefined) problems.from = "timeWrong";
    if (end === undefined) problems.to = "timeWrong";
    return { problems };
  }
  // Read as it is shown: by this phone's clock where its tables do not know the zone.
  const there = zoneOf(zoneName) ?? zone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const starts = instantIn(there, day, start);
  const ends = instantIn(there, day, end === 0 ? 24 * 60 : end);
  if (starts === undefined || ends === undefined) return { problems: { from: "timeWrong" } };
  if (ends <= starts) return { problems: { to: "timeBefore" } };
  if (ends <= now) return { problems: { day: "datePast" } };
  if (ends > now + FARTHEST) return { problems: { day: "dateFar" } };
  if (before.length >= MOST_SESSIONS) return { problems: { day: "tooMany" } };
  const wall = `${day}T${two(Math.floor(start / 60))}:${two(start % 60)}`;
  return { session: { starts: wire(starts), ends: wire(ends), wall } };
}

const wire = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

export function inOrder(sessions: readonly Session[]): Session[] {
  return [...sessions].sort((one, other) => Date.parse(one.starts) - Date.parse(other.starts));
}

function overlap(sessions: readonly Session[]): boolean {
  return sessions.some(
    (one, at) => at > 0 && Date.parse(sessions[at - 1]?.ends ?? "") > Date.parse(one.starts),
  );
}

type Said = Omit<ChangeEvent, "event">;
type Chosen = Pick<PublishEvent, "kind" | "open_to" | "named">;

/** What everybody may change of it later, or what is wrong with it. */
export function saidFrom(typed: Typed, zone: string): { said: Said } | { problems: Problems } {
  const problems: Problems = {};
  const title = typed.title.trim();
  const words = typed.words.trim();
  const place = typed.place.trim();
  const link = typed.link.trim();
  const facilitators = typed.facilitators
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const cpd = typed.cpd.trim() === "" ? null : Number(typed.cpd);
  const places = typed.places.trim() === "" ? null : Number(typed.places);
  const sessions = inOrder(typed.sessions);
  if (title === "") problems.title = "nameMissing";
  if (words === "") problems.words = "wordsMissing";
  if (sessions.length === 0) problems.day = "sessionsMissing";
  else if (overlap(sessions)) problems.day = "sessionsOverlap";
  if (place === "") problems.place = "placeMissing";
  if (link !== "" && !/^https:\/\/[^\s<>"]{1,500}$/.test(link)) problems.link = "linkWrong";
  if (facilitators.length > MOST_LEADERS) problems.facilitators = "leadsMany";
  if (cpd !== null && !(cpd > 0 && cpd <= 100 && Number.isInteger(cpd * 2))) problems.cpd = "cpdWrong";
  if (places !== null && !(Number.isInteger(places) && places >= 1 && places <= 10_000))
    problems.places = "placesWrong";
  if (Object.keys(problems).length > 0) return { problems };
  const short = facilitators.map((line) => line.slice(0, 80));
  return {
    said: {
      title,
      words,
      sessions,
      zone,
      place,
      link: link === "" ? null : link,
      facilitators: short,
      cpd,
      places,
    },
  };
}

/** Kinds of which no office learns a name. */
export const isNameless = (kind: string | undefined): boolean => kind === "taster" || kind === "induction";

/** What is said once, or what is missing. A taster is for anybody; names are asked about only where they can be. */
export function chosenFrom(typed: Typed, mayName: boolean): { chosen: Chosen } | { problems: Problems } {
  const { kind } = typed;
  const openTo = kind === "taster" ? "everyone" : typed.openTo;
  const named = mayName && !isNameless(kind) ? typed.named : "no";
  const problems: Problems = {};
  if (kind === undefined) problems.kind = "kindMissing";
  if (openTo === undefined) problems.openTo = "openToMissing";
  if (named === undefined) problems.named = "namedMissing";
  if (Object.keys(problems).length > 0) return { problems };
  return { chosen: { kind, open_to: openTo, named: named === "yes" } as Chosen };
}

/** An event as the form shows it, to be changed. */
export function typedOf(event: Said): Typed {
  return {
    ...EMPTY,
    title: event.title,
    words: event.words,
    sessions: event.sessions,
    place: event.place,
    link: event.link ?? "",
    facilitators: event.facilitators.join("\n"),
    cpd: event.cpd === null ? "" : String(event.cpd),
    places: event.places === null ? "" : String(event.places),
  };
}
