import type { Availability, CandidateTime, Documents } from "../contract.ts";
import { type Busy, covers, openStarts } from "../times/availability.ts";
import type { Rested } from "../times/rota/rest.ts";
import { type Suggestion, suggest } from "../times/suggest.ts";
import { MINUTE, wallText, zoneOf } from "../times/zones.ts";
import type { Meeting } from "./meetings.ts";
import type { Relationship } from "./relationships.ts";

/** Which times are worth suggesting to a pair, and what stands against others. Instants are whole seconds. */

/** One to five, best first. */
export const MOST_TIMES = 5;
const FALLBACK = "UTC";

export interface Offer {
  readonly mentor: string;
  readonly availability: Availability;
  readonly busy: Busy;
}

const seconds = (instant: string) => Date.parse(instant) / 1000;

/** What the mentor of a pair offers; undefined where they have offered nothing, and in a circle. */
export function offerOf(
  pair: Relationship,
  all: ReadonlyMap<string, Documents["free_time"]>,
  moving?: Meeting,
): Offer | undefined {
  const mentor = pair.members.find(({ role }) => role === "mentor")?.account;
  const held = all.get(pair.id);
  if (mentor === undefined || held?.availability == null) return undefined;
  const busy = held.busy
    // The meeting's own time is free for it.
    .filter(({ starts }) => moving?.starts == null || seconds(starts) !== seconds(moving.starts))
    .map(({ starts, ends }) => [seconds(starts), seconds(ends)] as const);
  return { mentor, availability: held.availability, busy };
}

const WEEK = 7 * 86_400;

/** The best of what the mentor offers and this doctor is free and rested for. `taken`: by a meeting of theirs. */
export function suggestions(
  { mentor, availability, busy }: Offer,
  minutes: number,
  rest: Rested,
  now: number,
  most: number,
  taken: (start: number) => boolean,
): Suggestion[] {
  const end = now + (availability.horizon_weeks + 1) * WEEK;
  const starts = openStarts(availability, busy, minutes, now, end, now).filter((start) => !taken(start));
  return suggest({ mentors: [{ id: mentor, starts }], minutes, rest, most });
}

/** The mentor's own word is that they can be had then, and nothing else of theirs is there. */
export function isOffered(offer: Offer, start: number, minutes: number, now: number): boolean {
  const end = start + minutes * MINUTE;
  const taken = offer.busy.some(([from, to]) => from < end && start < to);
  return !taken && covers(offer.availability, start, minutes, now);
}

/** Another agreed meeting of this doctor's own at that time. */
export function meets(all: readonly Meeting[], start: number, minutes: number, but?: string): boolean {
  const end = start + minutes * MINUTE;
  return all.some(
    ({ id, state, starts, ends }) =>
      id !== but &&
      state === "confirmed" &&
      starts !== null &&
      ends !== null &&
      seconds(starts) < end &&
      start < seconds(ends),
  );
}

/** As it goes over the wire: the instant, and how it reads on the clock that it was chosen by. */
export function candidateOf(start: number, zoneName: string): CandidateTime {
  const known = zoneOf(zoneName);
  const zone = known === undefined ? FALLBACK : zoneName;
  return {
    at: new Date(start * 1000).toISOString().replace(".000Z", "Z"),
    wall: wallText(known?.wallAt(start) ?? start),
    zone,
  };
}
