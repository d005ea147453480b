import type { Judgement, Rested } from "./rota/rest.ts";
import { DAY, MINUTE } from "./zones.ts";

/**
 * The few times that are worth suggesting: a mentor's free starts that the doctor's rota does not forbid, the
 * least costly first. Instants are whole seconds; the same lists always give the same answer, in any order.
 */
export interface Mentor {
  readonly id: string;
  /** Free starts on the mentor's own grid, after notice and within the horizon. */
  readonly starts: readonly number[];
}

export interface Suggestion {
  readonly mentor: string;
  readonly start: number;
  readonly judgement: Judgement;
}

interface Asked {
  readonly mentors: readonly Mentor[];
  readonly minutes: number;
  readonly rest: Rested;
  readonly most?: number;
}

/** A start's judgement, and the doctor's own day that it falls on. */
interface Judged {
  readonly judgement: Judgement;
  readonly day: number;
}

/** By (cost, instant, mentor); at most one a date at first, then the best of what is left. */
export function suggest({ mentors, minutes, rest, most = 3 }: Asked): Suggestion[] {
  const judged = new Map<number, Judged>();
  const bestOf = new Map<number, Suggestion>();
  const allowed: Suggestion[] = [];
  for (const { id, starts } of mentors) {
    for (const start of starts) {
      let known = judged.get(start);
      if (known === undefined) {
        const judgement = rest.judge(start, start + minutes * MINUTE);
        known = { judgement, day: Math.floor(rest.home.wallAt(start) / DAY) };
        judged.set(start, known);
      }
      if (known.judgement.class === "no") continue;
      const best = bestOf.get(known.day);
      if (best !== undefined && !isBefore(known.judgement, start, id, best)) {
        if (bestOf.size < most) allowed.push({ mentor: id, start, judgement: known.judgement });
        continue;
      }
      if (best !== undefined && bestOf.size < most) allowed.push(best);
      bestOf.set(known.day, { mentor: id, start, judgement: known.judgement });
    }
  }
  const picked = [...bestOf.values()].sort(byRank).slice(0, most);
  if (picked.length < most) picked.push(...allowed.sort(byRank).slice(0, most - picked.length));
  return picked;
}

function isBefore(judgement: Judgement, start: number, mentor: string, other: Suggestion): boolean {
  const cost = (judgement.cost ?? 0) - (other.judgement.cost ?? 0);
  if (cost !== 0) return cost < 0;
  return start === other.start ? mentor < other.mentor : start < other.start;
}

function byRank(one: Suggestion, other: Suggestion): number {
  if (isBefore(one.judgement, one.start, one.mentor, other)) return -1;
  return isBefore(other.judgement, other.start, other.mentor, one) ? 1 : 0;
}
