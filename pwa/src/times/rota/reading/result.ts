import type { Duty } from "../duty.ts";

/** What reading a rota gives: the duties, and by name everything that could not be read. */
export interface Found {
  readonly duties: readonly Duty[];
  readonly unread: readonly Unread[];
  /** Entries that lie outside the days that are kept. */
  readonly outside: number;
  /** What the file calls itself. */
  readonly name: string | undefined;
  /** The last date that it says anything about, "2027-02-03"; undefined when there is none. */
  readonly through: string | undefined;
}

export interface Unread {
  /** The entry or the row, counted from 1. */
  readonly place: number;
  /** Its own first words. */
  readonly what: string;
  readonly why: Why;
}

export type Why = "no-date" | "no-time" | "no-code" | "repeats" | "zone" | "too-long" | "broken";

/** Why nothing of it was read. */
export type Stopped = "too-big" | "too-many" | "too-slow" | "not-text" | "nothing";

export type Reading = { ok: true; found: Found } | { ok: false; why: Stopped };

export const LIMITS = {
  bytes: 2 * 1024 * 1024,
  /** Of a calendar, rows of a table, and shifts that they make. */
  entries: 5_000,
  cells: 60_000,
  days: 400,
  /** Of these, so many lie before today. */
  daysBefore: 31,
  milliseconds: 2_000,
  /** Steps through repetitions: far more than any rota needs. */
  steps: 200_000,
  /** A shift that lasts longer than two weeks is a mistake. */
  shiftDays: 14,
} as const;

/** Thrown by a reader that meets a limit; nothing half-read is kept, for it would show time as free. */
export class Limit extends Error {
  readonly why: Stopped;
  constructor(why: Stopped) {
    super(why);
    this.why = why;
  }
}

/** The wall times that are kept, as seconds, and a budget of steps. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
  step(): void;
}

const DAY = 86_400;

export function boundsFrom(today: number): Bounds {
  let steps = 0;
  return {
    from: today - LIMITS.daysBefore * DAY,
    to: today + (LIMITS.days - LIMITS.daysBefore) * DAY,
    step() {
      steps += 1;
      if (steps > LIMITS.steps) throw new Limit("too-slow");
    },
  };
}
