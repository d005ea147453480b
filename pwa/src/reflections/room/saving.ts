/**
 * When to save what is being written, as a machine without a clock: every keystroke is on its way to the
 * disk within `LONGEST`, one save at a time. Times are milliseconds of a clock that never runs backwards.
 */
import type { Refusal } from "../channel.ts";

export interface Saving {
  /** When the oldest change was made that no save has taken along; null: there is none. */
  readonly first: number | null;
  readonly last: number;
  readonly flying: boolean;
  readonly ever: boolean;
  readonly refused: Refusal | null;
}

/** Saved this long after the last key. */
export const PAUSE = 300;
/** While somebody types on, saved at least this often. */
export const LONGEST = 600;
/** After a refusal it is tried again, without being asked. */
export const AGAIN = 5000;

export const nothing: Saving = { first: null, last: 0, flying: false, ever: false, refused: null };

export const typed = (one: Saving, now: number): Saving => ({ ...one, first: one.first ?? now, last: now });

/** When the next save should leave; null: nothing to save, or one is under way. */
export function due(one: Saving): number | null {
  if (one.first === null || one.flying) return null;
  if (one.refused !== null) return one.last + AGAIN;
  return Math.min(one.last + PAUSE, one.first + LONGEST);
}

export const sent = (one: Saving): Saving => ({ ...one, first: null, flying: true });

/** The shell has answered; after a refusal all of it is unsaved again. */
export const answered = (one: Saving, refused: Refusal | null, now: number): Saving => ({
  ...one,
  first: refused === null ? one.first : (one.first ?? now),
  last: refused === null ? one.last : now,
  flying: false,
  ever: one.ever || refused === null,
  refused,
});

/** Never "saved" before the disk has answered for the last key. */
export function said(one: Saving): "nothing" | "saving" | "saved" | "not-saved" {
  if (one.refused !== null) return "not-saved";
  if (one.first !== null || one.flying) return "saving";
  return one.ever ? "saved" : "nothing";
}
