import { holidaysOf } from "../../times/holidays.ts";
import { type Judgement, type Rested, restOf } from "../../times/rota/rest.ts";
import { type Mentor, suggest } from "../../times/suggest.ts";
import type { Zone } from "../../times/zones.ts";
import { dateOf } from "../../when.ts";
import type { Kept } from "./keeping.ts";

/** What a kept rota says of times, and how far it reaches. `now` is in milliseconds, starts are in seconds. */

/** With nothing kept, only the quiet hours are known. */
export function restFor({ sources, nation }: Kept, home: Zone): Rested {
  const duties = sources.length === 0 ? undefined : sources.flatMap((source) => source.duties);
  return restOf({ home, duties, holidays: holidaysOf(nation) });
}

/** How far the rota on this phone reaches, as dates: before and after them nothing is known. */
export type Coverage = { known: false } | { known: true; since: string; through: string };

/** A rota that has run out is as good as none. */
export function coverageOf({ sources }: Kept, home: Zone, now: number): Coverage {
  const since = sources.flatMap((source) => source.since ?? []).sort()[0];
  const through = sources
    .flatMap((source) => source.through ?? [])
    .sort()
    .at(-1);
  if (since === undefined || through === undefined) return { known: false };
  return through < dateOf(now, home.name) ? { known: false } : { known: true, since, through };
}

export const covers = (reach: Coverage, date: string) =>
  reach.known && date >= reach.since && date <= reach.through;

export interface Restedness extends Pick<Judgement, "class" | "reasons"> {
  /** The rota says something of this date; where it does not, only the quiet hours are sure. */
  readonly covered: boolean;
}

export function restednessAt(
  starts: readonly number[],
  minutes: number,
  { home, judge }: Rested,
  reach: Coverage,
): Restedness[] {
  return starts.map((start) => {
    const { class: judged, reasons } = judge(start, start + minutes * 60);
    return { class: judged, reasons, covered: covers(reach, dateOf(start * 1000, home.name)) };
  });
}

export interface Suggested extends Restedness {
  readonly mentor: string;
  readonly start: number;
}

export function suggestedOf(
  mentors: readonly Mentor[],
  minutes: number,
  rest: Rested,
  reach: Coverage,
): Suggested[] {
  return suggest({ mentors, minutes, rest }).flatMap(({ mentor, start }) =>
    restednessAt([start], minutes, rest, reach).map((found) => ({ mentor, start, ...found })),
  );
}
